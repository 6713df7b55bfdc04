"""開催通知 as a print, and the meeting as an entry of a calendar."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from evaluations.calendars import Event
from evaluations.meetings import generated
from evaluations.models import Meeting
from plans.printing import Order


def order(meeting: Meeting) -> Order:
    """The print of the notice as things stand."""
    context = {"meeting": meeting, "items": list(meeting.agenda.all())}
    pieces = (("reports/evaluations/meeting_notice.html", context),)
    return Order(kind="notice", head=str(meeting)[:200], pieces=pieces, marks=generated.marks(meeting))


def event(meeting: Meeting, address: str) -> Event:
    """The meeting for a calendar; what takes part online finds the address on the page, not in the calendar."""
    host = urlsplit(settings.PORTAL_URL).hostname
    cancelled = "【中止】" if meeting.state == Meeting.State.CANCELLED else ""
    return Event(
        uid=f"meeting-{meeting.pk}@{host}",
        day=meeting.held_on,
        title=f"{cancelled}{meeting}",
        sequence=meeting.version,
        url=settings.PORTAL_URL + reverse(address, args=[meeting.pk]),
        begins=meeting.begins,
        ends=meeting.ends,
        place=meeting.where_label,
        is_cancelled=bool(cancelled),
    )
