"""The register of plans as the secretariats keep it: plans, their terms, how they stand to each other, their closing."""

from django.contrib import messages
from django.db.models import OuterRef, Q, Subquery
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import history
from accounts.access import requires
from accounts.models import Department, Organization, newest_name
from accounts.roles import Permission
from accounts.versioned_forms import DeleteForm, carried_out
from plans import fiscal_year, registration
from plans.models import Plan, PlanOwner, PlanRelation, PlanTerm
from plans.positions import relations_of
from plans.register_forms import (
    CloseForm,
    PlanForm,
    RegisterFilterForm,
    RelationForm,
    ReopenForm,
    TermForm,
)
from plans.succession import in_order, place_of, running


def _today_year() -> int:
    return fiscal_year.fiscal_year_of(timezone.localdate())


def _plan(pk: int) -> Plan:
    return get_object_or_404(Plan.objects.for_reading(), pk=pk)


def _to_plan(plan: Plan, anchor: str = ""):
    return redirect(reverse("staff:register-plan", args=[plan.pk]) + anchor)


# ---- plans -------------------------------------------------------------------------------------------------


@requires(Permission.EDIT_PLANS)
@require_safe
def register_list(request):
    """Every plan, or those that the filter leaves, each with the term that runs now."""
    form = RegisterFilterForm(request.GET)
    chosen = form.chosen()
    plans = Plan.objects.for_reading().prefetch_related("terms")
    if "q" in chosen:
        plans = plans.filter(
            Q(name__icontains=chosen["q"])
            | Q(short_name__icontains=chosen["q"])
            | Q(legal_basis__icontains=chosen["q"])
        )
    if "owner" in chosen:
        plans = plans.filter(owners=chosen["owner"])
    if "state" in chosen:
        plans = plans.filter(closing="") if chosen["state"] == "open" else plans.exclude(closing="")
    year = _today_year()
    context = {
        "form": form,
        "is_filtered": bool(chosen),
        "rows": [{"plan": plan, "now": running(plan.terms.all(), year)} for plan in plans],
    }
    return render(request, "staff/plans/register_list.html", context)


@requires(Permission.EDIT_PLANS)
@require_safe
def register_plan(request, pk):
    """All that the register knows of one plan, with the way to each of its forms, and who changed what."""
    plan = _plan(pk)
    context = {
        "plan": plan,
        "terms": in_order(plan.terms.select_related("book__plan")),
        "relations": relations_of(plan, PlanRelation.objects.of(plan)),
        "history": _history(plan),
    }
    return render(request, "staff/plans/register_plan.html", context)


def _history(plan: Plan) -> list[history.Entry]:
    """Of the plan and of all that hangs on it, also of what is gone by now."""
    events = {model: model.pgh_event_model.objects for model in (Plan, PlanTerm, PlanRelation, PlanOwner)}
    return history.entries(
        events[Plan]
        .filter(pgh_obj_id=plan.pk)
        .annotate(lead_department_words=newest_name("lead_department")),
        events[PlanTerm].filter(plan=plan.pk).select_related("book__plan"),
        events[PlanRelation]
        .filter(Q(plan=plan.pk) | Q(other=plan.pk))
        .annotate(plan_words=name_of(Plan, "plan"), other_words=name_of(Plan, "other")),
        events[PlanOwner]
        .filter(plan=plan.pk)
        .annotate(organization_words=name_of(Organization, "organization")),
    )


def name_of(model, key: str, column: str = "name") -> Subquery:
    """The name of the row to which an event points; none when it is gone."""
    return Subquery(model.objects.filter(pk=OuterRef(key)).values(column))


@requires(Permission.EDIT_PLANS)
def register_plan_add(request):
    return _plan_page(request, None)


@requires(Permission.EDIT_PLANS)
def register_plan_edit(request, pk):
    return _plan_page(request, _plan(pk))


def _plan_page(request, plan: Plan | None):
    form = PlanForm(
        request.POST or None,
        organizations=list(Organization.objects.all()),
        departments=_departments(plan),
        plan=plan,
    )
    if saved := carried_out(request, form, registration.save_plan, plan=plan):
        messages.success(request, f"「{saved}」を保存しました。")
        return _to_plan(saved)
    return render(request, "staff/plans/register_plan_edit.html", {"plan": plan, "form": form})


def _departments(plan: Plan | None) -> dict[int, str]:
    """Those that exist in this fiscal year, and the one that leads the plan by now."""
    alive = Q(last_year__isnull=True) | Q(last_year__gte=_today_year())
    held = plan.lead_department_id if plan else None
    return Department.objects.filter(alive | Q(pk=held)).by_name()


@requires(Permission.EDIT_PLANS)
def register_plan_close(request, pk):
    """Close a plan: since when, and why."""
    plan, year = _plan(pk), _today_year()
    form = CloseForm(request.POST or None, today_year=year, version=plan.version)
    if carried_out(request, form, registration.close_plan, plan=plan, today_year=year):
        messages.success(request, f"「{plan}」を、廃止・終了した計画として登録しました。")
        return _to_plan(plan)
    return render(request, "staff/plans/register_plan_close.html", {"plan": plan, "form": form})


