"""Editions (版): a round as it stood at one moment, with its PDF. A published one can never change."""

from datetime import datetime, timedelta

import pgtrigger
from django.db import models
from django.db.models import Q

from accounts.events import NO_TRUNCATE
from accounts.models import User
from evaluations.models.round import EvaluationRound
from initiatives.models import Initiative

PATIENCE = timedelta(minutes=10)
"""How long making a report may take before it may be asked for again."""


class EditionQuerySet(models.QuerySet):
    def published(self):
        return self.filter(published_at__isnull=False)

    def drafts(self):
        return self.filter(is_draft=True)

    def readable_by_members(self, today):
        """All but those that say what members wrote in a round in which they still write blind."""
        return self.exclude(is_blind=False, round__in=EvaluationRound.objects.blind(today))

    def newest_for_members(self, today):
        """The published one, or the newest draft that members may read; one made while they wrote blind comes last."""
        ready = self.readable_by_members(today).filter(state=Edition.State.READY)
        return ready.order_by("is_draft", "is_blind", "-requested_at").first()


class Edition(models.Model):
    """A snapshot of a round: 「案」 for those who may see it before publication, or the one made public.

    ``head`` holds all but the sheets (plan, dates, legend, summary, 総評, opinions on the whole). Pages and PDF of
    a published year are made from here alone, never from the living rows.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "作成待ち"
        MAKING = "making", "作成中"
        READY = "ready", "できあがり"
        FAILED = "failed", "作成できませんでした"

    round = models.ForeignKey(EvaluationRound, on_delete=models.PROTECT, related_name="editions")
    is_draft = models.BooleanField("案")
    is_blind = models.BooleanField("委員の意見と評価を除いた案", default=False)
    state = models.CharField("状態", max_length=10, choices=State, default=State.WAITING)
    head = models.JSONField("見出しと概要")
    digest = models.CharField("内容の要約値", max_length=64)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField("作成を頼んだ日時")
    started_at = models.DateTimeField("作成を始めた日時", null=True, blank=True)
    pdf = models.BinaryField("PDF", null=True)
    published_at = models.DateTimeField("公表日時", null=True, blank=True)
    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = "版"
        verbose_name_plural = "版"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round"], condition=Q(published_at__isnull=False), name="edition_published_once"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(is_draft=False, state="ready", pdf__isnull=False),
                name="edition_published_is_whole",
            ),
        ]
        triggers = [
            NO_TRUNCATE,
            pgtrigger.Protect(
                name="published_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.round}（{'案' if self.is_draft else '公表'}）"

    @property
    def is_on_its_way(self) -> bool:
        return self.state in (self.State.WAITING, self.State.MAKING)

    def has_stalled(self, now: datetime) -> bool:
        """Whether nobody seems to work on it any more, as when the worker was ended in the middle."""
        return self.is_on_its_way and now - (self.started_at or self.requested_at) > PATIENCE


class EditionSheet(models.Model):
    """One 取組 in an edition. The columns are what lists show; ``content`` is the whole sheet."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="sheets")
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="edition_sheets")
    position = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=20)
    title = models.CharField(max_length=100)
    goal = models.CharField(max_length=150)
    department = models.CharField(max_length=100)
    self_rating = models.CharField(max_length=60)
    final_rating = models.CharField(max_length=60, blank=True)
    content = models.JSONField()

    class Meta:
        verbose_name = "版の取組"
        verbose_name_plural = "版の取組"
        ordering = ["edition", "position"]
        constraints = [models.UniqueConstraint(fields=["edition", "initiative"], name="sheet_once")]
        triggers = [
            NO_TRUNCATE,
            pgtrigger.Trigger(
                name="published_sheet_stays",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                # Neither out of a published edition nor into it; the lock lets nobody publish it meanwhile.
                func="""
                    PERFORM 1 FROM evaluations_edition WHERE id IN (OLD.edition_id, NEW.edition_id) FOR SHARE;
                    IF EXISTS (
                        SELECT 1 FROM evaluations_edition
                        WHERE id IN (OLD.edition_id, NEW.edition_id) AND published_at IS NOT NULL
                    ) THEN
                        RAISE EXCEPTION 'the sheets of a published edition cannot be changed';
                    END IF;
                    RETURN COALESCE(NEW, OLD);
                """,
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"
