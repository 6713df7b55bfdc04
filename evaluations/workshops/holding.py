"""Keeping a workshop, publishing it, withdrawing it.

What is public stays as it is: it is withdrawn before it is changed. All verbs raise StaleVersion when somebody else
saved first and MoveRefused when it cannot be done now.
"""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.publishing import refuse_public, sign, take_back, to_publish
from accounts.versioning import MoveRefused
from evaluations.models import Workshop


@transaction.atomic
def save_workshop(*, workshop: Workshop | None, version: int, fields: dict) -> Workshop:
    """Add a workshop (``workshop`` is None, version 0) or change one that is not public."""
    row = Workshop.claim(version, pk=workshop and workshop.pk)
    refuse_public(row)
    return row.write(fields)


@transaction.atomic
def publish_workshop(*, workshop: Workshop, version: int, by: User, now: datetime, today: date) -> Workshop:
    """Let everybody read it with its cards."""
    row = to_publish(workshop, version)
    if not row.has_begun(today):
        raise MoveRefused(f"開催日（{row.day_label}）がまだ来ていないため、公開できません。")
    sign(row, by=by, now=now)
    return row


@transaction.atomic
def withdraw_workshop(*, workshop: Workshop, version: int) -> Workshop:
    return take_back(workshop, version)


@transaction.atomic
def delete_workshop(*, workshop: Workshop, version: int) -> Workshop:
    """Delete a workshop that is not public and of which nothing is in the ledger, with its cards."""
    row = Workshop.claim(version, pk=workshop.pk)
    refuse_public(row)
    if row.cards.filter(opinion__isnull=False).exists():
        raise MoveRefused("意見台帳に入れたカードがあるため、削除できません。")
    row.delete()
    return row
