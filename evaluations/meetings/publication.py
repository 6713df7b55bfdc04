"""What the public reads of a meeting: plain words, frozen by pressing 公表, until it is pressed again or withdrawn.

What is 非公開 never gets into these words: of a closed meeting neither agenda nor papers, of a partly closed one nothing
of its closed points and papers, never an online address, never who answered what.
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.versioning import MoveRefused
from evaluations.models import AgendaItem, Meeting, MeetingDocument
from plans import fiscal_year

CLOSED_ITEM = "（非公開の議題）"


def content(meeting: Meeting) -> dict:
    """Give what publishing now would show."""
    is_closed = meeting.openness == Meeting.Openness.CLOSED
    return {
        "name": str(meeting),
        "committee": meeting.committee.name,
        "year": meeting.fiscal_year,
        "year_label": fiscal_year.label(meeting.fiscal_year),
        "ordinal": meeting.ordinal,
        "day": meeting.held_on.isoformat(),
        "day_label": meeting.day_label,
        "time_label": meeting.time_label,
        "where": meeting.where_label,
        "openness": meeting.get_openness_display(),
        "closed_reason": meeting.closed_reason,
        "cancelled": meeting.cancelled_reason if meeting.state == Meeting.State.CANCELLED else "",
        "is_held": meeting.state == Meeting.State.HELD,
        "audience": [] if is_closed else _audience(meeting),
        "agenda": [] if is_closed else [_item(item) for item in meeting.agenda.all()],
        "papers": [] if is_closed else _papers(meeting),
        "is_sample": meeting.is_sample,
    }


def _audience(meeting: Meeting) -> list[list[str]]:
    facts = [
        ("傍聴の定員", f"{meeting.audience_capacity}人" if meeting.audience_capacity is not None else ""),
        ("傍聴の申込み", meeting.audience_note),
        ("傍聴した人数", f"{meeting.audience_count}人" if meeting.audience_count is not None else ""),
    ]
    return [[label, text] for label, text in facts if text]


def _item(item: AgendaItem) -> dict:
    if item.is_closed:
        return {"kind": "", "title": CLOSED_ITEM, "description": ""}
    return {"kind": item.get_kind_display(), "title": item.title, "description": item.description}


def _papers(meeting: Meeting) -> list[dict]:
    rows = [row for row in meeting.documents.for_reading() if row.is_public_paper]
    return [_paper(row) for row in rows]


def _paper(row: MeetingDocument) -> dict:
    replaced = row.replaced_by if row.is_replaced and row.replaced_by.is_fixed else None
    return {
        "pk": row.pk,
        "file": row.file_id,
        "label": row.label,
        "name": str(row),
        "title": row.title,
        "correction": row.correction,
        "replaced_by": replaced.label if replaced else "",
        "pages": row.file.page_count,
        "size": row.file.size,
    }


def is_outdated(meeting: Meeting) -> bool:
    """Whether the public reads something else than publishing now would show."""
    return meeting.published_at is not None and meeting.publication != content(meeting)


@transaction.atomic
def publish(*, meeting: Meeting, version: int, by: User, now: datetime) -> Meeting:
    """Let everybody read what ``content`` gives now; again, to bring it up to date."""
    row = Meeting.claim(version, pk=meeting.pk)
    if row.is_preparing:
        raise MoveRefused("開催通知を送る前の会議は、公表できません。")
    shown = content(row)
    if row.publication == shown:
        raise MoveRefused("公表した内容から変わっていません。")
    row.publication, row.published_at, row.published_by = shown, now, by
    row.save()
    return row


@transaction.atomic
def withdraw(*, meeting: Meeting, version: int) -> Meeting:
    """Hide the meeting again."""
    row = Meeting.claim(version, pk=meeting.pk)
    if not row.published_at:
        raise MoveRefused(f"「{row}」は、公表していません。")
    row.publication = row.published_at = row.published_by = None
    row.save()
    return row


def public_paper(meeting: Meeting, pk: int) -> int | None:
    """The file of a paper of a published meeting as it was published; None for all others."""
    papers = (meeting.publication or {}).get("papers", [])
    return next((paper["file"] for paper in papers if paper["pk"] == pk), None)
