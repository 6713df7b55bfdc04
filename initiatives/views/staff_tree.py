"""The tree of a term as the secretariat writes it: levels, 施策, 取組, indicators, and the words of linked plans.

The pages of a term that is public show what there is and say that it is changed by 見直し.
"""

from django.contrib import messages
from django.db.models import Count, Prefetch, prefetch_related_objects
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import requires
from accounts.roles import Permission
from accounts.versioned_forms import carried_out
from accounts.views.deleting import delete_page
from initiatives import drafting
from initiatives.departments import choosable_departments
from initiatives.models import Indicator, Initiative, PlanLink
from initiatives.tree import in_tree_order, tree
from initiatives.tree_forms import (
    IndicatorForm,
    InitiativeForm,
    LevelsForm,
    MeasureForm,
    WordingForm,
)
from plans.models import Measure, Plan, PlanTerm
from plans.periods import both_eras
from plans.views.term_lists import term_lists

BEFORE_DELETING = (
    "削除すると、元には戻せません（更新履歴には残ります）。この下に施策・取組・指標があるとき、"
    "年度記録などで使われているときは、削除できません。"
)
IN_TERM = ("term__plan", "term__book__plan")


def _term(pk: int) -> PlanTerm:
    terms = PlanTerm.objects.select_related("plan", "book__plan").prefetch_related("levels")
    return get_object_or_404(terms, pk=pk)


def _is_locked(request, term: PlanTerm) -> bool:
    """Whether the page only shows. What was typed while somebody published the term is shown in its form all the same."""
    return request.method != "POST" and bool(term.published_at or term.book)


def _to_tree(term: PlanTerm, anchor: str = ""):
    return redirect(reverse("staff:tree-detail", args=[term.pk]) + anchor)


@requires(Permission.EDIT_PLANS)
@require_safe
def tree_list(request):
    """Every term that has, or may get, a tree of its own."""
    counted = {
        "measure_count": Count("measures", distinct=True),
        "initiative_count": Count("initiatives", distinct=True),
    }
    terms = PlanTerm.objects.with_book().select_related("plan").annotate(**counted)
    context = term_lists(terms, measure_count=("施策", "件"), initiative_count=("取組", "件"))
    return render(request, "staff/initiatives/tree_list.html", context)


@requires(Permission.EDIT_PLANS)
@require_safe
def tree_detail(request, pk):
    """The whole tree of a term, with the way to each of its pages."""
    term = _term(pk)
    shown = Initiative.objects.with_departments().with_actors().annotate(indicator_count=Count("indicators"))
    context = {
        "term": term,
        "years": both_eras(term),
        "levels": term.levels.all(),
        "goals": tree(term, shown),
        "is_locked": _is_locked(request, term),
    }
    return render(request, "staff/initiatives/tree_detail.html", context)


@requires(Permission.EDIT_PLANS)
def tree_levels(request, pk):
    """What the levels of the tree are called."""
    term = _term(pk)
    form = LevelsForm(request.POST or None, initial=LevelsForm.values(term))
    if carried_out(request, form, drafting.save_levels, term=term):
        messages.success(request, "階層の名称を保存しました。")
        return _to_tree(term)
    context = {"term": term, "form": form, "is_locked": _is_locked(request, term)}
    return render(request, "staff/initiatives/tree_levels.html", context)


# ---- 施策 --------------------------------------------------------------------------------------------------


@requires(Permission.EDIT_PLANS)
def measure_add(request, pk):
    return _measure_page(request, _term(pk), None)


@requires(Permission.EDIT_PLANS)
def measure_edit(request, pk):
    measure = get_object_or_404(Measure.objects.select_related(*IN_TERM, "parent"), pk=pk)
    return _measure_page(request, measure.term, measure)


def _measure_page(request, term: PlanTerm, measure: Measure | None):
    form = MeasureForm(
        request.POST or None,
        measures=in_tree_order(term),
        top=term.levels.filter(depth=1).values_list("name", flat=True).first() or "いちばん上の階層",
        measure=measure,
        parent=request.GET.get("parent", ""),
    )
    if saved := carried_out(request, form, drafting.save_measure, term=term, measure=measure):
        messages.success(request, f"「{saved}」を保存しました。")
        return _to_tree(term, f"#measure-{saved.pk}")
    context = {"term": term, "measure": measure, "form": form, "is_locked": _is_locked(request, term)}
    return render(request, "staff/initiatives/measure_edit.html", context)


@requires(Permission.EDIT_PLANS)
def measure_delete(request, pk):
    measure = get_object_or_404(Measure.objects.select_related(*IN_TERM), pk=pk)
    return _delete_page(request, measure.term, drafting.delete_measure, measure=measure)


def _delete_page(request, term: PlanTerm, verb, **row):
    """Ask once more, then delete; ``row`` is the row by the name that the verb gives it."""
    ((name, target),) = row.items()
    return delete_page(
        request,
        verb,
        row,
        back=reverse(f"staff:{name}-edit", args=[target.pk]),
        to=reverse("staff:tree-detail", args=[term.pk]),
        lead=BEFORE_DELETING,
        term=term,
        locked="staff/initiatives/_locked.html" if _is_locked(request, term) else "",
    )


