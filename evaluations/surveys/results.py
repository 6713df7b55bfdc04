"""What was answered to an item: the same rules for the page and for the file."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.publishing import refuse_public
from evaluations.models import AnswerGroup, ItemAnswers, ItemWording, Survey

ROUNDED = Decimal("0.5")
"""How far each percentage may be off by rounding to whole numbers."""


@dataclass(frozen=True)
class Group:
    """The answers of everybody (both names empty) or of one group, as they are written down."""

    breakdown: str
    name: str
    n: int
    values: tuple[Decimal, ...]

    @property
    def key(self) -> tuple[str, str]:
        return self.breakdown, self.name


def read_group(
    *, names: tuple[str, str], n: int | None, values: Sequence[Decimal], is_percent: bool, valid: int
) -> Group:
    """Give the group that was written. Raises ValidationError with a sentence; ``valid`` are all answers of the survey.

    Where people are counted, ``n`` may be left out: it is their sum. Percentages add up to 100, but for rounding.
    """
    total = sum(values, Decimal(0))
    if is_percent and n is None:
        raise ValidationError("割合で入力するときは、有効回答数（n）も入力してください。")
    if is_percent and abs(total - 100) > ROUNDED * len(values) and n:
        raise ValidationError(f"割合の合計が{total}％です。100％になるように確かめてください。")
    if not is_percent and any(value != int(value) for value in values):
        raise ValidationError("人数は、整数で入力してください。")
    if not is_percent and n is not None and total != n:
        raise ValidationError(f"人数の合計（{total}人）が、有効回答数（{n}人）と合いません。")
    n = int(total) if n is None else n
    if n > valid:
        raise ValidationError(
            f"有効回答数（{n}人）が、調査全体の有効回答数（{valid}人）より多くなっています。"
        )
    return Group(*names, n, tuple(values))


def stored_groups(answers: ItemAnswers | None) -> list[Group]:
    if answers is None or answers.pk is None:
        return []
    return [Group(row.breakdown, row.name, row.n, tuple(row.values)) for row in answers.groups.all()]


@transaction.atomic
def save_answers(
    *, survey: Survey, wording: ItemWording, version: int, is_percent: bool, groups: Sequence[Group]
) -> ItemAnswers:
    """Write down what was answered to one item, in the place of what stood there; no groups: nothing was."""
    refuse_public(Survey.objects.select_for_update().get(pk=survey.pk))
    row = ItemAnswers.claim(version, survey=survey, wording=wording)
    if not groups:
        if row.pk:
            row.delete()
        return row
    row.is_percent = is_percent
    row.full_clean()
    row.save()
    row.groups.all().delete()
    AnswerGroup.objects.bulk_create(
        AnswerGroup(
            answers=row,
            breakdown=group.breakdown,
            name=group.name,
            n=group.n,
            values=list(group.values),
            position=position,
        )
        for position, group in enumerate(groups)
    )
    return row
