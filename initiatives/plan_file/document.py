"""What was read from a file before anything is compared: entries with their places, and all that is wrong with it."""

import re
from dataclasses import dataclass, field

PLACE = re.compile(r"((?:「.*?」シート)?)\D*(\d*)")


@dataclass(frozen=True)
class Problem:
    """One mistake: where it stands (line, or sheet and cell) and what is wrong, in words for the writer of the file."""

    place: str
    text: str

    def __str__(self):
        return f"{self.place}：{self.text}" if self.place else self.text


class PlanFileError(Exception):
    """A file that cannot be loaded, with everything that is wrong with it. Nothing was changed."""

    def __init__(self, problems: list[Problem]):
        self.problems = _in_order(problems)
        super().__init__("\n".join(map(str, self.problems)))


def _in_order(problems: list[Problem]) -> list[Problem]:
    """Each once, in the order of the sheets and lines in which they stand."""
    sheets: dict[str, int] = {}
    keys = {}
    for problem in problems:
        sheet, line = PLACE.match(problem.place).groups()
        keys[problem] = (sheets.setdefault(sheet, len(sheets)), int(line or 0))
    return sorted(keys, key=keys.get)


class Refused(ValueError):
    """A value that cannot be read. The text says how it is written, for the person who wrote it."""


@dataclass
class Entry:
    """One row of a table: what stands in its cells, by key of the column, and where.

    ``names`` are what the writer of the file calls the columns, ``places`` where single cells stand (in a workbook).
    """

    place: str
    cells: dict
    names: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)

    def problem(self, text: str, column: str = "") -> Problem:
        return Problem(self.places.get(column, self.place), text)

    def name(self, column: str) -> str:
        return self.names.get(column, column)


@dataclass
class Document:
    """All entries of a file by the key of their table, in the order of the file.

    ``losses`` are sentences on what the database holds and the file does not; a file that is read has none.
    """

    entries: dict[str, list[Entry]] = field(default_factory=dict)
    losses: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, table: str, entry: Entry) -> None:
        self.entries.setdefault(table, []).append(entry)
