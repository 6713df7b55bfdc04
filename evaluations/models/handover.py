"""引継書 as PDF: a draft for the house while the next term is prepared, and the one kept with each publication of it."""

from datetime import datetime

import pgtrigger
from django.db import models
from django.db.models import Q

from evaluations.models.edition import PATIENCE
from initiatives.models import CarryOver


class HandoverPrint(models.Model):
    """One printing of the 引継書. ``published_at`` is when the new term became public with it; a draft has none.

    Without ``pdf`` it waits for the worker. What was kept with a publication can never change.
    """

    carry_over = models.ForeignKey(CarryOver, on_delete=models.PROTECT, related_name="prints")
    requested_at = models.DateTimeField("作成を頼んだ日時")
    published_at = models.DateTimeField("公開日時", null=True, blank=True)
    pdf = models.BinaryField("PDF", null=True)

    class Meta:
        verbose_name = "引継書"
        verbose_name_plural = "引継書"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["carry_over", "published_at"], name="handover_once_a_publication"
            ),
            models.UniqueConstraint(
                fields=["carry_over"], condition=Q(published_at__isnull=True), name="handover_one_draft"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_handover_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False, old__pdf__isnull=False),
            )
        ]

    def __str__(self):
        return f"{self.carry_over}　引継書{'' if self.published_at else '（案）'}"

    @property
    def is_ready(self) -> bool:
        return self.pdf is not None

    def has_stalled(self, now: datetime) -> bool:
        """Whether nobody seems to make it any more, so that it may be asked for again."""
        return not self.is_ready and now - self.requested_at > PATIENCE
