"""The register of plans: plans, their terms and how they stand to each other."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse

from accounts.models import Organization, User
from accounts.versioning import VersionedModel
from plans import fiscal_year
from plans.models.published import refuse_change_of_published

KNOWN_ERAS = [MinValueValidator(fiscal_year.EARLIEST), MaxValueValidator(fiscal_year.LATEST)]


@pghistory.track()
class Plan(VersionedModel):
    """A plan as a series through the years (計画); its periods are the terms."""

    class Obligation(models.TextChoices):
        MANDATORY = "mandatory", "義務"
        EFFORT = "effort", "努力義務"
        OPTIONAL = "optional", "任意"
        UNKNOWN = "unknown", "不明"

    slug = models.SlugField("アドレスの名前", unique=True)
    name = models.CharField("計画名", max_length=100)
    short_name = models.CharField("略称", max_length=50, blank=True)
    owners = models.ManyToManyField(Organization, related_name="plans", verbose_name="策定する団体")
    legal_basis = models.CharField("根拠", max_length=200, blank=True)
    obligation = models.CharField("策定の義務", max_length=10, choices=Obligation, default=Obligation.UNKNOWN)
    description = models.TextField("概要", blank=True)
    website = models.URLField("掲載場所", blank=True)
    position = models.PositiveSmallIntegerField("並び順", default=0)

    class Meta:
        verbose_name = "計画"
        verbose_name_plural = "計画"
        ordering = ["position", "name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("plan-detail", args=[self.slug])


@pghistory.track()
class PlanOwner(Plan.owners.through):
    """That an organisation owns a plan. A model for the history's sake only; go through ``Plan.owners``."""

    class Meta:
        proxy = True
        verbose_name = "策定する団体"
        verbose_name_plural = "策定する団体"


class PlanTermQuerySet(models.QuerySet):
    def published(self):
        return self.filter(published_at__isnull=False)

    def open_to_edits(self):
        """Terms whose contents may be written directly; those of a published one are changed by a revision."""
        return self.filter(published_at__isnull=True)

    def with_book(self):
        """Terms that carry text and 取組 of their own (a term made as one with another has none)."""
        return self.filter(book__isnull=True)

    def in_year(self, year: int):
        """Terms that surely run in fiscal year ``year``; one with an unknown boundary does not count."""
        open_end = Q(last_year__isnull=True, end=PlanTerm.End.OPEN)
        return self.filter(first_year__lte=year).filter(Q(last_year__gte=year) | open_end)


@pghistory.track()
class PlanTerm(VersionedModel):
    """One period of a plan (期). Years are fiscal years; an unknown one is null, never guessed."""

    class End(models.TextChoices):
        YEAR = "year", "終了年度あり"
        OPEN = "open", "終期なし"
        UNKNOWN = "unknown", "不明"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="terms", verbose_name="計画")
    name = models.CharField("期の名称", max_length=30, help_text="例：第1期")
    ordinal = models.PositiveSmallIntegerField("期の順番")
    first_year = models.PositiveSmallIntegerField(
        "開始年度", null=True, blank=True, validators=KNOWN_ERAS, help_text="不明のときは空欄"
    )
    last_year = models.PositiveSmallIntegerField("終了年度", null=True, blank=True, validators=KNOWN_ERAS)
    end = models.CharField("終わり方", max_length=10, choices=End, default=End.YEAR)
    nickname = models.CharField("愛称", max_length=50, blank=True)
    philosophy = models.CharField("基本理念", max_length=200, blank=True)
    adopted_on = models.CharField("策定", max_length=30, blank=True, help_text="例：令和3年3月")
    book = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="joint_terms",
        verbose_name="一体の計画の本体",
        help_text="ほかの計画と一体的に策定したとき、本文と取組を持つほうの期",
    )
    published_at = models.DateTimeField("公開日時", null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    objects = PlanTermQuerySet.as_manager()

    PRINTED = ("plan", "ordinal", "philosophy")

    class Meta:
        verbose_name = "計画の期"
        verbose_name_plural = "計画の期"
        ordering = ["plan", "ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "ordinal"],
                name="term_one_ordinal_a_plan",
                violation_error_message="同じ順番の期が、すでにあります。",
            ),
            models.CheckConstraint(
                condition=Q(last_year__isnull=False, end="year")
                | (Q(last_year__isnull=True) & ~Q(end="year")),
                name="term_end_is_stated",
                violation_error_message="終了年度を入力するか、「終期なし」または「不明」を選んでください。",
            ),
            models.CheckConstraint(
                condition=Q(first_year__isnull=True)
                | Q(last_year__isnull=True)
                | Q(last_year__gte=F("first_year")),
                name="term_years_in_order",
                violation_error_message="終了年度は開始年度以後にしてください。",
            ),
            # Plans are compared as one-number ranges because the btree_gist extension is not to be had everywhere.
            ExclusionConstraint(
                name="term_no_overlap",
                expressions=[
                    (Func(F("plan"), F("plan"), Value("[]"), function="int8range"), "&&"),
                    (Func(F("first_year"), F("last_year"), Value("[]"), function="int4range"), "&&"),
                ],
                condition=Q(first_year__isnull=False) & ~Q(end="unknown"),
                violation_error_message="同じ計画のほかの期と、年度が重なっています。",
            ),
        ]

    def __str__(self):
        return f"{self.plan.name} {self.name}"

    def clean(self):
        refuse_change_of_published(self, self.published_at is not None)

    def validate_constraints(self, exclude=None):
        """Leave the overlap unjudged where ``end`` was refused already: Django 5.2 would look for it in vain."""
        exclude = set(exclude or ())
        if "end" in exclude:
            exclude.add("first_year")
        super().validate_constraints(exclude=exclude)

    @property
    def years(self) -> range:
        """The fiscal years of the term, empty while a boundary is open or unknown."""
        if self.first_year is None or self.last_year is None:
            return range(0)
        return range(self.first_year, self.last_year + 1)

    @property
    def period_label(self) -> str:
        """令和3年度～令和5年度; 不明 and 終期なし are said, never left blank."""
        first = fiscal_year.wareki(self.first_year) if self.first_year else "不明"
        last = fiscal_year.wareki(self.last_year) if self.last_year else self.get_end_display()
        return f"{first}～{last}"


@pghistory.track()
class PlanRelation(models.Model):
    """How one plan stands to another (位置付け): ``other`` is the upper plan, a contained plan … of ``plan``."""

    class Kind(models.TextChoices):
        UPPER = "upper", "上位計画"
        INTEGRATED = "integrated", "一体的に策定する計画"
        CONTAINS = "contains", "包含する計画"
        INDIVIDUAL = "individual", "個別計画"
        COORDINATES = "coordinates", "連携する計画"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="relations", verbose_name="計画")
    kind = models.CharField("関係", max_length=15, choices=Kind)
    other = models.ForeignKey(
        Plan, on_delete=models.CASCADE, related_name="related_from", verbose_name="相手の計画"
    )
    note = models.CharField("補足", max_length=200, blank=True)

    class Meta:
        verbose_name = "計画の位置付け"
        verbose_name_plural = "計画の位置付け"
        ordering = ["plan", "kind", "other__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "other"],
                name="relation_once",
                violation_error_message="この2つの計画の関係は、すでに登録されています。",
            ),
            models.CheckConstraint(
                condition=~Q(plan=F("other")),
                name="relation_to_another_plan",
                violation_error_message="ほかの計画を選んでください。",
            ),
        ]

    def __str__(self):
        return f"{self.plan} {self.get_kind_display()} {self.other}"
