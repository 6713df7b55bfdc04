"""アンケート as everybody reads it: only what was published, 秘匿 where it was hidden at publishing."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Exists, OuterRef, Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.views.paging import page_of
from evaluations.models import ItemAnswers, Survey, SurveyItem, SurveySeries
from evaluations.surveys import changes, open_data
from evaluations.surveys.prints import survey_order
from evaluations.surveys.tables import table
from evaluations.views.downloads import csv_response
from initiatives.models import Indicator
from plans import fiscal_year
from plans.models import Measure
from plans.views.prints import kept_pdf

SERIES_ON_A_PAGE = 20
ITEMS_ON_A_PAGE = 50
TABLES_ON_A_PAGE = 20


@login_not_required
@require_safe
def survey_list(request):
    """The series of which any survey is public, with these."""
    surveys = Survey.objects.published().order_by("-fiscal_year")
    series = _public_series().prefetch_related(Prefetch("surveys", surveys))
    page = page_of(request, series, SERIES_ON_A_PAGE)
    return render(request, "public/evaluations/survey_list.html", {"page_obj": page})


def _public_series():
    public = Survey.objects.published().filter(series=OuterRef("pk"))
    return SurveySeries.objects.filter(Exists(public))


def _public_items():
    public = ItemAnswers.objects.published().filter(wording__item=OuterRef("pk"))
    return SurveyItem.objects.for_reading().filter(Exists(public))


@login_not_required
@require_safe
def survey_series(request, pk):
    """The items of a series through the years; ``?goal=`` keeps those tied to one 基本目標."""
    series = get_object_or_404(_public_series(), pk=pk)
    items = _public_items().filter(series=series)
    goals = list(
        Measure.objects.goals().filter(survey_items__series=series).select_related("term").distinct()
    )
    goal = next((row for row in goals if str(row.pk) == request.GET.get("goal")), None)
    items = items.filter(goals=goal) if goal else items
    page = page_of(request, items, ITEMS_ON_A_PAGE)
    surveys = list(series.surveys.published().order_by("fiscal_year"))
    answers = ItemAnswers.objects.published().filter(wording__item__in=list(page)).for_reading()
    found = changes.courses(page, answers)
    years = [survey.fiscal_year for survey in surveys]
    context = {
        "series": series,
        "surveys": surveys,
        "page_obj": page,
        "rows": [{"course": course, "cells": course.cells(years)} for course in found],
        "goals": goals,
        "goal": goal,
    }
    return render(request, "public/evaluations/survey_series.html", context)


@login_not_required
@require_safe
def survey_item(request, pk):
    """One item through the years, everybody and the groups, as tables and as a drawing."""
    indicators = Indicator.objects.filter(initiative__term__published_at__isnull=False)
    items = _public_items().prefetch_related(Prefetch("indicators", indicators.select_related("initiative")))
    item = get_object_or_404(items, pk=pk)
    answers = list(ItemAnswers.objects.published().filter(wording__item=item).for_reading())
    (course,) = changes.courses([item], answers)
    names = dict.fromkeys((g.breakdown, g.name) for one in answers for g in one.groups.all() if g.breakdown)
    years = sorted({one.survey.fiscal_year for one in answers})
    context = {
        "item": item,
        "course": course,
        "chart": {"name": item.name, "unit": "％", "trend": course.drawing()},
        "years": [fiscal_year.label(year) for year in years],
        "breakdowns": _breakdowns(answers, names, years),
    }
    return render(request, "public/evaluations/survey_item.html", context)


def _breakdowns(answers: list[ItemAnswers], names, years: list[int]) -> list[dict]:
    """For each kind of breakdown its groups, each with its point of every year."""
    found: dict[str, list[dict]] = {}
    for breakdown, name in names:
        points = {point.year: point for point in changes.course_of(answers, (breakdown, name))}
        cells = [points.get(year) for year in years]
        found.setdefault(breakdown, []).append({"name": name, "cells": cells})
    return [{"name": breakdown, "rows": rows} for breakdown, rows in found.items()]


def _survey(pk: int) -> Survey:
    return get_object_or_404(Survey.objects.published().select_related("series"), pk=pk)


@login_not_required
@require_safe
def survey_detail(request, pk):
    """How one survey was held, and the answers to each of its items."""
    survey = _survey(pk)
    page = page_of(request, survey.answers.for_reading(), TABLES_ON_A_PAGE)
    context = {"survey": survey, "page_obj": page, "tables": [table(one) for one in page]}
    return render(request, "public/evaluations/survey_detail.html", context)


@login_not_required
@require_safe
def survey_csv(request, pk):
    survey = _survey(pk)
    data = open_data.survey_csv(survey, survey.answers.for_reading())
    return csv_response(data, f"survey-{survey.series_id}-{survey.fiscal_year}.csv")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def survey_pdf(request, pk):
    """The whole survey on paper. POST has it made."""
    survey = _survey(pk)
    if not survey.answers.exists():
        raise Http404
    order = survey_order(survey)
    back = reverse("survey-detail", args=[pk])
    return kept_pdf(request, order, name=f"survey-{survey.fiscal_year}.pdf", title=str(survey), back=back)
