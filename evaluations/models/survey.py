"""アンケート: the bank of items that are asked year after year, the surveys, and what was answered."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from accounts.dates import write_day
from accounts.models import User
from accounts.versioning import VersionedModel
from initiatives.models import Indicator
from plans import fiscal_year
from plans.models import Measure

CATEGORY_LENGTH = 40
MOST_CATEGORIES = 8
DIGITS = {"max_digits": 8, "decimal_places": 1}
WHOLE = "全体"
"""What the answers of everybody are called, beside those of the groups."""


@pghistory.track()
class SurveySeries(VersionedModel):
    """A survey that is taken again and again with the same items. The rules of reading it are data of the series."""

    name = models.CharField("アンケートの名称", max_length=100, unique=True)
    description = models.TextField("説明", blank=True)
    same_within = models.DecimalField(
        "「現状維持」とする差（ポイント）",
        max_digits=3,
        decimal_places=1,
        default=Decimal(3),
        help_text="前回との差がこの数字以内なら「現状維持」とします。",
    )
    hide_below_n = models.PositiveSmallIntegerField(
        "秘匿する有効回答数", default=10, help_text="有効回答数がこの数字に満たない内訳は、公表しません。"
    )
    hide_below_count = models.PositiveSmallIntegerField(
        "秘匿する人数", default=5, help_text="回答した人が1人以上この数字未満の欄は、公表しません。"
    )
    is_sample = models.BooleanField("見本データ", default=False)

    class Meta:
        verbose_name = "アンケートの系列"
        verbose_name_plural = "アンケートの系列"
        ordering = ["name"]

    def __str__(self):
        return self.name


class SurveyItemQuerySet(models.QuerySet):
    def for_reading(self):
        return self.select_related("series").prefetch_related("wordings", "goals")


@pghistory.track()
class SurveyItem(VersionedModel):
    """One item of the bank. What is asked stands in its wordings; ``code`` stays the same through the years."""

    series = models.ForeignKey(
        SurveySeries, on_delete=models.PROTECT, related_name="items", verbose_name="アンケート"
    )
    code = models.CharField("項目番号", max_length=20, help_text="例：Q1　年度が変わっても、変えません。")
    name = models.CharField("項目の名称", max_length=80, help_text="例：地域とのつながりを感じる人の割合")
    source = models.CharField(
        "出典・数え方", max_length=200, blank=True, help_text="例：国の調査と同じ設問。無回答は除いて数える。"
    )
    goals = models.ManyToManyField(
        Measure, blank=True, related_name="survey_items", verbose_name="関係する基本目標"
    )
    indicators = models.ManyToManyField(
        Indicator, blank=True, related_name="survey_items", verbose_name="この項目で測る指標"
    )
    position = models.PositiveSmallIntegerField("並び順", default=0)
    is_sample = models.BooleanField("見本データ", default=False)
    objects = SurveyItemQuerySet.as_manager()

    class Meta:
        verbose_name = "アンケートの項目"
        verbose_name_plural = "アンケートの項目"
        ordering = ["series", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "code"],
                name="survey_item_code_once",
                violation_error_message="この項目番号は、このアンケートですでに使われています。",
            )
        ]

    def __str__(self):
        return f"{self.code}　{self.name}"

    def wording_in(self, year: int) -> "ItemWording | None":
        """What was asked in fiscal year ``year``: the latest wording begun by then."""
        begun = [row for row in self.wordings.all() if row.first_year <= year]
        return max(begun, key=lambda row: row.first_year, default=None)

    @property
    def newest_wording(self) -> "ItemWording | None":
        return self.wording_in(fiscal_year.LATEST)


@pghistory.track()
class SurveyItemGoal(SurveyItem.goals.through):
    """That an item belongs to a goal. A model for the history's sake only; go through the item."""

    class Meta:
        proxy = True
        verbose_name = "項目の基本目標"
        verbose_name_plural = "項目の基本目標"


@pghistory.track()
class SurveyItemIndicator(SurveyItem.indicators.through):
    """That an indicator is measured by an item. A model for the history's sake only; go through the item."""

    class Meta:
        proxy = True
        verbose_name = "項目で測る指標"
        verbose_name_plural = "項目で測る指標"


