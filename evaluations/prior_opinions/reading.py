"""What stands on the page of one 取組: its years in one table, a drawing of each indicator, promises, opinions, replies.

Nine queries, however many 取組, years, indicators and opinions there are.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    CharField,
    Count,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce, JSONObject

from accounts.models import Department, DepartmentName
from accounts.numbers import write_number
from evaluations import other_years
from evaluations.models import CommitteeRating, EvaluationRound, Member, Opinion
from evaluations.models.opinion import responses_to_read
from evaluations.reports import charts
from initiatives import entry
from initiatives.models import (
    AnnualRecord,
    Indicator,
    IndicatorTarget,
    IndicatorValue,
    Promise,
    RatingLevel,
    RatingScale,
    RecordShare,
    SupportDepartment,
)
from plans import fiscal_year

NOTHING = "―"
TEXTS = (
    ("計画", "planned"),
    ("実績", "done"),
    ("評価の理由", "rating_reason"),
    ("課題", "issue"),
    ("次の年度に行うこと", "improvement"),
)


@dataclass(frozen=True)
class Row:
    """One line of the table: a cell for each year, newest first."""

    label: str
    cells: list[str]


@dataclass(frozen=True)
class Sheet:
    """One 取組 as ``seat`` may read it on a day."""

    record: AnnualRecord
    years: list[AnnualRecord]
    """This year, where its contents may be read, and those before, newest first."""
    promises: list[Promise]
    opinions: list[Opinion]
    levels: list[RatingLevel]
    is_blind: bool
    seat: Member

    @property
    def headings(self) -> list[str]:
        return [fiscal_year.wareki(year.request.target_year) for year in self.years]

    @cached_property
    def rows(self) -> list[Row]:
        """The table of the years, without lines that are empty in all of them."""
        texts = {label: [getattr(year, name) for year in self.years] for label, name in TEXTS}
        rows = [
            Row("実績の代わり", [_outcome(year) for year in self.years]),
            Row("計画", texts["計画"]),
            Row("実績", texts["実績"]),
            *(Row(f"指標　{i.name}", [_value(i, year) for year in self.years]) for i in self.indicators),
            Row("自己評価", [str(year.self_rating or "") for year in self.years]),
            Row("評価の理由", texts["評価の理由"]),
            Row("課題", texts["課題"]),
            Row("今後の方向性", [year.get_direction_display() for year in self.years]),
            Row("次の年度に行うこと", texts["次の年度に行うこと"]),
            Row("最終評価", [self._final(year) for year in self.years]),
        ]
        return [Row(row.label, [cell or NOTHING for cell in row.cells]) for row in rows if any(row.cells)]

    @cached_property
    def lines(self) -> list[dict]:
        """The table for a template: label, and pairs of a year and its cell."""
        return [
            {"label": row.label, "cells": list(zip(self.headings, row.cells, strict=True))}
            for row in self.rows
        ]

    def _final(self, year: AnnualRecord) -> str:
        """The final evaluation of an earlier year; this year's is not decided while the committee is asked."""
        if year.pk == self.record.pk or not (
            hasattr(year, "final_evaluation") and year.final_evaluation.stands
        ):
            return ""
        return str(year.final_evaluation.level)

    @cached_property
    def indicators(self) -> list[Indicator]:
        found = {value.indicator_id: value.indicator for year in self.years for value in year.values.all()}
        return list(found.values())

    @cached_property
    def drawings(self) -> list[dict]:
        """The indicators that have at least two numbers to be drawn, as ``reports/annual/_trend.html`` takes them."""
        drawn = [
            {
                "name": i.name,
                "unit": i.unit,
                "trend": charts.trend([_point(i, year) for year in self.years[::-1]]),
            }
            for i in self.indicators
        ]
        return [row for row in drawn if row["trend"]]

    @property
    def own(self) -> list[Opinion]:
        return [o for o in self._of_this_year if o.member_id == self.seat.pk]

    @property
    def others(self) -> list[Opinion]:
        return [o for o in self._of_this_year if o.member_id != self.seat.pk]

    @property
    def before(self) -> list[Opinion]:
        """The opinions of the years before with their replies, newest year first."""
        rows = [o for o in self.opinions if o.record_id != self.record.pk]
        return sorted(rows, key=lambda o: -o.round.target_year)

    @property
    def _of_this_year(self) -> list[Opinion]:
        return [o for o in self.opinions if o.record_id == self.record.pk]

    @property
    def self_levels(self) -> list[RatingLevel]:
        return [level for level in self.levels if level.scale.stage == RatingScale.Stage.SELF]

    @property
    def committee_levels(self) -> list[RatingLevel]:
        """The levels that members choose from; each with ``is_own``, and ``count`` once all may know."""
        return [level for level in self.levels if level.scale.stage == RatingScale.Stage.COMMITTEE]

    @cached_property
    def unchanged(self) -> list:
        """Where the writer said that nothing changed since last year."""
        if not self.record.is_accepted:
            return []
        last = next(
            (y for y in self.years if y.request.target_year == self.record.request.target_year - 1), None
        )
        texts = {name: getattr(last, name) for name in AnnualRecord.TEXTS} if last else {}
        return entry.unchanged(self.record, last_year=texts, levels=len(self.self_levels))


