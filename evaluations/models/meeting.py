"""A meeting of the committee (会議): its agenda and who attends. Its papers stand in ``models.paper``."""

from dataclasses import dataclass
from datetime import datetime, time

import pghistory
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from accounts.dates import write_day
from accounts.models import OutgoingMail, User
from accounts.roles import Permission
from accounts.versioning import VersionedModel
from evaluations.models.committee import Committee, Member
from evaluations.models.round import EvaluationRound
from plans import fiscal_year
from plans.models.outreach import WEB_ADDRESS

CLOSED_WITHOUT_REASON = "一部非公開・非公開のときは、理由を入力してください。"
ENDS_TOO_EARLY = "終了時刻は、開始時刻より後にしてください。"


class MeetingQuerySet(models.QuerySet):
    def for_reading(self):
        return self.select_related("committee__term__plan", "round__request")

    def public(self):
        """Those that were published and not withdrawn: what anybody may read of, from ``publication`` alone."""
        return self.filter(published_at__isnull=False)

    def in_year(self, year: int):
        return self.filter(fiscal_year=year)

    def years(self) -> list[int]:
        """The fiscal years with a meeting, newest first."""
        return list(self.order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct())

    def visible_to(self, user: User, today):
        """Secretariats see every meeting; members those that were called while they were in office."""
        if user.may(Permission.RUN_ROUNDS):
            return self
        if user.may(Permission.REVIEW):
            day = OuterRef("held_on")
            seats = Member.objects.seen_from(user, today, committee="committee", first=day, last=day)
            return self.filter(Exists(seats), called_at__isnull=False)
        return self.none()