@pghistory.track()
class ItemWording(models.Model):
    """The question and its answer categories from a fiscal year on. A new wording is a break: nothing is compared across it."""

    item = models.ForeignKey(SurveyItem, on_delete=models.CASCADE, related_name="wordings")
    first_year = models.PositiveSmallIntegerField("この文で尋ねた最初の年度")
    text = models.TextField("設問の文")
    categories = ArrayField(models.CharField(max_length=CATEGORY_LENGTH), verbose_name="選択肢")
    positive = ArrayField(models.BooleanField(), verbose_name="よい回答として数える選択肢")
    break_reason = models.CharField("文を変えた理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "設問の文"
        verbose_name_plural = "設問の文"
        ordering = ["item", "first_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "first_year"],
                name="wording_once_a_year",
                violation_error_message="この年度からの設問の文は、すでに登録されています。",
            ),
            models.CheckConstraint(
                condition=Q(categories__len=F("positive__len")), name="wording_categories_are_marked"
            ),
        ]

    def __str__(self):
        return f"{self.item}（{fiscal_year.label(self.first_year)}から）"

    @property
    def choices(self) -> list[tuple[str, bool]]:
        """Each category, and whether it is one of those that count as positive."""
        return list(zip(self.categories, self.positive, strict=True))

    @property
    def first_year_label(self) -> str:
        return fiscal_year.label(self.first_year)

    @property
    def positive_words(self) -> str:
        return "」「".join(name for name, counts in self.choices if counts)


class SurveyQuerySet(models.QuerySet):
    def published(self):
        return self.filter(published_at__isnull=False)

    def for_reading(self):
        return self.select_related("series").order_by("-fiscal_year", "-pk")


@pghistory.track()
class Survey(VersionedModel):
    """One year of a series. Nobody but the offices reads it until it is published; published, it is not changed.

    ``same_within`` is the rule of the series as it was when the survey was published.
    """

    class Method(models.TextChoices):
        POST = "post", "郵送"
        ONLINE = "online", "オンライン"
        BOTH = "both", "郵送とオンライン"
        VISIT = "visit", "訪問・聞き取り"
        PLACE = "place", "会場で配布"
        OTHER = "other", "その他"

    series = models.ForeignKey(
        SurveySeries, on_delete=models.PROTECT, related_name="surveys", verbose_name="アンケート"
    )
    fiscal_year = models.PositiveSmallIntegerField("年度")
    starts_on = models.DateField("調査の初日")
    ends_on = models.DateField("調査の最終日")
    method = models.CharField("調査の方法", max_length=10, choices=Method)
    population = models.CharField(
        "調査の対象", max_length=200, help_text="例：18歳以上の市民から無作為に選んだ2,000人"
    )
    distributed = models.PositiveIntegerField("配布数", null=True, blank=True)
    valid = models.PositiveIntegerField("有効回答数")
    source = models.CharField("出典", max_length=200, blank=True)
    note = models.TextField("補足", blank=True)
    same_within = models.DecimalField(
        "公開したときの「現状維持」の差",
        max_digits=3,
        decimal_places=1,
        null=True,
        blank=True,
        editable=False,
    )
    is_sample = models.BooleanField("見本データ", default=False)
    published_at = models.DateTimeField("公開日時", null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = "アンケートの実施"
        verbose_name_plural = "アンケートの実施"
        ordering = ["-fiscal_year", "series"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "fiscal_year"],
                name="survey_once_a_year",
                violation_error_message="このアンケートの、この年度の実施は、すでに登録されています。",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="survey_days_in_order",
                violation_error_message="調査の最終日は、初日以後にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(distributed__isnull=True) | Q(valid__lte=F("distributed")),
                name="survey_valid_within_distributed",
                violation_error_message="有効回答数は、配布数以下にしてください。",
            ),
        ]

    def __str__(self):
        return f"{self.series}　{fiscal_year.label(self.fiscal_year)}"

    def clean(self):
        """Say at its box what the constraints would say of the whole."""
        errors = {}
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            errors["ends_on"] = "調査の最終日は、初日以後にしてください。"
        if self.distributed is not None and self.valid is not None and self.valid > self.distributed:
            errors["valid"] = "有効回答数は、配布数以下にしてください。"
        if errors:
            raise ValidationError(errors)

    @property
    def year_label(self) -> str:
        return fiscal_year.label(self.fiscal_year)

    @property
    def days_label(self) -> str:
        return f"{write_day(self.starts_on)}から{write_day(self.ends_on)}まで"

    @property
    def rate(self) -> str:
        """有効回収率 in percent with one digit; empty where it is not known how many were handed out."""
        if not self.distributed:
            return ""
        return f"{(Decimal(self.valid) * 100 / self.distributed).quantize(Decimal('0.1'))}"

    def has_ended(self, today: date) -> bool:
        return self.ends_on <= today


