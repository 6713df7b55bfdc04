"""Writes a plan file as a workbook: the same content gives the same bytes, and no text is ever taken for a formula."""

import io
import re
import zipfile
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from initiatives.plan_file.document import Document, Entry, PlanFileError, Problem
from initiatives.plan_file.format import IN_FILE
from initiatives.plan_file.kinds import ByYear, Text
from initiatives.plan_file.losses import SHEET
from initiatives.plan_file.table import Column, Table

LONGEST = 32_767  # characters in a cell
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first day that the format of archives knows
MADE = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(<)")
HEAD = Font(bold=True), PatternFill("solid", fgColor="E8F1FE"), Alignment(vertical="top", wrap_text=True)
BODY = Alignment(vertical="top", wrap_text=True)


def write_workbook(document: Document) -> bytes:
    """Give the file: every table has its sheet, also where nothing is entered, so that it can be filled in."""
    book = Workbook()
    book.remove(book.active)
    for key, table in IN_FILE.items():
        _fill(book.create_sheet(table.sheet), table, document.entries.get(key, []))
    if document.losses:
        _tell(book.create_sheet(SHEET), document.losses)
    written = io.BytesIO()
    book.save(written)
    return _without_time(written.getvalue())


def _tell(sheet: Worksheet, losses: list[str]) -> None:
    sheet.column_dimensions["A"].width = 100
    for row, words in enumerate(losses, start=1):
        _write(sheet, row, 1, words)


def _fill(sheet: Worksheet, table: Table, entries: list[Entry]) -> None:
    columns = [place for column in table.columns for place in _places(column, entries)]
    for at, (column, year) in enumerate(columns, start=1):
        heading = sheet.cell(1, at, f"{column.heading}（{year}年度）" if year else column.heading)
        heading.font, heading.fill, heading.alignment = HEAD
        wide = type(column.kind) is Text
        sheet.column_dimensions[get_column_letter(at)].width = 60 if wide else 18
    for row, entry in enumerate(entries, start=2):
        for at, (column, year) in enumerate(columns, start=1):
            _write(sheet, row, at, _value(column, year, entry))
    sheet.freeze_panes = "A2"


def _places(column: Column, entries: list[Entry]) -> list[tuple[Column, int | None]]:
    """One column of the sheet, or one for each year that an entry names."""
    if not isinstance(column.kind, ByYear):
        return [(column, None)]
    return [
        (column, year) for year in sorted({year for entry in entries for year in entry.cells[column.key]})
    ]


def _value(column: Column, year: int | None, entry: Entry):
    value = entry.cells[column.key]
    if year is None:
        return column.kind.cell(value)
    return column.kind.of.cell(value[year]) if year in value else ""


def _write(sheet: Worksheet, row: int, at: int, value) -> None:
    """Raise PlanFileError for a text that Excel would cut."""
    if value in ("", None):
        return
    if isinstance(value, str) and len(value) > LONGEST:
        place = f"「{sheet.title}」シート {get_column_letter(at)}{row}"
        raise PlanFileError(
            [Problem(place, f"{LONGEST}文字を超えるため、ブックには書けません。TOMLで書き出してください。")]
        )
    cell = sheet.cell(row, at, value)
    cell.alignment = BODY
    if isinstance(value, str):
        cell.data_type, cell.number_format = (
            "s",
            "@",
        )  # =SUM(1) is a text like any other; 012033 keeps its zero
    elif isinstance(value, int | Decimal):
        cell.data_type = "n"


def _without_time(book: bytes) -> bytes:
    """The same archive with the time of its making taken out."""
    again = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = MADE.sub(rb"\g<1>" + b"1980-01-01T00:00:00" + rb"Z\g<3>", part)
            new.writestr(zipfile.ZipInfo(name, LONG_AGO), part, zipfile.ZIP_DEFLATED)
    return again.getvalue()
