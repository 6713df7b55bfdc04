"""Compares what a file wants with what the database holds: which rows are new, which differ, and in what.

Nothing is written here. Rows are read with one query a table, in the order in which the tables lean on each other.
"""

import difflib
from dataclasses import dataclass, field

from django.db.models import Model, QuerySet

from initiatives.plan_file.document import Problem
from initiatives.plan_file.format import TABLES
from initiatives.plan_file.readings import Reading, Readings
from initiatives.plan_file.table import Cells, Key, Ref, Table


def rows_of(table: Table) -> QuerySet:
    """All rows of a table in the order in which they are shown and written."""
    names = [(table.column(key).path or key).replace(".", "__") for key in table.identity]
    rows = table.model._base_manager.select_related(*table.related)
    return rows.order_by(*table.model._meta.ordering, *names)


@dataclass
class Draft:
    """A row as it will be. ``before`` is what it held, None for a new one; ``changed`` the old and new of each column."""

    reading: Reading
    row: Model
    before: Cells | None
    changed: dict[str, tuple] = field(default_factory=dict)
    is_bad: bool = False
    is_touched: bool = False

    @property
    def table(self) -> Table:
        return self.reading.table

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def is_written(self) -> bool:
        return self.is_new or bool(self.changed) or self.is_touched

    @property
    def label(self) -> str:
        return label_of(self.table, self.table.cells_of(self.row))


def label_of(table: Table, cells: Cells) -> str:
    words = [
        table.column(name).kind.shown(cells[name]) for name in table.label if cells[name] not in (None, "")
    ]
    return " ".join(words) or table.title


@dataclass
class Comparison:
    """All drafts by table and key, the rows that the tables hold, and those that the file takes away."""

    readings: Readings
    drafts: dict[str, dict[Key, Draft]] = field(default_factory=dict)
    held: dict[str, dict[Key, Model]] = field(default_factory=dict)
    gone: dict[str, dict[Key, Model]] = field(default_factory=dict)
    moved: list[Model] = field(default_factory=list)  # 施策 that the file does not name, on another level now

    @property
    def problems(self) -> list[Problem]:
        return self.readings.problems

    def refuse(self, draft: Draft, text: str, column: str = "") -> None:
        draft.is_bad = True
        self.problems.append(draft.reading.problem(text, column))

    def row(self, table: str, key: Key) -> Model | None:
        draft = self.drafts[table].get(key)
        return draft.row if draft else self.held[table].get(key)

    def term_of(self, key: Key) -> Model | None:
        """The term of a row of a table that belongs to one: its key begins with that of the term."""
        return self.row("term", key[:2])


def compare(readings: Readings, *, lock: bool) -> Comparison:
    """Give what would change; ``lock`` keeps the rows as they are until the running transaction ends."""
    found = Comparison(readings)
    named = {reading.key[:2] for reading in readings if reading.table.in_term}
    for key, table in TABLES.items():
        rows = rows_of(table)
        if table.in_term:
            terms = [row.pk for at in named if (row := found.held["term"].get(at))]
            rows = rows.filter(**{f"{table.in_term}__in": terms})
        if lock:
            rows = rows.select_for_update(of=("self",))
        found.held[key] = {table.key_of(table.cells_of(row)): row for row in rows}
        found.drafts[key] = {reading.key: _draft(reading, found) for reading in readings.rows[key]}
        _put_in_order(table, found)
        for draft in found.drafts[key].values():
            _set_refs(draft, found)
    _take_away(found)
    _touch_parents(found)
    return found


def _draft(reading: Reading, found: Comparison) -> Draft:
    table = reading.table
    row = found.held[table.key].get(reading.key)
    before = table.cells_of(row) if row else None
    draft = Draft(reading, row or table.model(), before, is_bad=bool(reading.unread))
    for column in table.columns:
        if column.spread or column.key not in reading.cells:
            continue
        value = reading.cells[column.key]
        if before is None or before[column.key] != value:
            draft.changed[column.key] = (before and before[column.key], value)
            if column.is_set:
                setattr(draft.row, column.path or column.key, value)
    return draft


def _put_in_order(table: Table, found: Comparison) -> None:
    """New rows without a place stand behind all others of their parent, in the order of the file."""
    if not any(column.key == "position" for column in table.columns):
        return
    last: dict[Key, int] = {}
    width = len(table.parent_columns)
    for key, row in found.held[table.key].items():
        last[key[:width]] = max(last.get(key[:width], 0), row.position)
    for key, draft in found.drafts[table.key].items():
        if draft.is_new and "position" not in draft.reading.cells:
            draft.row.position = last.get(key[:width], 0) + 1
        last[key[:width]] = max(last.get(key[:width], 0), draft.row.position)


# ---- rows that a row refers to ------------------------------------------------------------------------------


def _set_refs(draft: Draft, found: Comparison) -> None:
    cells = (draft.before or {}) | draft.reading.cells
    for ref in draft.table.refs:
        if draft.is_new or not draft.changed.keys().isdisjoint(ref.columns):
            _set_ref(draft, ref, cells, found)


def _set_ref(draft: Draft, ref: Ref, cells: Cells, found: Comparison) -> None:
    own = [name for name in ref.columns if name not in draft.table.parent_columns]
    if ref.is_optional and not cells.get(own[0]):
        setattr(draft.row, ref.field, None)
        return
    named = own[-1] if own else ref.columns[-1]
    if draft.reading.unread & set(ref.columns):
        return
    if any(cells.get(name) in (None, "") for name in ref.columns):
        found.refuse(draft, "を入力してください。", named)
        return
    key = tuple(cells[name] for name in ref.columns)
    row = found.row(ref.table, key)
    if row is None:
        found.refuse(draft, _unknown(ref, key, found), named)
        return
    setattr(draft.row, ref.field, row)
    target = found.drafts[ref.table].get(key)
    draft.is_bad = draft.is_bad or bool(target and target.is_bad and not ref.is_loose)


def _unknown(ref: Ref, key: Key, found: Comparison) -> str:
    """Say that there is no such row, and which one may have been meant."""
    known = {*found.held[ref.table], *found.drafts[ref.table]}
    near = {str(other[-1]): other for other in known if other[:-1] == key[:-1]}
    close = difflib.get_close_matches(str(key[-1]), near, n=1)
    hint = f"「{close[0]}」ではありませんか。" if close else ""
    return f"：「{key[-1]}」という{TABLES[ref.table].title}がありません。{hint}"


# ---- rows that the file takes away ---------------------------------------------------------------------------


def _take_away(found: Comparison) -> None:
    """Mark what lists that are named as a whole no longer name."""
    found.gone = {key: {} for key in TABLES}
    for whole in found.readings.wholes:
        for key, row in found.held[whole.table].items():
            if whole.covers(key) and key not in found.drafts[whole.table]:
                found.gone[whole.table][key] = row


def _touch_parents(found: Comparison) -> None:
    """What is written as columns of a row counts the version of that row up: they stand in one form."""
    for key, table in TABLES.items():
        if table.sheet:
            continue
        written = [at for at, draft in found.drafts[key].items() if draft.is_written]
        for at in (*written, *found.gone[key]):
            if parent := found.drafts[table.parent].get(at[: len(table.parent_columns)]):
                parent.is_touched = True
