"""Making the text, the goals and the 取組 of a term public, and taking them back."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.versioning import MoveRefused
from plans.models import PlanTerm


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
        row.published_at, row.published_by = now, by
        return _saved(row)


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
