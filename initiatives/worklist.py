"""わたしの担当: what a department still has to write, and the way from one record to the next."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from accounts.models import User
from initiatives.models import AnnualRecord, AnnualRequest, Autosave, RecordShare
from initiatives.models.record import Gap, place_in

State = AnnualRecord.State
NAMED = 3
"""Of how many gaps the list says which; the form and the check page say all."""


class DueWithRecord:
    """Something to be done by the due date of ``record``. Takes ``today`` and ``is_done``."""

    @property
    def is_late(self) -> bool:
        return not self.is_done and self.record.is_late(self.today)

    @property
    def time_left(self) -> str:
        """あと10日, 今日まで or 3日過ぎています; empty when nothing is to be done."""
        days = (self.record.due_on - self.today).days
        if self.is_done:
            return ""
        if days == 0:
            return "今日まで"
        return f"あと{days}日" if days > 0 else f"{-days}日過ぎています"


@dataclass(frozen=True)
class Task(DueWithRecord):
    """One record in the list of a person. ``is_kept``: something that they typed waits unsaved."""

    record: AnnualRecord
    today: date
    is_kept: bool

    @property
    def is_done(self) -> bool:
        return self.record.state not in AnnualRecord.EDITABLE_STATES

    @property
    def shares_missing(self) -> int:
        """How many supporting departments have not handed in their share yet."""
        return 0 if self.is_done else self.record.shares_missing

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
class ShareTask(DueWithRecord):
    """One share (担当分) of a record that another department leads."""

    share: RecordShare
    today: date

    @property
    def record(self) -> AnnualRecord:
        return self.share.record

    @property
    def is_open(self) -> bool:
        """Whether it may still be written: the lead has not submitted."""
        return self.record.state in AnnualRecord.EDITABLE_STATES

    @property
    def is_done(self) -> bool:
        return self.share.is_handed or not self.is_open or bool(self.record.outcome)

    @property
    def urgency(self) -> tuple:
        return (not self.is_late, self.is_done)


@dataclass(frozen=True)
class Call:
    """One open call, with the tasks of one department, the most urgent first."""

    request: AnnualRequest
    tasks: list[Task]
    shares: list[ShareTask]

    @property
    def total(self) -> int:
        return len(self.tasks)

    @property
    def done(self) -> int:
        return sum(task.is_done for task in self.tasks)

    @property
    def shares_left(self) -> int:
        return sum(not task.is_done for task in self.shares)

    @property
    def left(self) -> int:
        return self.total - self.done + self.shares_left


def open_calls(user: User, now: datetime, today: date) -> list[Call]:
    """Give the calls that ask something of the person's department: those with something left first, then by due date.

    Costs the same for any number of records.
    """
    department = user.department_id
    records = (
        AnnualRecord.objects.filter(lead_department=department, request__closed_at__isnull=True)
        .for_gaps()
        .annotate(shares_missing=Count("shares", filter=~Q(shares__state=RecordShare.State.HANDED)))
        .order_by("request_id", "initiative__position", "number")
    )
    kept = set(Autosave.objects.waiting(now).filter(person=user).values_list("record_id", flat=True))
    calls: dict[int, Call] = {}
    for record in records:
        tasks = calls.setdefault(record.request_id, Call(record.request, [], [])).tasks
        tasks.append(Task(record, today, record.pk in kept))
    for share in _open_shares(department):
        request = share.record.request
        calls.setdefault(request.pk, Call(request, [], [])).shares.append(ShareTask(share, today))
    for call in calls.values():
        call.tasks.sort(key=lambda task: task.urgency)
        call.shares.sort(key=lambda task: task.urgency)
    return sorted(
        calls.values(), key=lambda call: (call.left == 0, call.request.due_on, -call.request.target_year)
    )


def waiting_for_chief(user: User):
    """確認を待つ記録: what the clerks handed to the person, who is their section chief."""
    waiting = AnnualRecord.objects.approved_by(user).filter(
        state=State.AWAITING_CHIEF, request__closed_at__isnull=True
    )
    return waiting.select_related("request", "initiative", "submitted_by").order_by("due_on", "number")


def _open_shares(department: int):
    shares = RecordShare.objects.filter(department=department, record__request__closed_at__isnull=True)
    shares = shares.select_related("record__request", "record__initiative", "record__lead_department")
    return shares.prefetch_related("record__lead_department__names").order_by(
        "record__request", "record__initiative__position", "record__number"
    )


# ---- from one record to the next --------------------------------------------------------------------------


def neighbours(record: AnnualRecord, user: User) -> dict:
    """The records before and after this one, in the order of the plan, and the next one that is still to be written.

    They are those that the person's own department leads; for one that it supports, those that it supports; for a
    record of another department, those of its lead.
    """
    records = AnnualRecord.objects.filter(request=record.request_id)
    own = user.department_id
    order = _in_order(records.filter(lead_department=own))
    if record.lead_department_id != own and own in {row.pk for row in record.support_departments.all()}:
        order = _in_order(records.filter(support_departments=own))
    elif record.lead_department_id != own:
        order = _in_order(records.filter(lead_department=record.lead_department_id))
    here = place_in(order, record.pk)
    later, earlier = order[here["place"] :], order[: here["place"] - 1]
    waiting = [row for row in (*later, *earlier) if row[3] in AnnualRecord.EDITABLE_STATES]
    return here | {"next_open": waiting[0] if waiting else None, "left": len(waiting)}


def _in_order(records) -> list[tuple]:
    return list(records.in_order().values_list("pk", "number", "title", "state"))