@requires(Permission.EDIT_PLANS)
def register_plan_reopen(request, pk):
    """Take the closing back."""
    plan = _plan(pk)
    form = ReopenForm(request.POST or None, initial={"version": plan.version})
    if carried_out(request, form, registration.reopen_plan, plan=plan):
        messages.success(request, f"「{plan}」を、続いている計画に戻しました。")
        return _to_plan(plan)
    return render(request, "staff/plans/register_plan_reopen.html", {"plan": plan, "form": form})


@requires(Permission.EDIT_PLANS)
def register_plan_delete(request, pk):
    plan = _plan(pk)
    form = DeleteForm(request.POST or None, initial={"version": plan.version})
    if carried_out(request, form, registration.delete_plan, plan=plan):
        messages.success(request, f"「{plan}」を削除しました。")
        return redirect("staff:register-list")
    return _delete_page(request, plan, plan, form, registration.what_hangs_on(plan))


def _delete_page(request, plan: Plan, target, form: DeleteForm, hanging: list[str]):
    context = {"plan": plan, "target": target, "form": form, "hanging": hanging}
    return render(request, "staff/plans/register_delete.html", context)


# ---- terms -------------------------------------------------------------------------------------------------


def _term(pk: int) -> PlanTerm:
    return get_object_or_404(PlanTerm.objects.select_related("plan", "book__plan"), pk=pk)


@requires(Permission.EDIT_PLANS)
def register_term_add(request, pk):
    plan = _plan(pk)
    last = plan.terms.order_by("ordinal").last()
    return _term_page(request, plan, None, ordinal=str(last.ordinal + 1 if last else 1))


@requires(Permission.EDIT_PLANS)
def register_term_edit(request, pk):
    term = _term(pk)
    return _term_page(request, term.plan, term)


def _term_page(request, plan: Plan, term: PlanTerm | None, **initial):
    form = TermForm(request.POST or None, term=term, books=_books(plan, term), **initial)
    verb = registration.save_term
    if saved := carried_out(request, form, verb, plan=plan, term=term, today_year=_today_year()):
        messages.success(request, f"「{saved}」を保存しました。")
        return _to_plan(plan, "#terms")
    context = {
        "plan": plan,
        "term": term,
        "form": form,
        "place": place_of(term, plan.terms.all()) if term else None,
    }
    return render(request, "staff/plans/register_term_edit.html", context)


def _books(plan: Plan, term: PlanTerm | None) -> list[PlanTerm]:
    """Terms with a text of their own of the plans that are made as one with this plan, or contain it."""
    together = Q(plan__relations__other=plan, plan__relations__kind__in=("integrated", "contains"))
    together |= Q(plan__related_from__plan=plan, plan__related_from__kind="integrated")
    held = Q(pk=term.book_id if term else None)
    terms = PlanTerm.objects.filter(Q(together, plan__closing="", book__isnull=True) | held)
    return list(terms.select_related("plan").order_by("plan__position", "plan__name", "ordinal").distinct())


@requires(Permission.EDIT_PLANS)
def register_term_delete(request, pk):
    term = _term(pk)
    form = DeleteForm(request.POST or None, initial={"version": term.version})
    if carried_out(request, form, registration.delete_term, term=term):
        messages.success(request, f"「{term}」を削除しました。")
        return _to_plan(term.plan, "#terms")
    return _delete_page(request, term.plan, term, form, registration.what_hangs_on(term))


# ---- relations ---------------------------------------------------------------------------------------------


@requires(Permission.EDIT_PLANS)
def register_relation_add(request, pk):
    return _relation_page(request, _plan(pk), None)


@requires(Permission.EDIT_PLANS)
def register_relation_edit(request, pk):
    relation = _relation(pk)
    return _relation_page(request, relation.plan, relation)


def _relation(pk: int) -> PlanRelation:
    return get_object_or_404(PlanRelation.objects.select_related("plan", "other"), pk=pk)


def _relation_page(request, plan: Plan, relation: PlanRelation | None):
    plans = Plan.objects.choosable(relation and relation.other_id).exclude(pk=plan.pk)
    form = RelationForm(request.POST or None, plans=list(plans), relation=relation)
    if saved := carried_out(request, form, registration.save_relation, plan=plan, relation=relation):
        messages.success(request, f"「{saved.other}」との関係を保存しました。")
        return _to_plan(plan, "#relations")
    context = {"plan": plan, "relation": relation, "form": form}
    return render(request, "staff/plans/register_relation_edit.html", context)


@requires(Permission.EDIT_PLANS)
def register_relation_delete(request, pk):
    relation = _relation(pk)
    form = DeleteForm(request.POST or None, initial={"version": relation.version})
    if carried_out(request, form, registration.remove_relation, relation=relation):
        messages.success(request, f"「{relation.other}」との関係を削除しました。")
        return _to_plan(relation.plan, "#relations")
    return _delete_page(request, relation.plan, relation, form, [])
