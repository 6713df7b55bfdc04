"""Indicators (指標): what is counted and how, which way is good, and the target of each year."""

import pghistory
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from accounts.numbers import write_number
from accounts.versioning import VersionedModel
from initiatives.models.initiative import Initiative
from plans import fiscal_year
from plans.models.published import refuse_change_of_published

DIGITS = {"max_digits": 15, "decimal_places": 3}
PERCENT = ("％", "%")
LEVEL_LENGTH = 30
"""Characters of the words of one level of a rubric."""


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

    class ValueType(models.TextChoices):
        NUMBER = "number", "数値"
        FRACTION = "fraction", "割合（分子と分母を入力）"
        WORDS = "words", "言葉（段階の説明から選ぶ）"

    class Counting(models.TextChoices):
        YEARLY = "yearly", "年度ごと"
        CUMULATIVE = "cumulative", "期のはじめからの累計"

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="indicators")
    name = models.CharField("指標", max_length=100)
    kind = models.CharField("種類", max_length=10, choices=Kind, default=Kind.OUTPUT)
    value_type = models.CharField("値の形", max_length=10, choices=ValueType, default=ValueType.NUMBER)
    counting = models.CharField("数える範囲", max_length=10, choices=Counting, default=Counting.YEARLY)
    unit = models.CharField("単位", max_length=20, blank=True)
    direction = models.CharField("望ましい向き", max_length=10, choices=Direction, default=Direction.UP)
    baseline_year = models.PositiveSmallIntegerField("基準年度", null=True, blank=True)
    baseline = models.DecimalField("基準値", null=True, blank=True, **DIGITS)
    recipe = models.CharField("数え方", max_length=200, blank=True)
    source = models.CharField("出典", max_length=100, blank=True)
    counted_by = models.CharField("数える人", max_length=100, blank=True)
    final_when = models.CharField("数字が固まる時期", max_length=50, blank=True)
    question = models.CharField("アンケートの設問", max_length=300, blank=True)
    rubric = models.TextField("段階の説明", blank=True)
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

    DEFINITION = ("name", "unit", "kind", "direction", "value_type", "counting")
    """What must be the same for the values of two terms to stand in one line."""
    PRINTED = (
        "initiative",
        "name",
        "kind",
        "value_type",
        "counting",
        "unit",
        "direction",
        "baseline_year",
        "baseline",
        "recipe",
        "source",
        "counted_by",
        "final_when",
        "question",
        "rubric",
        "last_year",
        "previous",
        "break_reason",
    )
    FIXED = ("value_type", "counting")
    """What is decided when the indicator is made: values of one kind cannot be compared with those of another."""

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
        return f"{self.name}（{self.unit}）" if self.unit else self.name

    def clean_fields(self, exclude=None):
        """Each field by itself, then what does not go with the kind of value: revisions check no more than this."""
        super().clean_fields(exclude=exclude)
        errors = {
            name: ValidationError(text, code="required" if name == "unit" and not self.unit else "invalid")
            for name, text in self.misfits().items()
            if name not in (exclude or ())
        }
        if errors:
            raise ValidationError(errors)

    def clean(self):
        self._refuse_another_kind()
        self._refuse_wrong_previous()
        if self.initiative_id:
            refuse_change_of_published(self, self.initiative.term.published_at is not None)

    def _refuse_another_kind(self) -> None:
        rows = Indicator.objects.filter(pk=self.pk).values_list(*self.FIXED)
        stored = rows.first() if self.pk else None
        if stored and stored != tuple(getattr(self, name) for name in self.FIXED):
            raise ValidationError(
                "値の形と数える範囲は、登録した後は変えられません。別の指標として登録してください。"
            )

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

    def misfits(self) -> dict[str, str]:
        """What does not go with the kind of value, by field, in words for people."""
        if self.is_words:
            return self._rubric_misfits()
        if not self.unit:
            return {"unit": "「単位」を入力してください。"}
        if self.is_fraction and self.unit not in PERCENT:
            return {"unit": "割合の単位は「％」にしてください。"}
        return {"rubric": "「段階の説明」は、値の形が「言葉」のときだけ書きます。"} if self.rubric else {}

    def _rubric_misfits(self) -> dict[str, str]:
        words = [words for words, _ in self.levels]
        if len(words) < 2 or len(set(words)) < len(words):
            return {"rubric": "2つ以上の段階を、1行に1つずつ、違う言葉で書いてください。"}
        if too_long := [word for word in words if len(word) > LEVEL_LENGTH]:
            return {"rubric": f"段階の言葉は{LEVEL_LENGTH}文字までです：{'、'.join(too_long)}"}
        if self.baseline not in (None, ""):
            return {"baseline": "言葉で表す指標には、基準値の数字を付けられません。"}
        return {}

    @property
    def is_fraction(self) -> bool:
        return self.value_type == self.ValueType.FRACTION

    @property
    def is_words(self) -> bool:
        return self.value_type == self.ValueType.WORDS

    @property
    def is_cumulative(self) -> bool:
        return self.counting == self.Counting.CUMULATIVE

    @property
    def levels(self) -> list[tuple[str, str]]:
        """The rubric, best first: the words of each level and what they mean."""
        lines = (line.strip() for line in self.rubric.split("\n"))
        parts = (line.replace(":", "：", 1).partition("：") for line in lines if line)
        return [(words.strip(), meaning.strip()) for words, _, meaning in parts]

    @property
    def how_counted(self) -> list[tuple[str, str]]:
        """数字のレシピ: what is known of where the number comes from, as label and text."""
        names = ("question", "recipe", "source", "counted_by", "final_when")
        found = [(self._meta.get_field(name).verbose_name, getattr(self, name)) for name in names]
        cumulative = [("数える範囲", self.get_counting_display())] if self.is_cumulative else []
        return [*cumulative, *((label, text) for label, text in found if text)]

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
