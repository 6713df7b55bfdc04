"""Sending the minutes to the members who attended, and what they answer until the due date.

All verbs raise StaleVersion when somebody else saved first, and MoveRefused when it cannot be done now. The row of
the minutes is locked first by each of them and by ``fixing``, so that no answer is lost while the text is sealed.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts import outbox
from accounts.models import User
from accounts.versioning import MoveRefused, StaleVersion
from evaluations.meetings.letters import can_be_written_to
from evaluations.minutes import letters
from evaluations.minutes.drafting import GAP, hold
from evaluations.minutes.editing import HIGHEST
from evaluations.models import (
    Attendance,
    Meeting,
    Member,
    Minutes,
    MinutesCorrection,
    MinutesPassage,
    MinutesReading,
    MinutesSection,
)

CAME = (*Attendance.ATTENDING, Attendance.Answer.PROXY)
OVER = "会議録の確認の期間は終わりました。お気づきの点は、事務局にご連絡ください。"
Correction = MinutesCorrection


@dataclass(frozen=True)
class Sent:
    """Whom the minutes went to by mail, and who gets them on paper."""

    mailed: list[Member]
    on_paper: list[Member]


def to_be_sent(minutes: Minutes) -> list[Member]:
    """Members who attended, themselves or by proxy, and were not sent the minutes yet."""
    rows = minutes.meeting.attendances.filter(presence__in=CAME)
    rows = rows.exclude(member__in=minutes.readings.values("member")).select_related("member__user")
    return [row.member for row in rows.in_order()]


@transaction.atomic
def send(*, minutes: Minutes, version: int, due_on: date, now: datetime) -> Sent:
    """Give the draft to every member who attended and has not got it; members answer to the end of ``due_on``."""
    hold(minutes)
    row = Minutes.claim(version, pk=minutes.pk)
    if row.state not in (Minutes.State.DRAFTING, Minutes.State.CONFIRMING):
        raise MoveRefused(f"この会議録は「{row.get_state_display()}」のため、委員に送れません。")
    if row.meeting.state != Meeting.State.HELD:
        raise MoveRefused("先に、会議の出欠を確定して「開催済み」にしてください。")
    if Minutes.objects.telling_blind(timezone.localdate(now)).filter(pk=row.pk).exists():
        raise MoveRefused(
            "委員の意見の期限が延びたため、意見を載せた会議録は、期限を過ぎてから送ってください。"
        )
    if due_on < timezone.localdate(now):
        raise ValidationError({"due_on": "確認の期限は、今日以後の日付にしてください。"})
    members = to_be_sent(row)
    if not members and row.due_on == due_on:
        raise MoveRefused("会議録を送る委員がいません。出席した委員には、すべて送付済みです。")
    if not row.is_confirming:
        MinutesPassage.objects.standing().filter(section__minutes=row).update(sent_text=F("text"))
    row.state, row.due_on = Minutes.State.CONFIRMING, due_on
    row.save()
    return _tell(row, members, now)


def _tell(minutes: Minutes, members: list[Member], now: datetime) -> Sent:
    sent, letter = Sent([], []), letters.to_confirm(minutes)
    for member in members:
        reading = MinutesReading(minutes=minutes, member=member, sent_at=now)
        if can_be_written_to(member.user):
            reading.mail = outbox.write(to=member.user, subject=letter.subject, body=letter.body, now=now)
        (sent.mailed if reading.mail else sent.on_paper).append(member)
        reading.save()
    return sent


# ---- what a member answers, or the office for one who answered on paper --------------------------------------


@transaction.atomic
def confirm(*, reading: MinutesReading, version: int, by: User, now: datetime) -> MinutesReading:
    """Note that the member has read the minutes and has nothing (more) to correct."""
    _answered(reading.minutes, now)
    row = MinutesReading.claim(version, pk=reading.pk)
    if row.confirmed_at:
        raise MoveRefused("この会議録は、すでに確認済みです。")
    row.confirmed_at, row.confirmed_by = now, by
    row.save()
    return row


@transaction.atomic
def propose(
    *,
    reading: MinutesReading,
    section: MinutesSection,
    passage: MinutesPassage | None,
    version: int,
    seen: str,
    text: str,
    reason: str,
    by: User,
    now: datetime,
) -> MinutesCorrection:
    """Ask for other words at a passage, or without one for words that are missing in the section.

    ``seen`` is the mark of the text that was read (``text_mark``). A member has one open proposal at a place: sent
    again it takes the place of the first (version 0: there is none).
    """
    _answered(reading.minutes, now)
    now_text = _read(section, passage, seen)
    held = own_open(reading, section, passage)
    row = Correction.claim(version, pk=held and held.pk)
    row.section, row.passage, row.member = section, passage, reading.member
    row.seen_text, row.text, row.reason = now_text, text, reason
    row.entered_by, row.entered_at = by, now
    row.full_clean()
    row.save()
    return row


def own_open(
    reading: MinutesReading, section: MinutesSection, passage: MinutesPassage | None
) -> MinutesCorrection | None:
    """The member's proposal at this place that nobody has judged yet."""
    rows = section.corrections.open().filter(member=reading.member_id)
    return rows.filter(passage=passage).first() if passage else rows.filter(passage__isnull=True).first()


