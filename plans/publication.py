"""Making the text, the goals and the 取組 of a term public, and taking them back.

Apps above hang 取組 and their lineage on a term, and this one may not look up: they say through ``objecting`` what
still keeps a term from being published, and hear through ``term_published`` that it was.
"""

from datetime import datetime

from django.db import transaction
from django.dispatch import Signal

from accounts.models import User
from accounts.versioning import MoveRefused
from plans.models import PlanTerm

objecting = Signal()
"""Sent with ``term``; each receiver gives a list of sentences for people."""
term_published = Signal()
"""Sent with ``term`` within the transaction that publishes it."""


def objections(term: PlanTerm) -> list[str]:
    """Give what keeps ``term`` from being published in the eyes of the apps above, in sentences."""
    answers = objecting.send(sender=PlanTerm, term=term)
    return [sentence for _, sentences in answers for sentence in sentences]


def publish_term(*, term: PlanTerm, by: User, now: datetime) -> PlanTerm:
    """Let everybody read the term. Raises MoveRefused when it is public already or there is nothing to read."""
    with transaction.atomic():
        row = _locked(term)
        if row.book:
            raise MoveRefused(
                f"この期の本文は、一体的に策定した「{row.book}」にあります。そちらを公開してください。"
            )
        if row.published_at:
            raise MoveRefused(f"「{row}」は、すでに公開しています。")
        if not row.chapters.exists():
            raise MoveRefused(f"「{row}」には本文がまだないため、公開できません。")
        if standing := objections(row):
            raise MoveRefused(f"「{row}」は、まだ公開できません。{'。'.join(standing)}。")
        row.published_at, row.published_by = now, by
        _saved(row)
        term_published.send(sender=PlanTerm, term=row)
        return row


def unpublish_term(*, term: PlanTerm) -> PlanTerm:
    """Hide the term from the public again; who did it stands in the history. Published editions stay as they are."""
    with transaction.atomic():
        row = _locked(term)
        if not row.published_at:
            raise MoveRefused(f"「{row}」は、公開していません。")
        row.published_at = row.published_by = None
        return _saved(row)


def _locked(term: PlanTerm) -> PlanTerm:
    return (
        PlanTerm.objects.select_for_update(of=["self"]).select_related("plan", "book__plan").get(pk=term.pk)
    )


def _saved(row: PlanTerm) -> PlanTerm:
    row.version += 1
    row.save(update_fields=["published_at", "published_by", "version"])
    return row
