"""わたしの担当: what a department still has to write, and the way from one record to the next."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from accounts.models import User
from initiatives.models import AnnualRecord, AnnualRequest, Autosave
from initiatives.models.record import Gap, place_in

State = AnnualRecord.State
NAMED = 3
"""Of how many gaps the list says which; the form and the check page say all."""


@dataclass(frozen=True)
class Task:
    """One record in the list of a person. ``is_kept``: something that they typed waits unsaved."""

    record: AnnualRecord
    today: date
    is_kept: bool

    @property
    def is_done(self) -> bool:
        return self.record.state not in AnnualRecord.EDITABLE_STATES

    @property
    def is_late(self) -> bool:
        return self.record.is_late(self.today)

    @property
    def time_left(self) -> str:
        """あと10日, 今日まで or 3日過ぎています; empty when nothing is to be done."""
        days = (self.record.due_on - self.today).days
        if self.is_done:
            return ""
        if days == 0:
            return "今日まで"
        return f"あと{days}日" if days > 0 else f"{-days}日過ぎています"

    @property
    def gaps(self) -> list[Gap]:
        return [] if self.is_done else self.record.gaps()

    @property
    def missing(self) -> str:
        """あと5か所：評価の理由、課題、改善、ほか."""
        gaps = self.gaps
        if not gaps:
            return ""
        labels = list(dict.fromkeys(gap.label for gap in gaps))
        more = "、ほか" if len(labels) > NAMED else ""
        return f"あと{len(gaps)}か所：{'、'.join(labels[:NAMED])}{more}"

    @property
    def first_gap(self) -> str:
        """The id of the box where to go on; empty for a returned record, whose reason is read first."""
        gaps = [] if self.record.state == State.RETURNED else self.gaps
        return f"id_{gaps[0].field}" if gaps else ""

    @property
    def urgency(self) -> tuple:
        """Returned ones first, then the late ones, then the others that are still to be written."""
        return (self.record.state != State.RETURNED, not self.is_late, self.is_done)


@dataclass(frozen=True)
class Call:
    """One open call, with the tasks of one department, the most urgent first."""

    request: AnnualRequest
    tasks: list[Task]

    @property
    def total(self) -> int:
        return len(self.tasks)

    @property
    def done(self) -> int:
        return sum(task.is_done for task in self.tasks)

    @property
    def left(self) -> int:
        return self.total - self.done


def open_calls(user: User, now: datetime, today: date) -> list[Call]:
    """Give the calls that ask something of the person's department: those with something left first, then by due date.

    Costs the same for any number of records.
    """
    records = (
        AnnualRecord.objects.of_department(user.department_id)
        .filter(request__closed_at__isnull=True)
        .for_gaps()
        .order_by("request_id", "initiative__position", "number")
    )
    kept = set(Autosave.objects.waiting(user, now).values_list("record_id", flat=True))
    calls = []
    for _, group in groupby(records, lambda record: record.request_id):
        tasks = [Task(record, today, record.pk in kept) for record in group]
        calls.append(Call(tasks[0].record.request, sorted(tasks, key=lambda task: task.urgency)))
    return sorted(calls, key=lambda call: (call.left == 0, call.request.due_on, -call.request.target_year))


# ---- from one record to the next --------------------------------------------------------------------------


def neighbours(record: AnnualRecord, user: User) -> dict:
    """The records before and after this one, in the order of the plan, and the next one that is still to be written.

    They are those of the person's own department; for a record of another one, those of its lead.
    """
    order = _of_department(record, user.department_id)
    if record.pk not in {row[0] for row in order}:
        order = _of_department(record, record.lead_department_id)
    here = place_in(order, record.pk)
    later, earlier = order[here["place"] :], order[: here["place"] - 1]
    waiting = [row for row in (*later, *earlier) if row[3] in AnnualRecord.EDITABLE_STATES]
    return here | {"next_open": waiting[0] if waiting else None, "left": len(waiting)}


def _of_department(record: AnnualRecord, department: int) -> list[tuple]:
    records = AnnualRecord.objects.of_department(department).filter(request=record.request_id)
    return list(records.in_order().values_list("pk", "number", "title", "state"))
