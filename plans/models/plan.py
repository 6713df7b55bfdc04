"""The register of plans: plans and their terms."""

from collections.abc import Iterable

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse

from accounts.models import Department, Organization, User, newest_name
from accounts.versioning import VersionedModel
from plans import adoption, fiscal_year
from plans.models.published import refuse_change_of_published

KNOWN_ERAS = [MinValueValidator(fiscal_year.EARLIEST), MaxValueValidator(fiscal_year.LATEST)]

RESERVED_SLUGS = ("map", "periods")
"""Words that already mean another page below /plans/."""


class PlanQuerySet(models.QuerySet):
    def for_reading(self):
        """With the owners, and the department in charge by its newest name (``lead_name``)."""
        named = self.annotate(lead_name=newest_name("lead_department"))
        return named.select_related("lead_department__organization").prefetch_related("owners")

    def choosable(self, *held: int | None):
        """Plans to which something new may be linked, and those (by key) to which it is linked already."""
        return self.filter(Q(closing="") | Q(pk__in=[pk for pk in held if pk]))


@pghistory.track()
class Plan(VersionedModel):
    """A plan as a series through the years (計画); its periods are the terms. A closed one stays readable."""

    class Obligation(models.TextChoices):
        MANDATORY = "mandatory", "義務"
        EFFORT = "effort", "努力義務"
        OPTIONAL = "optional", "任意"
        UNKNOWN = "unknown", "不明"

    class Closing(models.TextChoices):
        ABOLISHED = "abolished", "廃止"
        ENDED = "ended", "終了"

    slug = models.SlugField(
        "アドレスの名前",
        unique=True,
        error_messages={"unique": "このアドレスの名前は、ほかの計画が使っています。"},
    )
    name = models.CharField("計画名", max_length=100)
    short_name = models.CharField("略称", max_length=50, blank=True)
    owners = models.ManyToManyField(Organization, related_name="plans", verbose_name="策定する団体")
    lead_department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="led_plans",
        verbose_name="担当課",
        help_text="わからないときは空欄（「不明」と表示されます）",
    )
    legal_basis = models.CharField("根拠", max_length=200, blank=True)
    obligation = models.CharField("策定の義務", max_length=10, choices=Obligation, default=Obligation.UNKNOWN)
    description = models.TextField("概要", blank=True)
    website = models.URLField("掲載場所", blank=True)
    position = models.PositiveSmallIntegerField("並び順", default=0)
    closing = models.CharField("廃止・終了", max_length=10, choices=Closing, blank=True)
    closed_year = models.PositiveSmallIntegerField(
        "廃止・終了した年度", null=True, blank=True, validators=KNOWN_ERAS, help_text="不明のときは空欄"
    )
    closed_reason = models.TextField("廃止・終了の理由", blank=True)
    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = "計画"
        verbose_name_plural = "計画"
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closing="", closed_year__isnull=True, closed_reason="")
                | (~Q(closing="") & ~Q(closed_reason="")),
                name="plan_closed_with_a_reason",
                violation_error_message="廃止・終了した計画には理由を入力し、続いている計画では空欄にしてください。",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("plan-detail", args=[self.slug])

    def clean(self):
        if self.slug in RESERVED_SLUGS:
            raise ValidationError(
                {"slug": f"「{self.slug}」は、ほかのページのアドレスに使っています。別の名前にしてください。"}
            )
        stored = Plan.objects.filter(pk=self.pk).first() if self.pk else None
        if stored and stored.slug != self.slug and self.terms.published().exists():
            raise ValidationError(
                {"slug": f"公開した期があるため、アドレスの名前は「{stored.slug}」から変えられません。"}
            )

    @property
    def closed_label(self) -> str:
        """令和7年度で廃止; empty while the plan goes on."""
        if not self.closing:
            return ""
        if self.closed_year is None:
            return f"{self.get_closing_display()}（年度は不明）"
        return f"{fiscal_year.wareki(self.closed_year)}で{self.get_closing_display()}"


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
    period_note = models.CharField(
        "期間の補足", max_length=200, blank=True, help_text="公開した期の年度を変えたときの、もとの年度と理由"
    )
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
                fields=["plan", "name"],
                name="term_one_name_a_plan",
                violation_error_message="同じ名称の期が、すでにあります。",
            ),
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
        self.clean_alone()
        if self.plan_id:
            self.refuse_beside(self.plan.terms.all())

    def clean_alone(self):
        """The rules that ask nothing of the other terms of the plan."""
        refuse_change_of_published(self, self.published_at is not None)
        self._refuse_odd_years()
        if self.book:
            self._refuse_book()

    def refuse_beside(self, terms: Iterable["PlanTerm"]) -> None:
        """Raise ValidationError where it does not fit beside the ``terms`` of its plan; those of others do not count."""
        others = [term for term in terms if term.plan_id == self.plan_id and term.pk != self.pk]
        self._refuse_what_another_has(others)
        self._refuse_years_beside(others)

    def _refuse_odd_years(self) -> None:
        if self.first_year and self.last_year and self.last_year < self.first_year:
            raise ValidationError({"last_year": "終了年度は開始年度以後にしてください。"})
        if self.adopted_on:
            self._refuse_odd_adoption()

    def _refuse_odd_adoption(self) -> None:
        try:
            adopted = adoption.first_day_of(self.adopted_on)
        except ValueError as error:
            raise ValidationError(
                {
                    "adopted_on": "策定の時期として読み取れません。例：令和3年3月　令和3年3月19日　2021年3月　令和2年度"
                }
            ) from error
        if adopted > fiscal_year.last_day(self.last_year or fiscal_year.LATEST):
            raise ValidationError({"adopted_on": "期が終わった後の時期です。確かめてください。"})

    def _refuse_what_another_has(self, others: list["PlanTerm"]) -> None:
        errors = {}
        if any(other.ordinal == self.ordinal for other in others):
            errors["ordinal"] = "同じ順番の期が、すでにあります。"
        if any(other.name == self.name for other in others):
            errors["name"] = "同じ名称の期が、すでにあります。"
        if errors:
            raise ValidationError(errors)

    def _refuse_years_beside(self, others: list["PlanTerm"]) -> None:
        """No year in two terms, as far as the years are known, and the years in the order of the ordinals."""
        mine = self.sure_years
        if mine is None:
            return
        for other in others:
            theirs = other.sure_years
            if theirs is None:
                continue
            if mine[0] <= theirs[1] and theirs[0] <= mine[1]:
                at = "first_year" if self.first_year and theirs[0] <= mine[0] else "last_year"
                raise ValidationError(
                    {
                        at: f"同じ計画のほかの期と、年度が重なっています：{other.name}（{other.period_label}）。"
                    }
                )
            if (mine < theirs) != (self.ordinal < other.ordinal):
                raise ValidationError(
                    {"ordinal": f"{other.name}（{other.period_label}）と、順番と年度の前後が逆になります。"}
                )

    def _refuse_book(self) -> None:
        """The text may stand in a term of another plan that has one of its own, and only where there is none here."""
        told = None
        if self.book.plan == self.plan:
            told = "ほかの計画の期を選んでください。"
        elif self.book.book_id:
            told = f"「{self.book}」の本文も、ほかの計画にあります。本文のある計画を選んでください。"
        elif self.published_at:
            told = "この期は本文を公開しているため、ほかの計画の本文に改められません。"
        elif self.pk and (self.chapters.exists() or self.measures.exists()):
            told = "この期には本文か体系が登録されています。先に削除してください。"
        elif self.pk and self.joint_terms.exists():
            told = f"「{self.joint_terms.first()}」の本文がこの期にあるため、選べません。"
        if told:
            raise ValidationError({"book": told})

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
    def sure_years(self) -> tuple[int, int] | None:
        """The first and the last fiscal year of which it is sure that the term runs in them; None for none."""
        known = [year for year in (self.first_year, self.last_year) if year]
        if not known:
            return None
        return known[0], fiscal_year.LATEST if self.end == self.End.OPEN else known[-1]

    def runs_in(self, year: int) -> bool:
        """Whether the term surely runs in fiscal year ``year``; between unknown boundaries nothing is sure."""
        sure = self.sure_years
        return sure is not None and sure[0] <= year <= sure[1]

    @property
    def period_label(self) -> str:
        """令和3年度～令和5年度; 不明 and 終期なし are said, never left blank."""
        first = fiscal_year.wareki(self.first_year) if self.first_year else "不明"
        last = fiscal_year.wareki(self.last_year) if self.last_year else self.get_end_display()
        return f"{first}～{last}"
