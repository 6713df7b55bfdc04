"""Keeping what a member says of one 取組: the words, the choice and that it was read, in one press and under one version."""

from datetime import date, datetime
from typing import TypedDict

from django.db import transaction

from accounts import nets
from accounts.models import User
from accounts.nets import Fields
from accounts.versioning import MoveRefused, StaleVersion
from evaluations import workflow
from evaluations.models import (
    CommitteeRating,
    EvaluationRound,
    Member,
    Opinion,
    ReviewLink,
    ReviewSheet,
    UnsavedOpinion,
)
from evaluations.prior_opinions import links
from initiatives.models import AnnualRecord, RatingLevel

SENT_STAYS = "送った意見は、空欄にして消すことはできません。取り下げたいときは、事務局にお知らせください。"


class Proxy(TypedDict):
    """代理入力: who typed it in, how it came, and on which day."""

    by: User
    means: str
    received_on: date


@transaction.atomic
def save(
    *,
    round: EvaluationRound,
    record: AnnualRecord,
    member: Member,
    version: int,
    text: str,
    kind: str,
    level: RatingLevel | None,
    now: datetime,
    link: ReviewLink | None = None,
    proxy: Proxy | None = None,
) -> ReviewSheet:
    """Keep what the member says of ``record``; without words and choice, that it was read.

    Raises LinkClosed when the link by which it came was closed meanwhile, StaleVersion when it was saved elsewhere,
    MoveRefused in the words of ``workflow``. The same once more (a button pressed twice) is the same.
    """
    if link:
        links.hold(link, now)
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    held = workflow.hold_for_opinions(round)
    try:
        sheet = ReviewSheet.claim(version, member=member, record=record)
    except StaleVersion as stale:
        if said(record, member) == (text, kind if text else Opinion.Kind.OPINION, level):
            return stale.current
        raise
    _keep_opinion(held, record, member, text, kind, now, proxy)
    _keep_rating(held, record, member, level)
    drop(record=record, member=member)
    return _mark(sheet, now, proxy)


def _mark(sheet: ReviewSheet, now: datetime, proxy: Proxy | None) -> ReviewSheet:
    """Write down when it was saved and, for 代理入力, by whom and how it came; the member's own save takes that away."""
    sheet.saved_at = now
    sheet.entered_by, sheet.means, sheet.received_on = (
        (proxy["by"], proxy["means"], proxy["received_on"]) if proxy else (None, "", None)
    )
    sheet.save()
    return sheet


def said(record: AnnualRecord, member: Member) -> tuple[str, str, RatingLevel | None]:
    """What the member says of the record by now: text, kind and choice."""
    opinion, rating = own_opinion(record, member), _own_rating(record, member)
    text, kind = (opinion.text, opinion.kind) if opinion else ("", Opinion.Kind.OPINION)
    return text, kind, rating.level if rating else None


def own_opinion(record: AnnualRecord, member: Member) -> Opinion | None:
    """The opinion that the member can still mend: the last one without an approved reply."""
    return Opinion.objects.filter(record=record, member=member).unanswered().order_by("-pk").first()


def _own_rating(record: AnnualRecord, member: Member) -> CommitteeRating | None:
    return CommitteeRating.objects.filter(record=record, member=member).select_related("level").first()


def _keep_opinion(held, record, member, text: str, kind: str, now: datetime, proxy: Proxy | None) -> None:
    opinion = own_opinion(record, member)
    by = proxy["by"] if proxy else None
    if opinion is None and text:
        workflow.write_opinion(
            round=held,
            record=record,
            member=member,
            kind=kind,
            text=text,
            now=now,
            entered_by=by,
            received_on=proxy["received_on"] if proxy else None,
        )
    elif opinion and not text:
        raise MoveRefused(SENT_STAYS)
    elif opinion and (opinion.text, opinion.kind) != (text, kind):
        workflow.edit_opinion(
            opinion=opinion,
            version=opinion.version,
            kind=kind,
            text=text,
            now=now,
            entered_by=by,
        )


def _keep_rating(held, record, member, level: RatingLevel | None) -> None:
    rating = _own_rating(record, member)
    if level is None or (rating and rating.level == level):
        return
    version = rating.version if rating else 0
    workflow.rate(round=held, record=record, member=member, version=version, level=level)


# ---- the net ----------------------------------------------------------------------------------------------


@transaction.atomic
def keep(*, where: dict, version: int, fields: Fields, now: datetime, link: ReviewLink | None = None) -> None:
    """Keep what was typed and not sent; ``where`` names its row: member and record, or see ``whole_plan.where``.

    Raises LinkClosed, and MoveRefused when there is too much.
    """
    if link:
        links.hold(link, now)
    nets.spread(UnsavedOpinion, where, version=version, fields=fields, now=now)


def unsaved(record: AnnualRecord, member: Member, now: datetime) -> UnsavedOpinion | None:
    """What the member typed on the record and has not sent."""
    return UnsavedOpinion.objects.waiting(now).filter(record=record, member=member).first()


def drop(*, record: AnnualRecord, member: Member) -> None:
    """Forget what was typed and not sent; nothing happens when there is nothing."""
    UnsavedOpinion.objects.filter(record=record, member=member).delete()
