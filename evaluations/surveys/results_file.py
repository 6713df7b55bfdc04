"""Results of a survey as a table, one line for each category of each group: written as CSV, read from CSV or a workbook."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import ValidationError

from accounts.form_fields import TOO_LONG, JapaneseDecimalField, JapaneseTextField, whole_number
from accounts.workbooks import Cell, Sheet
from evaluations.models import ItemAnswers, ItemWording, Survey, SurveyItem
from evaluations.models.survey import CATEGORY_LENGTH, DIGITS, WHOLE
from evaluations.surveys.results import Group, read_group
from initiatives.answer_sheets.csv_file import as_file
from initiatives.answer_sheets.table import REFUSED_KINDS, letters

CODE, ITEM, BREAKDOWN, NAME = "項目番号", "項目", "内訳の種類", "内訳"
CATEGORY, N, PEOPLE, PERCENT = "選択肢", "有効回答数", "人数", "割合（％）"
HEADINGS = (CODE, ITEM, BREAKDOWN, NAME, CATEGORY, N, PEOPLE, PERCENT)
NEEDED = (CODE, BREAKDOWN, NAME, CATEGORY, N, PEOPLE, PERCENT)
LEAST = {"min_value": "0以上の数字を入力してください。"}
NUMBER = JapaneseDecimalField(required=False, min_value=0, error_messages=LEAST, **DIGITS)
COUNT = whole_number(N, required=False)
WORDS = {
    CODE: JapaneseTextField(max_length=20, error_messages=TOO_LONG),
    BREAKDOWN: JapaneseTextField(max_length=20, required=False, error_messages=TOO_LONG),
    NAME: JapaneseTextField(max_length=30, required=False, error_messages=TOO_LONG),
    CATEGORY: JapaneseTextField(max_length=CATEGORY_LENGTH, error_messages=TOO_LONG),
}
HEADINGS_WITHIN = 5


@dataclass(frozen=True)
class Problem:
    place: str
    text: str


@dataclass
class Read:
    """What a file says: the groups by item code, each category with its place, and all that is wrong with it."""

    groups: dict[tuple[str, str, str], dict[str, "Line"]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Line:
    address: str
    n: int | None
    people: Decimal | None
    percent: Decimal | None


# ---- out --------------------------------------------------------------------------------------------------


def write(survey: Survey, items: Iterable[SurveyItem], answers: Iterable[ItemAnswers]) -> bytes:
    """Give all items of the survey to be filled in, with what stands there already."""
    held = {one.wording_id: one for one in answers}
    rows: list[list[str]] = []
    for item in items:
        if wording := item.wording_in(survey.fiscal_year):
            rows += _rows_of(item, wording, held.get(wording.pk))
    return as_file(HEADINGS, rows)


def _rows_of(item: SurveyItem, wording: ItemWording, answers: ItemAnswers | None) -> Iterable[list[str]]:
    if answers is None:
        return [[item.code, item.name, "", WHOLE, name, "", "", ""] for name in wording.categories]
    return [
        [item.code, item.name, group.breakdown, group.label, name, str(group.n), *numbers]
        for group in answers.groups.all()
        for name, numbers in zip(wording.categories, _numbers(group.values, answers.is_percent), strict=True)
    ]


def _numbers(values: list[Decimal], is_percent: bool) -> list[tuple[str, str]]:
    return [("", str(value)) if is_percent else (str(int(value)), "") for value in values]


# ---- in ---------------------------------------------------------------------------------------------------


def read(sheets: Iterable[Sheet]) -> Read:
    """Read the first table that has our headings."""
    found = Read()
    for sheet in sheets:
        for row in sorted(sheet.rows)[:HEADINGS_WITHIN]:
            columns = {_plain(cell.text): column for column, cell in sheet.rows[row].items()}
            if _plain(CODE) in columns:
                _read_table(found, sheet, row, columns)
                return found
    text = f"「{CODE}」の列がありません。この画面で受け取ったファイルに記入して、見出しを消さずに送ってください。"
    found.problems.append(Problem("", text))
    return found


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _read_table(found: Read, sheet: Sheet, head: int, columns: dict[str, int]) -> None:
    if missing := [name for name in NEEDED if _plain(name) not in columns]:
        found.problems.append(Problem("", f"列がありません：{'、'.join(missing)}"))
        return
    if sheet.merged:
        text = "結合されたセルがあります。結合を解いてください。"
        found.problems.append(Problem("、".join(sheet.merged[:5]), text))
        return
    for number in sorted(row for row in sheet.rows if row > head):
        cells = {
            name: sheet.rows[number].get(columns[_plain(name)])
            or Cell(f"{letters(columns[_plain(name)])}{number}", "text", "")
            for name in NEEDED
        }
        if any(cell.text.strip() or cell.kind in REFUSED_KINDS for cell in cells.values()):
            _read_line(found, cells)


def _read_line(found: Read, cells: dict[str, Cell]) -> None:
    words = {name: _cleaned(found, field_, cells[name]) for name, field_ in WORDS.items()}
    numbers = {
        name: _cleaned(found, field_, cells[name])
        for name, field_ in ((N, COUNT), (PEOPLE, NUMBER), (PERCENT, NUMBER))
    }
    if any(value is None for value in words.values()):
        return
    name = "" if words[NAME] == WHOLE and not words[BREAKDOWN] else words[NAME]
    if bool(words[BREAKDOWN]) != bool(name):
        text = f"「{BREAKDOWN}」と「{NAME}」を、両方とも入力してください。全体の行は、「{NAME}」に「{WHOLE}」とだけ入れます。"
        found.problems.append(Problem(cells[NAME].address, text))
        return
    lines = found.groups.setdefault((words[CODE], words[BREAKDOWN], name), {})
    if words[CATEGORY] in lines:
        text = f"「{words[CATEGORY]}」の行が2つあります（{lines[words[CATEGORY]].address}）。"
        found.problems.append(Problem(cells[CATEGORY].address, text))
        return
    n = numbers[N]
    lines[words[CATEGORY]] = Line(
        cells[CATEGORY].address, None if n is None else int(n), numbers[PEOPLE], numbers[PERCENT]
    )


def _cleaned(found: Read, field_, cell: Cell):
    """Give what a cell says, or None after noting what is wrong with it."""
    if cell.kind in REFUSED_KINDS:
        found.problems.append(Problem(cell.address, REFUSED_KINDS[cell.kind]))
        return None
    try:
        return field_.clean(cell.text)
    except ValidationError as refusal:
        empty = not cell.text.strip()
        found.problems += [
            Problem(cell.address, "空欄です。" if empty else text) for text in refusal.messages
        ]
        return None


# ---- what it says of an item ------------------------------------------------------------------------------


def group_of(
    lines: dict[str, Line], names: tuple[str, str], wording: ItemWording, valid: int, is_percent: bool
) -> tuple[Group | None, list[Problem]]:
    """Give the group that ``lines`` describe, or what is wrong with them; None alone where nothing was filled in."""
    first = next(iter(lines.values()))
    known = wording.categories
    problems = [
        Problem(line.address, f"「{name}」という選択肢は、この項目にありません。選択肢：{'、'.join(known)}")
        for name, line in lines.items()
        if name not in known
    ]
    if problems:
        return None, problems
    if missing := [name for name in known if name not in lines]:
        return None, [Problem(first.address, f"選択肢の行が足りません：{'、'.join(missing)}")]
    values = [lines[name].percent if is_percent else lines[name].people for name in known]
    totals = {line.n for line in lines.values() if line.n is not None}
    if not totals and all(value is None for value in values):
        return None, []
    if empty := [lines[name].address for name, value in zip(known, values, strict=True) if value is None]:
        return None, [
            Problem(address, "数字がありません。いなかったときは0を入力してください。") for address in empty
        ]
    if len(totals) > 1:
        return None, [Problem(first.address, "有効回答数が、行によって違います。")]
    n = totals.pop() if totals else None
    try:
        return read_group(names=names, n=n, values=values, is_percent=is_percent, valid=valid), []
    except ValidationError as refusal:
        return None, [Problem(first.address, text) for text in refusal.messages]
