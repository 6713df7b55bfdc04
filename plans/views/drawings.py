"""The two drawings of the register, on pages and as PDF: how the plans stand to each other, and when they run."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from plans import diagrams, fiscal_year, periods
from plans.drawing_prints import map_order, periods_order
from plans.forms import PeriodsForm
from plans.models import Plan
from plans.period_chart import period_chart
from plans.positions import Position, position
from plans.views.prints import kept_pdf


@login_not_required
@require_safe
def plan_map(request):
    """How the plans stand to each other, as lists and as a drawing."""
    found = _position()
    context = {"groups": found.groups(), "drawing": diagrams.positioning_map(found)}
    return render(request, "public/plans/map.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan_map_pdf(request):
    """The same drawing and lists on paper. POST has it made."""
    back = reverse("plan-map")
    return kept_pdf(request, map_order(_position()), name="plan-map.pdf", title="計画の位置付け図", back=back)


def _position() -> Position:
    return position(Plan.objects.prefetch_related("owners", "relations"))


@login_not_required
@require_safe
def plan_periods(request):
    """Which plan runs in which years, as a drawing and as a table. ``?from=`` and ``?to=`` choose the years."""
    plans, today_year = _plans_with_terms(), fiscal_year.fiscal_year_of(timezone.localdate())
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
        "today_words": periods.today_words(today_year, years),
        "chart": period_chart(rows, years, today_year),
        "rows": [{"row": row, "cells": row.cells(years)} for row in rows],
        "without_terms": [plan for plan in plans if not plan.terms.all()],
    }
    return render(request, "public/plans/periods.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan_periods_pdf(request):
    """The chosen years on paper; a wish that cannot be met is answered on the page. POST has it made."""
    plans, today_year = _plans_with_terms(), fiscal_year.fiscal_year_of(timezone.localdate())
    years, complaint = PeriodsForm(request.GET, default=periods.frame(plans, today_year)).years()
    back = f"{reverse('plan-periods')}?{request.GET.urlencode()}"
    if complaint:
        return redirect(back)
    order = periods_order(plans, years, today_year)
    return kept_pdf(request, order, name="plan-periods.pdf", title="計画の期間", back=back)


def _plans_with_terms() -> list[Plan]:
    return list(Plan.objects.prefetch_related("terms"))
