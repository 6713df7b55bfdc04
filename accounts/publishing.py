"""Making a row public by an act of its own, and taking it back: for rows with ``published_at`` and ``published_by``.

What is public stays as it is: it is withdrawn before it is changed.
"""

from datetime import datetime

from accounts.models import User
from accounts.versioning import MoveRefused, VersionedModel

IS_PUBLIC = "「{}」は公開しています。先に公開をやめてください。"


def refuse_public(row: VersionedModel) -> None:
    if row.published_at:
        raise MoveRefused(IS_PUBLIC.format(row))


def to_publish(row: VersionedModel, version: int) -> VersionedModel:
    """Give the fresh row, locked. Raises StaleVersion, and MoveRefused when it is public already."""
    fresh = row.claim(version, pk=row.pk)
    if fresh.published_at:
        raise MoveRefused(f"「{fresh}」は、すでに公開しています。")
    return fresh


def sign(row: VersionedModel, *, by: User, now: datetime) -> None:
    """Make the row public in the name of ``by``."""
    row.published_at, row.published_by = now, by
    row.save()


def take_back(row: VersionedModel, version: int) -> VersionedModel:
    """Hide the row again. Raises StaleVersion, and MoveRefused when it is not public."""
    fresh = row.claim(version, pk=row.pk)
    if not fresh.published_at:
        raise MoveRefused(f"「{fresh}」は、公開していません。")
    fresh.published_at = fresh.published_by = None
    fresh.save()
    return fresh