def sheet(round: EvaluationRound, seat: Member, pk: int, today: date) -> Sheet:
    """Give what the holder of ``seat`` may read on ``today`` of the record ``pk`` of ``round``.

    Of a record that was returned to its department it is the frame and the years before.
    """
    records = list(_years(round, pk))
    record = next(row for row in records if row.pk == pk)
    promises = list(Promise.objects.filter(initiative=record.initiative_id))
    answered = [promise for promise in promises if promise.record_id == pk] if record.is_accepted else []
    return Sheet(
        record=record,
        years=[row for row in records if row.is_accepted],
        promises=other_years.within(answered, promises, set(record.years_beside)),
        opinions=_opinions(round, seat, record, today),
        levels=list(_levels(round, seat, pk, is_blind=round.is_blind(today))),
        is_blind=round.is_blind(today),
        seat=seat,
    )


def own_part(round: EvaluationRound, seat: Member, pk: int, today: date) -> Sheet | None:
    """Give of the record ``pk`` only what the holder of ``seat`` said and may choose; None outside of the round."""
    record = round.request.records.select_related("request", "initiative").filter(pk=pk).first()
    if record is None:
        return None
    own = Opinion.objects.filter(record=record, member=seat)
    levels = list(_levels(round, seat, pk, is_blind=True))
    return Sheet(record, [], [], _with_replies(own), levels, round.is_blind(today), seat)


def _years(round: EvaluationRound, pk: int):
    """The record and the accepted ones of the same 取組 in the years before that the committee was given."""
    given = EvaluationRound.objects.given_to_committee().filter(request__term_id=round.request.term_id)
    before = Q(
        state=AnnualRecord.State.ACCEPTED,
        request__target_year__lt=round.target_year,
        request__round__in=given,
    )
    targets = IndicatorTarget.objects.filter(
        indicator=OuterRef("indicator"), fiscal_year=OuterRef("record__request__target_year")
    )
    values = IndicatorValue.objects.select_related("indicator").annotate(
        target_value=Subquery(targets.values("value")),
        first_target=Subquery(targets.values("original_value")),
    )
    return (
        AnnualRecord.objects.filter(before | Q(pk=pk), initiative__records=pk)
        .select_related("request", "initiative", "self_rating", "final_evaluation__level")
        .prefetch_related(Prefetch("values", values), "wording_answers")
        .annotate(
            years_beside=ArraySubquery(given.order_by().values("request__target_year")),
            lead_name=name_in_year("lead_department", "request__target_year"),
            support=ArraySubquery(_supporting()),
            handed=ArraySubquery(_shares()),
        )
        .order_by("-request__target_year")
    )


