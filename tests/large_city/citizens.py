"""アンケート and ワークショップ: surveys with all their items and groups, evenings with all their cards."""

from datetime import timedelta

from evaluations.models import (
    Survey,
    SurveyItem,
    SurveySeries,
    SurveyUpload,
    Workshop,
)
from tests.large_city.pouring import LONG, multiply


def build() -> None:
    _surveys()
    _workshops()


def _surveys() -> None:
    """300 series; in the first 300 items, every one asked in two surveys; an item in 60 wordings; surveys of many years."""
    series, item = SurveySeries.objects.first(), SurveyItem.objects.first()
    others = multiply(series, name=lambda at: f"アンケート{at}")
    items = multiply(item, code=lambda at: f"N{at}", position=lambda at: 10 + at)
    wording = item.wordings.first()
    wordings = multiply(wording, item_id=lambda at: items[at - 1].pk)
    for survey in Survey.objects.filter(answers__isnull=False).distinct():
        answers = survey.answers.first()
        made = multiply(answers, wording_id=lambda at, rows=wordings: rows[at - 1].pk)
        group = answers.groups.first()
        for name in ("", "10代", "20代", "30代", "40代"):
            multiply(
                group,
                answers_id=lambda at, rows=made: rows[at - 1].pk,
                breakdown=lambda at, name=name: name and "年代",
                name=lambda at, name=name: name,
            )
        multiply(survey, series_id=lambda at: others[at - 1].pk)
        multiply(survey, 20, fiscal_year=lambda at, first=survey.fiscal_year: 2030 + 2 * at + first % 2)
    multiply(SurveyUpload.objects.first())


def _workshops() -> None:
    """300 evenings in one year; in each of the first two 300 cards under 60 headings."""
    for evening in Workshop.objects.order_by("pk"):
        first, groups = evening.cards.first(), []
        if group := evening.groups.first():
            groups = multiply(group, LONG, heading=lambda at: f"見出し{at}", position=lambda at: 10 + at)
        multiply(
            first,
            key=lambda at: f"{at:064x}",
            text=lambda at: f"意見{at}",
            position=lambda at: 10 + at,
            group_id=lambda at, rows=groups: rows[at % LONG].pk if rows else None,
        )
        multiply(evening, held_on=lambda at, day=evening.held_on: day + timedelta(days=at % 300))
