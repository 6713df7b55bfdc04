"""The days of rounds as a calendar file (iCalendar, RFC 5545). Pure text; says which days, never what was written."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from unicodedata import category
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from evaluations.deadlines import standing_days
from evaluations.models import Deadline, EvaluationRound

OCTETS = 75
"""A line may hold no more octets than this before its line break (RFC 5545, 3.1)."""


@dataclass(frozen=True)
class Event:
    """One day, or a time of it with ``begins``. ``uid`` stays the same when the day moves; ``sequence`` grows with each move."""

    uid: str
    day: date
    title: str
    sequence: int
    url: str
    begins: datetime | None = None
    ends: datetime | None = None
    place: str = ""
    is_cancelled: bool = False


def events(round: EvaluationRound, address: str, steps=None) -> list[Event]:
    """The days of a round, or of those ``steps`` only; without a staircase the two dates that every round has."""
    host = urlsplit(settings.PORTAL_URL).hostname
    names = {_key(row): row.name for row in round.deadlines.all()}
    names = names or {step.value: step.label for step in (Deadline.Step.SUBMISSION, Deadline.Step.OPINIONS)}
    days = standing_days(round)
    return [
        Event(
            uid=f"round-{round.pk}-{key}@{host}",
            day=days[key],
            title=f"{name}（{round}）",
            sequence=round.version,
            url=settings.PORTAL_URL + reverse(address, args=[round.pk]),
        )
        for key, name in names.items()
        if steps is None or key in steps
    ]


def _key(row: Deadline) -> str | int:
    return row.pk if row.step == Deadline.Step.OTHER else row.step


def write(name: str, found: list[Event], now: datetime) -> bytes:
    """Write a calendar of these events."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//otaru-welfare//portal//JA",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(name)}",
        *(line for event in found for line in _event(event, now)),
        "END:VCALENDAR",
    ]
    return "".join(_folded(line) + "\r\n" for line in lines).encode()


def _event(event: Event, now: datetime) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{_escaped(event.uid)}",
        f"DTSTAMP:{_utc(now)}",
        *_when(event),
        f"SEQUENCE:{event.sequence}",
        f"SUMMARY:{_escaped(event.title)}",
        f"URL:{event.url}",
        *([f"LOCATION:{_escaped(event.place)}"] if event.place else []),
        *(["STATUS:CANCELLED"] if event.is_cancelled else []),
        *([] if event.begins else ["TRANSP:TRANSPARENT"]),
        "END:VEVENT",
    ]


def _when(event: Event) -> list[str]:
    """The whole day, which blocks nobody's; or from when to when, in UTC, so that no time zone need be described."""
    if event.begins is None:
        first, last = event.day, event.day + timedelta(days=1)
        return [f"DTSTART;VALUE=DATE:{first:%Y%m%d}", f"DTEND;VALUE=DATE:{last:%Y%m%d}"]
    last = [f"DTEND:{_utc(event.ends)}"] if event.ends else []
    return [f"DTSTART:{_utc(event.begins)}", *last]


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    """Write what separates in a calendar as plain text; other control characters go."""
    marked = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    lines = marked.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(character for character in lines if category(character) != "Cc")


def _folded(line: str) -> str:
    """Break a line at 75 octets, never within a character; what follows begins with a space that counts too."""
    pieces, size = [""], 0
    for character in line:
        width = len(character.encode())
        if size + width > OCTETS:
            pieces.append(" ")
            size = 1
        pieces[-1] += character
        size += width
    return "\r\n".join(pieces)


def calendar_response(name: str, found: list[Event], file_name: str, now: datetime) -> HttpResponse:
    response = HttpResponse(write(name, found, now), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response
