"""The terms of plans laid along the years (計画期間). What is unknown stays unknown: it is named, never guessed."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from enum import StrEnum

from plans import fiscal_year
from plans.models import Plan, PlanTerm

LONGEST = 30
YEARS_WITHOUT_TERMS = 10


class Edge(StrEnum):
    """How a bar ends on one side."""

    CLEAR = "clear"  # the year is known
    BEYOND = "beyond"  # it goes on outside the table
    OPEN = "open"  # it has no end (終期なし)
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Bar:
    """A stretch of years: one term, or several whose boundaries between them are unknown."""

    name: str
    first: int
    last: int
    left: Edge
    right: Edge
    note: str = ""

    @property
    def is_certain(self) -> bool:
        return Edge.UNKNOWN not in (self.left, self.right) and " → " not in self.name

    @property
    def words(self) -> str:
        return f"{self.name}（{self.note}）" if self.note else self.name

    @property
    def years_label(self) -> str:
        """R3～R5, with nothing on a side where the year is unknown or lies outside; empty when both are."""
        first = fiscal_year.short(self.first) if self.left == Edge.CLEAR else ""
        last = fiscal_year.short(self.last) if self.right == Edge.CLEAR else ""
        return f"{first}～{last}" if first or last else ""

    def overlaps(self, other: "Bar") -> bool:
        return self.first <= other.last and other.first <= self.last


@dataclass
class Row:
    plan: Plan
    bars: list[Bar]
    left_out: list[str] = field(default_factory=list)
    """Terms that find no place in these years though nothing says that they lie elsewhere."""

    def cells(self, years: range) -> list[dict]:
        """Give the row as cells of a table: bars and the gaps between them, each with its number of years."""
        cells, year = [], years.start
        for bar in self.bars:
            if bar.first > year:
                cells.append({"bar": None, "span": bar.first - year})
            cells.append({"bar": bar, "span": bar.last - bar.first + 1})
            year = bar.last + 1
        if year < years.stop:
            cells.append({"bar": None, "span": years.stop - year})
        return cells


def both_eras(term: PlanTerm) -> str:
    """令和3年度（2021年度）～令和5年度（2023年度）; what is unknown or open is said in words."""
    if term.first_year is None and term.last_year is None and term.end == PlanTerm.End.UNKNOWN:
        return "開始・終了の年度は不明"
    first = fiscal_year.label(term.first_year) if term.first_year else "開始年度不明"
    if term.last_year:
        return f"{first}～{fiscal_year.label(term.last_year)}"
    return f"{first}～（{'終期なし' if term.end == PlanTerm.End.OPEN else '終了年度不明'}）"


def frame(plans: Iterable[Plan], today_year: int) -> range:
    """Give the years to show unless somebody asks for others: those of the longest term that runs today."""
    running = [
        term.years for plan in plans for term in plan.terms.all() if term.years and today_year in term.years
    ]
    longest = max(running, key=len, default=range(0))
    if 3 <= len(longest) <= LONGEST:
        return longest
    first = min(max(today_year - 4, fiscal_year.EARLIEST), fiscal_year.LATEST - YEARS_WITHOUT_TERMS + 1)
    return range(first, first + YEARS_WITHOUT_TERMS)


def today_words(today_year: int, years: range) -> str:
    """Say which year is the present one, and that the table does not show it where that is so."""
    words = f"今年度は{fiscal_year.label(today_year)}です。"
    return words if today_year in years else f"{words}ここに示す年度には入っていません。"


def rows(plans: Iterable[Plan], years: range) -> list[Row]:
    """Give a row for each plan that has terms, in the order given."""
    return [_row(plan, _terms(plan), years) for plan in plans if plan.terms.all()]


def _terms(plan: Plan) -> list[PlanTerm]:
    """The terms in their order; those of a plan that was closed run no longer than the plan."""
    terms = sorted(plan.terms.all(), key=_order)
    return [_until(term, plan.closed_year) for term in terms] if plan.closed_year else terms


def _until(term: PlanTerm, year: int) -> PlanTerm:
    if term.last_year is not None and term.last_year <= year:
        return term
    cut = copy(term)
    cut.last_year, cut.end = year, PlanTerm.End.YEAR
    return cut


def _order(term: PlanTerm):
    return term.ordinal


def _row(plan: Plan, terms: list[PlanTerm], years: range) -> Row:
    row = Row(plan, [])
    groups = _groups(terms)
    for place in sorted(range(len(groups)), key=lambda place: not _is_known(groups[place])):
        before, after = _neighbours(groups, place)
        bar = _bar(groups[place], before, after, years)
        if bar and not any(bar.overlaps(other) for other in row.bars):
            row.bars.append(bar)
        elif bar or _may_lie_in(groups[place], years):
            row.left_out.append("、".join(term.name for term in groups[place]) + "（年度不明）")
    row.bars.sort(key=lambda bar: bar.first)
    return row


def _is_known(group: list[PlanTerm]) -> bool:
    return bool(group[0].years)


def _may_lie_in(group: list[PlanTerm], years: range) -> bool:
    """Tell whether a group without a place could belong into these years for all one knows."""
    first, last = group[0].first_year, group[-1].last_year
    return (
        not (first and last) and (first or years.start) < years.stop and (last or years.start) >= years.start
    )


def _groups(terms: list[PlanTerm]) -> list[list[PlanTerm]]:
    """Put terms together when nobody knows in which year the one gave way to the other."""
    groups: list[list[PlanTerm]] = []
    for term in terms:
        if groups and term.first_year is None and groups[-1][-1].last_year is None:
            groups[-1].append(term)
        else:
            groups.append([term])
    return groups


def _neighbours(groups: list[list[PlanTerm]], place: int) -> tuple[int | None, int | None]:
    """Give the last known year before the group and the first known year after it."""
    before = [t.last_year or t.first_year for g in groups[:place] for t in g if t.last_year or t.first_year]
    after = [
        t.first_year or t.last_year for g in groups[place + 1 :] for t in g if t.first_year or t.last_year
    ]
    return (max(before) if before else None, min(after) if after else None)


def _bar(group: list[PlanTerm], before: int | None, after: int | None, years: range) -> Bar | None:
    """Give the group as a bar within ``years``, or None when none of it lies there."""
    first, last = group[0].first_year, group[-1].last_year
    start = first or (before + 1 if before else years.start)
    stop = last or (after - 1 if after else years[-1])
    shown = range(max(start, years.start), min(stop, years[-1]) + 1)
    if not shown:
        return None
    return Bar(
        name=" → ".join(term.name for term in group),
        first=shown[0],
        last=shown[-1],
        left=_edge(first, known_beyond=bool(first) and first < years.start),
        right=Edge.OPEN if _is_open(group) else _edge(last, known_beyond=bool(last) and last > years[-1]),
        note=_note(group, years),
    )


def _edge(year: int | None, *, known_beyond: bool) -> Edge:
    if known_beyond:
        return Edge.BEYOND
    return Edge.UNKNOWN if year is None else Edge.CLEAR


def _is_open(group: list[PlanTerm]) -> bool:
    return group[-1].end == PlanTerm.End.OPEN


def _note(group: list[PlanTerm], years: range) -> str:
    """Say what the bar itself cannot show: what is unknown, and where it goes on."""
    first, last = group[0].first_year, group[-1].last_year
    unknown = [
        *(["開始"] if first is None else []),
        *(["移行"] if len(group) > 1 else []),
        *(["終了"] if last is None and not _is_open(group) else []),
    ]
    parts = [f"{'・'.join(unknown)}の年度は不明"] if unknown else []
    if first and first < years.start:
        parts.append(f"{fiscal_year.wareki(first)}から")
    if last and last > years[-1]:
        parts.append(f"{fiscal_year.wareki(last)}まで")
    if _is_open(group):
        parts.append("終期なし")
    return "、".join(parts)
