"""Reads a plan file that is a workbook: a sheet for each table, the headings of the columns in the first row."""

import difflib
import re
import unicodedata
from datetime import datetime
from decimal import Decimal

from accounts.workbooks import Cell, Sheet, WorkbookRefused, read_sheets
from initiatives.plan_file.document import Document, Entry, PlanFileError, Problem
from initiatives.plan_file.format import IN_FILE
from initiatives.plan_file.kinds import ByYear
from initiatives.plan_file.losses import SHEET
from initiatives.plan_file.table import Column, Table

SHEETS = {table.sheet: table for table in IN_FILE.values()}
ADVICE = {
    "formula": "数式が入っています。計算した値だけを貼り付けてください。",
    "error": "エラー（{text}）が表示されています。値を入力し直してください。",
    "day": "日付になっています。セルの書式を「文字列」にして入力し直してください。",
}


def read_workbook(data: bytes) -> Document:
    """Give what stands in the workbook; raise PlanFileError when it is none, or has no sheet that is known."""
    try:
        sheets = read_sheets(data)
    except WorkbookRefused as refusal:
        raise PlanFileError([Problem("", str(refusal))]) from refusal
    document = Document()
    for sheet in sheets:
        if sheet.name == SHEET:
            continue
        if table := SHEETS.get(sheet.name.strip()):
            _SheetReading(sheet, table, document).read()
        else:
            hint = _hint(sheet.name, list(SHEETS))
            document.problems.append(
                Problem(f"「{sheet.name}」シート", f"この名前のシートはありません。{hint}")
            )
    return document


def _hint(word: str, known: list[str]) -> str:
    close = difflib.get_close_matches(word, known, n=1)
    return f"「{close[0]}」ではありませんか。" if close else f"使えるのは {'、'.join(known)} です。"


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


class _SheetReading:
    """Reads one sheet into the document."""

    def __init__(self, sheet: Sheet, table: Table, document: Document):
        self.sheet, self.table, self.document = sheet, table, document
        self.place = f"「{sheet.name}」シート"
        self.columns: dict[int, tuple[Column, str]] = {}
        self.nameless: set[int] = set()

    def read(self) -> None:
        for area in self.sheet.merged:
            self._wrong(area, "セルが結合されています。結合を解除してください。")
        if not self._read_headings():
            return
        for number in sorted(self.sheet.rows):
            if number > 1 and (entry := self._entry(number, self.sheet.rows[number])):
                self.document.add(self.table.key, entry)

    def _wrong(self, address: str, text: str) -> None:
        self.document.problems.append(Problem(f"{self.place} {address}".strip(), text))

    def _read_headings(self) -> bool:
        """Find the column of each heading; tell whether the rows can be told apart."""
        known = {_plain(column.heading): column for column in self.table.columns}
        for at, cell in self.sheet.rows.get(1, {}).items():
            found = self._heading(_plain(cell.text), known)
            if found is None:
                headings = [column.heading for column in self.table.columns]
                self._wrong(
                    cell.address, f"「{cell.text}」という列はありません。{_hint(cell.text, headings)}"
                )
            elif found in self.columns.values():
                self._wrong(cell.address, f"「{cell.text}」の列が2つあります。")
            else:
                self.columns[at] = found
        present = {column.key for column, _ in self.columns.values()}
        missing = [self.table.column(key).heading for key in self.table.identity if key not in present]
        for heading in missing:
            self._wrong("", f"「{heading}」の列がありません。1行目に見出しを書いてください。")
        return not missing

    def _heading(self, text: str, known: dict[str, Column]) -> tuple[Column, str] | None:
        """Give the column and, where there is one for each year, the year."""
        if (column := known.get(text)) and not isinstance(column.kind, ByYear):
            return column, ""
        year = re.fullmatch(r"(.+?)\((.+)\)", text)
        column = known.get(year[1]) if year else None
        return (column, year[2]) if column and isinstance(column.kind, ByYear) else None

    def _entry(self, number: int, row: dict[int, Cell]) -> Entry | None:
        if all(not cell.text.strip() and cell.kind == "text" for cell in row.values()):
            return None
        self._refuse_without_heading(row)
        names = {column.key: column.heading for column in self.table.columns}
        entry = Entry(f"{self.place} {number}行目", {}, names)
        for at, (column, year) in self.columns.items():
            raw = self._raw(row.get(at), column)
            if year:
                entry.cells.setdefault(column.key, {})[year] = raw
            else:
                entry.cells[column.key] = raw
            if not year or raw != "":
                address = row[at].address if at in row else f"{_letters(at)}{number}"
                entry.places[column.key] = f"{self.place} {address}"
        return entry

    def _refuse_without_heading(self, row: dict[int, Cell]) -> None:
        """Nothing is passed over in silence; each column is told of once."""
        for at, cell in row.items():
            if cell.text.strip() and at not in self.sheet.rows[1] and at not in self.nameless:
                self.nameless.add(at)
                self._wrong(
                    cell.address, "見出しのない列に書かれています。1行目に見出しを書くか、消してください。"
                )

    def _raw(self, cell: Cell | None, column: Column):
        """What stands in the cell as the kinds of columns read it; what can never be right is said at once."""
        if cell is None:
            return ""
        if cell.kind == "day" and column.kind.reads_days:
            return datetime.fromisoformat(cell.text)
        if cell.kind in ADVICE:
            self._wrong(cell.address, ADVICE[cell.kind].format(text=cell.text))
            return ""
        return {"number": Decimal, "bool": "true".__eq__}.get(cell.kind, str)(cell.text)


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
