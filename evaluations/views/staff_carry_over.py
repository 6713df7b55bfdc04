"""引継ぎ as the secretariat decides it: how far it is, all that is open on one page, and one 取組 with all its years."""

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.access import requires
from accounts.roles import Permission
from accounts.views.paging import page_of
from evaluations.past_years import accepted_years, last_records
from initiatives import carry_over as verbs
from initiatives.bridge import Bridge, Entry, bridge, suggestion
from initiatives.carry_over_forms import DecideForm, FurtherForm, QuickForm
from initiatives.departments import choosable_departments
from initiatives.models import CarryOver, Initiative, InitiativeLineage
from initiatives.tree import in_tree_order
from initiatives.views.staff_carry_over import the_carry_over
from plans.models import Measure

Kind = InitiativeLineage.Kind
LISTED_AT_ONCE = 100
DECIDED_AT_ONCE = 50


def _chosen(request, whole: Bridge) -> tuple[str, list[Entry]]:
    """The goal that ``?goal=`` names ("" for all) and its 取組."""
    wanted = request.GET.get("goal", "")
    for part in whole.parts:
        if str(part.goal.pk) == wanted:
            return wanted, part.entries
    return "", whole.entries


@requires(Permission.EDIT_PLANS)
@require_safe
def carry_over_detail(request, pk):
    """How far the carry-over is, what is still missing, and every old 取組 with its years and what becomes of it."""
    counted = CarryOver.objects.for_reading().annotate(
        issue_count=Count("issues"),
        issues_left=Count("issues", filter=Q(issues__decision="")),
        has_tree=Exists(Measure.objects.filter(term=OuterRef("new_term"))),
    )
    carry_over = get_object_or_404(counted, pk=pk)
    whole = bridge(carry_over)
    goal, entries = _chosen(request, whole)
    page = page_of(request, entries, LISTED_AT_ONCE)
    years = accepted_years((entry.initiative.pk for entry in page), with_values=False)
    context = {
        "carry_over": carry_over,
        "bridge": whole,
        "goal": goal,
        "page_obj": page,
        "rows": [{"entry": entry, "years": years.get(entry.initiative.pk, [])} for entry in page],
        "gaps": verbs.gaps(whole),
    }
    return render(request, "staff/evaluations/carry_over_detail.html", context)


@requires(Permission.EDIT_PLANS)
def carry_over_decide(request, pk):
    """All that is not decided yet, a line each, with what the last record suggests."""
    carry_over = the_carry_over(pk)
    whole = bridge(carry_over)
    goal, entries = _chosen(request, whole)
    open_ones = [entry for entry in entries if not entry.is_decided]
    page = _open_page(request, open_ones)
    _tell_overtaken(request, whole)
    if request.method == "POST" and not page:
        return redirect(request.get_full_path())
    records = last_records(entry.initiative.pk for entry in page)
    suggested = {e.initiative.pk: suggestion(e.initiative, records.get(e.initiative.pk)) for e in page}
    places = in_tree_order(carry_over.new_term)
    form = QuickForm(request.POST or None, entries=list(page), suggested=suggested, measures=places)
    if (
        request.method == "POST"
        and form.is_valid()
        and (made := form.carry_out(verbs.decide_many, carry_over=carry_over))
    ):
        messages.success(request, f"{len(made)}件の引継ぎを決めました。")
        return redirect(request.get_full_path())
    context = {
        "carry_over": carry_over,
        "bridge": whole,
        "goal": goal,
        "page_obj": page,
        "form": form,
        "rows": [_row(form, entry.initiative, records, suggested) for entry in page],
        "left": len(open_ones),
    }
    return render(request, "staff/evaluations/carry_over_decide.html", context)


def _open_page(request, entries: list[Entry]) -> Page:
    """The page that is asked for; of a page that was sent, the rows that stood on it, wherever they would stand by now."""
    if request.method != "POST":
        return page_of(request, entries, DECIDED_AT_ONCE)
    sent = [entry for entry in entries if f"kind-{entry.initiative.pk}" in request.POST]
    return Paginator(sent, max(len(sent), 1)).page(1)


