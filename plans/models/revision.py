"""Revisions (見直し) of a published term: why, decided by whom and when. What they change stands one storey above."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.dates import write_day
from accounts.models import User
from accounts.versioning import VersionedModel
from plans.models.plan import PlanTerm


class PlanRevisionQuerySet(models.QuerySet):
    def public(self):
        """Published revisions of terms that everybody may read, newest first."""
        return self.filter(state=PlanRevision.State.PUBLISHED, term__published_at__isnull=False).order_by(
            "-term__ordinal", "-ordinal"
        )


@pghistory.track()
class PlanRevision(VersionedModel):
    """One 見直し of a term. It gets its number when it is published, so that there are no gaps; then it stays."""

    class State(models.TextChoices):
        PREPARING = "preparing", "準備中"
        PUBLISHED = "published", "公表済み"
        ABANDONED = "abandoned", "取りやめ"

    term = models.ForeignKey(
        PlanTerm, on_delete=models.PROTECT, related_name="revisions", verbose_name="計画の期"
    )
    state = models.CharField("状態", max_length=10, choices=State, default=State.PREPARING)
    ordinal = models.PositiveSmallIntegerField("回", null=True, blank=True, editable=False)
    reason = models.TextField("見直しの理由")
    decided_by = models.CharField("決定した者・機関", max_length=100, blank=True)
    decided_on = models.DateField("決定した日", null=True, blank=True)
    meeting = models.CharField("意見を聴いた会議", max_length=200, blank=True)
    published_at = models.DateTimeField("公表日時", null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    is_sample = models.BooleanField("見本データ", default=False)
    objects = PlanRevisionQuerySet.as_manager()

    class Meta:
        verbose_name = "計画の見直し"
        verbose_name_plural = "計画の見直し"
        ordering = ["term", "ordinal", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["term", "ordinal"], name="revision_one_ordinal_a_term"),
            models.CheckConstraint(
                condition=Q(
                    state="published",
                    ordinal__isnull=False,
                    published_at__isnull=False,
                    decided_on__isnull=False,
                )
                | (~Q(state="published") & Q(ordinal__isnull=True, published_at__isnull=True)),
                name="revision_published_is_whole",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_revision_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            )
        ]

    def __str__(self):
        return f"{self.term} {self.name}"

    def get_absolute_url(self):
        """The public address, once it is published; needs the term and its plan."""
        return reverse("plan-revision-detail", args=[self.term.plan.slug, self.term.ordinal, self.ordinal])

    @property
    def name(self) -> str:
        """第2次見直し, or 見直し as long as it has no number."""
        return f"第{self.ordinal}次見直し" if self.ordinal else f"見直し（{self.get_state_display()}）"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.PREPARING

    @property
    def published_label(self) -> str:
        return write_day(timezone.localdate(self.published_at)) if self.published_at else ""

    @property
    def decided_label(self) -> str:
        """令和5年2月1日; empty before it is decided."""
        return write_day(self.decided_on) if self.decided_on else ""
