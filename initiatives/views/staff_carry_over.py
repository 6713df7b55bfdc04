"""引継ぎ as the secretariat begins and mends it: the next term, its start, what is new, a decision's reason or undoing.

What shows the years of a 取組 beside its decision stands one storey above (``evaluations.views.staff_carry_over``).
"""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.access import requires
from accounts.roles import Permission
from initiatives import carry_over as verbs
from initiatives.bridge import bridge
from initiatives.carry_over_forms import BeginForm, CopyForm, NewcomersForm, ReasonForm, UndoForm
from initiatives.models import CarryOver, InitiativeLineage
from plans.models import PlanTerm

NEWCOMERS_AT_ONCE = 50


def the_carry_over(pk: int) -> CarryOver:
    return get_object_or_404(CarryOver.objects.for_reading(), pk=pk)


@requires(Permission.EDIT_PLANS)
@require_safe
def carry_over_list(request):
    """The carry-overs with how far each is, and the terms from which one could begin."""
    found = CarryOver.objects.for_reading().with_progress()
    terms = PlanTerm.objects.with_book().filter(carried_on__isnull=True).select_related("plan")
    ready = terms.annotate(count=Count("initiatives")).filter(count__gt=0)
    context = {
        "carry_overs": found.order_by("-new_term__first_year", "pk"),
        "terms": ready.order_by("plan__position", "plan__name", "ordinal"),
    }
    return render(request, "staff/initiatives/carry_over_list.html", context)


@requires(Permission.EDIT_PLANS)
def carry_over_begin(request, term):
    """Choose the next term, or register it, and begin."""
    terms = PlanTerm.objects.with_book().filter(carried_on__isnull=True).select_related("plan")
    old_term = get_object_or_404(terms, pk=term)
    later = PlanTerm.objects.with_book().open_to_edits().filter(carried_from__isnull=True)
    later = later.filter(plan=old_term.plan_id, ordinal__gt=old_term.ordinal).select_related("plan")
    form = BeginForm(request.POST or None, old_term=old_term, terms=later.order_by("ordinal"))
    if request.method == "POST" and form.is_valid():
        verb = verbs.begin if form.cleaned_data["new_term"] else verbs.begin_anew
        if begun := form.carry_out(verb, old_term=old_term):
            messages.success(request, f"{begun}を始めました。")
            return redirect("staff:carry-over-detail", pk=begun.pk)
    return render(request, "staff/initiatives/carry_over_begin.html", {"term": old_term, "form": form})


@requires(Permission.EDIT_PLANS)
def carry_over_copy(request, pk):
    """Copy the tree and the rating scales into the new term as a start."""
    carry_over = the_carry_over(pk)
    old, new = carry_over.old_term, carry_over.new_term
    form = CopyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.carry_out(verbs.copy_start, carry_over=carry_over)
        if form.is_valid():
            messages.success(request, f"{old.name}から{new.name}へ写しました。")
            return redirect("staff:carry-over-detail", pk=pk)
    context = {
        "carry_over": carry_over,
        "form": form,
        "measures": old.measures.count(),
        "scales": old.rating_scales.count(),
        "held": new.measures.count(),
    }
    return render(request, "staff/initiatives/carry_over_copy.html", context)


@requires(Permission.EDIT_PLANS)
def carry_over_newcomers(request, pk):
    """取組 of the new term without an ancestor: why each was taken up (新規)."""
    carry_over = the_carry_over(pk)
    newcomers = bridge(carry_over).newcomers
    open_ones = [entry for entry in newcomers if not entry.is_decided]
    form = NewcomersForm(request.POST or None, entries=open_ones[:NEWCOMERS_AT_ONCE])
    if (
        request.method == "POST"
        and form.is_valid()
        and (called := form.carry_out(verbs.call_new, carry_over=carry_over))
    ):
        messages.success(request, f"{len(called)}件を「新規」として保存しました。")
        return redirect("staff:carry-over-newcomers", pk=pk)
    context = {
        "carry_over": carry_over,
        "called": [entry for entry in newcomers if entry.is_decided],
        "left": len(open_ones),
        "form": form,
    }
    return render(request, "staff/initiatives/carry_over_newcomers.html", context)


def _lineage(pk: int) -> InitiativeLineage:
    paths = ("old__term", "new__term", "carry_over__old_term__plan", "carry_over__new_term__plan")
    return get_object_or_404(InitiativeLineage.objects.select_related(*paths), pk=pk)


def _back(lineage: InitiativeLineage):
    """The page on which the decision was made."""
    if lineage.old_id is None:
        return redirect("staff:carry-over-newcomers", pk=lineage.carry_over_id)
    return redirect("staff:carry-over-initiative", pk=lineage.carry_over_id, initiative=lineage.old_id)


@requires(Permission.EDIT_PLANS)
def lineage_edit(request, pk):
    """Correct the reason of a decision."""
    lineage = _lineage(pk)
    form = ReasonForm(request.POST or None, initial=ReasonForm.values(lineage))
    if request.method == "POST" and form.is_valid() and form.carry_out(verbs.reword, lineage=lineage):
        messages.success(request, "理由を保存しました。")
        return _back(lineage)
    context = {"lineage": lineage, "carry_over": lineage.carry_over, "form": form}
    return render(request, "staff/initiatives/lineage_edit.html", context)


@requires(Permission.EDIT_PLANS)
def lineage_undo(request, pk):
    """Take a decision back, after a look at what goes with it."""
    lineage = _lineage(pk)
    new = lineage.new
    seen = new.version if new else 0
    form = UndoForm(request.POST or None, initial={"version": lineage.version, "seen_version": seen})
    if request.method == "POST" and form.is_valid():
        form.carry_out(verbs.undo, lineage=lineage)
        if form.is_valid():
            messages.success(request, f"「{lineage.old or new}」の引継ぎを取り消しました。")
            return _back(lineage)
    others = (
        InitiativeLineage.objects.filter(new=new).exclude(pk=pk) if new else InitiativeLineage.objects.none()
    )
    context = {
        "lineage": lineage,
        "carry_over": lineage.carry_over,
        "goes": lineage.has_made and not others.exists(),
        "form": form,
    }
    return render(request, "staff/initiatives/lineage_undo.html", context)
