"""What members are told of a meeting by mail. The address of an online meeting is on the members' page alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts import outbox
from accounts.dates import write_day
from accounts.models import OutgoingMail, User
from evaluations.models import Meeting


@dataclass(frozen=True)
class Letter:
    subject: str
    body: str


def readers(meeting: Meeting) -> list[User]:
    """The members who were called, are still in office on the day, and have an account with an address."""
    rows = meeting.attendances.of_the_day(meeting).select_related("member__user")
    return [row.member.user for row in rows if can_be_written_to(row.member.user)]


def can_be_written_to(user: User | None) -> bool:
    return user is not None and user.is_active and bool(user.email)


def write(letter: Letter, people: Iterable[User], *, now: datetime) -> list[OutgoingMail]:
    """Put the letter into the outbox, once for each of ``people``."""
    return [outbox.write(to=user, subject=letter.subject, body=letter.body, now=now) for user in people]


def called(meeting: Meeting) -> Letter:
    """The notice: when, where, what about, and where to answer."""
    due = f"出欠の回答期限：{write_day(meeting.answer_due_on)}\n" if meeting.answer_due_on else ""
    agenda = "\n".join(f"{at}　{item.title}" for at, item in enumerate(meeting.agenda.all(), start=1))
    parts = [
        meeting.message
        or f"{meeting.committee}を次のとおり開きますので、ご出席くださいますようお願いします。",
        f"{_facts(meeting)}\n{due}",
        f"議題\n{agenda}" if agenda else "",
        "出欠は、次の画面でお答えください。通知書と資料、オンライン会議のアドレスも、ここで見られます。\n"
        + _link(meeting),
    ]
    return Letter(f"【開催通知】{_name(meeting)}", _joined(parts))


def changed(meeting: Meeting) -> Letter:
    parts = [
        "先にお知らせした会議の内容を変更しました。変更後の内容は次のとおりです。",
        _facts(meeting),
        "くわしくは、次の画面で確かめてください。\n" + _link(meeting),
    ]
    return Letter(f"【変更のお知らせ】{_name(meeting)}", _joined(parts))


def cancelled(meeting: Meeting) -> Letter:
    parts = [
        f"{write_day(meeting.held_on)}に予定していた会議は、中止になりました。",
        f"理由\n{meeting.cancelled_reason}",
        _link(meeting),
    ]
    return Letter(f"【中止のお知らせ】{_name(meeting)}", _joined(parts))


def _joined(parts: list[str]) -> str:
    return "\n\n".join(part.strip() for part in parts if part.strip()) + "\n"


def _name(meeting: Meeting) -> str:
    """One line that fits a subject: the long name of a committee is cut."""
    sample = "（見本データ）" if meeting.is_sample else ""
    return f"{meeting}{sample}"[:150]


def _facts(meeting: Meeting) -> str:
    facts = [("会議", str(meeting)), ("日時", f"{meeting.day_label}　{meeting.time_label}")]
    facts += [("開催方法", meeting.where_label), ("公開の別", meeting.get_openness_display())]
    return "\n".join(f"{label}：{text}" for label, text in facts)


def _link(meeting: Meeting) -> str:
    return settings.PORTAL_URL + reverse("committee:meeting-detail", args=[meeting.pk])
