"""Minutes of a meeting (会議録) while they are written: sections, passages, and under which label each person speaks."""

import pghistory
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from accounts.roles import Permission
from accounts.versioning import VersionedModel
from evaluations.models.committee import Committee, Member
from evaluations.models.meeting import AgendaItem, Meeting
from evaluations.models.round import EvaluationRound


class Speakers(models.TextChoices):
    """How the speakers are shown (発言者の表し方)."""

    ROLE = "role", "役職と記号（委員長、委員A…）"
    NAME = "name", "氏名（公表を希望しない委員は、役職と記号）"
    MEMBER = "member", "「委員」とだけ"


METHOD = "要点筆記"
OF_OPINION = "opinion-"
"""How the source of a passage begins that was drafted from an opinion of the ledger; its key follows."""
DAYS = 14


@pghistory.track()
class MinutesRule(VersionedModel):
    """How a committee's minutes are made (会議録の決まり); each new 会議録 begins with it."""

    committee = models.OneToOneField(Committee, on_delete=models.CASCADE, related_name="minutes_rule")
    speakers = models.CharField("発言者の表し方", max_length=10, choices=Speakers, default=Speakers.ROLE)
    method = models.CharField("会議録の作成方法", max_length=100, default=METHOD)
    contact = models.TextField("問合せ先", blank=True)
    days = models.PositiveSmallIntegerField("委員が確認する期間（日）", default=DAYS)

    class Meta:
        verbose_name = "会議録の決まり"
        verbose_name_plural = "会議録の決まり"

    def __str__(self):
        return f"{self.committee}の会議録の決まり"


class MinutesQuerySet(models.QuerySet):
    def for_reading(self):
        return self.select_related("meeting__committee__term__plan", "meeting__round__request")

    def telling_blind(self, today):
        """Those in which opinions of a round stand that members write in blind by now, its due date having been moved."""
        opinions = MinutesPassage.objects.filter(
            section__minutes=OuterRef("pk"), source__startswith=OF_OPINION
        )
        return self.filter(Exists(opinions), meeting__round__in=EvaluationRound.objects.blind(today))

    def visible_to(self, user: User, today):
        """Secretariats see all; members what was sent to them, and what is fixed of meetings in their term of office.

        What ``telling_blind`` names nobody but secretariats reads.
        """
        if user.may(Permission.RUN_ROUNDS):
            return self
        if not user.may(Permission.REVIEW):
            return self.none()
        seen = self.filter(meeting__in=Meeting.objects.visible_to(user, today))
        seen = seen.exclude(pk__in=self.model.objects.telling_blind(today))
        seats = Member.objects.read_by(user, today)
        rows = self.model._base_manager.filter(pk=OuterRef("pk"))
        sent = Exists(rows.filter(readings__member__in=seats))
        return seen.filter(sent | Exists(rows.filter(editions__isnull=False)))


@pghistory.track()
class Minutes(VersionedModel):
    """The minutes of one meeting. What is fixed of them is a ``MinutesEdition``, which can never change.

    Members answer until the end of ``due_on``. ``erratum`` is why a fixed text is being corrected (正誤).
    """

    class State(models.TextChoices):
        DRAFTING = "drafting", "作成中"
        CONFIRMING = "confirming", "委員が確認中"
        FIXED = "fixed", "確定"
        AMENDING = "amending", "正誤の準備中"

    OPEN = (State.DRAFTING, State.CONFIRMING, State.AMENDING)

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    state = models.CharField("状態", max_length=10, choices=State, default=State.DRAFTING, editable=False)
    speakers = models.CharField("発言者の表し方", max_length=10, choices=Speakers, default=Speakers.ROLE)
    method = models.CharField("会議録の作成方法", max_length=100, default=METHOD)
    contact = models.TextField("問合せ先", blank=True)
    due_on = models.DateField("確認の期限", null=True, blank=True)
    erratum = models.TextField("正誤の理由", blank=True)
    drafted_at = models.DateTimeField("案を作った日時")
    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = "会議録"
        verbose_name_plural = "会議録"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="confirming") | Q(due_on__isnull=False),
                name="minutes_confirmed_until_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="amending") | ~Q(erratum=""), name="minutes_amended_for_a_reason"
            ),
        ]

    def __str__(self):
        return f"{self.meeting}の会議録"

    @property
    def is_open(self) -> bool:
        """Whether the text may be written on."""
        return self.state in self.OPEN

    @property
    def is_confirming(self) -> bool:
        return self.state == self.State.CONFIRMING

    def takes_answers(self, today) -> bool:
        """Whether members may confirm or propose: to the end of the due date."""
        return self.is_confirming and today <= self.due_on


