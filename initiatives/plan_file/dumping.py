"""Puts what the database holds into the shape of a plan file. One query for each table."""

from django.core.exceptions import ValidationError
from django.db.models import Model

from accounts.form_fields import refuse_unseen
from initiatives.plan_file.comparing import label_of, rows_of
from initiatives.plan_file.document import Document, Entry, PlanFileError, Problem
from initiatives.plan_file.format import IN_FILE, TABLES
from initiatives.plan_file.losses import losses
from initiatives.plan_file.table import Cells, Column, Key, Table
from plans.models import PlanTerm


def dump(*, term: PlanTerm | None = None) -> Document:
    """Give the whole register, and the contents of ``term``, or of all terms when it is None; and what is left out.

    Raises PlanFileError when two rows bear the same names and could not be told apart again, and for characters that
    no file may hold.
    """
    held = {key: _rows(table, term) for key, table in TABLES.items()}
    below = _below(held)
    document = Document(losses=losses(held, term))
    for key, table in IN_FILE.items():
        for row in held[key]:
            cells = table.cells_of(row)
            for column in table.columns:
                if column.spread:
                    cells[column.key] = _gathered(table, column, cells, below)
            document.add(key, Entry("", cells))
            document.problems += _unseen(table, row, cells)
        document.problems += _doubles(table, document.entries.get(key, []))
    if document.problems:
        raise PlanFileError(document.problems)
    return document


def _rows(table: Table, term: PlanTerm | None) -> list[Model]:
    rows = rows_of(table)
    if table.in_term and term:
        rows = rows.filter(**{table.in_term: term})
    return list(rows)


def _below(held: dict[str, list[Model]]) -> dict[tuple[str, Key], list[Cells]]:
    """Give the cells of the rows that are written as columns, by the key of their parent."""
    found: dict[tuple[str, Key], list[Cells]] = {}
    for key, table in TABLES.items():
        if not table.sheet:
            for row in held[key]:
                cells = table.cells_of(row)
                above = tuple(cells[name] for name in table.parent_columns)
                found.setdefault((key, above), []).append(cells)
    return found


def _gathered(table: Table, column: Column, cells: Cells, below: dict):
    spread = column.spread
    rows = below.get((spread.table, table.key_of(cells)), [])
    return spread.value(
        [row for row in rows if all(row[name] == value for name, value in spread.fixed.items())]
    )


def _unseen(table: Table, row: Model, cells: Cells) -> list[Problem]:
    problems = []
    for column in table.columns:
        try:
            refuse_unseen(str(cells[column.key]))
        except ValidationError as refusal:
            place = f"{table.title}「{label_of(table, table.cells_of(row))}」の「{column.heading}」"
            problems.append(Problem(place, "".join(refusal.messages)))
    return problems


def _doubles(table: Table, entries: list[Entry]) -> list[Problem]:
    seen: set[Key] = set()
    problems = []
    for entry in entries:
        key = table.key_of(entry.cells)
        if key in seen:
            name = " ".join(str(entry.cells[column]) for column in table.identity)
            problems.append(
                Problem(
                    table.title,
                    f"「{name}」が2つあるため、書き出せません。どちらかの名称を変えてください。",
                )
            )
        seen.add(key)
    return problems