def name_in_year(department: str, year: str) -> Coalesce:
    """What the department of the column was called in the year of another column; before its first name, the first."""
    names = DepartmentName.objects.filter(department=OuterRef(department))
    begun = names.filter(first_year__lte=OuterRef(year)).order_by("-first_year").values("name")
    code = Department.objects.filter(pk=OuterRef(department)).values("code")
    first = names.order_by("first_year").values("name")
    return Coalesce(Subquery(begun[:1]), Subquery(first[:1]), Subquery(code), output_field=CharField())


def _supporting():
    rows = SupportDepartment.objects.filter(annualrecord=OuterRef("pk")).order_by("department__code")
    return rows.annotate(name=name_in_year("department", "annualrecord__request__target_year")).values("name")


def _shares():
    """What supporting departments handed in."""
    rows = RecordShare.objects.filter(record=OuterRef("pk"), state=RecordShare.State.HANDED)
    name = name_in_year("department", "record__request__target_year")
    shown = JSONObject(department=name, done="done", issue="issue")
    return rows.order_by("department__code").annotate(shown=shown).values("shown")


def _opinions(round: EvaluationRound, seat: Member, record: AnnualRecord, today: date) -> list[Opinion]:
    readable = Opinion.objects.readable_by(seat, today).filter(record__initiative=record.initiative_id)
    shown = readable.filter(Q(record=record) | Q(round__request__target_year__lt=round.target_year))
    return _with_replies(shown)


def _with_replies(opinions) -> list[Opinion]:
    """Read the opinions with the replies that count for them, in two queries."""
    paths = ("member", "record", "round__request", "representative", "entered_by")
    rows = list(opinions.select_related(*paths).order_by("number_year", "sequence"))
    prefetch_related_objects([row.answered_as for row in rows], responses_to_read())
    return rows


def _levels(round: EvaluationRound, seat: Member, pk: int, *, is_blind: bool):
    """The levels by which departments rate and, where the committee does too, those of the committee."""
    stages = [RatingScale.Stage.SELF]
    if round.committee_rates:
        stages.append(RatingScale.Stage.COMMITTEE)
    levels = RatingLevel.objects.filter(scale__term_id=round.request.term_id, scale__stage__in=stages)
    given = CommitteeRating.objects.filter(record=pk, level=OuterRef("pk"))
    counts = given.order_by().values("level").annotate(count=Count("pk")).values("count")
    levels = levels.annotate(is_own=Exists(given.filter(member=seat)))
    if not is_blind:
        levels = levels.annotate(count=Coalesce(Subquery(counts), 0))
    return levels.select_related("scale").order_by("scale", "position")


# ---- a cell -----------------------------------------------------------------------------------------------


def _outcome(year: AnnualRecord) -> str:
    return f"{year.get_outcome_display()}：{year.outcome_reason}" if year.outcome else ""


def _value_of(indicator: Indicator, year: AnnualRecord) -> IndicatorValue | None:
    """The value of the year; none of a record without a report, whose boxes were not asked for."""
    if year.outcome:
        return None
    return next((value for value in year.values.all() if value.indicator_id == indicator.pk), None)


def _value(indicator: Indicator, year: AnnualRecord) -> str:
    value = _value_of(indicator, year)
    if value is None:
        return ""
    target = _target(value)
    note = f"\n{value.note}" if value.note else ""
    return f"{value.shown}{f'（目標 {target.shown}）' if target else ''}{note}"


def _target(value: IndicatorValue) -> IndicatorTarget | None:
    """The target of the value's year, as ``_years`` read it along."""
    if value.target_value is None:
        return None
    return IndicatorTarget(
        indicator=value.indicator, value=value.target_value, original_value=value.first_target
    )


def _point(indicator: Indicator, year: AnnualRecord) -> dict:
    """One year of an indicator, as ``charts.trend`` takes it."""
    value = _value_of(indicator, year)
    target = _target(value) if value else None
    return {
        "year": fiscal_year.short(year.request.target_year),
        "actual": write_number(value.actual) if value else "",
        "target": write_number(target.value) if target else "",
        "shown": value.shown if value else "値なし",
    }
