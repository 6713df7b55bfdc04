"""秘匿: which numbers of published sums stay hidden, so that none of them can be computed from the others.

Pure functions, no Django. Hidden first is what is few (the limits are data of the series). Then more is hidden as long as
one hidden number follows from what is shown, or as hidden numbers of one sum are few even together.
``surveys.secrecy`` says which sums there are.
"""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

Line = list[Hashable]
"""Numbers by their keys; the last is the sum of those before it."""


@dataclass(frozen=True)
class Limits:
    n: int
    count: int


class Sums:
    """Numbers by key, the sums that they make, and which are hidden.

    ``fixed`` are numbers that stand elsewhere anyway, ``unwritten`` totals that nobody writes but all can name.
    """

    def __init__(
        self, values: dict, lines: list[Line], *, limit: int, unwritten: Iterable = (), fixed: Iterable = ()
    ):
        self.values, self.limit = values, limit
        self.lines = [line for line in lines if not self._is_partial(line)]
        self.unwritten, self.fixed = set(unwritten), set(fixed)
        self.hidden: set[Hashable] = set()

    def hide(self, key: Hashable) -> None:
        self.hidden.add(key)

    def cost(self, key: Hashable) -> tuple:
        """How much is lost with a number: of several, the one that costs least is hidden."""
        return self.values[key] == 0, self.values[key]

    def settle(self) -> None:
        """Hide more until nothing that is hidden follows from what is shown."""
        while self._hide_more(self._too_open()):
            pass
        while known := computable(self.lines, self.hidden | self.unwritten) - self.unwritten:
            if not self._hide_more(line for line in self.lines if known & set(line)):
                for key in self.values.keys() - self.fixed:
                    self.hide(key)
                break

    def _is_partial(self, line: Line) -> bool:
        """Whether so many are missing among the parts of a sum that it tells nothing of any of them.

        Groups seldom make up everybody: some do not say how old they are, or one district only was asked for.
        """
        *parts, whole = line
        missing = self.values.get(whole, 0) - sum(self.values[part] for part in parts)
        return missing >= self.limit

    def _too_open(self) -> Iterator[Line]:
        """Yield the lines whose hidden numbers are known together too well: a single one, or few in all."""
        for line in self.lines:
            if line[-1] in self.unwritten:
                continue
            parts, whole_is_hidden = [key for key in line[:-1] if key in self.hidden], line[-1] in self.hidden
            if (whole_is_hidden and not parts) or (
                parts and not whole_is_hidden and (len(parts) == 1 or self._are_few(parts))
            ):
                yield line

    def _are_few(self, parts: list[Hashable]) -> bool:
        return 0 < sum(self.values[key] for key in parts) < self.limit

    def _hide_more(self, lines: Iterable[Line]) -> bool:
        """Hide one more number of the first line that has one to spare; tell whether there was any."""
        for line in lines:
            if spare := [key for key in line if key not in self.hidden | self.unwritten | self.fixed]:
                self.hide(min(spare, key=self.cost))
                return True
        return False


def computable(lines: Iterable[Line], hidden: set[Hashable]) -> set[Hashable]:
    """Give those of the ``hidden`` numbers that follow from the shown ones by the sums of the ``lines``.

    A number follows when the equations, reduced, have one that holds nothing hidden but this number.
    """
    reduced: dict[Hashable, dict[Hashable, Fraction]] = {}
    for line in lines:
        row = {key: Fraction(1) for key in line[:-1] if key in hidden}
        if line[-1] in hidden:
            row[line[-1]] = Fraction(-1)
        for pivot in [key for key in row if key in reduced]:
            _subtract(row, reduced[pivot], row[pivot])
        if not row:
            continue
        pivot = next(iter(row))
        row = {key: part / row[pivot] for key, part in row.items()}
        for other in reduced.values():
            if pivot in other:
                _subtract(other, row, other[pivot])
        reduced[pivot] = row
    return {pivot for pivot, row in reduced.items() if len(row) == 1}


def _subtract(row: dict[Hashable, Fraction], other: dict[Hashable, Fraction], times: Fraction) -> None:
    for key, part in other.items():
        left = row.get(key, Fraction(0)) - times * part
        if left:
            row[key] = left
        else:
            row.pop(key, None)
