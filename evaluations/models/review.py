"""事前意見: how far each member is with reading and writing before the meeting, and what was typed and not sent yet."""

import pghistory
from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.nets import Net
from accounts.versioning import VersionedModel
from evaluations.models.committee import Member
from evaluations.models.round import EvaluationRound
from initiatives.models import AnnualRecord


@pghistory.track()
class MemberReview(models.Model):
    """One member's 事前意見 in one round: begun by a press, ended by another; both may be pressed again."""

    round = models.ForeignKey(EvaluationRound, on_delete=models.PROTECT, related_name="reviews")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="reviews", verbose_name="委員")
    opened_at = models.DateTimeField("読み始めた日時", null=True, blank=True)
    finished_at = models.DateTimeField("書き終えた日時", null=True, blank=True)

    class Meta:
        verbose_name = "事前意見"
        verbose_name_plural = "事前意見"
        constraints = [models.UniqueConstraint(fields=["round", "member"], name="review_once_a_member")]

    def __str__(self):
        return f"{self.member}：{self.round}"


@pghistory.track()
class ReviewSheet(VersionedModel):
    """事前意見票: that a member has read one 取組 and pressed on, with or without words.

    The words are an ``Opinion``, the choice a ``CommitteeRating``; this row's version guards both. With
    ``entered_by`` the secretariat typed in what came on paper or by telephone (代理入力), for the member's last save.
    """

    class Means(models.TextChoices):
        PAPER = "paper", "紙で受け取った"
        PHONE = "phone", "電話で聞き取った"
        MAIL = "mail", "メールで受け取った"
        VISIT = "visit", "窓口・打合せで聞き取った"
        OTHER = "other", "その他"

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="sheets", verbose_name="委員")
    record = models.ForeignKey(AnnualRecord, on_delete=models.PROTECT, related_name="review_sheets")
    saved_at = models.DateTimeField("最後に保存した日時")
    entered_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="代わりに入力した人",
    )
    means = models.CharField("受け取り方", max_length=10, choices=Means, blank=True)
    received_on = models.DateField("受け取った日", null=True, blank=True)

    class Meta:
        verbose_name = "事前意見票"
        verbose_name_plural = "事前意見票"
        constraints = [
            models.UniqueConstraint(fields=["member", "record"], name="review_sheet_once"),
            models.CheckConstraint(
                condition=Q(entered_by__isnull=True, means="", received_on__isnull=True)
                | Q(entered_by__isnull=False, received_on__isnull=False) & ~Q(means=""),
                name="review_sheet_proxy_is_whole",
            ),
        ]

    def __str__(self):
        return f"{self.member}：{self.record}"


class UnsavedOpinion(Net):
    """What a member typed and has not sent (自動保存): on one 取組, or on the whole plan of a round.

    There ``place`` is the own opinion that is mended, 0 a new one. Without history, like every such net.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    record = models.ForeignKey(AnnualRecord, on_delete=models.CASCADE, null=True, related_name="+")
    round = models.ForeignKey(EvaluationRound, on_delete=models.CASCADE, null=True, related_name="+")
    place = models.PositiveSmallIntegerField(default=0)

    class Meta(Net.Meta):
        verbose_name = "意見の自動保存"
        verbose_name_plural = "意見の自動保存"
        constraints = [
            models.UniqueConstraint(fields=["member", "record"], name="unsaved_opinion_once"),
            models.UniqueConstraint(fields=["member", "round", "place"], name="unsaved_plan_opinion_once"),
            models.CheckConstraint(
                condition=Q(record__isnull=False, round__isnull=True, place=0)
                | Q(record__isnull=True, round__isnull=False),
                name="unsaved_opinion_on_one_thing",
            ),
        ]

    def __str__(self):
        return f"{self.member}：{self.record or self.round}"
