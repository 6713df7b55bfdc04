"""Reads the cells of entries into values, finds what is missing or written twice, and spreads columns into rows."""

from dataclasses import dataclass, field

from initiatives.plan_file.document import Document, Entry, Problem, Refused
from initiatives.plan_file.format import IN_FILE, TABLES
from initiatives.plan_file.kinds import KEEP
from initiatives.plan_file.table import Cells, Column, Key, Table


@dataclass
class Reading:
    """One row as the file wants it: its values by key of the column; what the file does not name is not in them.

    ``column`` is the column of the parent's entry that it was written as, where it has no entry of its own.
    """

    table: Table
    entry: Entry
    cells: Cells
    column: str = ""
    unread: set[str] = field(default_factory=set)

    @property
    def key(self) -> Key:
        return self.table.key_of(self.cells)

    def problem(self, text: str, column: str = "") -> Problem:
        """Name the column as the writer of the file does."""
        named = self.column or column
        words = f"「{self.entry.name(named)}」{text}" if named else text.removeprefix("：")
        return self.entry.problem(words, named)


@dataclass(frozen=True)
class Whole:
    """That the rows of ``table`` below the key ``above`` with the ``fixed`` cells are those of the file and no others."""

    table: str
    above: Key
    fixed: Cells
    reading: Reading

    def covers(self, key: Key) -> bool:
        """Whether the row with this key is one of them."""
        cells = dict(zip(TABLES[self.table].identity, key, strict=True))
        is_below = key[: len(self.above)] == self.above
        return is_below and all(cells[name] == value for name, value in self.fixed.items())


@dataclass
class Readings:
    """All rows that a file names, by table, and all that could not be read."""

    rows: dict[str, list[Reading]] = field(default_factory=lambda: {key: [] for key in TABLES})
    wholes: list[Whole] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def __iter__(self):
        return (reading for rows in self.rows.values() for reading in rows)


def read_entries(document: Document) -> Readings:
    found = Readings(problems=list(document.problems))
    for key, entries in document.entries.items():
        for entry in entries:
            if reading := _reading(IN_FILE[key], entry, found.problems):
                found.rows[key].append(reading)
                _spread(reading, found)
    for rows in found.rows.values():
        _refuse_doubles(rows, found.problems)
    return found


def _reading(table: Table, entry: Entry, problems: list[Problem]) -> Reading | None:
    """Give the row; None when it does not say which one it is."""
    reading = Reading(table, entry, {})
    for column in table.columns:
        if column.key in entry.cells:
            _read_cell(reading, column, problems)
    missing = [
        name
        for name in table.identity
        if reading.cells.get(name) in (None, "") and name not in reading.unread
    ]
    problems += [reading.problem("を入力してください。", name) for name in missing]
    return None if missing or reading.unread & set(table.identity) else reading


def _read_cell(reading: Reading, column: Column, problems: list[Problem]) -> None:
    raw = reading.entry.cells[column.key]
    if raw == "":
        if column.kind.blank is not KEEP:
            reading.cells[column.key] = column.kind.blank
        return
    try:
        reading.cells[column.key] = column.kind.read(raw)
    except Refused as refusal:
        reading.unread.add(column.key)
        problems.append(reading.problem(f"：{refusal}", column.key))


def _spread(reading: Reading, found: Readings) -> None:
    for column in reading.table.columns:
        spread = column.spread
        if spread is None or column.key not in reading.cells:
            continue
        table = TABLES[spread.table]
        above = dict(zip(table.parent_columns, reading.key, strict=True))
        if spread.is_whole:
            found.wholes.append(Whole(table.key, reading.key, spread.fixed, reading))
        found.rows[table.key] += [
            Reading(table, reading.entry, above | spread.fixed | cells, column.key)
            for cells in spread.rows(reading.cells[column.key])
        ]


def _refuse_doubles(rows: list[Reading], problems: list[Problem]) -> None:
    first: dict[Key, Reading] = {}
    for reading in rows:
        before = first.setdefault(reading.key, reading)
        if before is not reading:
            named = reading.table.identity[-1] if reading.table.identity else ""
            where = before.entry.places.get(named, before.entry.place)
            problems.append(reading.problem(f"{where}と同じものが、もう一度書かれています。", named))
    rows[:] = first.values()
