"""Preparing a meeting: its facts and its agenda, calling it off, and deleting one that nobody was told of.

All verbs raise StaleVersion when somebody else saved first, MoveRefused when it cannot be done now, and
ValidationError for what was typed.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts.versioning import MoveRefused
from evaluations.meetings import letters
from evaluations.models import AgendaItem, Committee, Meeting
from plans.fiscal_year import fiscal_year_of

State = Meeting.State
OVER = "「{}」は{}のため、変えられません。"


@transaction.atomic
def save_meeting(
    *, committee: Committee, meeting: Meeting | None, version: int, fields: dict, tell: bool, now: datetime
) -> Meeting:
    """Add a meeting (None, version 0) or change one that is not over.

    ``tell`` writes to the members who were called already that something changed.
    """
    row = Meeting.claim(version, pk=meeting and meeting.pk)
    if row.state == State.CANCELLED:
        raise MoveRefused(OVER.format(row, row.get_state_display()))
    row.committee = committee
    for name, value in fields.items():
        setattr(row, name, value)
    row.fiscal_year = fiscal_year_of(row.held_on)
    row.full_clean()
    row.save()
    if tell and row.is_called:
        letters.write(letters.changed(row), letters.readers(row), now=now)
    return row


@transaction.atomic
def cancel(*, meeting: Meeting, version: int, reason: str, now: datetime) -> Meeting:
    """Call a meeting off; whoever was called is told so."""
    row = Meeting.claim(version, pk=meeting.pk)
    if row.state not in (State.PREPARING, State.CALLED):
        raise MoveRefused(OVER.format(row, row.get_state_display()))
    was_called = row.is_called
    row.state, row.cancelled_reason = State.CANCELLED, reason
    row.full_clean()
    row.save()
    if was_called:
        letters.write(letters.cancelled(row), letters.readers(row), now=now)
    return row


@transaction.atomic
def delete_meeting(*, meeting: Meeting, version: int) -> Meeting:
    """Delete a meeting of which nobody was told; its agenda goes along. Papers have to go first."""
    row = Meeting.claim(version, pk=meeting.pk)
    if not row.is_preparing or row.published_at:
        raise MoveRefused(
            "委員に通知した会議や公表した会議は、削除できません。取りやめるときは、中止にしてください。"
        )
    if row.documents.exists():
        raise MoveRefused("資料が登録されています。先に資料を削除してください。")
    row.delete()
    return row


# ---- the agenda -------------------------------------------------------------------------------------------


@transaction.atomic
def save_item(*, meeting: Meeting, item: AgendaItem | None, version: int, fields: dict) -> AgendaItem:
    """Add a point of the agenda at its end (None, version 0), or change one."""
    _open(meeting)
    row = AgendaItem.claim(version, pk=item and item.pk)
    row.meeting = meeting
    if item is None:
        row.position = (meeting.agenda.aggregate(last=Max("position"))["last"] or 0) + 1
    return row.write(fields)


@transaction.atomic
def move_item(*, item: AgendaItem, version: int, up: bool) -> AgendaItem:
    """Let a point change places with the one before it, or after it."""
    _open(item.meeting)
    AgendaItem.see(version, pk=item.pk)
    rows = list(item.meeting.agenda.select_for_update())
    place = next(at for at, row in enumerate(rows) if row.pk == item.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        raise MoveRefused("これより先には動かせません。")
    rows[place], rows[other] = rows[other], rows[place]
    for position, row in enumerate(rows, start=1):
        if row.position != position:
            row.position = position
            row.version += 1
            row.save(update_fields=["position", "version"])
    return item


@transaction.atomic
def delete_item(*, item: AgendaItem, version: int) -> AgendaItem:
    """Take a point off the agenda; papers that belonged to it stay with the meeting."""
    _open(item.meeting)
    row = AgendaItem.claim(version, pk=item.pk)
    row.delete()
    return row


def _open(meeting: Meeting) -> Meeting:
    """Lock the meeting and make sure that its agenda may change."""
    row = Meeting.objects.select_for_update(of=["self"]).get(pk=meeting.pk)
    if row.state in (State.HELD, State.CANCELLED):
        raise MoveRefused(OVER.format(row, row.get_state_display()))
    return row
