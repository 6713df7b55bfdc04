"""意見台帳 for staff: the list, taking opinions in, the file, grouping, and approving and publishing several at once."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import requires
from accounts.roles import Permission
from accounts.versioning import MoveRefused, StaleVersion
from accounts.views.paging import page_of
from evaluations.ledger import csv_file, groups, intake, listing, together
from evaluations.ledger.forms import Choices, IntakeForm
from evaluations.ledger.status import Status
from evaluations.models import Opinion
from evaluations.models.opinion import responses_to_read
from plans.fiscal_year import fiscal_year_of

ROWS_ON_A_PAGE = 30
ACTS = {
    "approve": {"approve": True, "publish": False},
    "publish": {"approve": False, "publish": True},
    "both": {"approve": True, "publish": True},
}
ACT_LABELS = {"approve": "決裁済みに", "publish": "公開", "both": "決裁済みにして公開"}


@requires(Permission.ENTER_RECORDS)
@require_safe
def ledger(request):
    """Every opinion that the person handles, overdue ones first; a department's clerk sees the department's."""
    today, offices = timezone.localdate(), listing.Offices()
    narrow = listing.ledger_filter(request.GET, offices)
    rows = listing.listed(request.user, narrow, today).select_related("representative", "public")
    rows = rows.prefetch_related(responses_to_read(), "initiatives")
    page = page_of(request, rows, ROWS_ON_A_PAGE)
    for row in page:
        row.mark = together.mark(row, together.own_reply(row, offices.organization_of(request.user)))
        row.status_label = Status(row.status).label
        row.owners = [offices.owner(reply) for reply in row.responses.all()]
    context = {
        "narrow": narrow,
        "page_obj": page,
        "totals": listing.totals(request.user, today),
        "may_run": listing.may_run(request.user),
    }
    return render(request, "staff/evaluations/ledger.html", context)


@requires(Permission.RUN_ROUNDS)
@require_safe
def ledger_csv(request):
    """The opinions that the list shows, with their originals: for the house only."""
    today, offices = timezone.localdate(), listing.Offices()
    narrow = listing.ledger_filter(request.GET, offices)
    rows = listing.listed(request.user, narrow, today).select_related("public")
    data = csv_file.staff_file(rows.for_reading().prefetch_related("initiatives"), offices)
    headers = {"Content-Disposition": f'attachment; filename="iken-daicho-{today:%Y%m%d}.csv"'}
    return HttpResponse(data, content_type="text/csv; charset=utf-8", headers=headers)


@requires(Permission.RUN_ROUNDS)
def ledger_add(request):
    """Take opinions in that came by the window, by letter, by public comment: one, or a pasted list."""
    today = timezone.localdate()
    choices = Choices.read(fiscal_year_of(today))
    form = IntakeForm(request.POST or None, choices=choices, today=today, initial={"received_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            taken, known = intake.take_in_several(now=timezone.now(), **form.content())
        except MoveRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            _tell_taken(request, taken, known)
            if len(taken) == 1:
                return redirect("staff:opinion-detail", pk=taken[0].pk)
            return redirect("staff:ledger")
    return render(request, "staff/evaluations/ledger_add.html", {"form": form})


def _tell_taken(request, taken: list[Opinion], known: list[str]) -> None:
    if taken:
        numbers = str(taken[0]) if len(taken) == 1 else f"{taken[0]}から{taken[-1]}まで"
        messages.success(request, f"{len(taken)}件の意見を受け付けました（{numbers}）。")
    if known:
        messages.warning(
            request, f"同じ日に同じ内容で受け付けた意見が{len(known)}件あったため、それは加えていません。"
        )


@requires(Permission.RUN_ROUNDS)
@require_POST
def ledger_publish(request):
    """Ask once more, with the words that would be read outside; then approve, publish, or both, for all at once."""
    several = together.chosen(request.user, request.POST, timezone.localdate())
    if not several:
        messages.warning(request, "意見が選ばれていません。一覧で印を付けてから押してください。")
        return redirect("staff:ledger")
    left = None
    if act := ACTS.get(request.POST.get("act", "")):
        done, left = together.carry_out(several, by=request.user, now=timezone.now(), **act)
        if done:
            messages.success(request, f"{done}件の回答を{ACT_LABELS[request.POST['act']]}しました。")
        if not left:
            return redirect("staff:ledger")
        several = together.again([seen for seen, _ in left], request.user, timezone.localdate())
    context = {"several": several, "left": left, "acts": ACT_LABELS}
    return render(request, "staff/evaluations/ledger_publish.html", context)


@requires(Permission.RUN_ROUNDS)
@require_POST
def ledger_group(request):
    """Choose which of the marked opinions stands for all; then hang the others on it."""
    several = together.chosen(request.user, request.POST, timezone.localdate())
    if len(several) < 2:
        messages.warning(request, "まとめる意見を、一覧で2件以上選んでください。")
        return redirect("staff:ledger")
    error = ""
    if "representative" in request.POST:
        lead, error = _group(several, request.POST["representative"])
        if lead:
            messages.success(request, f"{len(several)}件を{lead}にまとめました。")
            return redirect("staff:opinion-detail", pk=lead.pk)
    elif "sure" in request.POST:
        error = "代表の意見を選んでください。"
    if error:
        several = together.again(several, request.user, timezone.localdate())
    context = {"several": several, "error": error, "chosen": request.POST.get("representative", "")}
    return render(request, "staff/evaluations/ledger_group.html", context)


def _group(several: list[together.Seen], key: str) -> tuple[Opinion | None, str]:
    """Give the representative, or why nothing was grouped."""
    rows = {str(seen.opinion.pk): seen.as_seen() for seen in several}
    if key not in rows:
        return None, "代表の意見を選んでください。"
    try:
        return groups.group(representative=rows[key], members=rows.values()), ""
    except StaleVersion:
        return None, together.CHANGED
    except MoveRefused as refusal:
        return None, str(refusal)
