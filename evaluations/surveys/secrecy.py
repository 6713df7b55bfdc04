"""秘匿 through a whole survey: what its tables show, and the number of all its answers, tell nothing that is hidden.

Pure functions, no Django. First the sizes of the groups, for all tables at once: where everybody answered, a group is as
large in one table as in another, so a size is shown in each of them or in none. Then the answers, table by table:
categories add up to n, those that count as positive to the share, groups of one breakdown to everybody. A group without
its n shows nothing, because people and percent together tell n.
"""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass

from evaluations.surveys.suppression import Limits, Line, Sums

N, SHARE, REST = "n", "share", "rest"
"""Columns beside the places of categories. Nobody writes ``REST``, but all can subtract."""
UNWRITTEN = -1
"""The row of everybody where none was written: nobody reads it, but the groups of each breakdown add up to it."""


@dataclass(frozen=True)
class Row:
    """One row of a table: everybody (``breakdown`` empty) or a group, with its people by category."""

    breakdown: str
    n: int
    counts: tuple[int, ...]
    name: str = ""

    @property
    def size(self) -> Hashable:
        """The same for two rows of one survey whose n are known together."""
        return self.breakdown, self.name, self.n


@dataclass(frozen=True)
class Item:
    """The table of one item: its rows, and which categories count as positive."""

    rows: list[Row]
    positive: list[bool]

    @property
    def whole(self) -> int:
        return next((at for at, row in enumerate(self.rows) if not row.breakdown), UNWRITTEN)

    def breakdowns(self) -> list[list[int]]:
        """Give the groups of each breakdown that make up everybody.

        Where everybody is not written, a breakdown in which fewer told of themselves than in another is left out.
        """
        found: dict[str, list[int]] = {}
        for at, row in enumerate(self.rows):
            if row.breakdown:
                found.setdefault(row.breakdown, []).append(at)
        people = {name: sum(self.rows[at].n for at in groups) for name, groups in found.items()}
        most = max(people.values(), default=0)
        return [groups for name, groups in found.items() if self.whole != UNWRITTEN or people[name] == most]


def hidden_cells(items: list[Item], limits: Limits, valid: int) -> list[list[list[str]]]:
    """Give for each row of each item the columns that are not shown: places of categories as text, ``n``, ``share``.

    ``valid`` are all answers of the survey, which stand on each of its pages.
    """
    sizes = _hidden_sizes(items, limits.n, valid)
    return [_hidden_answers(item, sizes, limits.count) for item in items]


# ---- sizes ------------------------------------------------------------------------------------------------


class _Sizes(Sums):
    def cost(self, key: Hashable) -> tuple:
        breakdown, _, n = key
        return not breakdown, n == 0, n


def _hidden_sizes(items: list[Item], limit: int, valid: int) -> set[Hashable]:
    everybody = ("", "", valid)
    values = {row.size: row.n for item in items for row in item.rows}
    lines = list(_size_lines(items, everybody))
    unwritten = {line[-1] for line in lines} - values.keys() - {everybody}
    sums = _Sizes(values, lines, limit=limit, unwritten=unwritten, fixed={everybody})
    for key, n in values.items():
        if n < limit and key != everybody:
            sums.hide(key)
    sums.settle()
    return sums.hidden


def _size_lines(items: list[Item], everybody: Hashable) -> Iterator[Line]:
    for at, item in enumerate(items):
        for groups in item.breakdowns():
            parts = [item.rows[place].size for place in groups]
            if item.whole != UNWRITTEN:
                yield [*parts, item.rows[item.whole].size]
            elif sum(item.rows[place].n for place in groups) == everybody[-1]:
                yield [*parts, everybody]
            else:
                yield [*parts, ("unwritten", at)]


# ---- answers ----------------------------------------------------------------------------------------------


class _Answers(Sums):
    """Cells of one table by (row, column). Sizes are decided already: no other is hidden here."""

    def __init__(self, item: Item, limit: int):
        self.item = item
        values = {key: count for at in range(len(item.rows)) for key, count in _cells(item, at)}
        unwritten = {(UNWRITTEN, column) for column in range(len(item.positive))}
        fixed = {key for key in values if key[1] == N}
        lines = list(_answer_lines(item))
        super().__init__(values, lines, limit=limit, unwritten=unwritten, fixed=fixed)

    def hide(self, key: Hashable) -> None:
        at, column = key
        self.hidden |= {(at, SHARE), (at, REST)} if column in (SHARE, REST) else {key}

    def hide_row(self, at: int) -> None:
        self.hidden |= {key for key in self.values if key[0] == at}

    def cost(self, key: Hashable) -> tuple:
        """Groups before everybody, categories before sums, people before nobody, few before many."""
        at, column = key
        return not self.item.rows[at].breakdown, column in (SHARE, REST), *super().cost(key)


def _cells(item: Item, at: int) -> Iterator[tuple[Hashable, int]]:
    row = item.rows[at]
    share = sum(count for count, good in zip(row.counts, item.positive, strict=True) if good)
    yield from (((at, place), count) for place, count in enumerate(row.counts))
    yield from (((at, N), row.n), ((at, SHARE), share), ((at, REST), sum(row.counts) - share))


def _answer_lines(item: Item) -> Iterator[Line]:
    places = range(len(item.positive))
    for at in range(len(item.rows)):
        yield [*((at, place) for place in places), (at, N)]
        yield [*((at, place) for place in places if item.positive[place]), (at, SHARE)]
        yield [*((at, place) for place in places if not item.positive[place]), (at, REST)]
        yield [(at, SHARE), (at, REST), (at, N)]
    for groups in item.breakdowns():
        for column in places:
            yield [*((at, column) for at in groups), (item.whole, column)]


def _hidden_answers(item: Item, sizes: Iterable[Hashable], limit: int) -> list[list[str]]:
    sums = _Answers(item, limit)
    for at, row in enumerate(item.rows):
        if row.size in sizes:
            sums.hide_row(at)
    for key, people in sums.values.items():
        if key[1] != N and 0 < people < limit:
            sums.hide(key)
    sums.settle()
    order = [*range(len(item.positive)), N, SHARE]
    return [[str(column) for column in order if (at, column) in sums.hidden] for at in range(len(item.rows))]
