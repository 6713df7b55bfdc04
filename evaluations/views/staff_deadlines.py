"""しめきりの階段 on the secretariat's pages, and every round's days as a calendar file."""

from datetime import date

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import requires
from accounts.roles import Permission
from evaluations import deadlines
from evaluations.calendars import calendar_response, events
from evaluations.deadline_forms import StairsForm
from evaluations.models import Deadline, EvaluationRound, Meeting


def _round(pk: int) -> EvaluationRound:
    return get_object_or_404(EvaluationRound.objects.for_reading().prefetch_related("deadlines"), pk=pk)


@requires(Permission.RUN_ROUNDS)
def round_deadlines(request, pk):
    """Count the days from the meeting; the first press compares old and new, the second one moves them together.

    A round whose days nobody has counted yet begins with the next meeting that deals with it.
    """
    round_ = _round(pk)
    today, standing = timezone.localdate(), deadlines.standing_days(round_)
    meetings = list(round_.meetings.exclude(state=Meeting.State.CANCELLED).order_by("held_on", "pk"))
    coming = next((meeting.held_on for meeting in meetings if meeting.held_on >= today), None)
    form = StairsForm(
        request.POST or None,
        stairs=deadlines.stairs_of(round_),
        version=round_.version,
        meeting_on=standing.get(Deadline.Step.MEETING, coming),
    )
    found = []
    if request.method == "POST" and form.is_valid():
        found = deadlines.moves(round_, form.typed_stairs(), form.cleaned_data["meeting_on"], today)
        if _is_confirmed(request, found) and form.carry_out(
            deadlines.set_stairs, round=round_, today=today, now=timezone.now()
        ):
            messages.success(request, "日程を決めました。")
            return redirect("staff:round-deadlines", pk=pk)
    context = {
        "round": round_,
        "meetings": meetings,
        "form": form,
        "moves": found,
        "mark": deadlines.fingerprint(found),
        "standing": deadlines.standing(round_, today),
        "blind_until": _blind_again(round_, found, today),
    }
    return render(request, "staff/evaluations/round_deadlines.html", context)


def _blind_again(round_: EvaluationRound, found: list[deadlines.Move], today: date) -> date | None:
    """Until when members, who read each other by now, could not do so any more; None where nothing is taken away."""
    due_on = deadlines.new_opinions_due(found)
    return due_on if due_on and round_.blinds_again(due_on, today) else None


def _is_confirmed(request, found: list[deadlines.Move]) -> bool:
    """Whether what is confirmed is what was shown: a date that was typed after the comparison is compared first."""
    return "confirm" in request.POST and request.POST.get("mark") == deadlines.fingerprint(found)


@requires(Permission.RUN_ROUNDS)
@require_safe
def round_calendar(request, pk):
    round_ = _round(pk)
    found = events(round_, "staff:round-board")
    return calendar_response(str(round_), found, f"nittei-{round_.target_year}.ics", timezone.now())
