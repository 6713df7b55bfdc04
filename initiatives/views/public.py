"""取組 as the public reads them: in a list, as the whole tree with who does what, and beside the plans they serve."""

from collections import Counter

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.views.paging import page_of
from initiatives.models import Actor, CarryOver, Initiative, PlanLink
from initiatives.tree import bearing, tree
from initiatives.tree_print import tree_order
from plans import fiscal_year
from plans.models import Plan, PlanTerm
from plans.views.prints import kept_pdf

ROWS_ON_A_PAGE = 100


def chosen_term(request, **which) -> tuple[list[PlanTerm], PlanTerm | None]:
    """The published terms, newest first, whose 取組 are as ``which`` says, and the one of them to show.

    That is the newest unless ``?term=`` says another.
    """
    initiatives = Initiative.objects.filter(term=OuterRef("pk"), **which)
    published = PlanTerm.objects.published().filter(Exists(initiatives))
    terms = list(published.select_related("plan").order_by("-first_year"))
    wanted = request.GET.get("term", "")
    return terms, next((term for term in terms if str(term.pk) == wanted), terms[0] if terms else None)


def list_context(request) -> dict:
    """Give all 取組 of one published term in the order of its tree, for the page that ``evaluations`` shows of them."""
    terms, term = chosen_term(request)
    bridges = CarryOver.objects.public().filter(Q(old_term=term) | Q(new_term=term)).for_reading()
    return {
        "terms": terms,
        "term": term,
        "goals": tree(term) if term else [],
        "carry_overs": bridges.order_by("new_term__ordinal"),
    }


@login_not_required
@require_safe
def initiative_tree(request):
    """The whole tree of a term with who does what; ``?actor=`` leaves what one of the four does."""
    terms, term = chosen_term(request)
    wanted = request.GET.get("actor", "")
    actor = Actor(wanted) if wanted in Actor.values else None
    context = {
        "terms": terms,
        "term": term,
        "actors": list(Actor),
        "actor": actor,
        "columns": [actor] if actor else list(Actor),
        "goals": _goals(term, actor) if term else [],
    }
    return render(request, "public/initiatives/tree.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def initiative_tree_pdf(request):
    """The whole tree of a published term on paper, made by the worker. POST has it made."""
    _, term = chosen_term(request)
    if term is None:
        raise Http404
    order = tree_order(term, fiscal_year.fiscal_year_of(timezone.localdate()))
    back = f"{reverse('initiative-tree')}?term={term.pk}"
    return kept_pdf(request, order, name=f"tree-{term.pk}.pdf", title=f"{term}の体系", back=back)


def _goals(term: PlanTerm, actor: Actor | None):
    shown = Initiative.objects.with_actors()
    return bearing(tree(term, shown.filter(actor_roles__actor=actor))) if actor else tree(term, shown)


@login_not_required
@require_safe
def initiative_plans(request):
    """Which 取組 serves which other plans, as a matrix with counts."""
    terms, term = chosen_term(request)
    links = PlanLink.objects.filter(initiative__term=term).select_related("plan")
    page = page_of(request, list(term.initiatives.in_order()) if term else [], ROWS_ON_A_PAGE)
    context = {"terms": terms, "term": term, "page_obj": page, **_matrix(page, links)}
    return render(request, "public/initiatives/plans.html", context)


def _matrix(page: Page, links: QuerySet[PlanLink]) -> dict:
    """Rows of cells (the plan's name and the words of the link, or None), and the counts below each plan.

    The rows are those of the page, the counts those of all 取組.
    """
    kinds = {(link.initiative_id, link.plan_id): link.get_kind_display() for link in links}
    plans = sorted({link.plan for link in links}, key=lambda plan: (plan.position, plan.name))
    rows = [_row(initiative, plans, kinds) for initiative in page]
    shown = [(f"{label}の取組", {label}) for label in PlanLink.Kind.labels]
    return {
        "plans": plans,
        "rows": rows,
        "sums": [
            _sum(title, words, plans, kinds) for title, words in [*shown, ("計", {*PlanLink.Kind.labels})]
        ],
        "linked": len({initiative for initiative, _ in kinds}),
    }


def _row(initiative: Initiative, plans: list[Plan], kinds: dict) -> dict:
    words = [(_brief(plan), kinds.get((initiative.pk, plan.pk))) for plan in plans]
    cells = [cell if cell[1] else None for cell in words]
    return {"initiative": initiative, "cells": cells, "count": len(cells) - cells.count(None)}


def _sum(title: str, words: set[str], plans: list[Plan], kinds: dict) -> dict:
    counts = Counter(plan for (_, plan), kind in kinds.items() if kind in words)
    shown = [(_brief(plan), counts[plan.pk]) for plan in plans]
    return {"title": title, "counts": shown, "all": counts.total()}


def _brief(plan: Plan) -> str:
    return plan.short_name or plan.name
