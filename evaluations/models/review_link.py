"""個人リンク: how a member reaches the own 事前意見 of one round without signing in. What it opens: ``prior_opinions.links``."""

from datetime import datetime, timedelta

import pghistory
from django.db import models
from django.db.models import Q

from accounts.models import OutgoingMail, User
from evaluations.models.committee import Member
from evaluations.models.round import EvaluationRound


class ReviewLinkQuerySet(models.QuerySet):
    def standing(self):
        """Those that nobody has revoked; one that has expired can be extended and stands again."""
        return self.filter(revoked_at__isnull=True)


@pghistory.track()
class ReviewLink(models.Model):
    """One member's way into one round. What opens it are its keys; what closes it stands here."""

    round = models.ForeignKey(EvaluationRound, on_delete=models.PROTECT, related_name="review_links")
    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="review_links", verbose_name="委員"
    )
    issued_at = models.DateTimeField("発行日時")
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="発行した人")
    expires_at = models.DateTimeField("有効期限")
    revoked_at = models.DateTimeField("取り消した日時", null=True, blank=True)
    revoked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="取り消した人"
    )
    opened_at = models.DateTimeField("初めて開いた日時", null=True, blank=True)
    objects = ReviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "個人リンク"
        verbose_name_plural = "個人リンク"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "member"],
                condition=Q(revoked_at__isnull=True),
                name="review_link_one_stands",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="review_link_revoked_by_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.member}：{self.round}"

    def has_expired(self, now: datetime) -> bool:
        return now >= self.expires_at


class ReviewKey(models.Model):
    """One address that opens a link. The address itself is nowhere kept: ``digest`` tells it when it comes.

    A link has as many as there were mails and letters of it, since none can be written a second time.
    """

    class Means(models.TextChoices):
        MAIL = "mail", "メール"
        LETTER = "letter", "手紙"

    link = models.ForeignKey(ReviewLink, on_delete=models.CASCADE, related_name="keys")
    digest = models.CharField("照合用の値", max_length=64, unique=True)
    means = models.CharField("渡し方", max_length=10, choices=Means)
    made_at = models.DateTimeField("作った日時")

    class Meta:
        verbose_name = "個人リンクの鍵"
        verbose_name_plural = "個人リンクの鍵"

    def __str__(self):
        return f"{self.link}（{self.get_means_display()}）"


class ReviewMail(models.Model):
    """That a mail of the outbox carries a link. The address is made and put in as the mail goes out, not before."""

    link = models.ForeignKey(ReviewLink, on_delete=models.PROTECT, related_name="mails")
    mail = models.OneToOneField(OutgoingMail, on_delete=models.PROTECT, related_name="review_mail")

    class Meta:
        verbose_name = "個人リンクのメール"
        verbose_name_plural = "個人リンクのメール"

    def __str__(self):
        return str(self.link)


class DeviceCode(models.Model):
    """The code that was sent for a new device; only the newest of a link counts. ``prior_opinions.device_codes``."""

    GOOD_FOR = timedelta(minutes=30)
    TRIES = 5

    link = models.ForeignKey(ReviewLink, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField("照合用の値", max_length=64)
    sent_at = models.DateTimeField("送った日時")
    tries = models.PositiveSmallIntegerField("試した回数", default=0)

    class Meta:
        verbose_name = "確認コード"
        verbose_name_plural = "確認コード"
        ordering = ["-pk"]

    def __str__(self):
        return str(self.link)

    def may_be_tried(self, now: datetime) -> bool:
        return self.tries < self.TRIES and now - self.sent_at < self.GOOD_FOR


class LetterPrint(models.Model):
    """Letters with links, printed by the worker. Since the PDF holds addresses, it is handed over once and then gone."""

    KEPT_FOR = timedelta(hours=1)

    class State(models.TextChoices):
        WAITING = "waiting", "作成中"
        READY = "ready", "できあがり"
        FAILED = "failed", "作成できませんでした"

    round = models.ForeignKey(EvaluationRound, on_delete=models.CASCADE, related_name="letter_prints")
    requested_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    requested_at = models.DateTimeField("作成を頼んだ日時")
    links = models.ManyToManyField(ReviewLink, related_name="+")
    state = models.CharField("状態", max_length=10, choices=State, default=State.WAITING)
    pdf = models.BinaryField("PDF", null=True)

    class Meta:
        verbose_name = "個人リンクの手紙"
        verbose_name_plural = "個人リンクの手紙"
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.round}：{self.requested_at:%Y-%m-%d %H:%M}"

    @property
    def is_on_its_way(self) -> bool:
        return self.state == self.State.WAITING
