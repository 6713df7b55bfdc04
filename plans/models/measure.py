"""The tree of a term (体系) from its goals down to what the 取組 hang on."""

import pghistory
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Q, Subquery

from accounts.versioning import VersionedModel
from plans.models.plan import PlanTerm
from plans.models.published import refuse_change_of_published


@pghistory.track()
class MeasureLevel(models.Model):
    """What a term calls the levels of its tree: 基本目標, 施策の方向, 基本施策 …"""

    term = models.ForeignKey(PlanTerm, on_delete=models.CASCADE, related_name="levels")
    depth = models.PositiveSmallIntegerField("深さ", help_text="1がいちばん上")
    name = models.CharField("名称", max_length=30)

    class Meta:
        verbose_name = "体系の階層"
        verbose_name_plural = "体系の階層"
        ordering = ["term", "depth"]
        constraints = [models.UniqueConstraint(fields=["term", "depth"], name="level_depth_once")]

    def __str__(self):
        return self.name


class MeasureQuerySet(models.QuerySet):
    def goals(self):
        return self.filter(depth=1)

    def with_level_name(self):
        """With ``level_name``: what the term calls the level, null where it has no word for it."""
        levels = MeasureLevel.objects.filter(term=OuterRef("term"), depth=OuterRef("depth"))
        return self.annotate(level_name=Subquery(levels.values("name")))


@pghistory.track()
class Measure(VersionedModel):
    """A knot of the term's tree above the 取組. The knots at depth 1 are the 基本目標 (goals)."""

    term = models.ForeignKey(
        PlanTerm, on_delete=models.CASCADE, related_name="measures", verbose_name="計画の期"
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上の階層",
    )
    depth = models.PositiveSmallIntegerField("深さ", editable=False)
    number = models.CharField("番号", max_length=20)
    title = models.CharField("名称", max_length=100)
    description = models.TextField("説明", blank=True)
    position = models.PositiveSmallIntegerField("並び順", default=0)
    is_sample = models.BooleanField("見本データ", default=False)
    objects = MeasureQuerySet.as_manager()

    PRINTED = ("term", "parent", "number", "title", "description")

    class Meta:
        verbose_name = "施策"
        verbose_name_plural = "施策"
        ordering = ["term", "depth", "position", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "number"],
                name="measure_number_once",
                violation_error_message="この番号は、同じ期ですでに使われています。",
            ),
            models.CheckConstraint(
                condition=Q(depth=1, parent__isnull=True) | Q(depth__gt=1, parent__isnull=False),
                name="measure_depth_fits_parent",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"

    def clean(self):
        """Set the depth from the parent. A parent of the same term and one level up makes cycles impossible."""
        if self.parent and self.parent.term_id != self.term_id:
            raise ValidationError({"parent": "同じ計画の期にある施策を選んでください。"})
        if self.parent and self.pk and self.parent.depth >= self.depth:
            raise ValidationError({"parent": "自分より上の階層にある施策を選んでください。"})
        self.depth = self.parent.depth + 1 if self.parent else 1
        if self.term_id:
            refuse_change_of_published(self, self.term.published_at is not None)
