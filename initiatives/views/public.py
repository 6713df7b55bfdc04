"""取組 as the public reads them: in a list, as the whole tree with who does what, and beside the plans they serve."""

from collections import Counter

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.shortcuts import render
from django.views.decorators.http import require_safe

from initiatives.models import Actor, Initiative, PlanLink
from initiatives.tree import bearing, tree
from plans.models import Plan, PlanTerm


def _chosen(request) -> tuple[list[PlanTerm], PlanTerm | None]:
    """The published terms with 取組, newest first, and the one of them to show: the newest unless ``?term=`` says another."""
    terms = list(
        PlanTerm.objects.published()
        .filter(initiatives__isnull=False)
        .distinct()
        .select_related("plan")
        .order_by("-first_year")
    )
    wanted = request.GET.get("term", "")
    return terms, next((term for term in terms if str(term.pk) == wanted), terms[0] if terms else None)


@login_not_required
@require_safe
def initiative_list(request):
    """All 取組 of one published term in the order of its tree."""
    terms, term = _chosen(request)
    context = {"terms": terms, "term": term, "goals": tree(term) if term else []}
    return render(request, "public/initiatives/list.html", context)


@login_not_required
@require_safe
def initiative_tree(request):
    """The whole tree of a term with who does what; ``?actor=`` leaves what one of the four does."""
    terms, term = _chosen(request)
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


def _goals(term: PlanTerm, actor: Actor | None):
    shown = Initiative.objects.with_actors()
    return bearing(tree(term, shown.filter(actor_roles__actor=actor))) if actor else tree(term, shown)


@login_not_required
@require_safe
def initiative_plans(request):
    """Which 取組 serves which other plans, as a matrix with counts."""
    terms, term = _chosen(request)
    links = PlanLink.objects.filter(initiative__term=term).select_related("plan")
    context = {"terms": terms, "term": term, **(_matrix(term, links) if term else {})}
    return render(request, "public/initiatives/plans.html", context)


def _matrix(term: PlanTerm, links: QuerySet[PlanLink]) -> dict:
    """Rows of cells (plan, words of the link or nothing), and the counts below each plan."""
    kinds = {(link.initiative_id, link.plan_id): link.get_kind_display() for link in links}
    plans = sorted({link.plan for link in links}, key=lambda plan: (plan.position, plan.name))
    initiatives = list(Initiative.objects.filter(term=term).in_order())
    rows = [
        {"initiative": row, "cells": [(plan, kinds.get((row.pk, plan.pk), "")) for plan in plans]}
        for row in initiatives
    ]
    for row in rows:
        row["count"] = sum(bool(words) for _, words in row["cells"])
    return {
        "plans": plans,
        "rows": rows,
        "sums": [_sum(title, words, kinds, plans) for title, words in _sums()],
        "linked": sum(bool(row["count"]) for row in rows),
    }


def _sums() -> list[tuple[str, set[str]]]:
    kinds = [(f"{label}の取組", {label}) for label in PlanLink.Kind.labels]
    return [*kinds, ("計", set(PlanLink.Kind.labels))]


def _sum(title: str, words: set[str], kinds: dict, plans: list[Plan]) -> dict:
    counts = Counter(plan for (_, plan), kind in kinds.items() if kind in words)
    return {"title": title, "counts": [(plan, counts[plan.pk]) for plan in plans], "all": counts.total()}
