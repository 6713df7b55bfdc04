"""Grouping opinions that say the same: one of them stands for all, and its summary and reply count for each.

What the others had of their own stays with them, so that taking a group apart loses nothing.
"""

from collections.abc import Iterable

from django.db import transaction

from accounts.versioning import MoveRefused
from evaluations.ledger import promises
from evaluations.ledger.assignment import hold_rounds
from evaluations.models import Opinion


@transaction.atomic
def group(*, representative: Opinion, members: Iterable[Opinion]) -> Opinion:
    """Hang ``members`` on ``representative``, each as it was seen. Raises StaleVersion and MoveRefused."""
    members = [row for row in members if row.pk != representative.pk]
    if not members:
        raise MoveRefused("まとめる意見を、2件以上選んでください。")
    hold_rounds([representative, *members])
    seen = {row.pk: row.version for row in [representative, *members]}
    held = {pk: Opinion.see(seen[pk], pk=pk) for pk in sorted(seen)}
    lead = held.pop(representative.pk)
    if lead.representative_id:
        raise MoveRefused(f"{lead}は、{lead.representative}にまとめてあります。別の代表を選んでください。")
    for row in held.values():
        _hang(row, lead)
    return lead


def _hang(row: Opinion, lead: Opinion) -> None:
    if row.alike.exists():
        raise MoveRefused(f"{row}は、ほかの意見の代表です。先に、そのまとめを解いてください。")
    if row.representative_id and row.representative_id != lead.pk:
        raise MoveRefused(
            f"{row}は、{row.representative}にまとめてあります。先に、まとめから外してください。"
        )
    if row.round_id and row.round.is_published:
        raise MoveRefused(f"{row}は、回答とともに公表されています。ほかの意見にはまとめられません。")
    _set(row, lead)


@transaction.atomic
def ungroup(*, opinion: Opinion, version: int) -> Opinion:
    """Let an opinion stand by itself again, with the summary and the reply that it had before."""
    hold_rounds([opinion])
    held = Opinion.see(version, pk=opinion.pk)
    lead = held.representative
    if lead is None:
        raise MoveRefused("この意見は、まとめられていません。")
    if held.round_id and held.round.is_published:
        raise MoveRefused("代表の意見への回答とともに公表されているため、まとめから外せません。")
    _set(held, None)
    promises.settle(lead)
    return held


def _set(row: Opinion, lead: Opinion | None) -> None:
    row.representative = lead
    row.version += 1
    row.save(update_fields=["representative", "version"])
    promises.settle(row)
    if lead:
        promises.settle(lead)
