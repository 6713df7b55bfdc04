"""What members answer to the minutes that they were sent, and the minutes as they were fixed (確定した会議録)."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from accounts.models import OutgoingMail, User
from accounts.versioning import VersionedModel
from evaluations.models.committee import Member


@pghistory.track()
class MinutesReading(VersionedModel):
    """That the minutes were sent to a member, by ``mail`` or on paper, and whether the member has confirmed them."""

    minutes = models.ForeignKey("Minutes", on_delete=models.CASCADE, related_name="readings")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    mail = models.OneToOneField(
        OutgoingMail, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField("送った日時")
    confirmed_at = models.DateTimeField("確認した日時", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="入力した人"
    )

    class Meta:
        verbose_name = "会議録の確認"
        verbose_name_plural = "会議録の確認"
        ordering = ["minutes", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "member"], name="minutes_sent_once"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(confirmed_by__isnull=False),
                name="minutes_confirmed_by_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.member.name}　{'確認済み' if self.confirmed_at else '未回答'}"


class CorrectionQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=MinutesCorrection.State.OPEN)

    def for_reading(self):
        paths = (
            "member__user",
            "passage",
            "section__minutes__meeting__committee",
            "entered_by",
            "decided_by",
        )
        return self.select_related(*paths).order_by("section__position", "passage__position", "pk")


@pghistory.track()
class MinutesCorrection(VersionedModel):
    """What a member wants to read otherwise (訂正の申し出): ``seen_text`` → ``text`` of a passage; without a passage,
    words that are missing in the section."""

    class State(models.TextChoices):
        OPEN = "open", "事務局が確認中"
        ACCEPTED = "accepted", "反映した"
        DECLINED = "declined", "反映しない"

    section = models.ForeignKey("MinutesSection", on_delete=models.PROTECT, related_name="corrections")
    passage = models.ForeignKey(
        "MinutesPassage", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    seen_text = models.TextField("今の文章", blank=True)
    text = models.TextField("訂正後の文章", blank=True)
    reason = models.TextField("訂正の理由")
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("申し出た日時")
    state = models.CharField("状態", max_length=10, choices=State, default=State.OPEN)
    answer = models.TextField("事務局の考え方", blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("決めた日時", null=True, blank=True)
    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = "会議録の訂正の申し出"
        verbose_name_plural = "会議録の訂正の申し出"
        ordering = ["section", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["section", "passage", "member"],
                condition=Q(state="open"),
                nulls_distinct=False,
                name="minutes_correction_open_once",
            ),
            models.CheckConstraint(condition=~Q(text=F("seen_text")), name="minutes_correction_changes"),
            models.CheckConstraint(
                condition=Q(state="open")
                | Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(answer=""),
                name="minutes_correction_answered",
            ),
        ]

    def __str__(self):
        return f"{self.member.name}　{self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_by_proxy(self) -> bool:
        """Whether the office typed it in for the member (代理入力)."""
        return self.entered_by_id != self.member.user_id


class EditionQuerySet(models.QuerySet):
    def public(self):
        """What anybody may read: published, of a meeting that is public, as open now as when it was published."""
        meeting = "minutes__meeting__"
        return self.filter(
            **{"published_at__isnull": False, f"{meeting}published_at__isnull": False},
            published_openness=F(f"{meeting}openness"),
        )

    def with_meeting(self):
        return self.select_related("minutes__meeting__committee", "fixed_by", "published_by")


@pghistory.track(exclude=["content", "publication"])
class MinutesEdition(VersionedModel):
    """The minutes as they were fixed: plain words that stay. A later 正誤 is the edition of the next number.

    ``publication`` is what the public reads of it, without what is 非公開, written by publishing alone.
    """

    minutes = models.ForeignKey("Minutes", on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField("版")
    content = models.JSONField("内容")
    digest = models.CharField("内容の要約値", max_length=64)
    erratum = models.TextField("正誤の理由", blank=True)
    fixed_at = models.DateTimeField("確定した日時")
    fixed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    publication = models.JSONField("公表した内容", null=True, blank=True)
    published_openness = models.CharField("公表したときの公開の別", max_length=10, blank=True)
    published_at = models.DateTimeField("公表日時", null=True, blank=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = "確定した会議録"
        verbose_name_plural = "確定した会議録"
        ordering = ["minutes", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "number"], name="minutes_edition_once"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, publication__isnull=True)
                | Q(published_at__isnull=False, publication__isnull=False),
                name="minutes_published_with_content",
            ),
            models.CheckConstraint(
                condition=Q(number=1, erratum="") | Q(number__gt=1) & ~Q(erratum=""),
                name="minutes_erratum_with_reason",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="fixed_minutes_not_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="fixed_minutes_stay",
                fields=["minutes", "number", "content", "digest", "erratum", "fixed_at", "fixed_by"],
            ),
        ]

    def __str__(self):
        return f"{self.minutes}（第{self.number}版）"
