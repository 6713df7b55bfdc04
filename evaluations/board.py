"""The secretariat's board: department × state of one round, late ones first."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from evaluations.models import EvaluationRound
from evaluations.snapshot import count_answers
from initiatives.models import AnnualRecord, Promise


@dataclass
class Row:
    department: str
    organization: str
    counts: list[int]
    late: int
    records: list[AnnualRecord]

    @property
    def total(self) -> int:
        return sum(self.counts)


def rows(round: EvaluationRound, today: date) -> list[Row]:
    """Give one row a department, in three queries; those with late records first, then those with most left."""
    records = (
        round.request.records.select_related("request", "initiative", "lead_department__organization")
        .prefetch_related("lead_department__names")
        .in_order()
    )
    by_department: dict[int, list[AnnualRecord]] = {}
    for record in records:
        by_department.setdefault(record.lead_department_id, []).append(record)
    return sorted((_row(group, today) for group in by_department.values()), key=_urgency)


def promises(round: EvaluationRound) -> dict:
    """What the records of the round have said so far to the promises that they must answer: counts, and how many not yet."""
    asked = list(Promise.objects.filter(record__request=round.request_id).only("answer"))
    return {"answers": count_answers(asked), "unanswered": sum(not promise.answer for promise in asked)}


def _row(records: list[AnnualRecord], today: date) -> Row:
    states = Counter(record.state for record in records)
    first = records[0]
    return Row(
        department=first.department_name,
        organization=first.lead_department.organization.short_name,
        counts=[states[state] for state in AnnualRecord.State.values],
        late=sum(record.is_late(today) for record in records),
        records=records,
    )


def _urgency(row: Row) -> tuple:
    finished = row.counts[AnnualRecord.State.values.index(AnnualRecord.State.ACCEPTED)]
    return (-row.late, finished - row.total, row.department)