# ---- 取組 --------------------------------------------------------------------------------------------------


@requires(Permission.EDIT_PLANS)
def initiative_add(request, pk):
    return _initiative_page(request, _term(pk), None)


@requires(Permission.EDIT_PLANS)
def initiative_edit(request, pk):
    rows = Initiative.objects.with_actors().select_related(*IN_TERM, "measure")
    indicators = Indicator.objects.annotate(target_count=Count("targets"))
    links = PlanLink.objects.select_related("plan").annotate(wording_count=Count("wordings"))
    belongings = ("responsibilities", Prefetch("indicators", indicators), Prefetch("plan_links", links))
    initiative = get_object_or_404(rows.prefetch_related(*belongings), pk=pk)
    return _initiative_page(request, initiative.term, initiative)


def _initiative_page(request, term: PlanTerm, initiative: Initiative | None):
    context = {"term": term, "initiative": initiative, "is_locked": _is_locked(request, term)}
    if context["is_locked"]:
        prefetch_related_objects([initiative] if initiative else [], "responsibilities__department__names")
        return render(request, "staff/initiatives/initiative_edit.html", context)
    form = InitiativeForm(
        request.POST or None,
        measures=in_tree_order(term),
        departments=choosable_departments(term, initiative),
        plans=_linkable(term, initiative),
        initiative=initiative,
        measure=request.GET.get("measure", ""),
    )
    if saved := carried_out(request, form, drafting.save_initiative, term=term, initiative=initiative):
        messages.success(request, f"「{saved}」を保存しました。")
        return redirect("staff:initiative-edit", pk=saved.pk)
    return render(request, "staff/initiatives/initiative_edit.html", context | {"form": form})


def _linkable(term: PlanTerm, initiative: Initiative | None) -> list[Plan]:
    """Plans that go on, and those that the 取組 serves already, but for those that share the text of the term."""
    held = [link.plan_id for link in initiative.plan_links.all()] if initiative else []
    return list(Plan.objects.choosable(*held).exclude(pk=term.plan_id).exclude(terms__book=term))


@requires(Permission.EDIT_PLANS)
def initiative_delete(request, pk):
    initiative = get_object_or_404(Initiative.objects.select_related(*IN_TERM), pk=pk)
    return _delete_page(request, initiative.term, drafting.delete_initiative, initiative=initiative)


# ---- indicators --------------------------------------------------------------------------------------------


def _indicators():
    return Indicator.objects.select_related(*(f"initiative__{path}" for path in IN_TERM))


@requires(Permission.EDIT_PLANS)
def indicator_add(request, pk):
    initiative = get_object_or_404(Initiative.objects.select_related(*IN_TERM), pk=pk)
    return _indicator_page(request, initiative, None)


@requires(Permission.EDIT_PLANS)
def indicator_edit(request, pk):
    indicator = get_object_or_404(_indicators().prefetch_related("targets"), pk=pk)
    return _indicator_page(request, indicator.initiative, indicator)


def _indicator_page(request, initiative: Initiative, indicator: Indicator | None):
    term = initiative.term
    ancestors = Indicator.objects.filter(initiative__descents__new=initiative).select_related("initiative")
    form = IndicatorForm(
        request.POST or None, years=term.years, indicator=indicator, ancestors=ancestors.order_by("pk")
    )
    verb = drafting.save_indicator
    if saved := carried_out(request, form, verb, initiative=initiative, indicator=indicator):
        messages.success(request, f"指標「{saved.name}」を保存しました。")
        return redirect(reverse("staff:initiative-edit", args=[initiative.pk]) + "#indicators")
    context = {
        "term": term,
        "initiative": initiative,
        "indicator": indicator,
        "form": form,
        "is_locked": _is_locked(request, term),
    }
    return render(request, "staff/initiatives/indicator_edit.html", context)


@requires(Permission.EDIT_PLANS)
def indicator_delete(request, pk):
    indicator = get_object_or_404(_indicators(), pk=pk)
    return _delete_page(request, indicator.initiative.term, drafting.delete_indicator, indicator=indicator)


# ---- linked plans ------------------------------------------------------------------------------------------


@requires(Permission.EDIT_PLANS)
def plan_link_edit(request, pk):
    """How a linked plan words the 取組 and its results; open for a published term too."""
    links = PlanLink.objects.select_related("plan", "initiative__term__plan")
    link = get_object_or_404(links.prefetch_related("wordings", "initiative__indicators"), pk=pk)
    form = WordingForm(request.POST or None, link=link)
    if carried_out(request, form, drafting.save_wording, link=link):
        messages.success(request, f"「{link.plan}」での言い方を保存しました。")
        return redirect(reverse("staff:initiative-edit", args=[link.initiative_id]) + "#links")
    return render(request, "staff/initiatives/plan_link_edit.html", {"link": link, "form": form})
