"""Calling the members to a meeting, once each, taking their answers, and who was there on the day.

All verbs raise StaleVersion when somebody else saved first, MoveRefused when it cannot be done now, and
ValidationError for what was typed.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.versioning import MoveRefused
from evaluations.meetings import letters
from evaluations.models import Attendance, Meeting, Member

Answer = Attendance.Answer
State = Meeting.State


@dataclass(frozen=True)
class Called:
    """Whom a call reached: by mail, and those who get it on paper."""

    mailed: list[Member]
    on_paper: list[Member]


def to_be_called(meeting: Meeting) -> list[Member]:
    """The members in office on the day who were not called yet."""
    serving = meeting.committee.members.serving(meeting.held_on)
    return list(serving.exclude(attendances__meeting=meeting).select_related("user").in_order())


@transaction.atomic
def call(*, meeting: Meeting, version: int, now: datetime) -> Called:
    """Send the notice to every member who has not got it: the first time to all, later to those who came since."""
    row = Meeting.claim(version, pk=meeting.pk)
    if row.state not in (State.PREPARING, State.CALLED):
        raise MoveRefused(f"「{row}」は{row.get_state_display()}のため、通知できません。")
    if row.held_on < timezone.localdate(now):
        raise MoveRefused("開催日が過ぎているため、通知できません。開催日を確かめてください。")
    if not row.agenda.exists():
        raise MoveRefused("議題がありません。先に議題を登録してください。")
    members = to_be_called(row)
    if not members:
        raise MoveRefused("通知を送る委員がいません。開催日に任期中の委員には、すべて通知済みです。")
    row.state, row.called_at = State.CALLED, row.called_at or now
    row.save()
    return _tell(row, members, now)


def letter(meeting: Meeting) -> letters.Letter:
    """The notice as it would go out now."""
    return letters.called(meeting)


def _tell(meeting: Meeting, members: list[Member], now: datetime) -> Called:
    notice, reached = letter(meeting), Called([], [])
    for member in members:
        attendance = Attendance(meeting=meeting, member=member)
        if letters.can_be_written_to(member.user):
            (attendance.mail,) = letters.write(notice, [member.user], now=now)
            reached.mailed.append(member)
        else:
            reached.on_paper.append(member)
        attendance.save()
    return reached


@transaction.atomic
def answer(
    *,
    attendance: Attendance,
    version: int,
    answer: str,
    proxy_name: str,
    note: str,
    by: User,
    now: datetime,
) -> Attendance:
    """Take down whether a member comes; by the member, or by the office for one who answered otherwise."""
    row = Attendance.claim(version, pk=attendance.pk)
    meeting = row.meeting
    if not meeting.is_called or meeting.held_on < timezone.localdate(now):
        raise MoveRefused(f"「{meeting}」の出欠の受付は終わりました。変わるときは、事務局にご連絡ください。")
    _check_answer(meeting, answer, proxy_name)
    row.answer, row.note = answer, note
    row.proxy_name = proxy_name if answer == Answer.PROXY else ""
    row.answered_by, row.answered_at = by, now
    row.full_clean()
    row.save()
    return row


def _check_answer(meeting: Meeting, answer: str, proxy_name: str) -> None:
    if answer == Answer.ONLINE and not meeting.is_online:
        raise ValidationError({"answer": "この会議は、オンラインでは参加できません。"})
    if answer == Answer.PROXY and not proxy_name:
        raise ValidationError({"proxy_name": "代理の方の氏名を入力してください。"})


def choices(meeting: Meeting) -> list[tuple[str, str]]:
    """The answers that this kind of meeting leaves."""
    left_out = set() if meeting.is_online else {Answer.ONLINE}
    if meeting.mode == Meeting.Mode.ONLINE:
        left_out.add(Answer.PRESENT)
    return [(value, label) for value, label in Answer.choices if value not in left_out]


@transaction.atomic
def enter_presence(
    *,
    meeting: Meeting,
    version: int,
    presences: dict[int, tuple[str, str]],
    audience_count: int | None,
    office_present: str,
    is_over: bool,
    today: date,
) -> Meeting:
    """Enter who was there: (presence, name of a proxy) by the key of each attendance.

    Not before the day. ``is_over`` marks the meeting as held; then the presence of every member must be known.
    """
    row = Meeting.claim(version, pk=meeting.pk)
    if row.state not in (State.CALLED, State.HELD):
        raise MoveRefused(f"「{row}」は{row.get_state_display()}のため、出欠を入力できません。")
    if row.held_on > today:
        raise MoveRefused("開催日がまだ来ていないため、当日の出欠は入力できません。")
    for attendance in row.attendances.select_for_update().filter(pk__in=presences):
        _enter(attendance, *presences[attendance.pk])
    if is_over:
        _close(row)
    row.audience_count, row.office_present = audience_count, office_present
    row.full_clean()
    row.save()
    return row


def _enter(attendance: Attendance, presence: str, proxy_name: str) -> None:
    proxy_name = proxy_name if presence == Answer.PROXY else ""
    if (attendance.presence, attendance.proxy_name) == (presence, proxy_name):
        return
    if not presence and attendance.answer == Answer.PROXY:
        proxy_name = attendance.proxy_name  # named with the answer; the day has nothing to say yet
    attendance.presence, attendance.proxy_name = presence, proxy_name
    attendance.version += 1
    attendance.full_clean()
    attendance.save()


def _close(meeting: Meeting) -> None:
    if left := meeting.attendances.of_the_day(meeting).filter(presence="").count():
        raise ValidationError({"is_over": f"当日の出欠が入っていない委員が{left}人います。"})
    meeting.state = State.HELD
