"""代理入力: the secretariat types in, or hands in, what a department gave it. Who, when and how stays on the record."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from initiatives import progress
from initiatives.models import AnnualRecord, ProxyEntry, RecordShare


@transaction.atomic
def save_draft(
    *, record: AnnualRecord, by: User, means: str, note: str, now: datetime, **content
) -> AnnualRecord:
    """Save a draft for the department; ``content`` and errors as for ``progress.save_draft``."""
    saved = progress.save_draft(record=record, **content)
    write_down(saved, by=by, means=means, note=note, now=now)
    return saved


@transaction.atomic
def submit(*, record: AnnualRecord, by: User, means: str, note: str, now: datetime, **seen) -> AnnualRecord:
    """Hand in for the department; ``seen`` and errors as for ``progress.submit``."""
    submitted = progress.submit(record=record, by=by, now=now, **seen)
    write_down(submitted, by=by, means=means, note=note, now=now)
    return submitted


def write_down(
    record: AnnualRecord, *, by: User, means: str, note: str, now: datetime, share: RecordShare | None = None
) -> None:
    """Write the entry down, one a person and day; the record is locked by what was done to it or to its share."""
    key = {"record": record, "share": share, "by": by, "entered_on": timezone.localdate(now)}
    entry = ProxyEntry.objects.filter(**key).first() or ProxyEntry(**key)
    entry.entered_at, entry.means, entry.note = now, means, note
    entry.save()
