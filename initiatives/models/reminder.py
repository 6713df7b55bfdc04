"""What a person was told about a record, and the words of the mails that tell it."""

import pghistory
from django.db import models

from accounts.models import OutgoingMail, User
from accounts.versioning import VersionedModel
from initiatives.models.record import AnnualRecord


class ReminderQuerySet(models.QuerySet):
    def told_to(self, people):
        """Those that reach one of ``people``; what was cancelled counts as not said."""
        return self.filter(to__in=people).exclude(mail__state=OutgoingMail.State.CANCELLED)


class Reminder(models.Model):
    """That one person is told of one record on one occasion, by a mail that may tell of others too.

    ``occasion`` keeps the same thing from being told twice: the due date and how long before it, the number of the
    return, the day on which the secretariat pressed the button.
    """

    class Kind(models.TextChoices):
        """In the order of weight: the first one that a mail tells of gives it its words."""

        RETURNED = "returned", "差戻し"
        OVERDUE = "overdue", "期限超過"
        BEFORE = "before", "期限前"
        REQUESTED = "requested", "照会"
        BY_HAND = "by_hand", "事務局からのお願い"

    to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="reminders")
    record = models.ForeignKey(AnnualRecord, on_delete=models.PROTECT, related_name="reminders")
    kind = models.CharField("種類", max_length=10, choices=Kind)
    occasion = models.CharField("きっかけ", max_length=30)
    mail = models.ForeignKey(OutgoingMail, on_delete=models.PROTECT, related_name="reminders")
    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = "お知らせ"
        verbose_name_plural = "お知らせ"
        constraints = [
            models.UniqueConstraint(fields=["to", "record", "kind", "occasion"], name="reminder_once")
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.occasion}"


@pghistory.track()
class MailText(VersionedModel):
    """Subject and body of one kind of mail as the secretariat words them. Without a row, ``mail_texts`` has ours."""

    kind = models.CharField("種類", max_length=10, choices=Reminder.Kind, unique=True)
    subject = models.CharField("件名", max_length=100)
    body = models.TextField("本文")

    class Meta:
        verbose_name = "お知らせの文面"
        verbose_name_plural = "お知らせの文面"

    def __str__(self):
        return f"お知らせの文面（{self.get_kind_display()}）"
