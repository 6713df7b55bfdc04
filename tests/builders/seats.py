"""The committee: its seats, its meetings and what is handed out there."""

from datetime import date, time
from io import BytesIO

import pikepdf

from accounts.pdfs import CleanPdf
from evaluations.meetings import calling, papers, planning
from evaluations.models import (
    AgendaItem,
    Committee,
    Meeting,
    MeetingDocument,
    MeetingPack,
    Member,
)
from tests.builders.house import NOW


def committee(term, name="みほん市地域福祉計画推進委員会") -> Committee:
    return Committee.objects.create(term=term, name=name)


def member(committee, user, office="member", category="adult", **fields) -> Member:
    sensible = {
        "name": user and user.name,
        "appointed_on": date(2021, 4, 1),
        "term_ends_on": date(2099, 3, 31),
    }
    return Member.objects.create(
        committee=committee, user=user, office=office, category=category, **sensible | fields
    )


def meeting(committee, ordinal=1, state="preparing", items=("令和4年度の評価について",), **fields) -> Meeting:
    """A meeting in the year of the tests, with its agenda; ``state`` called has called everybody in office."""
    sensible = {
        "held_on": date(2023, 8, 1),
        "starts_at": time(14),
        "ends_at": time(16),
        "mode": "in_person",
        "place": "市役所 第1会議室",
        "ordinal": ordinal,
    }
    row = planning.save_meeting(
        committee=committee, meeting=None, version=0, fields=sensible | fields, tell=False, now=NOW
    )
    for title in items:
        agenda_item(row, title)
    if state != "preparing":
        calling.call(meeting=row, version=row.version, now=NOW)
        row.refresh_from_db()
    return row


def agenda_item(meeting, title="その他", **fields) -> AgendaItem:
    return planning.save_item(meeting=meeting, item=None, version=0, fields={"title": title} | fields)


def paper(meeting, number="1", title="評価のまとめ", only_for=(), pages=1, **fields) -> MeetingDocument:
    """An uploaded paper of so many empty pages."""
    return papers.save_paper(
        meeting=meeting,
        document=None,
        version=0,
        fields={"kind": "paper", "number": number, "title": title} | fields,
        only_for=only_for,
        pdf=CleanPdf(pdf_file(pages), pages),
        now=NOW,
    )


def handed_out(meeting) -> Meeting:
    papers.hand_out(meeting=meeting, version=meeting.version, now=NOW)
    meeting.refresh_from_db()
    return meeting


def pack(meeting, by, member=None) -> MeetingPack:
    """A pack that is ready."""
    ready = {"state": "ready", "pdf": pdf_file(), "page_count": 1, "requested_at": NOW}
    return MeetingPack.objects.create(meeting=meeting, member=member, requested_by=by, **ready)


def pdf_file(pages=1) -> bytes:
    """The bytes of a PDF of empty pages."""
    out = BytesIO()
    with pikepdf.Pdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(595, 842))
        pdf.save(out)
    return out.getvalue()
