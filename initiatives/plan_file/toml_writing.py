"""Writes a plan file in TOML: tables of the tree below the table that holds them, texts of several lines as they are."""

import tomli_w

from initiatives.plan_file.document import Document, Entry
from initiatives.plan_file.format import IN_FILE
from initiatives.plan_file.kinds import ByYear
from initiatives.plan_file.losses import SHEET
from initiatives.plan_file.table import Key, Table

HEAD = "# 計画のファイル。書き方は docs/plan-file.md にあります。\n"
Nested = dict[tuple[str, Key], list[Entry]]


def write_toml(document: Document) -> bytes:
    """Give the file; what is empty or stands at its default is left out."""
    below: Nested = {}
    for key, entries in document.entries.items():
        for entry in entries:
            above = tuple(entry.cells[name] for name in IN_FILE[key].parent_columns)
            below.setdefault((key, above), []).append(entry)
    top = {}
    for key, table in IN_FILE.items():
        if not table.parent and (found := below.get((key, ()))):
            top[key] = [_nested(table, entry, below) for entry in found]
    if "portal" in top:
        top["portal"] = top["portal"][0]
    told = [f"# {SHEET}：", *(f"# - {words}" for words in document.losses)] if document.losses else []
    head = "".join(f"{line}\n" for line in told)
    return (f"{HEAD}{head}\n" + tomli_w.dumps(top, multiline_strings=True)).encode()


def _nested(table: Table, entry: Entry, below: Nested) -> dict:
    written = {}
    for column in table.own_columns:
        value = entry.cells[column.key]
        if value not in _left_out(table, column):
            written[column.key] = column.kind.plain(value)
    for child in IN_FILE.values():
        if child.parent == table.key and (found := below.get((child.key, table.key_of(entry.cells)))):
            written[child.key] = [_nested(child, one, below) for one in found]
    return written


def _left_out(table: Table, column) -> list:
    """What need not be written, because reading nothing gives the same in a new row."""
    empty = [None, "", [], {}, False]
    if column.is_set and not isinstance(column.kind, ByYear):
        field = table.model._meta.get_field(column.path or column.key)
        if field.has_default() and column.key != "position":
            empty.append(field.get_default())
    return [value for value in empty if value is not False or column.key == "sample"]
