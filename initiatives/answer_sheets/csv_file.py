"""A table of a 回答票 as CSV: UTF-8 with BOM and CRLF out; back in the same, or in the CP932 in which Excel saves.

A text that a spreadsheet would take for a formula is led by an apostrophe, which reading takes away again.
"""

import csv
import io
from collections.abc import Iterable

from accounts.workbooks import Cell, Sheet, WorkbookRefused
from initiatives.answer_sheets.columns import Table
from initiatives.answer_sheets.table import letters
from initiatives.answer_sheets.workbook import NOT_ASKED

SEEMS_FORMULA = ("=", "+", "-", "@", "\t", "'")
ENCODINGS = ("utf-8-sig", "cp932")
LONGEST_FIELD = 1_000_000


def write(table: Table, rows: list[list[str | None]]) -> bytes:
    """Give the table as a file; what is not asked for is marked ―."""
    shown = (
        [_shown(text, column.is_input) for column, text in zip(table.columns, row, strict=True)]
        for row in rows
    )
    return as_file(table.headings, shown)


def as_file(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """Give any table as a file; ``rows`` hold text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([_shielded(text) for text in row] for row in rows)
    return out.getvalue().encode("utf-8-sig", "replace")


def _shown(text: str | None, is_input: bool) -> str:
    return (NOT_ASKED if is_input else "") if text is None else text


def _shielded(text: str) -> str:
    return f"'{text}" if text.startswith(SEEMS_FORMULA) else text


def read(data: bytes) -> list[Sheet]:
    """Give the file as one sheet; raise WorkbookRefused when it is no CSV in one of the two encodings."""
    csv.field_size_limit(LONGEST_FIELD)
    try:
        lines = list(csv.reader(io.StringIO(_decoded(data), newline=""), strict=True))
    except csv.Error as error:
        raise WorkbookRefused(
            'CSVとして読めません。引用符（"）が閉じているか確かめて、Excelで保存し直してください。'
        ) from error
    rows = {
        number: {
            column: Cell(f"{letters(column)}{number}", "text", _bare(text))
            for column, text in enumerate(line, start=1)
            if text
        }
        for number, line in enumerate(lines, start=1)
    }
    return [Sheet("", {number: cells for number, cells in rows.items() if cells}, [])]


def _decoded(data: bytes) -> str:
    if b"\x00" in data:
        raise WorkbookRefused("Excelブック（.xlsx）でも、CSVでもないため、読み込めません。")
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WorkbookRefused("文字コードが読み取れません。CSVは、UTF-8かShift_JIS（CP932）で保存してください。")


def _bare(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(SEEMS_FORMULA) else text
