"""The bridge to the next term (引継ぎ): from which term to which, and what became of each 取組, with its reason."""

import pghistory
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.versioning import VersionedModel
from initiatives.models.initiative import Initiative
from plans.models import PlanTerm


class CarryOverQuerySet(models.QuerySet):
    def public(self):
        """Those of which everybody may read both ends."""
        return self.filter(old_term__published_at__isnull=False, new_term__published_at__isnull=False)

    def for_reading(self):
        return self.select_related("old_term__plan", "new_term__plan")

    def with_progress(self):
        """With ``total``, how many 取組 the old term has, and ``decided``, of how many it is decided what becomes of them.

        Counted apart: joined at once, each 取組 would meet each line.
        """
        initiatives = Initiative.objects.filter(term=OuterRef("old_term"))
        lines = InitiativeLineage.objects.filter(carry_over=OuterRef("pk"))
        return self.annotate(
            total=_count(initiatives.values("term"), Count("pk")),
            decided=_count(lines.values("carry_over"), Count("old", distinct=True)),
        )


def _count(grouped: models.QuerySet, counted: Count) -> Coalesce:
    """The number of rows in the one group of a subquery; 0 where it has none."""
    return Coalesce(Subquery(grouped.order_by().annotate(found=counted).values("found")), 0)


@pghistory.track()
class CarryOver(VersionedModel):
    """That one term of a plan is carried over into a later one. A term has one successor and one predecessor."""

    old_term = models.OneToOneField(
        PlanTerm,
        on_delete=models.PROTECT,
        related_name="carried_on",
        verbose_name="今の期",
        error_messages={"unique": "この期の引継ぎは、すでに始めています。"},
    )
    new_term = models.OneToOneField(
        PlanTerm,
        on_delete=models.PROTECT,
        related_name="carried_from",
        verbose_name="次の期",
        error_messages={"unique": "この期へは、すでにほかの期から引継ぎを始めています。"},
    )
    objects = CarryOverQuerySet.as_manager()

    class Meta:
        verbose_name = "引継ぎ"
        verbose_name_plural = "引継ぎ"
        ordering = ["new_term__plan", "new_term__ordinal"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(old_term=F("new_term")),
                name="carry_over_to_another_term",
                violation_error_message="今の期とは別の期を選んでください。",
            )
        ]

    def __str__(self):
        return f"{self.old_term}から{self.new_term.name}への引継ぎ"

    def get_absolute_url(self):
        """The public address, once both terms are published; needs the new term and its plan."""
        return reverse("plan-bridge", args=[self.new_term.plan.slug, self.new_term.ordinal])

    def clean(self):
        """Only forward and within one plan, so that lines of descent can never run in a circle."""
        old, new = self.old_term, self.new_term
        if old.plan_id != new.plan_id:
            raise ValidationError({"new_term": "同じ計画の期を選んでください。"})
        if new.ordinal <= old.ordinal:
            raise ValidationError({"new_term": f"「{old.name}」より後の期を選んでください。"})
        if old.book_id or new.book_id:
            raise ValidationError(
                {"new_term": "一体的に策定した期です。引継ぎは、本文と取組のある計画で行います。"}
            )

    @property
    def is_open(self) -> bool:
        """Whether it can still be decided: as long as the new term is not public."""
        return self.new_term.published_at is None


class InitiativeLineageQuerySet(models.QuerySet):
    def public(self):
        """Lines between terms that everybody may read."""
        return self.filter(
            carry_over__old_term__published_at__isnull=False,
            carry_over__new_term__published_at__isnull=False,
        )

    def for_reading(self):
        """With both ends, in the order of the old term, then of the new one."""
        order = ("old__position", "old__number", "new__position", "new__number", "pk")
        return self.select_related("old__term", "new__term", "carry_over").order_by(*order)


@pghistory.track()
class InitiativeLineage(VersionedModel):
    """One line of descent: an old 取組, a new one, or both, how the one became the other, and why.

    Several lines lead to one new 取組 (統合) and from one old 取組 to several (分割). ``has_made`` says that the
    decision made the new 取組, which then goes with it when it is undone.
    """

    class Kind(models.TextChoices):
        CONTINUED = "continued", "継続"
        MERGED = "merged", "統合"
        SPLIT = "split", "分割"
        RENAMED = "renamed", "名称変更"
        REDUCED = "reduced", "縮小"
        COMPLETED = "completed", "完了"
        ABOLISHED = "abolished", "廃止"
        NEW = "new", "新規"

    ENDINGS = (Kind.COMPLETED, Kind.ABOLISHED)
    SINGLE = (Kind.CONTINUED, Kind.RENAMED, Kind.REDUCED)
    """One old 取組 becomes one new one."""

    carry_over = models.ForeignKey(CarryOver, on_delete=models.PROTECT, related_name="lineages")
    old = models.ForeignKey(
        Initiative,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="descents",
        verbose_name="今の期の取組",
    )
    new = models.ForeignKey(
        Initiative,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="origins",
        verbose_name="次の期の取組",
    )
    kind = models.CharField("引継ぎの区分", max_length=10, choices=Kind)
    reason = models.TextField("理由", blank=True)
    has_made = models.BooleanField("新しい取組をつくった", default=False, editable=False)
    objects = InitiativeLineageQuerySet.as_manager()

    class Meta:
        verbose_name = "取組の引継ぎ"
        verbose_name_plural = "取組の引継ぎ"
        ordering = [
            "carry_over",
            "pk",
        ]  # by no column of a table that may be missing: rows are locked in this order
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["completed", "abolished"], old__isnull=False, new__isnull=True)
                | Q(kind="new", old__isnull=True, new__isnull=False)
                | Q(
                    kind__in=["continued", "merged", "split", "renamed", "reduced"],
                    old__isnull=False,
                    new__isnull=False,
                ),
                name="lineage_ends_fit_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind="continued") | ~Q(reason=""),
                name="lineage_has_reason",
                violation_error_message="理由を入力してください。",
            ),
            models.UniqueConstraint(fields=["old", "new"], name="lineage_once"),
            models.UniqueConstraint(
                fields=["old"],
                condition=Q(kind__in=["continued", "renamed", "reduced", "completed", "abolished"]),
                name="lineage_one_for_old",
            ),
            models.UniqueConstraint(
                fields=["new"],
                condition=Q(kind__in=["continued", "renamed", "reduced", "new"]),
                name="lineage_one_for_new",
            ),
        ]

    def __str__(self):
        ends = (f"「{end}」" if end else "" for end in (self.old, self.new))
        return " → ".join(filter(None, ends)) + f"（{self.get_kind_display()}）"

    def clean(self):
        """Each end stands in its own term, so that nothing is merged into a 取組 of another one."""
        if self.old and self.old.term_id != self.carry_over.old_term_id:
            raise ValidationError({"old": f"{self.carry_over.old_term}の取組を選んでください。"})
        if self.new and self.new.term_id != self.carry_over.new_term_id:
            raise ValidationError({"new": f"{self.carry_over.new_term}の取組を選んでください。"})
