"""What stands beside a record while somebody writes it: what was not saved yet, who has it open, which hints are settled.

None of it is the record: the first two may be lost at any time without a saved word being lost.
"""

from datetime import datetime, timedelta

import pghistory
from django.db import models

from accounts.models import User
from accounts.nets import Net
from initiatives.models.record import AnnualRecord
from initiatives.wording_checks import LABELS

SEEN_WITHIN = timedelta(seconds=90)
"""A page says every 30 seconds that it is open (js/presence.js); two calls may be missed."""


class OfOnePerson(models.Model):
    """A row that one person has beside one record."""

    record = models.ForeignKey(AnnualRecord, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["record", "person"], name="%(class)s_once_a_person")]

    def __str__(self):
        return f"{self.person}：{self.record}"


class Autosave(OfOnePerson, Net):
    """What one person typed into the form of one record and has not saved."""

    class Meta(OfOnePerson.Meta):
        verbose_name = "自動保存"
        verbose_name_plural = "自動保存"

    @property
    def texts(self) -> list[str]:
        """The texts of several words among what was typed, for copying."""
        return [text for name in AnnualRecord.TEXTS for text in self.typed.get(name, []) if text.strip()]


class PresenceQuerySet(models.QuerySet):
    def others(self, record: AnnualRecord, person: User, now: datetime):
        """Who else has the form of ``record`` open."""
        seen = self.filter(record=record, seen_at__gt=now - SEEN_WITHIN)
        return seen.exclude(person=person).select_related("person").order_by("person__name")


class Presence(OfOnePerson):
    """That a person has the form of a record open, as their page said last."""

    seen_at = models.DateTimeField("最後に開いていた日時")
    objects = PresenceQuerySet.as_manager()

    class Meta(OfOnePerson.Meta):
        verbose_name = "開いている人"
        verbose_name_plural = "開いている人"


@pghistory.track()
class WordingAnswer(models.Model):
    """What the writer said to a hint on the wording (``initiatives.wording_checks``): that it may stay, or why.

    It holds for the text that it was given to (``fingerprint``): when the text changes, the hint is asked again.
    """

    record = models.ForeignKey(AnnualRecord, on_delete=models.CASCADE, related_name="wording_answers")
    check_name = models.CharField("確かめたこと", max_length=30, choices=LABELS.items())
    field = models.CharField("欄", max_length=60)
    fingerprint = models.CharField("文章の指紋", max_length=64)
    reason = models.CharField("変更なしの理由", max_length=200, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="答えた人")
    answered_at = models.DateTimeField("答えた日時")

    class Meta:
        verbose_name = "文章の確認"
        verbose_name_plural = "文章の確認"
        constraints = [
            models.UniqueConstraint(
                fields=["record", "check_name", "field"], name="wording_answered_once_a_field"
            )
        ]

    def __str__(self):
        return f"{self.place} {self.get_check_name_display()}"

    @property
    def place(self) -> str:
        return AnnualRecord.short_label(self.field)
