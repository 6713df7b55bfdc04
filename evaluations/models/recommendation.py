"""答申書: the committee's letter to the mayor and to the president of the council of social welfare."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from accounts.events import NO_TRUNCATE
from accounts.models import User
from accounts.versioning import VersionedModel
from evaluations.models.round import EvaluationRound


class RecommendationQuerySet(models.QuerySet):
    def drafts(self):
        return self.filter(fixed_at__isnull=True)

    def fixed(self):
        """Those that can never change any more, newest first."""
        return self.filter(fixed_at__isnull=False).order_by("-fixed_at", "-pk")

    def for_reading(self):
        """Newest first, with the print but without its bytes."""
        return self.select_related("fixed_by", "print").defer("print__pdf").order_by("-fixed_at", "-pk")

    def ready(self):
        """Those whose PDF is there as well: what may be published."""
        return self.fixed().filter(print__isnull=False)


@pghistory.track()
class Recommendation(VersionedModel):
    """One letter of a round. A draft shows the round as it stands; fixing it freezes all that it says in ``fixed_content``.

    A round has one draft at most. Who must correct a fixed letter writes another one.
    """

    TEXTS = ("number", "dated_on", "addressees", "sender", "title", "opening", "closing")

    round = models.ForeignKey(EvaluationRound, on_delete=models.PROTECT, related_name="recommendations")
    number = models.CharField("文書番号", max_length=40, blank=True)
    dated_on = models.DateField("日付", null=True, blank=True)
    addressees = models.TextField("宛先")
    sender = models.TextField("差出人")
    title = models.CharField("件名", max_length=100)
    opening = models.TextField("前文")
    closing = models.TextField("結び", blank=True)
    fixed_content = models.JSONField("固定した内容", null=True, blank=True)
    fixed_at = models.DateTimeField("固定した日時", null=True, blank=True)
    fixed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="固定した人"
    )
    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = "答申書"
        verbose_name_plural = "答申書"
        ordering = ["round", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round"], condition=Q(fixed_at__isnull=True), name="recommendation_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(fixed_at__isnull=True)
                | Q(fixed_content__isnull=False, fixed_by__isnull=False, dated_on__isnull=False),
                name="recommendation_fixed_is_whole",
            ),
        ]
        triggers = [
            NO_TRUNCATE,
            pgtrigger.Protect(
                name="fixed_recommendation_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__fixed_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.round}の答申書{'' if self.is_fixed else '（案）'}"

    @property
    def is_fixed(self) -> bool:
        return self.fixed_at is not None


class RecommendationPrint(models.Model):
    """The PDF of a fixed letter, laid out once by the worker. It can never change."""

    recommendation = models.OneToOneField(Recommendation, on_delete=models.PROTECT, related_name="print")
    pdf = models.BinaryField("PDF")

    class Meta:
        verbose_name = "答申書のPDF"
        verbose_name_plural = "答申書のPDF"
        triggers = [
            NO_TRUNCATE,
            pgtrigger.Protect(
                name="recommendation_print_stays", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self):
        return str(self.recommendation)
