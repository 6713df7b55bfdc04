"""Opening a yearly call (照会): who is asked what is frozen into one record each."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Department, User
from initiatives import outcomes
from initiatives.models import (
    AnnualRecord,
    AnnualRequest,
    IndicatorValue,
    Initiative,
    Promise,
    RecordShare,
    Responsibility,
)
from plans import fiscal_year
from plans.models import Measure, PlanTerm


@transaction.atomic
def open_request(
    *, term: PlanTerm, target_year: int, due_on: date, message: str, by: User, now: datetime
) -> AnnualRequest:
    """Open the call for ``target_year`` and freeze the term's list of 取組 into one record each.

    A 取組 that citizens and the community carry alone (``Initiative.is_asked``) gets none, nor does one that was
    completed (``outcomes.completed``).

    Raises ValidationError (for people) when the year is outside the term, the call was opened before, or there
    is nothing to ask for.
    """
    if target_year not in term.years:
        raise ValidationError(
            {"target_year": f"{term.name}の期間（{term.period_label}）の年度を選んでください。"}
        )
    PlanTerm.objects.select_for_update().get(pk=term.pk)
    if term.requests.filter(target_year=target_year).exists():
        label = fiscal_year.wareki(target_year)
        raise ValidationError({"target_year": f"{label}の評価の回は、すでに開かれています。"})
    rows = term.initiatives.carried_out_in(target_year).in_order().with_actors()
    rows = rows.prefetch_related("responsibilities__department", "indicators")
    completed = outcomes.completed(term, target_year)
    initiatives = [row for row in rows if row.is_asked and row.pk not in completed]
    _refuse_without_lead(initiatives, target_year)
    request = AnnualRequest.objects.create(
        term=term, target_year=target_year, due_on=due_on, message=message, opened_by=by, opened_at=now
    )
    _freeze(request, initiatives)
    _ask_promises(request)
    return request


def _refuse_without_lead(initiatives: list[Initiative], year: int) -> None:
    """Every 取組 that is asked needs a lead department that exists in the target year: somebody must answer."""
    if not initiatives:
        raise ValidationError(
            "この計画には、年度記録を求める取組が登録されていません。取組を登録してから開いてください。"
        )
    orphans = [str(i) for i in initiatives if not _leads(i, year)]
    if orphans:
        label = fiscal_year.wareki(year)
        raise ValidationError(
            f"{label}に主管課のない取組があります。主管課を登録してください：{'、'.join(orphans)}"
        )


def _leads(initiative: Initiative, year: int) -> list[Department]:
    return [d for d in initiative.departments_in(Responsibility.Role.LEAD) if d.exists_in(year)]


def _freeze(request: AnnualRequest, initiatives: list[Initiative]) -> None:
    paths = _measure_paths(request.term)
    records = AnnualRecord.objects.bulk_create(
        AnnualRecord(
            request=request,
            initiative=initiative,
            due_on=request.due_on,
            number=initiative.number,
            title=initiative.title,
            content=initiative.content,
            goal=paths[initiative.measure_id][0],
            path=" ＞ ".join(paths[initiative.measure_id]),
            lead_department=initiative.departments_in(Responsibility.Role.LEAD)[0],
        )
        for initiative in initiatives
    )
    supported = AnnualRecord.support_departments.through
    supported.objects.bulk_create(
        supported(annualrecord=record, department=department)
        for record in records
        for department in _supports(record)
    )
    RecordShare.objects.bulk_create(
        RecordShare(record=record, department=department)
        for record in records
        for department in _supports(record)
        if department.exists_in(request.target_year)
    )
    IndicatorValue.objects.bulk_create(
        IndicatorValue(record=record, indicator=indicator)
        for record in records
        for indicator in record.initiative.indicators.all()
        if indicator.last_year is None or indicator.last_year >= request.target_year
    )


def _supports(record: AnnualRecord) -> list[Department]:
    return record.initiative.departments_in(Responsibility.Role.SUPPORT)


def _measure_paths(term: PlanTerm) -> dict[int, list[str]]:
    """Give for each knot of the tree its titles from the goal down, from one query."""
    measures = {measure.pk: measure for measure in Measure.objects.filter(term=term)}

    def path(measure: Measure) -> list[str]:
        above = path(measures[measure.parent_id]) if measure.parent_id else []
        return [*above, str(measure)]

    return {pk: path(measure) for pk, measure in measures.items()}


def _ask_promises(request: AnnualRequest) -> None:
    """Hang every promise of earlier years that no record was asked for yet onto this call's records."""
    records = {record.initiative_id: record for record in request.records.all()}
    open_promises = list(
        Promise.objects.filter(
            initiative__in=records, made_year__lt=request.target_year, record__isnull=True, answer=""
        )
    )
    for open_promise in open_promises:
        open_promise.record = records[open_promise.initiative_id]
    Promise.objects.bulk_update(open_promises, ["record"])
