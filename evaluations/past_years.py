"""The years of 取組 at a glance: their ratings, direction and values, for the bridge to the next term.

What the public may read comes from frozen editions alone; the house sees accepted years that are not published as well.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, F, OuterRef, Prefetch

from evaluations.models import EditionSheet
from initiatives.models import AnnualRecord, IndicatorValue
from plans import fiscal_year


@dataclass
class Year:
    year: int
    self_rating: str
    final_rating: str
    direction: str
    values: list[tuple[str, str]] = field(default_factory=list)
    """Each indicator's name and its value in words."""
    is_published: bool = True
    record: AnnualRecord | None = None
    """The living record, for the house only."""

    @property
    def label(self) -> str:
        return fiscal_year.wareki(self.year)

    @property
    def short(self) -> str:
        return fiscal_year.short(self.year)


def published_years(initiatives: Iterable[int]) -> dict[int, list[Year]]:
    """Give the published years of each 取組 (by its id), oldest first, as the editions froze them; in one query."""
    sheets = EditionSheet.objects.filter(
        initiative__in=list(initiatives), edition__published_at__isnull=False
    )
    rows = sheets.annotate(year=F("edition__round__request__target_year")).order_by("year")
    found = defaultdict(list)
    for sheet in rows.only("initiative", "self_rating", "final_rating", "content"):
        values = [(indicator["name"], indicator["shown"]) for indicator in sheet.content["indicators"]]
        direction = sheet.content["direction"]
        year = Year(sheet.year, sheet.self_rating, sheet.final_rating, direction, values)
        found[sheet.initiative_id].append(year)
    return found


def accepted_years(initiatives: Iterable[int], *, with_values: bool) -> dict[int, list[Year]]:
    """Give every accepted year of each 取組 for the house, oldest first; in one query, two with the values."""
    records = AnnualRecord.objects.filter(initiative__in=list(initiatives), state=AnnualRecord.State.ACCEPTED)
    records = records.select_related("request", "self_rating", "final_evaluation__level")
    published = EditionSheet.objects.filter(
        initiative=OuterRef("initiative"),
        edition__round__request=OuterRef("request"),
        edition__published_at__isnull=False,
    )
    records = records.annotate(is_published=Exists(published)).order_by("request__target_year")
    if with_values:
        values = IndicatorValue.objects.select_related("indicator")
        records = records.prefetch_related(Prefetch("values", values))
    found = defaultdict(list)
    for record in records:
        values = [(value.indicator.name, value.shown) for value in record.values.all()] if with_values else []
        found[record.initiative_id].append(_accepted(record, values))
    return found


def _accepted(record: AnnualRecord, values: list[tuple[str, str]]) -> Year:
    final = getattr(record, "final_evaluation", None)
    if record.outcome:
        words = record.get_outcome_display()
        return Year(record.request.target_year, words, words, "", values, record.is_published, record)
    return Year(
        record.request.target_year,
        str(record.self_rating or ""),
        str(final.level) if final and final.stands else "",
        record.get_direction_display(),
        values,
        record.is_published,
        record,
    )


def last_records(initiatives: Iterable[int]) -> dict[int, AnnualRecord]:
    """Give the last accepted record of each 取組 (by its id), in one query."""
    records = AnnualRecord.objects.filter(initiative__in=list(initiatives), state=AnnualRecord.State.ACCEPTED)
    newest = records.order_by("initiative_id", "-request__target_year").distinct("initiative_id")
    return {record.initiative_id: record for record in newest.select_related("request", "self_rating")}
