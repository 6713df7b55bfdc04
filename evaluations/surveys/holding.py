"""The survey of one year: keeping it, publishing it, withdrawing it.

What is public stays as it is: it is withdrawn before it is changed. All verbs raise StaleVersion when somebody else
saved first and MoveRefused when it cannot be done now.
"""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.publishing import refuse_public, sign, take_back, to_publish
from accounts.versioning import MoveRefused
from evaluations.models import AnswerGroup, ItemAnswers, Survey, SurveySeries
from evaluations.surveys.suppression import Limits, Row, hidden_cells


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
    groups = [group for one in answers for group in marked(one, row.series)]
    AnswerGroup.objects.bulk_update(groups, ["hidden"], batch_size=500)
    row.same_within = row.series.same_within
    sign(row, by=by, now=now)
    return row


def marked(answers: ItemAnswers, series: SurveySeries) -> list[AnswerGroup]:
    """Give the groups of ``answers`` with what would be hidden of each if it were published now; nothing is saved."""
    groups = list(answers.groups.all())
    rows = [Row(group.breakdown, group.n, tuple(group.counts(answers.is_percent))) for group in groups]
    limits = Limits(series.hide_below_n, series.hide_below_count)
    for group, hidden in zip(groups, hidden_cells(rows, answers.wording.positive, limits), strict=True):
        group.hidden = hidden
    return groups


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
