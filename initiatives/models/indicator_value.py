"""The value of an indicator in one year (実績値), or the stated reason why there is none. Missing is never zero."""

from decimal import ROUND_HALF_UP, Decimal

import pghistory
from django.db import models
from django.db.models import Q

from accounts.numbers import write_number
from initiatives.models.indicator import DIGITS, LEVEL_LENGTH, Indicator
from initiatives.models.record import AnnualRecord

TENTH = Decimal("0.1")
NO_NUMBER = Q(actual__isnull=True, numerator__isnull=True, denominator__isnull=True)


def percentage(numerator: Decimal | None, denominator: Decimal | None) -> Decimal | None:
    """Give the share in percent, rounded half up to one decimal; None while a part is missing."""
    if numerator is None or not denominator:
        return None
    return (numerator / denominator * 100).quantize(TENTH, ROUND_HALF_UP)


@pghistory.track()
class IndicatorValue(models.Model):
    """The actual value of an indicator in a record's year, or the reason why there is none.

    Of a fraction ``actual`` is the percentage of ``numerator`` and ``denominator``; an indicator in words has a
    ``level`` of its rubric instead. ``asked`` is what looked unusual about the value when it was typed (データの健診),
    ``explanation`` the one line in which the department says why it is so.
    """

    class Missing(models.TextChoices):
        NOT_COUNTED = "not_counted", "未集計"
        NOT_APPLICABLE = "not_applicable", "対象外"
        CANCELLED = "cancelled", "中止"

    record = models.ForeignKey(AnnualRecord, on_delete=models.CASCADE, related_name="values")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="values")
    actual = models.DecimalField("実績値", null=True, blank=True, **DIGITS)
    numerator = models.DecimalField("分子", null=True, blank=True, **DIGITS)
    denominator = models.DecimalField("分母", null=True, blank=True, **DIGITS)
    level = models.CharField("段階", max_length=LEVEL_LENGTH, blank=True)
    missing_reason = models.CharField("値がない理由", max_length=15, choices=Missing, blank=True)
    note = models.CharField("補足", max_length=200, blank=True)
    asked = models.TextField("確かめること", blank=True, editable=False)
    explanation = models.CharField("いつもと違う理由", max_length=200, blank=True)

    PARTS = ("actual", "numerator", "denominator", "level", "missing_reason", "note", "explanation")
    """What is typed, by the names that forms and ``progress.save_draft`` use."""

    class Meta:
        verbose_name = "実績値"
        verbose_name_plural = "実績値"
        ordering = ["record", "indicator__position", "indicator"]
        constraints = [
            models.UniqueConstraint(fields=["record", "indicator"], name="value_once_a_year"),
            models.CheckConstraint(
                condition=(NO_NUMBER & Q(level="")) | Q(missing_reason=""),
                name="value_or_reason_not_both",
                violation_error_message="実績値と「値がない理由」は、どちらか一方だけを入力してください。",
            ),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(denominator__gt=0),
                name="value_denominator_above_zero",
                violation_error_message="分母は0より大きい数を入力してください。",
            ),
        ]

    def __str__(self):
        return f"{self.indicator.name} {self.shown}"

    @property
    def typed_parts(self) -> tuple[str, ...]:
        """The boxes for the value itself, as the kind of the indicator asks for them."""
        if self.indicator.is_words:
            return ("level",)
        return ("numerator", "denominator") if self.indicator.is_fraction else ("actual",)

    def box(self, part: str) -> str:
        """The name of a box in the form of the record."""
        return f"value-{self.indicator_id}-{part}"

    @property
    def form_field(self) -> str:
        """The form field that a person must turn to: the value, or why it is unusual when only that is missing."""
        return self.box("explanation" if self.is_there else self.typed_parts[0])

    @property
    def is_there(self) -> bool:
        return self.actual is not None or bool(self.level)

    @property
    def is_explained(self) -> bool:
        return not self.asked or bool(self.explanation)

    @property
    def fraction(self) -> str:
        """113／250, the two numbers behind a percentage; empty where there are none."""
        if self.numerator is None or self.denominator is None:
            return ""
        return f"{write_number(self.numerator)}／{write_number(self.denominator)}"

    @property
    def shown(self) -> str:
        """12.5件, 45.2％（113／250）, the words of a level, the reason where there is no value, or 未入力."""
        if self.actual is not None:
            behind = f"（{self.fraction}）" if self.fraction else ""
            return f"{write_number(self.actual)}{self.indicator.unit}{behind}"
        return self.level or self.get_missing_reason_display() or "未入力"

    @property
    def target_shown(self) -> str:
        """The target of the record's year with its unit, or なし."""
        target = self.indicator.target_of(self.record.request.target_year)
        return target.shown if target else "なし"
