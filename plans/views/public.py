"""The register of plans, their map and periods, the text of a published term, and the glossary.

The register itself is public; text, goals and 取組 of a term only once the term has been published.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from plans import diagrams, fiscal_year, periods, text
from plans.forms import PeriodsForm
from plans.models import GlossaryTerm, Plan, PlanTerm
from plans.positions import position, relations_of


@login_not_required
@require_safe
def plan_list(request):
    """Every plan once, in the order of the map."""
    plans = Plan.objects.prefetch_related("owners", "terms", "relations")
    return render(request, "public/plans/list.html", {"groups": position(plans).groups()})


@login_not_required
@require_safe
def plan_detail(request, slug):
    """One plan: what the register knows of it, and the text of its newest published term (or of ``?term=``)."""
    related = ("owners", "terms__book__plan", "relations__other", "related_from__plan")
    plan = get_object_or_404(Plan.objects.prefetch_related(*related), slug=slug)
    terms = list(plan.terms.all())
    published = [term for term in reversed(terms) if term.published_at]
    wanted = request.GET.get("term", "")
    term = next((term for term in published if str(term.pk) == wanted), published[0] if published else None)
    context = {
        "plan": plan,
        "terms": [{"term": term, "years": periods.both_eras(term)} for term in terms],
        "published": published,
        "books": [joint.book for joint in reversed(terms) if joint.book and joint.book.published_at],
        "relations": relations_of(plan),
        "revisions": term.revisions.public().select_related("term__plan") if term else (),
        **(content(term) if term else {}),
    }
    return render(request, "public/plans/detail.html", context)


def content(term: PlanTerm) -> dict:
    """Give what is public of a term once it is published, for its page and for the preview before."""
    levels = dict(term.levels.values_list("depth", "name"))
    return {
        "term": term,
        "chapters": text.chapters(term, below=2),
        "goals": term.measures.goals(),
        "goal_name": levels.get(1, "基本目標"),
        "years": periods.both_eras(term),
    }


@login_not_required
@require_safe
def plan_map(request):
    """How the plans stand to each other, as a drawing and as lists."""
    plans = Plan.objects.prefetch_related("owners", "relations")
    found = position(plans)
    context = {"groups": found.groups(), "drawing": diagrams.positioning_map(found)}
    return render(request, "public/plans/map.html", context)


@login_not_required
@require_safe
def plan_periods(request):
    """Which plan runs in which years, as a drawing and as a table. ``?from=`` and ``?to=`` choose the years."""
    plans = list(Plan.objects.prefetch_related("terms"))
    today_year = fiscal_year.fiscal_year_of(timezone.localdate())
    form = PeriodsForm(request.GET, default=periods.frame(plans, today_year))
    years, complaint = form.years()
    if complaint:
        messages.warning(request, complaint)
    rows = periods.rows(plans, years)
    context = {
        "form": form,
        "years": [
            {"year": year, "short": fiscal_year.short(year), "label": fiscal_year.label(year)}
            for year in years
        ],
        "first": years[0],
        "last": years[-1],
        "today_year": today_year,
        "chart": diagrams.period_chart(rows, years, today_year),
        "rows": [{"row": row, "cells": row.cells(years)} for row in rows],
        "without_terms": [plan for plan in plans if not plan.terms.all()],
    }
    return render(request, "public/plans/periods.html", context)


@login_not_required
@require_safe
def glossary(request):
    return render(request, "public/plans/glossary.html", {"words": GlossaryTerm.objects.all()})
