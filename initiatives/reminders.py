"""Who is told of which record, and when. Decided once a day and when the secretariat presses; never twice the same.

Told are the people who enter records for the lead department, are active and have an address, of records that
their department still has to hand in; of one that waits for its section chief (課長確認), the chief alone. One mail a person and run; the database keeps each occasion to once
(``reminder_once``), and the person's row is locked while it is decided, so that two runs at once tell once.
Whoever was told of something within QUIET is left alone, but for a return and for the last day before the due date.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from accounts import outbox
from accounts.dates import write_day
from accounts.models import Department, OutgoingMail, User
from accounts.roles import MAY, Permission
from initiatives import mail_texts
from initiatives.models import AnnualRecord, Reminder

Kind = Reminder.Kind
State = AnnualRecord.State
QUIET = timedelta(days=5)
STAGES = {30: 2, 7: 3, 1: 1}
"""Days before the due date, each with how many days late it may still come: a night without a run loses none."""
LAST_STAGE = 1
NEWLY_ASKED = timedelta(days=7)
"""A call is told of in its first days only: later there are the due dates."""
NO_ADDRESS = "メールアドレスが登録されていません"
TOLD_LATELY = f"{QUIET.days}日以内にお知らせを送っています"
NOBODY = "入力する人が登録されていません"
NO_CHIEF = "課長確認待ちの取組がありますが、課長が登録されていません"


@dataclass(frozen=True)
class Occasion:
    record: AnnualRecord
    kind: str
    key: str
    is_urgent: bool = False

    def concerns(self, person: User) -> bool:
        """Whether the person has something to do about it: of a record that waits for the chief, only the chief has."""
        return self.record.state != State.AWAITING_CHIEF or person.is_section_chief

    @property
    def reason(self) -> str:
        return "課長の確認待ち" if self.record.state == State.AWAITING_CHIEF else REASONS[self.kind]

    @property
    def identity(self) -> tuple[int, str, str]:
        return self.record.pk, self.kind, self.key


@dataclass
class Plan:
    """What one run does: mails to be written, and people (or departments without any) left out with the reason."""

    letters: list[tuple[User, list[Occasion]]] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)


# ---- what there is to tell --------------------------------------------------------------------------------


def open_records():
    """Records that somebody still has to hand in."""
    records = AnnualRecord.objects.filter(request__closed_at__isnull=True, state__in=AnnualRecord.OPEN_STATES)
    records = records.select_related("request", "lead_department__organization")
    return records.prefetch_related("lead_department__names").in_order()


def occasions(record: AnnualRecord, today: date) -> list[Occasion]:
    """What is to be told of one open record on ``today``, whether it was told before or not."""
    found = []
    if record.state == State.RETURNED:
        found.append(Occasion(record, Kind.RETURNED, str(record.return_count), is_urgent=True))
    days = (record.due_on - today).days
    if days < 0:
        found.append(Occasion(record, Kind.OVERDUE, f"{record.due_on}"))
    stages = [stage for stage, grace in STAGES.items() if stage - grace <= days <= stage]
    found += [
        Occasion(record, Kind.BEFORE, f"{record.due_on}/{stage}", stage == LAST_STAGE) for stage in stages
    ]
    if today - timezone.localdate(record.request.opened_at) <= NEWLY_ASKED:
        found.append(Occasion(record, Kind.REQUESTED, "1"))
    return found


def is_wanted(mail: OutgoingMail) -> bool:
    """Tell, right before ``mail`` goes out, whether any record that it tells of is still open for that reason."""
    told = list(mail.reminders.select_related("record__request", "to"))
    return not told or any(_still_true(reminder) for reminder in told)


def _still_true(reminder: Reminder) -> bool:
    record = reminder.record
    if not record.is_open or not Occasion(record, "", "").concerns(reminder.to):
        return False
    if reminder.kind == Kind.RETURNED:
        return record.state == State.RETURNED and reminder.occasion == str(record.return_count)
    if reminder.kind in (Kind.BEFORE, Kind.OVERDUE):
        return reminder.occasion.split("/")[0] == f"{record.due_on}"
    return True


# ---- the daily run ----------------------------------------------------------------------------------------


def queue_daily(*, today: date, now: datetime) -> int:
    """Write today's mails; give how many. Running again writes nothing new."""
    told = [occasion for record in open_records() for occasion in occasions(record, today)]
    return queue(_plan(told, now), now=now)


def plan_by_hand(records: Iterable[AnnualRecord], *, today: date, now: datetime) -> Plan:
    """What pressing 「お知らせを送る」 for ``records`` would do."""
    return _plan([Occasion(record, Kind.BY_HAND, f"{today}") for record in records], now)


def _plan(found: list[Occasion], now: datetime) -> Plan:
    """Sort the occasions by person, leaving out what each has been told and whoever is to be left alone."""
    by_department: dict[int, list[Occasion]] = {}
    for occasion in found:
        by_department.setdefault(occasion.record.lead_department_id, []).append(occasion)
    departments = {o.record.lead_department_id: o.record.lead_department for o in found}
    plan, people = Plan(), _people(departments)
    told, lately = _told(people, by_department)
    for person in people:
        fresh = _fresh(person, by_department[person.department_id], told)
        if reason := _reason_to_leave_out(person, fresh, lately.get(person.pk), now):
            plan.left_out.append((f"{person.department}　{person.name}", reason))
        elif fresh:
            plan.letters.append((person, fresh))
    served = {person.department_id for person in people}
    plan.left_out += [(str(row), NOBODY) for pk, row in departments.items() if pk not in served]
    waiting = {o.record.lead_department_id for o in found if o.record.state == State.AWAITING_CHIEF}
    waiting -= {person.department_id for person in people if person.is_section_chief}
    plan.left_out += [(str(departments[pk]), NO_CHIEF) for pk in waiting & served]
    return plan


