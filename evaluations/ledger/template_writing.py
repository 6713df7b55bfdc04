"""Keeping the ready-made replies."""

from django.db import transaction

from evaluations.models import ReplyTemplate


@transaction.atomic
def save(
    *, template: ReplyTemplate | None, version: int, name: str, disposition: str, text: str
) -> ReplyTemplate:
    """Add or mend a ready-made reply. Raises ValidationError when its name is another's."""
    row = ReplyTemplate.claim(version, pk=template.pk) if template else ReplyTemplate()
    row.name, row.disposition, row.text = name, disposition, text
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def delete(*, template: ReplyTemplate, version: int) -> None:
    ReplyTemplate.claim(version, pk=template.pk).delete()