def _tell_overtaken(request, whole: Bridge) -> None:
    """Say what somebody else decided meanwhile otherwise than was chosen here; give back the reason that was typed."""
    for entry in whole.entries:
        pk = entry.initiative.pk
        wanted = request.POST.get(f"kind-{pk}", "")
        if wanted in Kind.values and entry.is_decided and wanted != entry.lines[0].kind:
            reason = request.POST.get(f"reason-{pk}", "")
            kept = f"書いてあった理由：「{reason}」" if reason else ""
            now = entry.lines[0].get_kind_display()
            messages.warning(
                request,
                f"「{entry.initiative}」は、ほかの人が先に「{now}」に決めたため、そのままです。{kept}",
            )


def _row(form: QuickForm, initiative: Initiative, records: dict, suggested: dict) -> dict:
    kind = suggested[initiative.pk]
    return {
        "initiative": initiative,
        "record": records.get(initiative.pk),
        "suggestion": Kind(kind).label if kind else "",
        "fields": form.fields_of(initiative),
    }


@requires(Permission.EDIT_PLANS)
def carry_over_initiative(request, pk, initiative):
    """One old 取組: its years, what is open, and what becomes of it; a decision, or one more line of a decided one."""
    issues = Count("issues", filter=Q(issues__initiative=initiative))
    counted = CarryOver.objects.for_reading().annotate(issue_count=issues)
    carry_over = get_object_or_404(counted, pk=pk)
    old, following = _one_and_next(carry_over, initiative)
    lines = list(old.descents.for_reading())
    years = accepted_years([old.pk], with_values=True)[old.pk]
    record = years[-1].record if years else None
    form = _form(request, carry_over, old, lines, suggestion(old, record))
    if request.method == "POST" and form and form.is_valid():
        verb = verbs.lead_further if lines else verbs.decide
        if form.carry_out(verb, carry_over=carry_over, initiative=old):
            messages.success(request, f"「{old}」の引継ぎを保存しました。")
            return redirect("staff:carry-over-initiative", pk=pk, initiative=initiative)
    context = {
        "carry_over": carry_over,
        "old": old,
        "lines": lines,
        "record": record,
        "suggestion": _in_words(suggestion(old, record)),
        "years": years,
        "form": form,
        "following": following,
    }
    return render(request, "staff/evaluations/carry_over_initiative.html", context)


def _in_words(kind: str) -> str:
    return Kind(kind).label if kind else ""


def _form(request, carry_over: CarryOver, old: Initiative, lines: list, suggested: str):
    """The form to decide, or to lead a merged or split 取組 further; None where nothing can be added."""
    if lines and lines[0].kind not in verbs.SHARED:
        return None
    new_term = carry_over.new_term
    choices = {
        "initiative": old,
        "measures": in_tree_order(new_term),
        "departments": choosable_departments(new_term),
        "existing": list(new_term.initiatives.in_order().select_related("term__plan")),
    }
    if lines:
        return FurtherForm(request.POST or None, initial={"kind": lines[0].kind}, **choices)
    counterpart = next((m for m in choices["measures"] if m.number == old.measure.number), None)
    initial = {"kind": suggested, "measure": counterpart.pk if counterpart else ""}
    return DecideForm(request.POST or None, initial=initial, **choices)


def _one_and_next(carry_over: CarryOver, pk: int) -> tuple[Initiative, Initiative | None]:
    """The 取組 that was asked for (or 404), and the next that is undecided, beginning again at the first."""
    rows = carry_over.old_term.initiatives.select_related("term", "measure").annotate(ways=Count("descents"))
    found = list(rows.in_order())
    place = next((at for at, row in enumerate(found) if row.pk == pk), None)
    if place is None:
        raise Http404
    others = [*found[place + 1 :], *found[:place]]
    return found[place], next((row for row in others if not row.ways), None)
