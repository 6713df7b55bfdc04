"""What became of an opinion: what changed because of it, and that nothing more is to be done."""

from datetime import date

from django.db import transaction

from accounts.versioning import MoveRefused
from evaluations.models import Opinion, OpinionChange
from initiatives.models import Initiative, RevisionChange


@transaction.atomic
def note_change(
    *,
    opinion: Opinion,
    change: OpinionChange | None,
    version: int,
    happened_on: date,
    words: str,
    initiative: Initiative | None,
    revision_change: RevisionChange | None,
) -> OpinionChange:
    """Write down what changed, or mend what was written down. Raises ValidationError when nothing was said."""
    Opinion.objects.select_for_update().get(pk=opinion.pk)
    row = OpinionChange.claim(version, pk=change.pk) if change else OpinionChange(opinion=opinion)
    row.happened_on, row.words = happened_on, words
    row.initiative, row.revision_change = initiative, revision_change
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def delete_change(*, change: OpinionChange, version: int) -> None:
    OpinionChange.claim(version, pk=change.pk).delete()


@transaction.atomic
def close(*, opinion: Opinion, version: int, today: date) -> Opinion:
    """Say that nothing more is to be done (対応済), once everybody who owes a reply has approved one."""
    row = Opinion.claim(version, pk=opinion.pk)
    if not row.is_replied:
        raise MoveRefused("回答が決まっていない意見は、対応済みにできません。")
    row.closed_on = today
    row.save()
    return row


@transaction.atomic
def reopen(*, opinion: Opinion, version: int) -> Opinion:
    row = Opinion.claim(version, pk=opinion.pk)
    row.closed_on = None
    row.save()
    return row
