"""Finds the three tables of a 回答票 in what was sent, whatever order its sheets and columns have by now."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from accounts.form_fields import LINE_BREAKS
from accounts.workbooks import Cell, Sheet
from initiatives.answer_sheets.columns import KEY, TABLES, Table

HEADINGS_WITHIN = 5
REFUSED_KINDS = {
    "formula": "数式が入っています。計算した結果の値だけを貼り付けてください。",
    "error": "Excelのエラー値（#N/A など）が入っています。正しい内容を書いてください。",
    "day": "日付として書かれています。セルの書式を「文字列」にして、書き直してください。",
}


@dataclass(frozen=True)
class Sent:
    """One input cell that was sent; ``problem`` says why it cannot be read."""

    address: str
    text: str = ""
    problem: str = ""


@dataclass(frozen=True)
class SentRow:
    table: Table
    address: str
    key: str
    cells: dict[str, Sent]


@dataclass
class Found:
    rows: list[SentRow] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    """What is wrong with the file as a whole, sheet by sheet."""


def find(sheets: Iterable[Sheet]) -> Found:
    """Give the rows of all tables. A file without any, or with merged cells or missing columns, has problems."""
    found = Found()
    for sheet in sheets:
        place = next((row for row in _first_rows(sheet) if KEY in _headings(sheet, row).values()), None)
        if place is not None:
            _read(sheet, place, found)
    if not found.rows and not found.problems:
        found.problems.append(
            "回答票の表が見つかりません。「わたしの担当」で受け取った回答票を、列の見出しを消さずに送ってください。"
        )
    return found


def _first_rows(sheet: Sheet) -> list[int]:
    return sorted(sheet.rows)[:HEADINGS_WITHIN]


def _headings(sheet: Sheet, row: int) -> dict[int, str]:
    return {column: "".join(cell.text.split()) for column, cell in sheet.rows[row].items()}


def _read(sheet: Sheet, place: int, found: Found) -> None:
    headings = _headings(sheet, place)
    table = max(TABLES, key=lambda table: len(_wanted(table) & set(headings.values())))
    name = sheet.name or table.name
    if missing := [
        h for h in table.headings if "".join(h.split()) in _wanted(table) - set(headings.values())
    ]:
        found.problems.append(f"「{name}」に、列がありません：{'、'.join(missing)}")
        return
    if sheet.merged:
        found.problems.append(
            f"「{name}」に、結合されたセルがあります（{'、'.join(sheet.merged[:5])}）。結合を解いてください。"
        )
        return
    columns = {heading: column for column, heading in headings.items()}
    for row in sorted(row for row in sheet.rows if row > place):
        if sent := _row(table, sheet.rows[row], columns, row):
            found.rows.append(sent)


def _wanted(table: Table) -> set[str]:
    return {"".join(c.heading.split()) for c in table.columns if c.is_input or c.heading == KEY}


def _row(table: Table, cells: dict[int, Cell], columns: dict[str, int], number: int) -> SentRow | None:
    """Give the row, or None when it is empty."""
    key = cells.get(columns[KEY])
    sent = {
        part: _cell(cells.get(columns["".join(column.heading.split())]), columns, column.heading, number)
        for part, column in table.inputs.items()
    }
    if key is None and not any(cell.text or cell.problem for cell in sent.values()):
        return None
    return SentRow(table, f"{letters(columns[KEY])}{number}", key.text.strip() if key else "", sent)


def _cell(cell: Cell | None, columns: dict[str, int], heading: str, number: int) -> Sent:
    if cell is None:
        return Sent(f"{letters(columns[''.join(heading.split())])}{number}")
    if cell.kind in REFUSED_KINDS:
        return Sent(cell.address, problem=REFUSED_KINDS[cell.kind])
    return Sent(cell.address, LINE_BREAKS.sub("\n", cell.text).rstrip())


def letters(column: int) -> str:
    """A for 1, AA for 27."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