def text_mark(text: str) -> str:
    """What a text is recognised by, for a page that was opened a while ago."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _read(section: MinutesSection, passage: MinutesPassage | None, seen: str) -> str:
    """Give the text as it stands, if it is what was read."""
    if passage is None:
        return ""
    held = MinutesPassage.objects.select_related("section").get(pk=passage.pk)
    if held.is_removed:
        raise MoveRefused("この文章は、事務局が削除しました。画面を開き直してください。")
    if text_mark(held.text) != seen:
        raise StaleVersion(held.section)
    return held.text


def _answered(minutes: Minutes, now: datetime) -> Minutes:
    """Lock the minutes, and make sure that answers are still taken."""
    row = Minutes.objects.select_for_update(of=["self"]).get(pk=minutes.pk)
    if not row.takes_answers(timezone.localdate(now)):
        raise MoveRefused(OVER)
    return row


# ---- what the office makes of it ----------------------------------------------------------------------------


@transaction.atomic
def decide(
    *,
    correction: MinutesCorrection,
    version: int,
    seen_version: int,
    accept: bool,
    text: str,
    answer: str,
    by: User,
    now: datetime,
) -> MinutesCorrection:
    """Accept a proposal, writing ``text`` into the minutes, or decline it; ``answer`` says why to the member.

    ``seen_version`` is that of the section as the office saw it.
    """
    hold(correction.section.minutes)
    section = MinutesSection.see(seen_version, pk=correction.section_id)
    row = Correction.claim(version, pk=correction.pk)
    if not row.is_open:
        raise MoveRefused(f"この申し出は、すでに「{row.get_state_display()}」としています。")
    if accept and row.passage is None and not text:
        raise ValidationError({"text": "会議録に加える文章を入力してください。"})
    row.state = Correction.State.ACCEPTED if accept else Correction.State.DECLINED
    row.answer, row.decided_by, row.decided_at = answer, by, now
    row.full_clean()
    row.save()
    if accept:
        section.version += 1
        section.save()
        _write(row, text)
    return row


def _write(correction: MinutesCorrection, text: str) -> None:
    """Bring the words into the minutes; what becomes empty goes, what was missing is spoken by who missed it."""
    passage = correction.passage
    if passage is None:
        rows = correction.section.passages.order_by("-position")
        last = rows.values_list("position", flat=True).first() or 0
        speaker = correction.section.minutes.cast.filter(member=correction.member_id).first()
        kind = MinutesPassage.Kind.MEMBER if speaker else MinutesPassage.Kind.NOTE
        passage = MinutesPassage(
            section=correction.section, kind=kind, speaker=speaker, position=min(last + GAP, HIGHEST)
        )
    if text:
        passage.text = text
    passage.is_removed, passage.is_original = not text, False
    passage.save()
