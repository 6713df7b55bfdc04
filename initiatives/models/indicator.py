"""Indicators (指標): what is counted, which way is good, and the value of each year. Missing is never zero."""

import pghistory
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from accounts.numbers import write_number
from accounts.versioning import VersionedModel
from initiatives.models.initiative import Initiative
from initiatives.models.record import AnnualRecord
from plans import fiscal_year
from plans.models.published import refuse_change_of_published

DIGITS = {"max_digits": 15, "decimal_places": 3}


@pghistory.track()
class Indicator(VersionedModel):
    class Kind(models.TextChoices):
        OUTPUT = "output", "活動指標"
        OUTCOME = "outcome", "成果指標"
        SURVEY = "survey", "アンケート"

    class Direction(models.TextChoices):
        UP = "up", "上がるとよい"
        DOWN = "down", "下がるとよい"
        KEEP = "keep", "維持"

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="indicators")
    name = models.CharField("指標", max_length=100)
    kind = models.CharField("種類", max_length=10, choices=Kind, default=Kind.OUTPUT)
    unit = models.CharField("単位", max_length=20)
    direction = models.CharField("望ましい向き", max_length=10, choices=Direction, default=Direction.UP)
    baseline_year = models.PositiveSmallIntegerField("基準年度", null=True, blank=True)
    baseline = models.DecimalField("基準値", null=True, blank=True, **DIGITS)
    recipe = models.CharField("数え方", max_length=200, blank=True)
    last_year = models.PositiveSmallIntegerField(
        "終わりの年度", null=True, blank=True, help_text="期の途中で数えるのをやめる指標だけ"
    )
    previous = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name="前の期の指標",
    )
    break_reason = models.CharField("つながらない理由", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("並び順", default=0)

    DEFINITION = ("name", "unit", "kind", "direction")
    """What must be the same for the values of two terms to stand in one line."""
    PRINTED = (
        "initiative",
        "name",
        "kind",
        "unit",
        "direction",
        "baseline_year",
        "baseline",
        "recipe",
        "last_year",
        "previous",
        "break_reason",
    )

    class Meta:
        verbose_name = "指標"
        verbose_name_plural = "指標"
        ordering = ["initiative", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(previous__isnull=False) | Q(break_reason=""),
                name="indicator_break_has_previous",
                violation_error_message="「つながらない理由」は、前の期の指標を選んだときだけ入力してください。",
            )
        ]

    def __str__(self):
        return f"{self.name}（{self.unit}）"

    def clean(self):
        self._refuse_wrong_previous()
        if self.initiative_id:
            refuse_change_of_published(self, self.initiative.term.published_at is not None)

    def _refuse_wrong_previous(self) -> None:
        """Only an indicator of an earlier term of the plan, so that the chain never runs in a circle."""
        if self.previous_id is None:
            return
        term, before = self.initiative.term, self.previous.initiative.term
        if before.plan_id != term.plan_id or before.ordinal >= term.ordinal:
            raise ValidationError({"previous": "同じ計画の、前の期の指標を選んでください。"})
        if not self.break_reason and (changed := self.changed_definition()):
            raise ValidationError(
                {
                    "break_reason": f"前の期の指標と{'・'.join(changed)}が違い、値がつながりません。違う理由を入力してください。"
                }
            )

    def changed_definition(self) -> list[str]:
        """The labels of what is counted otherwise than in the term before."""
        return [
            str(self._meta.get_field(name).verbose_name)
            for name in self.DEFINITION
            if getattr(self, name) != getattr(self.previous, name)
        ]

    def target_of(self, year: int) -> "IndicatorTarget | None":
        """The target of fiscal year ``year``, from the prefetched targets where there are any."""
        return next((target for target in self.targets.all() if target.fiscal_year == year), None)

    @property
    def baseline_label(self) -> str:
        if self.baseline is None:
            return "基準値なし"
        year = f"（{fiscal_year.wareki(self.baseline_year)}）" if self.baseline_year else ""
        return f"{write_number(self.baseline)}{self.unit}{year}"


@pghistory.track()
class IndicatorTarget(models.Model):
    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    value = models.DecimalField("目標値", **DIGITS)
    original_value = models.DecimalField("当初の目標値", null=True, blank=True, editable=False, **DIGITS)

    PRINTED = ("indicator", "fiscal_year", "value")

    class Meta:
        verbose_name = "目標値"
        verbose_name_plural = "目標値"
        ordering = ["indicator", "fiscal_year"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "fiscal_year"], name="target_once_a_year")
        ]

    def __str__(self):
        return f"{fiscal_year.wareki(self.fiscal_year)} {write_number(self.value)}"

    def clean(self):
        if self.indicator_id:
            refuse_change_of_published(self, self.indicator.initiative.term.published_at is not None)

    @property
    def year_label(self) -> str:
        return fiscal_year.wareki(self.fiscal_year)

    @property
    def original(self) -> str:
        """24, when a revision (見直し) has made another value of it; else empty."""
        is_other = self.original_value is not None and self.original_value != self.value
        return write_number(self.original_value) if is_other else ""

    @property
    def shown(self) -> str:
        """30回, or 30回（当初24回） after a revision: a target that was changed always prints both."""
        unit = self.indicator.unit
        original = f"（当初{self.original}{unit}）" if self.original else ""
        return f"{write_number(self.value)}{unit}{original}"


@pghistory.track()
class IndicatorValue(models.Model):
    """The actual value (実績値) of an indicator in a record's year, or the stated reason why there is none."""

    class Missing(models.TextChoices):
        NOT_COUNTED = "not_counted", "未集計"
        NOT_APPLICABLE = "not_applicable", "対象外"
        CANCELLED = "cancelled", "中止"

    record = models.ForeignKey(AnnualRecord, on_delete=models.CASCADE, related_name="values")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="values")
    actual = models.DecimalField("実績値", null=True, blank=True, **DIGITS)
    missing_reason = models.CharField("値がない理由", max_length=15, choices=Missing, blank=True)
    note = models.CharField("補足", max_length=200, blank=True)

    class Meta:
        verbose_name = "実績値"
        verbose_name_plural = "実績値"
        ordering = ["record", "indicator__position", "indicator"]
        constraints = [
            models.UniqueConstraint(fields=["record", "indicator"], name="value_once_a_year"),
            models.CheckConstraint(
                condition=Q(actual__isnull=True) | Q(missing_reason=""),
                name="value_or_reason_not_both",
                violation_error_message="実績値と「値がない理由」は、どちらか一方だけを入力してください。",
            ),
        ]

    def __str__(self):
        return f"{self.indicator.name} {self.shown}"

    @property
    def form_field(self) -> str:
        return f"value-{self.indicator_id}-actual"

    @property
    def shown(self) -> str:
        """12.5件, the reason where there is no value, or 未入力."""
        if self.actual is not None:
            return f"{write_number(self.actual)}{self.indicator.unit}"
        return self.get_missing_reason_display() or "未入力"

    @property
    def target_shown(self) -> str:
        """The target of the record's year with its unit, or なし."""
        target = self.indicator.target_of(self.record.request.target_year)
        return target.shown if target else "なし"
