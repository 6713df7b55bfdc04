"""The survey of one year: keeping it, publishing it, withdrawing it.

What is public stays as it is: it is withdrawn before it is changed. All verbs raise StaleVersion when somebody else
saved first and MoveRefused when it cannot be done now.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.publishing import refuse_public, sign, take_back, to_publish
from accounts.versioning import MoveRefused
from evaluations.models import AnswerGroup, ItemAnswers, Survey, SurveySeries
from evaluations.surveys.secrecy import Item, Row, hidden_cells
from evaluations.surveys.suppression import Limits


@transaction.atomic
def save_survey(*, series: SurveySeries, survey: Survey | None, version: int, fields: dict) -> Survey:
    """Add the survey of a year (``survey`` is None, version 0) or change one that is not public."""
    SurveySeries.objects.select_for_update().get(pk=series.pk)
    row = Survey.claim(version, pk=survey and survey.pk)
    refuse_public(row)
    if row.pk is None:
        row.series = series
    elif row.fiscal_year != fields["fiscal_year"] and row.answers.exists():
        raise MoveRefused("結果を入力してあるため、年度は変えられません。")
    return row.write(fields)


@transaction.atomic
def publish_survey(*, survey: Survey, version: int, by: User, now: datetime, today: date) -> Survey:
    """Let everybody read it, without what could tell of a single person: that is decided here, once."""
    row = to_publish(survey, version)
    if not row.has_ended(today):
        raise MoveRefused(f"調査の最終日（{row.days_label}）がまだ来ていないため、公開できません。")
    answers = list(row.answers.for_reading())
    if not answers:
        raise MoveRefused("結果がまだ入力されていないため、公開できません。")
    if row.valid < row.series.hide_below_n:
        raise MoveRefused(
            f"有効回答数（{row.valid}人）が、秘匿する有効回答数（{row.series.hide_below_n}人）に満たないため、公開できません。"
        )
    groups = [group for rows in marked(row, answers).values() for group in rows]
    AnswerGroup.objects.bulk_update(groups, ["hidden"], batch_size=500)
    row.same_within = row.series.same_within
    sign(row, by=by, now=now)
    return row


def marked(survey: Survey, answers: Iterable[ItemAnswers]) -> dict[int, list[AnswerGroup]]:
    """Give the groups of each of the ``answers`` (all of the survey) with what would be hidden if it were published now.

    The key is that of the answers. Nothing is saved.
    """
    answers = list(answers)
    limits = Limits(survey.series.hide_below_n, survey.series.hide_below_count)
    found = hidden_cells([_item(one) for one in answers], limits, survey.valid)
    groups = {one.pk: list(one.groups.all()) for one in answers}
    for one, rows in zip(answers, found, strict=True):
        for group, hidden in zip(groups[one.pk], rows, strict=True):
            group.hidden = hidden
    return groups


def _item(answers: ItemAnswers) -> Item:
    rows = [
        Row(group.breakdown, group.n, tuple(group.counts(answers.is_percent)), group.name)
        for group in answers.groups.all()
    ]
    return Item(rows, answers.wording.positive)


@transaction.atomic
def withdraw_survey(*, survey: Survey, version: int) -> Survey:
    return take_back(survey, version)


@transaction.atomic
def delete_survey(*, survey: Survey, version: int) -> Survey:
    """Delete a survey that is not public, with its results."""
    row = Survey.claim(version, pk=survey.pk)
    refuse_public(row)
    row.delete()
    return row
