"""計画全体への意見: what a member says of no 取組 in particular.

There may be several, each under a number of its own and mended by itself; so they stand beside the way through the 取組
and count nowhere as one. ``place`` is the n-th that the member wrote in the round, 0 one that is not there yet.
"""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.versioning import StaleVersion
from evaluations import workflow
from evaluations.models import EvaluationRound, Member, Opinion, ReviewLink, UnsavedOpinion
from evaluations.prior_opinions import links


def readable(round: EvaluationRound, member: Member, today: date):
    """What the member may read of the opinions on the whole plan."""
    rows = round.opinions.readable_by(member, today).filter(record__isnull=True)
    return rows.for_reading().with_own_place()


def own(round: EvaluationRound, member: Member):
    rows = round.opinions.filter(member=member, record__isnull=True)
    return rows.for_reading().with_own_place()


@transaction.atomic
def write(
    *,
    round: EvaluationRound,
    member: Member,
    opinion: Opinion | None,
    version: int,
    kind: str,
    text: str,
    now: datetime,
    link: ReviewLink | None = None,
    entered_by: User | None = None,
    received_on: date | None = None,
) -> Opinion:
    """Take down an opinion on the whole plan (``opinion`` None), or mend one. The same once more is the same.

    Raises LinkClosed when the link by which it came was closed meanwhile, StaleVersion when it was saved elsewhere,
    MoveRefused in the words of ``workflow``.
    """
    if link:
        links.hold(link, now)
    said = {"kind": kind, "text": text, "now": now, "entered_by": entered_by}
    if opinion is None:
        row = {"round": round, "record": None, "member": member, "received_on": received_on}
        saved = workflow.write_opinion(**row, **said)
    else:
        saved = _mend(opinion, version, said)
    drop(round=round, member=member, opinion=opinion)
    return saved


def _mend(opinion: Opinion, version: int, said: dict) -> Opinion:
    try:
        return workflow.edit_opinion(opinion=opinion, version=version, **said)
    except StaleVersion as stale:
        if (stale.current.kind, stale.current.text) == (said["kind"], said["text"]):
            return stale.current
        raise


# ---- the net ----------------------------------------------------------------------------------------------


def where(round: EvaluationRound, member: Member, opinion: Opinion | None) -> dict:
    """What names the net of a member beside one opinion on the whole plan; see ``writing.keep``."""
    return {"member": member, "round": round, "place": opinion.own_place if opinion else 0}


def unsaved(
    round: EvaluationRound, member: Member, opinion: Opinion | None, now: datetime
) -> UnsavedOpinion | None:
    """What the member typed and has not sent."""
    return UnsavedOpinion.objects.waiting(now).filter(**where(round, member, opinion)).first()


def drop(*, round: EvaluationRound, member: Member, opinion: Opinion | None) -> None:
    """Forget what was typed and not sent; nothing happens when there is nothing."""
    UnsavedOpinion.objects.filter(**where(round, member, opinion)).delete()
