"""What the secretariat does about the links of several members at once; what could not be done is told with its reason."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.versioning import MoveRefused
from evaluations.models import EvaluationRound, LetterPrint, Member, ReviewLink
from evaluations.prior_opinions import letters, link_mails, links

Left = list[str]
"""Sentences for people: why something could not be done."""


def mail(
    *, round: EvaluationRound, members: Iterable[Member], expires_at: datetime, by: User, now: datetime
) -> tuple[int, Left]:
    """Give each member a link and mail it; a member without a mail address gets none. Gives how many, and what was left."""

    @transaction.atomic
    def one(member: Member) -> None:
        link = links.issue(round=round, member=member, expires_at=expires_at, by=by, now=now)
        link_mails.send(link=link, now=now)

    return _each(members, one)


@transaction.atomic
def print_letters(
    *, round: EvaluationRound, members: Iterable[Member], expires_at: datetime, by: User, now: datetime
) -> tuple[LetterPrint | None, Left]:
    """Give each member a link and have the letters printed; None when there is nobody to print one for."""
    issued: list[ReviewLink] = []

    def one(member: Member) -> None:
        issued.append(links.issue(round=round, member=member, expires_at=expires_at, by=by, now=now))

    _, left = _each(members, one)
    return (letters.ask(round=round, links=issued, by=by, now=now) if issued else None), left


def extend(
    *, round: EvaluationRound, members: Iterable[Member], expires_at: datetime, now: datetime
) -> tuple[int, Left]:
    return _each(
        members,
        lambda member: links.extend(link=_standing(round, member), expires_at=expires_at, now=now),
    )


def revoke(*, round: EvaluationRound, members: Iterable[Member], by: User, now: datetime) -> tuple[int, Left]:
    return _each(members, lambda member: links.revoke(link=_standing(round, member), by=by, now=now))


def _standing(round: EvaluationRound, member: Member) -> ReviewLink:
    link = round.review_links.standing().filter(member=member).first()
    if link is None:
        raise MoveRefused(f"{member.name}さんには、有効な個人リンクがありません。")
    return link


def _each(members: Iterable[Member], verb: Callable[[Member], object]) -> tuple[int, Left]:
    done, left = 0, []
    for member in members:
        try:
            verb(member)
        except MoveRefused as refusal:
            left.append(str(refusal))
        else:
            done += 1
    return done, left