@pghistory.track()
class MinutesSpeaker(models.Model):
    """Under which letter a member speaks in one 会議録: drawn once, never changed, in an order that tells nothing."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="cast")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    office = models.CharField("会議のときの役職", max_length=10, choices=Member.Office)
    ordinal = models.PositiveSmallIntegerField("記号の順")

    class Meta:
        verbose_name = "会議録の発言者"
        verbose_name_plural = "会議録の発言者"
        ordering = ["minutes", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "member"], name="minutes_speaker_once"),
            models.UniqueConstraint(fields=["minutes", "ordinal"], name="minutes_letter_once"),
        ]

    def __str__(self):
        return self.member.name


@pghistory.track()
class MinutesSection(VersionedModel):
    """A part of the minutes: one point of the agenda, or what members had written before. People save it as a whole."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="sections")
    item = models.ForeignKey(
        AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="議題"
    )
    source = models.CharField("もとになったもの", max_length=40, editable=False)
    title = models.CharField("見出し", max_length=200)
    position = models.PositiveSmallIntegerField("並び順")
    is_closed = models.BooleanField(
        "非公開にする", default=False, help_text="選ぶと、この部分の要旨と決定事項を公表しません。"
    )

    class Meta:
        verbose_name = "会議録の項目"
        verbose_name_plural = "会議録の項目"
        ordering = ["minutes", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "source"], name="minutes_section_once"),
        ]

    def __str__(self):
        return self.title

    @property
    def is_withheld(self) -> bool:
        return self.is_closed or (self.item is not None and self.item.is_closed)


class PassageQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(is_removed=False)


@pghistory.track()
class MinutesPassage(models.Model):
    """What one person said, a sentence of the 要旨, or a decision. Its section carries the version.

    ``source`` and ``drafted`` say of what the draft was made and how it read then, so that a new draft knows what
    people wrote since. ``sent_text`` is what members were sent. ``is_original`` marks the words of an opinion of which
    nobody has written a summary yet.
    """

    class Kind(models.TextChoices):
        NOTE = "note", "要旨（発言者を書かない）"
        MEMBER = "member", "委員の発言"
        OFFICE = "office", "事務局"
        EXPLAINER = "explainer", "説明員"
        OBSERVER = "observer", "オブザーバー"
        DECISION = "decision", "決定事項"

    section = models.ForeignKey(MinutesSection, on_delete=models.CASCADE, related_name="passages")
    kind = models.CharField("種類", max_length=10, choices=Kind, default=Kind.NOTE)
    speaker = models.ForeignKey(
        MinutesSpeaker, on_delete=models.PROTECT, null=True, blank=True, related_name="passages"
    )
    text = models.TextField("文章")
    position = models.PositiveSmallIntegerField("並び順")
    source = models.CharField("もとになったもの", max_length=40, blank=True, editable=False)
    drafted = models.TextField("案の文章", blank=True, editable=False)
    sent_text = models.TextField("委員に送った文章", blank=True, editable=False)
    is_original = models.BooleanField("意見の原文のまま", default=False, editable=False)
    is_removed = models.BooleanField("削除した", default=False)
    objects = PassageQuerySet.as_manager()

    class Meta:
        verbose_name = "会議録の文章"
        verbose_name_plural = "会議録の文章"
        ordering = ["section", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="member", speaker__isnull=False)
                | ~Q(kind="member") & Q(speaker__isnull=True),
                name="minutes_member_speaks",
            ),
            models.UniqueConstraint(
                fields=["section", "source"], condition=~Q(source=""), name="minutes_drafted_once"
            ),
        ]

    def __str__(self):
        return self.text[:40]
