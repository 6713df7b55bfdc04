"""Who owes the reply to an opinion, until when, and which 取組 it concerns."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from accounts.versioning import MoveRefused
from evaluations.ledger import promises
from evaluations.ledger.intake import Owners, owe
from evaluations.models import EvaluationRound, Opinion, OpinionInitiative, Response
from initiatives.models import Initiative


@transaction.atomic
def assign(
    *,
    opinion: Opinion,
    version: int,
    owners: Owners,
    initiatives: Iterable[Initiative],
    due_on: date | None,
    source_note: str,
) -> Opinion:
    """Set what the ledger knows about an opinion besides its words; promises follow the 取組.

    Raises MoveRefused when nobody would owe a reply, when somebody would no longer owe one that is written already,
    and once a published edition shows the opinion with its replies.
    """
    hold_rounds([opinion])
    opinion = Opinion.claim(version, pk=opinion.pk)
    if not owners:
        raise MoveRefused("回答する団体を、1つは選んでください。")
    opinion.due_on, opinion.source_note = due_on, source_note
    opinion.save()
    _set_owners(opinion, owners)
    _set_initiatives(opinion, initiatives)
    promises.settle(opinion.answered_as)
    return opinion


def hold_rounds(opinions: Iterable[Opinion]) -> None:
    """Lock the rounds of the opinions, so that none is published meanwhile; refuse those that are being published.

    After publication an opinion lives on: what the edition shows of it is frozen there.
    """
    keys = sorted({opinion.round_id for opinion in opinions if opinion.round_id})
    for held in EvaluationRound.objects.select_for_update().filter(pk__in=keys).order_by("pk"):
        if held.stage == EvaluationRound.Stage.PUBLISHING:
            raise MoveRefused("この評価の回は公表の準備中です。公表が済んでから、もう一度行ってください。")


def _set_owners(opinion: Opinion, owners: Owners) -> None:
    owed = {row.organization: row for row in opinion.responses.select_for_update(of=["self"])}
    for organization, row in owed.items():
        if organization in owners:
            Response.objects.filter(pk=row.pk).update(department=owners[organization])
        elif row.is_begun:
            raise MoveRefused(
                f"{organization}は、すでに考え方を書いています。回答する団体から外すことはできません。"
            )
        else:
            row.delete()
    new = {who: where for who, where in owners.items() if who not in owed}
    if new and opinion.round_id and not opinion.round.takes_replies:
        raise MoveRefused("公表した評価の回の意見には、回答する団体を加えられません。")
    owe(opinion, new)


def _set_initiatives(opinion: Opinion, initiatives: Iterable[Initiative]) -> None:
    """The 取組 of the committee's own record stays: under it the opinion was written."""
    wanted = {row.pk for row in initiatives}
    if opinion.record_id:
        wanted.add(opinion.record.initiative_id)
    held = set(opinion.concerns.values_list("initiative", flat=True))
    opinion.concerns.exclude(initiative__in=wanted).delete()
    OpinionInitiative.objects.bulk_create(
        OpinionInitiative(opinion=opinion, initiative_id=pk) for pk in sorted(wanted - held)
    )
