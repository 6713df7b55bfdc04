"""How far a member is: every 取組 that may be read, which of them are read and written, and where to go on."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery

from evaluations.models import (
    CommitteeRating,
    EvaluationRound,
    Member,
    MemberReview,
    Opinion,
    ReviewLink,
    ReviewSheet,
    UnsavedOpinion,
)
from initiatives.models import AnnualRecord
from initiatives.models.record import place_in


@dataclass(frozen=True)
class Step:
    """One 取組 on the way. ``version`` is that of the member's ReviewSheet, 0 before it was read."""

    pk: int
    number: str
    title: str
    goal: str
    version: int
    saved_at: datetime | None
    is_written: bool
    is_by_proxy: bool

    @property
    def is_read(self) -> bool:
        return self.version > 0


@dataclass(frozen=True)
class Journey:
    steps: list[Step]

    @property
    def total(self) -> int:
        return len(self.steps)

    @property
    def read(self) -> int:
        return sum(step.is_read for step in self.steps)

    @property
    def written(self) -> int:
        return sum(step.is_written for step in self.steps)

    @property
    def next_step(self) -> Step | None:
        """Where to go on: the first unread after the one that was saved last, or the first unread; None at the end."""
        unread = [place for place, step in enumerate(self.steps) if not step.is_read]
        saved = [(step.saved_at, place) for place, step in enumerate(self.steps) if step.saved_at]
        last = max(saved)[1] if saved else -1
        after = [place for place in unread if place > last] or unread
        return self.steps[after[0]] if after else None

    def around(self, pk: int) -> dict:
        """Where the record ``pk`` stands; see ``initiatives.models.record.place_in``."""
        return place_in([(step.pk, step.number, step.title) for step in self.steps], pk)

    def version_of(self, pk: int) -> int:
        return next((step.version for step in self.steps if step.pk == pk), 0)


def journey(round: EvaluationRound, member: Member, pk: int | None = None) -> Journey:
    """Give the way of ``member`` through what the committee may read, in the order of the plan; in one query.

    The record ``pk`` is among them even when it was returned to its department meanwhile.
    """
    accepted = round.request.records.filter(state=AnnualRecord.State.ACCEPTED)
    records = accepted | round.request.records.filter(pk=pk) if pk else accepted
    own = {"member": member, "record": OuterRef("pk")}
    sheets = ReviewSheet.objects.filter(**own)
    rows = records.in_order().annotate(
        sheet_version=Subquery(sheets.values("version")),
        saved_at=Subquery(sheets.values("saved_at")),
        is_by_proxy=Exists(sheets.filter(entered_by__isnull=False)),
        has_opinion=Exists(Opinion.objects.filter(**own)),
        has_rating=Exists(CommitteeRating.objects.filter(**own)),
    )
    columns = ("pk", "number", "title", "goal", "saved_at", "is_by_proxy")
    found = rows.values(*columns, "sheet_version", "has_opinion", "has_rating")
    return Journey(
        [
            Step(
                **{name: row[name] for name in columns},
                version=row["sheet_version"] or 0,
                is_written=row["has_opinion"] or row["has_rating"],
            )
            for row in found
        ]
    )


@transaction.atomic
def begin(
    *, round: EvaluationRound, member: Member, now: datetime, link: ReviewLink | None = None
) -> MemberReview:
    """Take down when the member first began, and by which link; pressing again changes nothing."""
    review, _ = MemberReview.objects.get_or_create(round=round, member=member)
    if review.opened_at is None:
        review.opened_at = now
        review.save(update_fields=["opened_at"])
    if link and link.opened_at is None:
        link.opened_at = now
        link.save(update_fields=["opened_at"])
    return review


@transaction.atomic
def finish(*, round: EvaluationRound, member: Member, now: datetime, is_finished: bool) -> MemberReview:
    """Take down that the member has written all that they wish to say, or that they go on after all.

    Unsent text of anybody that waited too long is let go of: finishing is rare enough for that.
    """
    review, _ = MemberReview.objects.get_or_create(round=round, member=member)
    review.opened_at = review.opened_at or now
    review.finished_at = now if is_finished else None
    review.save(update_fields=["opened_at", "finished_at"])
    UnsavedOpinion.objects.outdated(now).delete()
    return review
