"""The chart of periods (計画期間表) as a drawing: numbers that a template turns into SVG. Pure functions."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from plans import fiscal_year, periods
from plans.diagrams import LETTER, LINE, PAD, SMALL, SMALL_LINE, Text
from plans.lettering import wrap
from plans.models import Plan
from plans.periods import Bar, Edge, Row

YEARS_A_SHEET = 12
SHEET_SHAPE = 0.53
"""How tall a drawing on a sheet may be, by its width; as tall as A4 landscape below its headings."""
NAMES, YEAR, HEAD = 216, 90, 66
BAR_PAD, POINT = 8, 10
HEAD_LONG, BARB = 20, 6


@dataclass(frozen=True)
class DrawnBar:
    bar: Bar
    outline: str
    texts: tuple[Text, ...]
    x: float
    width: float


@dataclass(frozen=True)
class DrawnRow:
    y: float
    height: float
    names: tuple[Text, ...]
    bars: tuple[DrawnBar, ...]


@dataclass
class Chart:
    title: str
    words: str
    width: float
    height: float
    heads: list[dict]
    now: dict | None
    rows: list[DrawnRow]


def period_chart(rows: list[Row], years: range, today_year: int) -> Chart:
    """Draw the rows of ``plans.periods`` along the years; ``today_year`` is marked when it is among them."""
    drawn, y = [], HEAD
    for row in rows:
        drawn.append(_chart_row(row, years, y))
        y += drawn[-1].height
    heads = [
        {"x": _year_x(year, years), "middle": _year_x(year, years) + YEAR / 2, "year": year, "short": fiscal_year.short(year)}
        for year in years
    ]  # fmt: skip
    now = {"x": _year_x(today_year, years), "width": YEAR} if today_year in years else None
    title = f"計画の期間（{fiscal_year.wareki(years[0])}から{fiscal_year.wareki(years[-1])}まで）"
    words = "".join(f"{row.plan.name}：{'、'.join(bar.words for bar in row.bars)}。" for row in rows)
    return Chart(title, words, NAMES + YEAR * len(years) + 2, y + 2, heads, now, drawn)


def sheets(plans: Iterable[Plan], years: range, today_year: int) -> list[Chart]:
    """Draw the terms of ``plans`` on as many charts as it takes to read each on one sheet of paper.

    The years are shared among as few sheets as will do; each shows as many plans as find room on it.
    """
    plans = list(plans)
    count = -(-len(years) // YEARS_A_SHEET)
    size = -(-len(years) // count)
    found = []
    for first in range(years.start, years.stop, size):
        some = range(first, min(first + size, years.stop))
        found += [
            period_chart(part, some, today_year)
            for part in _parts(periods.rows(plans, some), some, today_year)
        ]
    return found


def _parts(rows: list[Row], years: range, today_year: int) -> list[list[Row]]:
    """Share the rows among as few sheets as will do, about equally."""
    chart = period_chart(rows, years, today_year)
    heights = [drawn.height for drawn in chart.rows]
    room = chart.width * SHEET_SHAPE - HEAD
    sizes = _filled(heights, room)
    while sizes and room > LINE and len(_filled(heights, room - LINE)) == len(sizes):
        room -= LINE
        sizes = _filled(heights, room)
    ends = list(accumulate(sizes))
    return [rows[end - size : end] for size, end in zip(sizes, ends, strict=True)]


def _filled(heights: list[float], room: float) -> list[int]:
    """Give how many rows stand on each sheet that has so much ``room``; a taller row has one for itself."""
    sizes, used = [], room
    for height in heights:
        if not sizes or used + height > room:
            sizes.append(0)
            used = 0
        sizes[-1] += 1
        used += height
    return sizes


def _year_x(year: int, years: range) -> int:
    return NAMES + (year - years.start) * YEAR


def _chart_row(row: Row, years: range, y: float) -> DrawnRow:
    names = wrap(row.plan.short_name or row.plan.name, (NAMES - PAD / 2) / LETTER)
    lettered = [(bar, _bar_lines(bar)) for bar in row.bars]
    height = max(len(names) * LINE, *(_lines_height(lines) for _, lines in lettered), LINE) + 4 * BAR_PAD
    top = y + (height - len(names) * LINE) / 2
    texts = tuple(Text(text, 0, round(top + place * LINE + LETTER, 1)) for place, text in enumerate(names))
    bars = tuple(_drawn_bar(bar, lines, years, y, height) for bar, lines in lettered)
    return DrawnRow(y, height, texts, bars)


def _bar_lines(bar: Bar) -> list[tuple[str, int]]:
    """The bar's name and below it what is not known, in lines that have room; each with its size."""
    room = (bar.last - bar.first + 1) * YEAR - 2 * BAR_PAD - 2 * POINT
    lines = [(text, LETTER) for text in wrap(bar.name, room / LETTER)]
    return lines + [(text, SMALL) for text in (wrap(bar.note, room / SMALL) if bar.note else ())]


def _lines_height(lines: list[tuple[str, int]]) -> float:
    return sum(LINE if size == LETTER else SMALL_LINE for _, size in lines)


def _drawn_bar(bar: Bar, lines, years: range, y: float, height: float) -> DrawnBar:
    x, wide = _year_x(bar.first, years) + 3, (bar.last - bar.first + 1) * YEAR - 6
    middle, cursor = x + wide / 2, y + (height - _lines_height(lines)) / 2
    texts = []
    for text, size in lines:
        texts.append(Text(text, middle, round(cursor + size, 1), size))
        cursor += LINE if size == LETTER else SMALL_LINE
    outline = _outline(bar, x, y + BAR_PAD, x + wide, y + height - BAR_PAD)
    return DrawnBar(bar, outline, tuple(texts), x, wide)


def _outline(bar: Bar, left: float, top: float, right: float, bottom: float) -> str:
    """The corners of the bar; where it goes on beyond the table it has a point, or a notch at its beginning.

    A bar without an end has the head of an arrow, broader than the bar itself.
    """
    middle = (top + bottom) / 2
    ends = {
        Edge.BEYOND: [(right - POINT, top), (right, middle), (right - POINT, bottom)],
        Edge.OPEN: [
            (right - HEAD_LONG, top),
            (right - HEAD_LONG, top - BARB),
            (right, middle),
            (right - HEAD_LONG, bottom + BARB),
            (right - HEAD_LONG, bottom),
        ],
    }
    points = [(left, top), *ends.get(bar.right, [(right, top), (right, bottom)]), (left, bottom)]
    if bar.left == Edge.BEYOND:
        points.append((left + POINT, middle))
    return " ".join(f"{x:g},{y:g}" for x, y in points)