def _fresh(person: User, found: list[Occasion], told: dict[int, set]) -> list[Occasion]:
    """What concerns the person and they were not told yet."""
    return [o for o in found if o.concerns(person) and o.identity not in told.get(person.pk, ())]


def _people(departments: dict[int, Department]) -> list[User]:
    """Those who enter records for the departments, each with its department as it was read already."""
    writers = [role for role, work in MAY.items() if Permission.ENTER_RECORDS in work]
    people = list(User.objects.filter(department__in=departments, is_active=True, role__in=writers))
    for person in people:
        person.department = departments[person.department_id]
    return people


def _told(people: list[User], departments) -> tuple[dict[int, set], dict[int, datetime]]:
    """What each person was told of the records in question, and when each was last told anything."""
    reminders = Reminder.objects.filter(to__in=people)
    told: dict[int, set] = {}
    rows = reminders.filter(record__lead_department__in=departments)
    for person, *identity in rows.values_list("to", "record", "kind", "occasion"):
        told.setdefault(person, set()).add(tuple(identity))
    last = Reminder.objects.told_to(people).values("to").annotate(last=Max("mail__queued_at"))
    return told, {row["to"]: row["last"] for row in last}


def _reason_to_leave_out(person: User, fresh: list[Occasion], last: datetime | None, now: datetime) -> str:
    if not person.email:
        return NO_ADDRESS
    is_urgent = any(occasion.is_urgent for occasion in fresh)
    if last and not is_urgent and timezone.localdate(now) - timezone.localdate(last) < QUIET:
        return TOLD_LATELY
    return ""


# ---- writing the mails ------------------------------------------------------------------------------------


def queue(plan: Plan, *, now: datetime) -> int:
    """Put a mail for each letter of ``plan`` into the outbox; give how many there were after all."""
    words = mail_texts.current()
    return sum(_queue_one(person, told, words, now) for person, told in plan.letters)


@transaction.atomic
def _queue_one(person: User, planned: list[Occasion], words, now: datetime) -> bool:
    """Write one mail unless another run was quicker: decided anew under the lock of the person's row."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    told, lately = _told([person], [person.department_id])
    fresh = _fresh(person, planned, told)
    if not fresh or _reason_to_leave_out(person, fresh, lately.get(person.pk), now):
        return False
    letter = letter_for(person, fresh, words)
    mail = outbox.write(to=person, subject=letter.subject, body=letter.body, now=now)
    Reminder.objects.bulk_create(
        Reminder(to=person, record=o.record, kind=o.kind, occasion=o.key, mail=mail) for o in fresh
    )
    return True


def letter_for(person: User, told: list[Occasion], words=None) -> mail_texts.Words:
    """The mail that tells ``person`` of these occasions, in the words of the weightiest of them."""
    weight = list(Kind)
    kind = min((occasion.kind for occasion in told), key=weight.index)
    return (words or mail_texts.current())[kind].filled(blanks(person, told))


def blanks(person: User, told: list[Occasion]) -> dict[str, str]:
    organization = person.department.organization
    contact = f"{organization.contact_name}　{organization.phone}".strip()
    return {
        "所管課": str(person.department),
        "件数": str(len({occasion.record.pk for occasion in told})),
        "一覧": "\n".join(_lines(told)),
        "リンク": settings.PORTAL_URL + reverse("staff:record-list"),
        "問合せ先": f"{organization.name}　{contact}".strip(),
    }


def example_blanks(kind: str, user: User) -> dict[str, str]:
    """What stands in a mail of this kind to the department of ``user``, or of another that still owes records."""
    waiting = list(open_records())
    own = [record for record in waiting if record.lead_department_id == user.department_id]
    lead = (own or waiting)[0].lead_department if waiting else user.department
    records = [record for record in waiting if record.lead_department_id == lead.pk]
    return blanks(User(department=lead), [Occasion(record, kind, "") for record in records])


def _lines(told: list[Occasion]) -> list[str]:
    """One line for each year, reason and due date; each record counts once, for its weightiest reason."""
    weight, reasons = list(Kind), {}
    for occasion in sorted(told, key=lambda occasion: weight.index(occasion.kind), reverse=True):
        reasons[occasion.record.pk] = occasion
    groups = Counter(
        (o.record.request.target_year_label, o.kind, o.reason, o.record.due_on) for o in reasons.values()
    )
    shown = sorted(groups.items(), key=lambda group: (weight.index(group[0][1]), group[0][3]))
    return [
        f"・{year}　{reason}　{count}件（提出期限 {write_day(due)}）"
        for (year, _, reason, due), count in shown
    ]


REASONS = {
    Kind.RETURNED: "差戻し",
    Kind.OVERDUE: "提出期限を過ぎたもの",
    Kind.BEFORE: "未提出",
    Kind.REQUESTED: "新しい照会",
    Kind.BY_HAND: "未提出",
}