@pghistory.track(exclude=["publication"])
class Meeting(VersionedModel):
    """One meeting. ``fiscal_year`` follows ``held_on``; ``ordinal`` is 第n回 of that year.

    ``publication`` is what the public reads: plain words, written by publishing (``evaluations.meetings.publication``)
    and by nothing else, so that what is edited later stays inside until it is published again.
    """

    class State(models.TextChoices):
        PREPARING = "preparing", "準備中"
        CALLED = "called", "通知済み"
        HELD = "held", "開催済み"
        CANCELLED = "cancelled", "中止"

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", "対面"
        ONLINE = "online", "オンライン"
        HYBRID = "hybrid", "対面とオンラインの併用"
        WRITTEN = "written", "書面"

    class Openness(models.TextChoices):
        OPEN = "open", "公開"
        PARTLY = "partly", "一部非公開"
        CLOSED = "closed", "非公開"

    committee = models.ForeignKey(
        Committee, on_delete=models.PROTECT, related_name="meetings", verbose_name="委員会"
    )
    round = models.ForeignKey(
        EvaluationRound,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name="取り上げる評価の回",
    )
    fiscal_year = models.IntegerField("年度", editable=False)
    ordinal = models.PositiveSmallIntegerField("回")
    held_on = models.DateField("開催日")
    starts_at = models.TimeField("開始時刻")
    ends_at = models.TimeField("終了時刻", null=True, blank=True)
    mode = models.CharField("開催方法", max_length=10, choices=Mode, default=Mode.IN_PERSON)
    place = models.CharField("場所", max_length=200, blank=True)
    online_address = models.URLField(
        "オンライン会議のアドレス", max_length=500, blank=True, validators=[WEB_ADDRESS]
    )
    openness = models.CharField("公開の別", max_length=10, choices=Openness, default=Openness.OPEN)
    closed_reason = models.TextField("非公開とする理由", blank=True)
    audience_capacity = models.PositiveSmallIntegerField("傍聴の定員", null=True, blank=True)
    audience_note = models.CharField("傍聴の申込み", max_length=200, blank=True)
    audience_count = models.PositiveSmallIntegerField("傍聴した人数", null=True, blank=True)
    message = models.TextField("通知文", blank=True)
    answer_due_on = models.DateField("出欠の回答期限", null=True, blank=True)
    office_present = models.TextField("事務局・説明員の出席者", blank=True)
    state = models.CharField("状態", max_length=10, choices=State, default=State.PREPARING, editable=False)
    cancelled_reason = models.TextField("中止の理由", blank=True, editable=False)
    called_at = models.DateTimeField("開催通知の日時", null=True, blank=True, editable=False)
    publication = models.JSONField("公表した内容", null=True, blank=True, editable=False)
    published_at = models.DateTimeField("公表日時", null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    is_sample = models.BooleanField("見本データ", default=False, editable=False)
    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "会議"
        verbose_name_plural = "会議"
        ordering = ["-held_on", "-starts_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "fiscal_year", "ordinal"],
                name="meeting_number_once",
                violation_error_message="この年度の同じ回の会議が、すでにあります。",
            ),
            models.CheckConstraint(
                condition=Q(openness="open", closed_reason="") | ~Q(openness="open") & ~Q(closed_reason=""),
                name="meeting_closed_with_reason",
                violation_error_message=CLOSED_WITHOUT_REASON,
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="meeting_times_in_order",
                violation_error_message=ENDS_TOO_EARLY,
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, publication__isnull=True)
                | Q(published_at__isnull=False, publication__isnull=False),
                name="meeting_published_with_content",
            ),
            models.CheckConstraint(
                condition=Q(state="preparing") | Q(state="cancelled") | Q(called_at__isnull=False),
                name="meeting_called_at_a_time",
            ),
        ]

    def __str__(self):
        return f"{self.label}　{self.committee}"

    def clean(self):
        """What the kind of meeting asks for, said at its box."""
        if errors := {name: words for name, is_wrong, words in self._demands() if is_wrong}:
            raise ValidationError(errors)

    def _demands(self) -> list[tuple[str, bool, str]]:
        """Each demand as (column, whether it is broken, words); days and times that are missing say so themselves."""
        is_open = self.openness == self.Openness.OPEN
        needs_place = self.has_place and not self.place
        lost_address = not self.is_online and bool(self.online_address)
        days, times = (self.held_on, self.answer_due_on), (self.starts_at, self.ends_at)
        other_committee = self.round is not None and self.round.committee_id != self.committee_id
        return [
            ("closed_reason", is_open and bool(self.closed_reason), "公開の会議では、空欄にしてください。"),
            ("closed_reason", not is_open and not self.closed_reason, CLOSED_WITHOUT_REASON),
            ("place", needs_place, "対面で開くときは、場所を入力してください。"),
            ("online_address", lost_address, "オンラインで開かないときは、空欄にしてください。"),
            ("ends_at", all(times) and times[1] <= times[0], ENDS_TOO_EARLY),
            ("round", other_committee, "この委員会の評価の回を選んでください。"),
            ("answer_due_on", all(days) and days[1] > days[0], "開催日以前の日付にしてください。"),
        ]

    @property
    def label(self) -> str:
        """令和4年度第1回."""
        return f"{fiscal_year.wareki(self.fiscal_year)}第{self.ordinal}回"

    @property
    def has_place(self) -> bool:
        return self.mode in (self.Mode.IN_PERSON, self.Mode.HYBRID)

    @property
    def is_online(self) -> bool:
        return self.mode in (self.Mode.ONLINE, self.Mode.HYBRID)

    @property
    def is_preparing(self) -> bool:
        return self.state == self.State.PREPARING

    @property
    def is_called(self) -> bool:
        return self.state == self.State.CALLED

    @property
    def day_label(self) -> str:
        """令和4年8月1日（月）."""
        return f"{write_day(self.held_on)}（{'月火水木金土日'[self.held_on.weekday()]}）"

    @property
    def time_label(self) -> str:
        """14時から16時まで; 14時30分から without an end."""
        last = f"{clock(self.ends_at)}まで" if self.ends_at else ""
        return f"{clock(self.starts_at)}から{last}"

    @property
    def where_label(self) -> str:
        """The mode and the place, without the online address, which only members read."""
        return "　".join(part for part in (self.get_mode_display(), self.place) if part)

    @property
    def begins(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.held_on, self.starts_at))

    @property
    def ends(self) -> datetime | None:
        return timezone.make_aware(datetime.combine(self.held_on, self.ends_at)) if self.ends_at else None


def clock(moment: time) -> str:
    """14時, 14時30分."""
    return f"{moment.hour}時{moment.minute}分" if moment.minute else f"{moment.hour}時"


