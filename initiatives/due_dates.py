"""Moving the due dates of records: of one, of a department, of all. The department reads from when to when."""

from datetime import date, datetime

from django.db import transaction

from accounts.dates import write_day
from accounts.versioning import MoveRefused
from initiatives.models import AnnualRecord, AnnualRequest


@transaction.atomic
def change(*, record: AnnualRecord, seen: date, due_on: date, reason: str, now: datetime) -> AnnualRecord:
    """Set another due date for a record that is still to be handed in.

    ``seen`` is the due date from which the person started: the record's version is left alone, so that nobody who
    is typing into the record is disturbed. Raises MoveRefused for people.
    """
    held = AnnualRecord.objects.select_for_update(of=("self",)).select_related("request").get(pk=record.pk)
    if not held.is_open:
        raise MoveRefused(f"「{held.get_state_display()}」のため、提出期限は変えません。")
    if held.due_on != seen:
        raise MoveRefused(f"ほかの人が先に、提出期限を{write_day(held.due_on)}に変えました。")
    if held.due_on == due_on:
        raise MoveRefused("提出期限は、もうこの日になっています。")
    held.due_before, held.due_on = held.due_on, due_on
    held.due_changed_at, held.due_reason = now, reason
    held.save(update_fields=["due_before", "due_on", "due_changed_at", "due_reason"])
    return held


@transaction.atomic
def change_call(*, request: AnnualRequest, due_on: date, reason: str, now: datetime) -> None:
    """Move the due date of the whole call: of the records that follow it and are still to be handed in."""
    held = AnnualRequest.objects.select_for_update().get(pk=request.pk)
    for record in following(held):
        change(record=record, seen=held.due_on, due_on=due_on, reason=reason, now=now)
    held.due_on = due_on
    held.save(update_fields=["due_on"])


def following(request: AnnualRequest):
    """The records that move with the call: open ones whose date is the call's; the others were given their own."""
    open_ = request.records.filter(due_on=request.due_on, state__in=AnnualRecord.OPEN_STATES)
    return open_.select_related("request").in_order()
