"""Prints (刷り物) of what the public reads: laid out once by a worker, kept for everybody who asks for the same."""

from datetime import datetime, timedelta

from django.db import models

PATIENCE = timedelta(minutes=10)
"""How long a print may be on its way, or have failed, before it may be asked for again."""
KEPT_OF_A_KIND = 60
MOST_WAITING = 10


class KeptPrintQuerySet(models.QuerySet):
    def on_their_way(self):
        return self.filter(state__in=[KeptPrint.State.WAITING, KeptPrint.State.MAKING])

    def tidy(self, kind: str, most: int = KEPT_OF_A_KIND):
        """Let go of the oldest of a kind; who wants one of them again has it laid out again."""
        old = self.filter(kind=kind, state=KeptPrint.State.READY).order_by("-requested_at", "key")
        self.filter(key__in=list(old.values_list("key", flat=True)[most:])).delete()


class KeptPrint(models.Model):
    """One PDF by what it shows, and how far it is.

    ``key`` is a hash of all that is printed but the day on which it is: what is kept can be old, but never wrong.
    ``pages`` are the pieces of HTML to lay out, empty once that was done. A row may be deleted at any time.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "作成待ち"
        MAKING = "making", "作成中"
        READY = "ready", "できあがり"
        FAILED = "failed", "作成できませんでした"

    key = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField("種類", max_length=20)
    state = models.CharField("状態", max_length=10, choices=State, default=State.WAITING)
    head = models.CharField("ページの上に入る名前", max_length=200)
    marks = models.CharField("ページの上に入る印", max_length=20, blank=True)
    pages = models.JSONField("組む内容", default=list)
    piece_count = models.PositiveSmallIntegerField("まとまりの数")
    pieces_done = models.PositiveSmallIntegerField("組み終えたまとまりの数", default=0)
    requested_at = models.DateTimeField("作成を頼んだ日時")
    pdf = models.BinaryField("PDF", null=True)
    objects = KeptPrintQuerySet.as_manager()

    class Meta:
        verbose_name = "刷り物"
        verbose_name_plural = "刷り物"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pdf__isnull=False, state="ready")
                | (models.Q(pdf__isnull=True) & ~models.Q(state="ready")),
                name="print_ready_with_pdf",
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.key[:8]}"

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY

    def is_on_its_way(self, now: datetime) -> bool:
        """Whether it is waited for: neither ready nor failed, and not so long ago that the worker must have been lost."""
        return not self.is_ready and not self.may_be_asked_again(now) and self.state != self.State.FAILED

    def may_be_asked_again(self, now: datetime) -> bool:
        return not self.is_ready and now - self.requested_at > PATIENCE
