"""Loads a plan file: all of it or nothing, and only what differs. Gives a report of what was, or would be, changed."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from initiatives.plan_file.checking import add_refusal, check, check_written, table_field
from initiatives.plan_file.comparing import Comparison, Draft, compare, label_of
from initiatives.plan_file.document import Document, PlanFileError
from initiatives.plan_file.format import TABLES
from initiatives.plan_file.readings import read_entries
from initiatives.plan_file.table import Table
from plans import registration

BATCH = 500


@dataclass
class TableReport:
    """What happens to the rows of one table: names of the rows, and of each changed column its old and new words."""

    key: str
    title: str
    added: list[str] = field(default_factory=list)
    changed: list[dict] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0

    @property
    def changes_something(self) -> bool:
        return bool(self.added or self.changed or self.removed)


Report = list[TableReport]


def changes_something(report: Report) -> bool:
    return any(table.changes_something for table in report)


def as_json(report: Report) -> list[dict]:
    return [asdict(table) for table in report]


def load(
    document: Document, *, today_year: int, preview: bool = False, expected: list[dict] | None = None
) -> Report:
    """Bring the database to what the file says; with ``preview`` only tell what would happen.

    ``today_year`` is the fiscal year that runs: no plan is closed in one to come. Files are loaded one after the
    other, and take turns with the pages of the register.
    Nothing is written when the report is not ``expected`` (as_json of an earlier one): the caller compares. Raises
    PlanFileError with everything that is wrong; then nothing was changed.
    """
    with transaction.atomic():
        registration.take_turn()
        found = compare(read_entries(document), lock=True)
        report = _report(found)
        check(found, today_year)
        _write(found)
        _refuse_what_waits(found)
        if found.problems:
            raise PlanFileError(found.problems)
        if preview or (expected is not None and as_json(report) != expected):
            transaction.set_rollback(True)
    return report


# ---- the report -------------------------------------------------------------------------------------------


def _report(found: Comparison) -> Report:
    tables = [_table_report(table, found) for table in TABLES.values()]
    return [report for report in tables if report.changes_something or report.unchanged]


def _table_report(table: Table, found: Comparison) -> TableReport:
    report = TableReport(table.key, table.title)
    for draft in found.drafts[table.key].values():
        if draft.is_new:
            report.added.append(_new_label(draft))
        elif draft.changed:
            report.changed.append({"label": draft.label, "fields": _fields(draft)})
        else:
            report.unchanged += 1
    report.removed = [label_of(table, table.cells_of(row)) for row in found.gone[table.key].values()]
    return report


def _new_label(draft: Draft) -> str:
    empty = dict.fromkeys(column.key for column in draft.table.columns)
    return label_of(draft.table, empty | draft.reading.cells)


def _fields(draft: Draft) -> list[dict]:
    table = draft.table
    return [
        {
            "name": table.column(key).heading,
            "old": table.column(key).kind.shown(old),
            "new": table.column(key).kind.shown(new),
        }
        for key, (old, new) in draft.changed.items()
    ]


# ---- writing ----------------------------------------------------------------------------------------------


def _write(found: Comparison) -> None:
    """Write what is in order, so that the database judges it too; the caller takes all back when there are problems."""
    for key, table in TABLES.items():
        if gone := found.gone[key]:
            table.model._base_manager.filter(pk__in=[row.pk for row in gone.values()]).delete()
    for key, table in TABLES.items():
        drafts = [draft for draft in found.drafts[key].values() if draft.is_written]
        _save_new(table, [draft for draft in drafts if draft.is_new], found)
        _save_changed(table, [draft for draft in drafts if not draft.is_new], found)
    for row in found.moved:
        row.version += 1
        row.save(update_fields=["depth", "version"])
    check_written(found)


def _save_new(table: Table, waiting: list[Draft], found: Comparison) -> None:
    """Add rows in waves: those of one table that refer to others of it come after them."""
    while ready := [draft for draft in waiting if _is_ready(draft)]:
        _save(table, ready, lambda rows: table.model._base_manager.bulk_create(rows, BATCH), found)
        waiting = [draft for draft in waiting if draft.row._state.adding]


def _is_ready(draft: Draft) -> bool:
    """Whether it is in order, not saved yet, and all that it refers to is saved."""
    targets = [getattr(draft.row, ref.field) for ref in draft.table.refs if not draft.is_bad]
    return not draft.is_bad and draft.row._state.adding and all(t is None or t.pk for t in targets)


def _refuse_what_waits(found: Comparison) -> None:
    """Nothing is left out in silence: without any other problem, every new row must have been written by now."""
    for drafts in found.drafts.values() if not found.problems else ():
        for draft in drafts.values():
            if draft.row._state.adding:
                found.refuse(draft, "：参照している行が登録できないため、登録できません。")


def _save_changed(table: Table, drafts: list[Draft], found: Comparison) -> None:
    drafts = [draft for draft in drafts if not draft.is_bad]
    fields = {table_field(table, name) for draft in drafts for name in draft.changed}
    for draft in drafts:
        if hasattr(draft.row, "version"):
            draft.row.version += 1
            fields.add("version")
        if table.key == "measure":
            fields.add("depth")
    if fields:
        _save(table, drafts, lambda rows: table.model._base_manager.bulk_update(rows, fields, BATCH), found)


def _save(table: Table, drafts: list[Draft], save: Callable, found: Comparison) -> None:
    """Save all at once; where the database refuses, find out which rows it refuses, and why."""
    try:
        with transaction.atomic():
            save([draft.row for draft in drafts])
    except DatabaseError:
        for draft in drafts:
            _save_alone(draft, found)


def _save_alone(draft: Draft, found: Comparison) -> None:
    row = draft.row
    for ref in draft.table.refs:
        setattr(row, ref.field, getattr(row, ref.field))  # the number of a row that was saved meanwhile
    try:
        with transaction.atomic():
            row.full_clean()
            row.save()
    except ValidationError as refusal:
        add_refusal(draft, refusal, found)
    except DatabaseError:
        found.refuse(draft, "：ほかの行と食い違うため、登録できません。")
