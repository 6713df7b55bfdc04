"""Writes to the values of indicators: what was typed, the percentage of a fraction, and what is unusual about it."""

from datetime import date
from decimal import Decimal

from django.db.models import prefetch_related_objects

from initiatives import value_checks
from initiatives.models import AnnualRecord, IndicatorValue
from initiatives.models.indicator_value import percentage
from initiatives.value_checks import YEARS_LOOKED_AT, Facts

Earlier = dict[int, list[tuple[int, Decimal]]]


def keep_values(record: AnnualRecord, typed: dict[int, dict], today: date) -> None:
    """Save the values of a record that its caller has locked; ``typed`` are parts of values by indicator.

    What ``record`` brings along (values, indicators, targets) is not read again.
    """
    rows = [row for row in record.values.all() if row.indicator_id in typed]
    prefetch_related_objects(rows, "indicator__targets")
    earlier = _earlier_values(record, rows)
    before = [_columns(row) for row in rows]
    for row in rows:
        _fill(row, typed[row.indicator_id])
        row.asked = "\n".join(_questions(row, earlier.get(row.indicator_id, []), record, today))
    changed = [row for row, old in zip(rows, before, strict=True) if _columns(row) != old]
    IndicatorValue.objects.bulk_update(changed, [*IndicatorValue.PARTS, "asked"])


def _columns(row: IndicatorValue) -> list:
    return [getattr(row, name) for name in (*IndicatorValue.PARTS, "asked")]


def _fill(row: IndicatorValue, parts: dict) -> None:
    for name, value in parts.items():
        setattr(row, name, value)
    if row.indicator.is_fraction:
        row.actual = percentage(row.numerator, row.denominator)


def _questions(row: IndicatorValue, earlier: list, record: AnnualRecord, today: date) -> list[str]:
    if row.actual is None:
        return []
    year = record.request.target_year
    target = row.indicator.target_of(year)
    facts = Facts(
        year=year,
        unit=row.indicator.unit,
        direction=row.indicator.direction,
        is_cumulative=row.indicator.is_cumulative,
        target=target and target.value,
        earlier=tuple(earlier),
    )
    return value_checks.questions(row.actual, facts, today)


def _earlier_values(record: AnnualRecord, rows: list[IndicatorValue]) -> Earlier:
    """Give the values of the years that are looked at, by indicator, oldest first, in one query."""
    year = record.request.target_year
    values = IndicatorValue.objects.filter(
        indicator__in=[row.indicator_id for row in rows],
        actual__isnull=False,
        record__request__target_year__range=(year - YEARS_LOOKED_AT, year - 1),
    ).order_by("record__request__target_year")
    found: Earlier = {}
    for indicator, of_year, actual in values.values_list(
        "indicator", "record__request__target_year", "actual"
    ):
        found.setdefault(indicator, []).append((of_year, actual))
    return found
