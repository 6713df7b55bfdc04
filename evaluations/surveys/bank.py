"""The bank of items: series of surveys, what they ask, and how the wording of an item changes from a year on.

All verbs raise StaleVersion when somebody else saved first and MoveRefused when it cannot be done now.
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from accounts.versioning import MoveRefused
from evaluations.models import ItemWording, SurveyItem, SurveySeries
from plans import fiscal_year

LIMITS_STAND = "公開しているアンケートがあるため、変えられません。変えるときは、先に公開をやめてください。"
HAS_ANSWERS = "「{}」には結果があるため、{}。"


@transaction.atomic
def save_series(*, series: SurveySeries | None, version: int, fields: dict) -> SurveySeries:
    """Add a series (``series`` is None, version 0) or change one.

    Published surveys keep the rule of 現状維持 of their day. What was hidden at publishing follows the limits that
    stand beside it, so these do not change as long as a survey is public.
    """
    row = SurveySeries.claim(version, pk=series and series.pk)
    limits = {name: fields.get(name, getattr(row, name)) for name in ("hide_below_n", "hide_below_count")}
    if row.pk and row.surveys.published().exists():
        refused = [name for name, limit in limits.items() if limit != getattr(row, name)]
        if refused:
            raise ValidationError(dict.fromkeys(refused, LIMITS_STAND))
    return row.write(fields)


@transaction.atomic
def save_item(
    *,
    series: SurveySeries,
    item: SurveyItem | None,
    version: int,
    fields: dict,
    goals: Iterable = (),
    indicators: Iterable = (),
    wording: dict | None = None,
) -> SurveyItem:
    """Add an item with its first wording, or change one; ``wording`` corrects its newest as long as nobody answered it."""
    SurveySeries.objects.select_for_update().get(pk=series.pk)
    row = SurveyItem.claim(version, pk=item and item.pk)
    if row.pk is None:
        row.series = series
        row.position = (series.items.aggregate(last=Max("position"))["last"] or 0) + 1
    row.write(fields)
    row.goals.set(goals)
    row.indicators.set(indicators)
    if wording:
        _correct(row.newest_wording or ItemWording(item=row), wording)
    return row


def _correct(row: ItemWording, fields: dict) -> None:
    if row.pk and row.answers.exists():
        raise MoveRefused(HAS_ANSWERS.format(row.item, "設問の文は「設問の文を変える」から変えてください"))
    for name, value in fields.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()


@transaction.atomic
def add_wording(*, item: SurveyItem, version: int, wording: dict) -> SurveyItem:
    """Let the item be asked in other words from a year on: what comes after is not compared with what was before."""
    row = SurveyItem.claim(version, pk=item.pk)
    newest = row.newest_wording
    if newest and wording["first_year"] <= newest.first_year:
        begins = fiscal_year.label(newest.first_year)
        raise ValidationError({"first_year": f"今の文は{begins}からです。それより後の年度を選んでください。"})
    last = row.wordings.aggregate(last=Max("answers__survey__fiscal_year"))["last"]
    if last is not None and wording["first_year"] <= last:
        told = f"{fiscal_year.label(last)}の結果があります。それより後の年度を選んでください。"
        raise ValidationError({"first_year": told})
    if newest and (newest.text, newest.choices) == (wording["text"], _choices(wording)):
        raise ValidationError({"text": "今の文と同じです。変わったところを入力してください。"})
    row.save()
    _correct(ItemWording(item=row), wording)
    return row


def _choices(wording: dict) -> list[tuple[str, bool]]:
    return list(zip(wording["categories"], wording["positive"], strict=True))


@transaction.atomic
def delete_item(*, item: SurveyItem, version: int) -> SurveyItem:
    """Delete an item that nobody has answered yet."""
    row = SurveyItem.claim(version, pk=item.pk)
    if row.wordings.filter(answers__isnull=False).exists():
        raise MoveRefused(HAS_ANSWERS.format(row, "削除できません"))
    row.delete()
    return row


@transaction.atomic
def delete_series(*, series: SurveySeries, version: int) -> SurveySeries:
    """Delete a series that has no survey; its items go with it."""
    row = SurveySeries.claim(version, pk=series.pk)
    if row.surveys.exists():
        raise MoveRefused(f"「{row}」は実施の記録があるため、削除できません。")
    row.items.all().delete()
    row.delete()
    return row