class ItemAnswersQuerySet(models.QuerySet):
    def published(self):
        return self.filter(survey__published_at__isnull=False)

    def for_reading(self):
        """With their groups, in the order of the bank."""
        rows = self.select_related("wording__item", "survey__series").prefetch_related("groups")
        return rows.order_by("wording__item__position", "wording__item", "survey__fiscal_year")


@pghistory.track()
class ItemAnswers(VersionedModel):
    """What was answered to one item in one survey, as people or, where ``is_percent``, as percent."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="answers")
    wording = models.ForeignKey(ItemWording, on_delete=models.PROTECT, related_name="answers")
    is_percent = models.BooleanField("割合で入力", default=False)
    objects = ItemAnswersQuerySet.as_manager()

    class Meta:
        verbose_name = "項目の結果"
        verbose_name_plural = "項目の結果"
        ordering = ["survey", "wording__item__position", "wording__item"]
        constraints = [models.UniqueConstraint(fields=["survey", "wording"], name="answers_once_a_survey")]

    def __str__(self):
        return f"{self.survey.year_label}　{self.wording.item}"

    @property
    def whole(self) -> "AnswerGroup | None":
        """The answers of everybody; None where only groups were entered."""
        return next((group for group in self.groups.all() if group.is_whole), None)


@pghistory.track()
class AnswerGroup(models.Model):
    """The answers of everybody, or of one group: a number for each category of the wording.

    ``n`` are the valid answers. What must not be seen is decided once, when the survey is published, and kept in
    ``hidden``: places of categories, and ``n`` and ``share`` (see ``surveys.secrecy``).
    """

    answers = models.ForeignKey(ItemAnswers, on_delete=models.CASCADE, related_name="groups")
    breakdown = models.CharField("内訳の種類", max_length=20, blank=True)
    name = models.CharField("内訳", max_length=30, blank=True)
    n = models.PositiveIntegerField("有効回答数（n）")
    values = ArrayField(models.DecimalField(**DIGITS), verbose_name="選択肢ごとの数")
    position = models.PositiveSmallIntegerField("並び順", default=0)
    hidden = ArrayField(models.CharField(max_length=10), default=list, verbose_name="公表しない欄")

    class Meta:
        verbose_name = "結果の内訳"
        verbose_name_plural = "結果の内訳"
        ordering = ["answers", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["answers", "breakdown", "name"], name="answer_group_once"),
            models.CheckConstraint(
                condition=Q(breakdown="", name="") | (~Q(breakdown="") & ~Q(name="")),
                name="answer_group_is_named_whole",
                violation_error_message="内訳の種類と内訳は、両方を入力するか、両方を空欄にしてください。",
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def is_whole(self) -> bool:
        return not self.breakdown

    @property
    def label(self) -> str:
        return self.name or WHOLE

    def counts(self, is_percent: bool) -> list[int]:
        """The people behind each value, as far as a percentage tells."""
        if not is_percent:
            return [int(value) for value in self.values]
        return [int((value * self.n / 100).quantize(Decimal(1), ROUND_HALF_UP)) for value in self.values]

    def percents(self, is_percent: bool) -> list[Decimal]:
        """Each value in percent of ``n``, with one digit."""
        if is_percent:
            return list(self.values)
        return [one_digit(value * 100 / self.n) if self.n else Decimal(0) for value in self.values]

    def share(self, wording: ItemWording, is_percent: bool) -> Decimal | None:
        """How many percent chose one of the categories that count as positive; None where nobody answered."""
        if not self.n:
            return None
        chosen = sum(
            (value for value, counts in zip(self.values, wording.positive, strict=True) if counts),
            Decimal(0),
        )
        return chosen if is_percent else one_digit(chosen * 100 / self.n)


def one_digit(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.1"), ROUND_HALF_UP)
