"""Writes a 回答票 as a workbook: grey locked cells, yellow boxes, drop-down lists, last year beside, set up for A4.

Every cell is written as text, whatever it begins with, so that nothing that people wrote is ever worked out as a
formula.
"""

import io
import re

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from initiatives.answer_sheets import guide
from initiatives.answer_sheets.columns import RESULT, TABLES, Column, Table
from initiatives.answer_sheets.wording import Lists

LISTS_SHEET = "選択肢"
NOT_ASKED = "―"
FROZEN_COLUMNS = 3
A4 = 9
LONGEST = 32_767
"""Characters that Excel takes in a cell."""
UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")

PLAIN = {"font_name": "游ゴシック", "font_size": 11, "text_wrap": True, "valign": "top", "num_format": "@"}
FRAMED = PLAIN | {"border": 1, "border_color": "#8C8C8C"}
STYLES = {
    "heading": FRAMED | {"bold": True, "bg_color": "#D9E2F2"},
    "fact": FRAMED | {"bg_color": "#EDEDED"},
    "input": FRAMED | {"bg_color": "#FFF9D6", "locked": False},
    "result": FRAMED,
    "text": PLAIN,
}
Rows = list[list[str | None]]


def write(tables: dict[str, Rows], lists: Lists, title: str, results: dict[str, str] | None = None) -> bytes:
    """Give the workbook: ``tables`` are rows of cells by the name of the table, as ``content.Row.texts`` gives them.

    ``results`` are what was found out about a row, by its 管理番号, for the column 確認結果.
    """
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"title": title})
        styles = {name: book.add_format(style) for name, style in STYLES.items()}
        _guide(book.add_worksheet("使い方"), guide.how_to(title), styles)
        places = _places(lists)
        for table in TABLES:
            sheet = book.add_worksheet(table.name)
            _table(sheet, table, tables[table.name], places, styles, results or {})
        _guide(book.add_worksheet("記入例"), guide.example(), styles)
        _choices(book.add_worksheet(LISTS_SHEET), lists, styles)
    return file.getvalue()


def _table(
    sheet: Worksheet,
    table: Table,
    rows: Rows,
    places: dict[str, str],
    styles: dict[str, Format],
    results: dict[str, str],
) -> None:
    _set_up(sheet, [column.width for column in table.columns])
    sheet.set_landscape()
    sheet.freeze_panes(1, FROZEN_COLUMNS)
    sheet.repeat_rows(0)
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
    sheet.autofilter(0, 0, len(rows), len(table.columns) - 1)
    for place, column in enumerate(table.columns):
        _put(sheet, 0, place, column.heading, styles["heading"])
        if column.choices and rows:
            rule = {"validate": "list", "source": places[column.choices], "error_title": column.heading}
            rule["error_message"] = "リストから選んでください。"
            sheet.data_validation(1, place, len(rows), place, rule)
    for at, row in enumerate(rows, start=1):
        result = results.get(row[0] or "", "")
        for place, (column, text) in enumerate(zip(table.columns, row, strict=True)):
            style, shown = _cell(column, text, result)
            _put(sheet, at, place, shown, styles[style])


def _cell(column: Column, text: str | None, result: str) -> tuple[str, str]:
    """Give style and text of one cell; what is not asked for is locked like a fact."""
    if column.heading == RESULT:
        return "result", result
    if not column.is_input:
        return "fact", text or ""
    return ("fact", NOT_ASKED) if text is None else ("input", text)


def _put(sheet: Worksheet, row: int, place: int, text: str, style: Format) -> None:
    text = UNWRITABLE.sub("", text)[:LONGEST]
    if text:
        sheet.write_string(row, place, text, style)
    else:
        sheet.write_blank(row, place, None, style)


def _set_up(sheet: Worksheet, widths: list[int]) -> None:
    """Columns as wide as asked; on paper A4, one page wide, numbered."""
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P／&N")


def _guide(sheet: Worksheet, rows: list[tuple[str, ...]], styles: dict[str, Format]) -> None:
    _set_up(sheet, [24, 90])
    for at, row in enumerate(rows):
        for place, text in enumerate(row):
            _put(sheet, at, place, text, styles["heading" if place == 0 else "text"])


def _choices(sheet: Worksheet, lists: Lists, styles: dict[str, Format]) -> None:
    """The lists stand on a sheet that everybody sees: hidden ones are dropped on the way."""
    _set_up(sheet, [24] * len(lists.lists))
    sheet.protect()
    for place, (name, words) in enumerate(lists.lists.items()):
        _put(sheet, 0, place, name, styles["heading"])
        for at, text in enumerate(words.values(), start=1):
            _put(sheet, at, place, text, styles["fact"])


def _places(lists: Lists) -> dict[str, str]:
    """Where each list stands, as the rule of a drop-down names it."""
    return {
        name: f"='{LISTS_SHEET}'!${xl_col_to_name(place)}$2:${xl_col_to_name(place)}${len(words) + 1}"
        for place, (name, words) in enumerate(lists.lists.items())
    }
