"""What was laid out for a report is kept, so that the next report lays out only what has changed since."""

from datetime import timedelta

from django.db import models
from django.db.models.functions import Now

KEPT_FOR = timedelta(days=400)
MOST_KEPT = 10_000
TOUCHED_EVERY = timedelta(days=1)


class LaidOutPieceQuerySet(models.QuerySet):
    def touch(self):
        """Note that these are in use; once a day is enough."""
        return self.filter(last_used_at__lt=Now() - TOUCHED_EVERY).update(last_used_at=Now())

    def tidy(self, most: int = MOST_KEPT):
        """Let go of what no report has used for longer than a year, and of the oldest where there are too many."""
        self.filter(last_used_at__lt=Now() - KEPT_FOR).delete()
        surplus = self.order_by("-last_used_at", "key").values("key")[most:]
        self.filter(key__in=list(surplus.values_list("key", flat=True))).delete()


class LaidOutPiece(models.Model):
    """Some pages of a report (one 取組, or a part of front and back), as ``plans.press`` lays them out.

    ``key`` is a hash of all that the pages depend on: a piece can be old, but never wrong. It may be deleted at any
    time. The clock is the database's, so that all workers read the same one.
    """

    key = models.CharField(max_length=64, primary_key=True)
    pdf = models.BinaryField("PDF")
    outline = models.JSONField("ページ・見出し・文字")
    last_used_at = models.DateTimeField("最後に使った日時", db_default=Now(), db_index=True)
    objects = LaidOutPieceQuerySet.as_manager()

    class Meta:
        verbose_name = "組んだページ"
        verbose_name_plural = "組んだページ"

    def __str__(self):
        return self.key
