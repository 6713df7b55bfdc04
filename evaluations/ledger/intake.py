"""Taking an opinion into the ledger: the one door for every source."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Max

from accounts.models import Department, Organization
from accounts.versioning import MoveRefused
from evaluations.models import EvaluationRound, Member, Opinion, OpinionInitiative, Response
from evaluations.models.opinion import number_of
from initiatives.models import AnnualRecord, Initiative, Responsibility
from plans.fiscal_year import fiscal_year_of

TURN = 7_304_150
"""The first half of the key under which people wait for the next number; the year is the second."""
LAST_NUMBER = 9_999


class TakenBefore(MoveRefused):
    """The same words on the same occasion are in the ledger already."""


Owners = Mapping[Organization, Department | None]
"""Who owes a reply, and which department of theirs writes it (None: the secretariat itself)."""


@transaction.atomic
def take_in(
    *,
    source: str,
    text: str,
    now: datetime,
    received_on: date,
    kind: str = Opinion.Kind.OPINION,
    event: str = "",
    source_note: str = "",
    initiatives: Iterable[Initiative] = (),
    round: EvaluationRound | None = None,
    record: AnnualRecord | None = None,
    member: Member | None = None,
    owners: Owners | None = None,
    due_on: date | None = None,
    is_sample: bool = False,
    **noted,
) -> Opinion:
    """Take an opinion down under the next number of its year, with who owes the reply to it.

    ``event`` is the occasion by which the same words are known to be the same opinion (a workshop, a member on a
    取組); without one it is the day of receipt. Only the committee gives ``round``, ``member`` and ``record``: its year
    is the target year, that of all others the fiscal year of receipt. Without ``owners`` they are the leading
    departments of the 取組, or the city. ``noted`` are further columns of the row. Raises TakenBefore for words
    that are there already, and MoveRefused when the numbers of a year are used up.
    """
    year = round.target_year if round else fiscal_year_of(received_on)
    event = event or received_on.isoformat()
    _wait_for_turn(year)
    if Opinion.objects.filter(source=source, source_event=event, text=text).exists():
        raise TakenBefore("同じ内容の意見を、すでに受け付けています。")
    sequence = _next_sequence(year)
    opinion = Opinion.objects.create(
        number_year=year,
        sequence=sequence,
        number=number_of(year, sequence),
        source=source,
        source_note=source_note,
        source_event=event,
        received_on=received_on,
        received_at=now,
        round=round,
        record=record,
        member=member,
        kind=kind,
        text=text,
        due_on=due_on,
        is_sample=is_sample,
        **noted,
    )
    concerned = _concerned(record, initiatives)
    OpinionInitiative.objects.bulk_create(OpinionInitiative(opinion=opinion, initiative=i) for i in concerned)
    owe(opinion, owners or _owners(round, record, concerned))
    return opinion


def owe(opinion: Opinion, owners: Owners) -> None:
    """Write down who owes a reply; those who do already keep what they wrote."""
    Response.objects.bulk_create(
        Response(opinion=opinion, organization=organization, department=department, version=0)
        for organization, department in owners.items()
    )


def _wait_for_turn(year: int) -> None:
    """Let one transaction at a time give out numbers of a year: a number is neither given twice nor left out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [TURN, year])


def _next_sequence(year: int) -> int:
    last = Opinion.objects.filter(number_year=year).aggregate(last=Max("sequence"))["last"] or 0
    if last >= LAST_NUMBER:
        raise MoveRefused(f"この年度の意見の番号（{LAST_NUMBER}件まで）を使い切りました。")
    return last + 1


def _concerned(record: AnnualRecord | None, initiatives: Iterable[Initiative]) -> list[Initiative]:
    """The 取組 that the opinion is about, each once, the record's own first."""
    rows = [*([record.initiative] if record else []), *initiatives]
    return list({row.pk: row for row in rows}.values())


def _owners(
    round: EvaluationRound | None, record: AnnualRecord | None, initiatives: list[Initiative]
) -> Owners:
    """The first leading department of each organisation among the 取組; without any the plan's owner or the city."""
    if record:
        return {record.lead_department.organization: record.lead_department}
    leads = Responsibility.objects.filter(initiative__in=initiatives, role=Responsibility.Role.LEAD)
    owners: dict[Organization, Department | None] = {}
    for lead in leads.select_related("department__organization").order_by("initiative__position"):
        owners.setdefault(lead.department.organization, lead.department)
    return owners or {_owner_of_plan(round): None}


def _owner_of_plan(round: EvaluationRound | None) -> Organization:
    owners = round.request.term.plan.owners.all() if round else Organization.objects.none()
    owner = owners.order_by("kind").first() or Organization.objects.order_by("kind").first()
    if owner is None:
        raise MoveRefused("回答する団体が登録されていません。先に、市か社会福祉協議会を登録してください。")
    return owner


@transaction.atomic
def take_in_several(*, texts: Iterable[str], **shared) -> tuple[list[Opinion], list[str]]:
    """Take several in that have all but their words in common; give them, and the words that were there already."""
    taken, known = [], []
    for text in texts:
        try:
            taken.append(take_in(text=text, **shared))
        except TakenBefore:
            known.append(text)
    return taken, known
