"""秘匿: which numbers of a published table stay hidden, so that none of them can be computed from the others.

Pure functions, no Django. Hidden first are rows of few answers and cells of few people (the limits are data of the
series). Then more is hidden as long as one hidden number follows from what is shown: categories add up to n, those that
count as positive to the share, groups of one breakdown to everybody. Half-hidden sums below the limits count too.
"""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

N, SHARE, REST = "n", "share", "rest"
Cell = tuple[int, Hashable]
"""A row and a column: the place of a category, ``N``, ``SHARE``, or ``REST``, which nobody writes but all can subtract."""


@dataclass(frozen=True)
class Row:
    """One row of the table of an item: everybody (``breakdown`` empty) or a group, with its people by category."""

    breakdown: str
    n: int
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Limits:
    n: int
    count: int


class _Table:
    def __init__(self, rows: list[Row], positive: list[bool], limits: Limits):
        self.rows, self.limits = rows, limits
        self.values: dict[Cell, int] = {}
        for at, row in enumerate(rows):
            self.values |= {(at, place): count for place, count in enumerate(row.counts)}
            self.values[at, N] = row.n
            self.values[at, SHARE] = sum(c for c, good in zip(row.counts, positive, strict=True) if good)
            self.values[at, REST] = sum(row.counts) - self.values[at, SHARE]
        self.lines = [*self._across(positive), *self._down()]
        self.hidden: set[Cell] = set()

    def _across(self, positive: list[bool]) -> Iterable[list[Cell]]:
        """Lines along a row: the last cell is the sum of those before it."""
        for at, row in enumerate(self.rows):
            places = range(len(row.counts))
            yield [*((at, place) for place in places), (at, N)]
            yield [*((at, place) for place in places if positive[place]), (at, SHARE)]
            yield [*((at, place) for place in places if not positive[place]), (at, REST)]
            yield [(at, SHARE), (at, REST), (at, N)]

    def _down(self) -> Iterable[list[Cell]]:
        """Lines down a column: the groups of one breakdown make up everybody."""
        whole = next((at for at, row in enumerate(self.rows) if not row.breakdown), None)
        if whole is None:
            return
        for breakdown in dict.fromkeys(row.breakdown for row in self.rows if row.breakdown):
            groups = [at for at, row in enumerate(self.rows) if row.breakdown == breakdown]
            for column in [*range(len(self.rows[whole].counts)), N]:
                yield [*((at, column) for at in groups), (whole, column)]

    def hide(self, cell: Cell) -> None:
        """Hide a cell. A row without its n shows nothing, as percentages with counts would tell it."""
        at, column = cell
        if column == N:
            self.hidden |= {key for key in self.values if key[0] == at}
        else:
            self.hidden |= {(at, SHARE), (at, REST)} if column in (SHARE, REST) else {cell}

    def hide_few(self) -> None:
        for at, row in enumerate(self.rows):
            if row.n < self.limits.n:
                self.hide((at, N))
            for column in (*range(len(row.counts)), SHARE, REST):
                if 0 < self.values[at, column] < self.limits.count:
                    self.hide((at, column))

    def too_open(self) -> Iterator[list[Cell]]:
        """Yield the lines whose hidden cells are known together too well: a single one, or a sum below the limit."""
        for line in self.lines:
            parts, whole_is_hidden = (
                [cell for cell in line[:-1] if cell in self.hidden],
                line[-1] in self.hidden,
            )
            if (whole_is_hidden and not parts) or (
                parts and not whole_is_hidden and (len(parts) == 1 or self._together(parts))
            ):
                yield line

    def _together(self, parts: list[Cell]) -> bool:
        """Whether hidden cells of one sum are few people even together."""
        limit = self.limits.n if parts[0][1] == N else self.limits.count
        return 0 < sum(self.values[cell] for cell in parts) < limit

    def hide_more(self, lines: Iterable[list[Cell]]) -> bool:
        """Hide one more cell of the first line that has one to spare; tell whether there was any."""
        for line in lines:
            if spare := [cell for cell in line if cell not in self.hidden]:
                self.hide(min(spare, key=self._cost))
                return True
        return False

    def _cost(self, cell: Cell) -> tuple:
        """What is lost least: groups before everybody, categories before sums, people before nobody, few before many."""
        at, column = cell
        is_sum = column in (N, SHARE, REST)
        return (not self.rows[at].breakdown, is_sum, self.values[cell] == 0, self.values[cell])


def hidden_cells(rows: list[Row], positive: list[bool], limits: Limits) -> list[list[str]]:
    """Give for each row the columns that are not shown: places of categories as text, ``n``, ``share``."""
    table = _Table(rows, positive, limits)
    table.hide_few()
    while table.hide_more(table.too_open()):
        pass
    while known := computable(table.lines, table.hidden):
        if not table.hide_more(line for line in table.lines if known & set(line)):
            table.hidden = set(table.values)
            break
    order = [*range(len(positive)), N, SHARE]
    return [[str(column) for column in order if (at, column) in table.hidden] for at in range(len(rows))]


def computable(lines: Iterable[list[Cell]], hidden: set[Cell]) -> set[Cell]:
    """Give those of the ``hidden`` cells that follow from the shown ones by the sums of the ``lines``.

    A cell follows when the equations, reduced, have one that holds nothing hidden but this cell.
    """
    reduced: dict[Cell, dict[Cell, Fraction]] = {}
    for line in lines:
        row = {cell: Fraction(1) for cell in line[:-1] if cell in hidden}
        if line[-1] in hidden:
            row[line[-1]] = Fraction(-1)
        for pivot, other in reduced.items():
            if pivot in row:
                _subtract(row, other, row[pivot])
        if not row:
            continue
        pivot = next(iter(row))
        row = {cell: part / row[pivot] for cell, part in row.items()}
        for other in reduced.values():
            if pivot in other:
                _subtract(other, row, other[pivot])
        reduced[pivot] = row
    return {pivot for pivot, row in reduced.items() if len(row) == 1}


def _subtract(row: dict[Cell, Fraction], other: dict[Cell, Fraction], times: Fraction) -> None:
    for cell, part in other.items():
        left = row.get(cell, Fraction(0)) - times * part
        if left:
            row[cell] = left
        else:
            row.pop(cell, None)
