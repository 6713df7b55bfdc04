"""The secretariat's board: department × state of one round, late ones first, and what was done there last."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import BigIntegerField, OuterRef, Prefetch, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from accounts.models import Department, User
from evaluations import batches
from evaluations.counts import count_answers
from evaluations.models import EvaluationRound
from initiatives.models import AnnualRecord, Promise, ProxyEntry

OPEN, LATE = "open", "late"
"""What the board can be narrowed to besides the states themselves: 未提出, 期限超過."""


@dataclass(frozen=True)
class Line:
    """One record. ``mark`` says which version of it the page shows."""

    record: AnnualRecord
    is_late: bool
    is_own: bool

    @property
    def mark(self) -> str:
        return batches.mark(self.record)

    @property
    def proxy(self) -> ProxyEntry | None:
        """The last time that somebody entered it for the department."""
        return next(iter(self.record.proxy_entries.all()), None)

    def is_among(self, which: str) -> bool:
        if which == OPEN:
            return self.record.is_open
        return self.is_late if which == LATE else which in ("", self.record.state)


@dataclass(frozen=True)
class Activity:
    at: datetime
    by: str


@dataclass
class Row:
    department: Department
    name: str
    lines: list[Line]
    activity: Activity | None
    shown: list[Line]

    @property
    def counts(self) -> list[int]:
        states = Counter(line.record.state for line in self.lines)
        return [states[state] for state in AnnualRecord.State.values]

    @property
    def late(self) -> int:
        return sum(line.is_late for line in self.lines)

    @property
    def total(self) -> int:
        return len(self.lines)

    @property
    def is_own(self) -> bool:
        return self.lines[0].is_own

    @property
    def is_open(self) -> bool:
        return any(line.record.is_open for line in self.lines)


def rows(
    round: EvaluationRound, user: User, today: date, *, organization: int | None = None, which: str = ""
) -> list[Row]:
    """Give one row a department, in four queries; those with late records first, then those with most left.

    ``organization`` narrows the departments, ``which`` (a state, OPEN or LATE) only the records that are shown.
    """
    proxies = Prefetch("proxy_entries", ProxyEntry.objects.filter(share=None).select_related("by"))
    records = (
        round.request.records.select_related("request", "initiative", "lead_department__organization")
        .prefetch_related("lead_department__names", proxies)
        .in_order()
    )
    if organization:
        records = records.filter(lead_department__organization=organization)
    own = user.department.organization_id
    lines: dict[int, list[Line]] = {}
    for record in records:
        is_own = record.lead_department.organization_id == own
        line = Line(record, record.is_late(today), is_own)
        lines.setdefault(record.lead_department_id, []).append(line)
    activities = last_activities(round)
    made = (_row(group, activities.get(pk), which) for pk, group in lines.items())
    return sorted(made, key=_urgency)


def promises(round: EvaluationRound) -> dict:
    """What the records of the round have said so far to the promises that they must answer: counts, and how many not yet."""
    asked = list(Promise.objects.filter(record__request=round.request_id).only("answer"))
    return {"answers": count_answers(asked), "unanswered": sum(not promise.answer for promise in asked)}


def _row(lines: list[Line], activity: Activity | None, which: str) -> Row:
    first = lines[0].record
    return Row(
        department=first.lead_department,
        name=first.department_name,
        lines=lines,
        activity=activity,
        shown=[line for line in lines if line.is_among(which)],
    )


def _urgency(row: Row) -> tuple:
    finished = row.counts[AnnualRecord.State.values.index(AnnualRecord.State.ACCEPTED)]
    return (-row.late, finished - row.total, row.name)


def last_activities(round: EvaluationRound) -> dict[int, Activity]:
    """When somebody of each department last changed one of its records, and who: one query over the history."""
    colleagues = User.objects.filter(department=OuterRef("lead_department"))
    events = (
        AnnualRecord.pgh_event_model.objects.filter(request=round.request_id, pgh_label="update")
        .annotate(writer=Cast(KeyTextTransform("user", "pgh_context__metadata"), BigIntegerField()))
        .filter(writer__in=colleagues.values("pk"))
        .annotate(name=Subquery(User.objects.filter(pk=OuterRef("writer")).values("name")))
        .order_by("lead_department", "-pgh_id")
        .distinct("lead_department")
    )
    found = events.values_list("lead_department", "pgh_created_at", "name")
    return {department: Activity(at, name) for department, at, name in found}
