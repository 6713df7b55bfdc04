"""What the secretariat does from the board to several records at once: accept, return, remind, move the due date.

The first POST shows what was chosen and asks; the second one, with ``confirm``, carries it out. Nothing is written
before. What could not be done is listed with the reason, and what was typed stays for it.
"""

from collections import Counter

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import requires
from accounts.roles import Permission
from evaluations import batches
from evaluations.batch_forms import ConfirmForm, DueForm, ReturnSeveralForm
from evaluations.models import EvaluationRound
from initiatives import due_dates, progress, reminders

CHOOSE_FIRST = "取組が選ばれていません。進行盤で、取組の左の欄に印を付けてから押してください。"


def _board(pk: int):
    return redirect("staff:round-board", pk=pk)


def _several(request, pk: int, form, template: str, verb, done: str):
    """Ask, then call ``verb`` with each chosen record and what was typed; ``done`` says it with the number."""
    round_ = get_object_or_404(EvaluationRound.objects.for_reading(), pk=pk)
    several = batches.chosen(round_, request.user, request.POST, timezone.localdate())
    left = []
    if not several:
        if request.method == "POST":
            messages.warning(request, CHOOSE_FIRST)
        return _board(pk)
    if "confirm" in request.POST and form.is_valid():
        count, left = batches.carry_out(several, lambda seen: verb(seen, **form.cleaned_data))
        if count:
            messages.success(request, done.format(count))
        if not left:
            return _board(pk)
        several = [seen for seen, _ in left]
    context = {"round": round_, "several": several, "left": left, "form": form}
    return render(request, template, context)


def _typed(request):
    """What was typed, if this is the second press."""
    return request.POST if "confirm" in request.POST else None


@requires(Permission.RUN_ROUNDS)
def round_accept(request, pk):
    def accept(seen):
        progress.accept(record=seen.record, version=seen.version, by=request.user, now=timezone.now())

    template, done = "staff/evaluations/round_accept.html", "{}件を確認済みにしました。"
    return _several(request, pk, ConfirmForm(_typed(request)), template, accept, done)


@requires(Permission.RUN_ROUNDS)
def round_return(request, pk):
    """差戻し of several records with one reason."""

    def give_back(seen, reason):
        progress.return_(record=seen.record, version=seen.version, reason=reason)

    template, done = "staff/evaluations/round_return.html", "{}件を差し戻しました。"
    return _several(request, pk, ReturnSeveralForm(_typed(request)), template, give_back, done)


@requires(Permission.RUN_ROUNDS)
def round_due(request, pk):
    """Another due date for some records, a department, or all that are still open."""

    def change(seen, due_on, reason):
        moved = {"seen": seen.due_on, "due_on": due_on, "reason": reason}
        due_dates.change(record=seen.record, **moved, now=timezone.now())

    form = DueForm(_typed(request), today=timezone.localdate())
    template, done = "staff/evaluations/round_due.html", "{}件の提出期限を変えました。"
    return _several(request, pk, form, template, change, done)


@requires(Permission.RUN_ROUNDS)
def round_remind(request, pk):
    """Show who would get which mail and who would not; on the second press, write the mails."""
    round_ = get_object_or_404(EvaluationRound.objects.for_reading(), pk=pk)
    today, now = timezone.localdate(), timezone.now()
    several = batches.chosen(round_, request.user, request.POST, today)
    if not several:
        if request.method == "POST":
            messages.warning(request, CHOOSE_FIRST)
        return _board(pk)
    waiting = [seen.record for seen in several if seen.record.is_open]
    plan = reminders.plan_by_hand(waiting, today=today, now=now)
    if "confirm" in request.POST:
        count = reminders.queue(plan, now=now)
        messages.success(request, f"お知らせを{count}通、送信待ちに入れました。")
        return _board(pk)
    context = {
        "round": round_,
        "several": several,
        "done": len(several) - len(waiting),
        "plan": plan,
        "addressees": Counter(str(person.department) for person, _ in plan.letters).items(),
        "example": reminders.letter_for(*plan.letters[0]) if plan.letters else None,
    }
    return render(request, "staff/evaluations/round_remind.html", context)