@pghistory.track()
class AgendaItem(VersionedModel):
    """One point of the 次第. ``summary`` and ``decision`` are what the minutes say of it (要旨, 決定事項)."""

    class Kind(models.TextChoices):
        DELIBERATION = "deliberation", "議事"
        REPORT = "report", "報告"
        OTHER = "other", "その他"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField("並び順")
    kind = models.CharField("種類", max_length=12, choices=Kind, default=Kind.DELIBERATION)
    title = models.CharField("議題", max_length=200)
    description = models.TextField("説明", blank=True)
    is_closed = models.BooleanField(
        "非公開の議題", default=False, help_text="選ぶと、議題の名前も資料も、市民のページに載せません。"
    )
    summary = models.TextField("要旨", blank=True)
    decision = models.TextField("決定事項", blank=True)

    class Meta:
        verbose_name = "議題"
        verbose_name_plural = "議題"
        ordering = ["meeting", "position", "pk"]

    def __str__(self):
        return self.title


class AttendanceQuerySet(models.QuerySet):
    def of_the_day(self, meeting: Meeting):
        """Without members whose seat had ended by the day: they are not waited for and not counted."""
        return self.exclude(member__ended_on__lt=meeting.held_on)

    def in_order(self):
        rank = models.Case(
            models.When(member__office=Member.Office.CHAIR, then=0),
            models.When(member__office=Member.Office.VICE_CHAIR, then=1),
            default=2,
        )
        return self.select_related("member").order_by(rank, "member__appointed_on", "member__pk")


@pghistory.track()
class Attendance(VersionedModel):
    """A member called to a meeting: what was answered beforehand, and how it was on the day.

    ``mail`` is the notice by mail; without one it goes to the member on paper.
    """

    class Answer(models.TextChoices):
        PRESENT = "present", "出席"
        ONLINE = "online", "オンラインで出席"
        PROXY = "proxy", "代理が出席"
        ABSENT = "absent", "欠席"

    ATTENDING = (Answer.PRESENT, Answer.ONLINE)

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="attendances")
    answer = models.CharField("出欠の回答", max_length=10, choices=Answer, blank=True)
    answered_at = models.DateTimeField("回答日時", null=True, blank=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="回答した人"
    )
    presence = models.CharField("当日の出欠", max_length=10, choices=Answer, blank=True)
    proxy_name = models.CharField("代理の方の氏名", max_length=100, blank=True)
    note = models.CharField("事務局への連絡", max_length=400, blank=True)
    mail = models.OneToOneField(
        OutgoingMail, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = "出欠"
        verbose_name_plural = "出欠"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="attendance_once"),
            models.CheckConstraint(
                condition=Q(answer="") | Q(answered_at__isnull=False), name="attendance_answered_at_a_time"
            ),
        ]

    def __str__(self):
        return f"{self.member.name}　{self.shown_label}"

    @property
    def shown(self) -> str:
        """How it was on the day; before that is entered, what was answered."""
        return self.presence or self.answer

    @property
    def shown_label(self) -> str:
        return self.Answer(self.shown).label if self.shown else "未回答"


@dataclass(frozen=True)
class Quorum:
    """Whether a meeting stands. ``total`` are the seats called, ``needed`` how many must attend (0: no rule)."""

    rule: str
    total: int
    needed: int
    present: int
    is_final: bool

    @classmethod
    def of(cls, committee: Committee, attendances: list[Attendance]) -> "Quorum":
        """Count by the rule of the committee: how it was on the day once entered, else by the answers."""
        counted = list(Attendance.ATTENDING)
        if committee.counts_proxies:
            counted.append(Attendance.Answer.PROXY)
        total = len(attendances)
        return cls(
            rule=committee.get_quorum_display(),
            total=total,
            needed=needed(committee.quorum, total),
            present=sum(row.shown in counted for row in attendances),
            is_final=total > 0 and all(row.presence for row in attendances),
        )

    @property
    def stands(self) -> bool:
        return self.total > 0 and self.present >= self.needed


def needed(rule: str, total: int) -> int:
    """How many of ``total`` must attend: 過半数 is more than half, 半数以上 half or more."""
    rules = Committee.QuorumRule
    return {
        rules.MAJORITY: total // 2 + 1,
        rules.HALF: (total + 1) // 2,
        rules.TWO_THIRDS: -(-2 * total // 3),
        rules.NONE: 0,
    }[rule]
