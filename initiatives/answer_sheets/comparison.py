"""What was sent against what was handed out and what stands now: cell by cell, and checked by the form of the page.

A cell that says what was handed out changes nothing, whatever stands there by now. One that was changed in the file
is written if nobody else changed it meanwhile, or to the same; else it is a conflict, and its 取組 is left alone.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from accounts.models import User
from accounts.numbers import read_number, write_number
from initiatives.answer_sheets.columns import PROMISES, RECORDS, VALUES, Column
from initiatives.answer_sheets.content import Typed, boxes_of, typed_of
from initiatives.answer_sheets.keys import INDICATOR, PROMISE, Key, NotAKey, read_key
from initiatives.answer_sheets.table import Found, SentRow
from initiatives.answer_sheets.wording import Lists, lists_for
from initiatives.answer_sheets.workbook import NOT_ASKED
from initiatives.forms import RecordForm
from initiatives.models import AnnualRecord, AnswerBase, RatingLevel, RatingScale

NOT_A_KEY = "管理番号が書き換えられています。受け取ったときの番号に戻してください。"
TWICE = "同じ管理番号の行が、2つ以上あります。行を写さずに、元の行に書いてください。"
NOT_YOURS = "あなたが入力できる取組ではありません。"
NOT_HANDED_OUT = "この回答票は、このポータルから書き出したものではありません。もう一度受け取ってください。"
NOT_HERE = "ここには書けません。「―」のままにしてください。"
KINDS = {RECORDS: "", VALUES: INDICATOR, PROMISES: PROMISE}


class State(StrEnum):
    CHANGED = "changed"
    SAME = "same"
    ERROR = "error"
    CONFLICT = "conflict"

    @property
    def label(self) -> str:
        return {"changed": "変更", "same": "変更なし", "error": "エラー", "conflict": "競合"}[self]


@dataclass
class ComparedCell:
    """One input cell: what was handed out, what was sent and what stands now, as the form's values."""

    sheet: str
    address: str
    column: Column
    box: str
    base: str
    sent: str
    now: str
    message: str = ""
    difference: State = field(init=False)

    def __post_init__(self):
        self.difference = _difference(self.base, self.sent, self.now)

    @property
    def place(self) -> str:
        """記録 E12."""
        return f"{self.sheet} {self.address}"

    @property
    def state(self) -> State:
        return State.ERROR if self.message else self.difference


@dataclass
class Compared:
    """One 取組 of the file. ``form`` is the checked form, where there is something to write."""

    title: str
    record: AnnualRecord | None = None
    lists: Lists | None = None
    keys: dict[tuple[str, int], str] = field(default_factory=dict)
    cells: list[ComparedCell] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    form: RecordForm | None = None

    @property
    def state(self) -> State:
        states = {cell.state for cell in self.cells}
        if self.problems or State.ERROR in states:
            return State.ERROR
        return next((state for state in (State.CONFLICT, State.CHANGED) if state in states), State.SAME)

    @property
    def is_to_write(self) -> bool:
        return self.state == State.CHANGED

    @property
    def is_touched(self) -> bool:
        return any(cell.state != State.SAME for cell in self.cells)

    def noted(self) -> list[ComparedCell]:
        return [cell for cell in self.cells if cell.state != State.SAME]

    def words(self, cell: ComparedCell, value: str) -> str:
        """A value as people read it: the words of a choice, or 空欄."""
        shown = self.lists.shown(cell.column.choices, value) if cell.column.choices else value
        return shown or "（空欄）"


def compare(found: Found, user: User) -> list[Compared]:
    """Give the 取組 of a file, in its order, as they would be written for ``user``."""
    groups = _by_record(found.rows)
    wanted = [number for number in groups if isinstance(number, int)]
    rows = AnnualRecord.objects.entered_by(user).filter(pk__in=wanted).for_writing()
    records = {record.pk: record for record in rows}
    bases = {
        (base.record_id, base.version): base.content for base in AnswerBase.objects.filter(record__in=records)
    }
    lists = _lists({record.request.term_id for record in records.values()})
    return [_compared(group, records, bases, lists) for group in groups.values()]


def digest(compared: Iterable[Compared]) -> str:
    """Give what stands for all that would be written, so that nobody confirms what they have not seen."""
    content = [
        [one.record.pk, one.record.version, sorted((cell.box, cell.sent) for cell in one.noted())]
        for one in compared
        if one.is_to_write
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def _lists(terms: set[int]) -> dict[int, Lists]:
    levels = RatingLevel.objects.filter(
        scale__term__in=terms, scale__stage=RatingScale.Stage.SELF
    ).select_related("scale")
    by_term: dict[int, list[RatingLevel]] = {term: [] for term in terms}
    for level in levels.order_by("position"):
        by_term[level.scale.term_id].append(level)
    return {term: lists_for(found) for term, found in by_term.items()}


# ---- rows to records --------------------------------------------------------------------------------------

Group = list[tuple[SentRow, Key | None]]


def _by_record(rows: Iterable[SentRow]) -> dict[int | str, Group]:
    """Put the rows of a record together; one whose number is none stands alone, under its place."""
    groups: dict[int | str, Group] = {}
    for row in rows:
        try:
            key = read_key(row.key)
        except NotAKey:
            key = None
        if key and key.kind != KINDS[row.table]:
            key = None
        name = key.record if key else f"{row.table.name} {row.address}"
        groups.setdefault(name, []).append((row, key))
    return groups


def _compared(group: Group, records: dict, bases: dict, lists: dict[int, Lists]) -> Compared:
    row, key = group[0]
    if key is None:
        return Compared(f"「{row.table.name}」{row.address}", problems=[f"{row.address} {NOT_A_KEY}"])
    record = records.get(key.record)
    if record is None:
        return Compared(f"「{row.table.name}」{row.address}", problems=[f"{row.address} {NOT_YOURS}"])
    one = Compared(str(record), record, lists[record.request.term_id])
    one.keys = {(key.kind, key.row): row.key for row, key in group}
    now = typed_of(record)
    boxes = boxes_of(record)
    for row, key in group:
        base = bases.get((record.pk, key.version))
        if base is None:
            one.problems.append(f"{row.address} {NOT_HANDED_OUT}")
        else:
            one.cells += _cells(row, key, base, {box: now[box] for box in boxes}, one.lists)
    if len(one.keys) < len(group):
        one.problems.append(TWICE)
    _check(one, now)
    return one


def _cells(row: SentRow, key: Key, base: Typed, now: Typed, lists: Lists) -> Iterable[ComparedCell]:
    """Give the cells of a row; ``now`` has the boxes that the record's form has today and no others."""
    for part, column in row.table.inputs.items():
        sent, box = row.cells[part], _box(key, part)
        if sent.text == NOT_ASKED or (box not in now and sent.text == base.get(box, "")):
            continue
        if box in now:
            meant = lists.meant(column.choices, sent.text) if column.choices and sent.text else sent.text
            is_wrong = bool(meant and column.choices) and not lists.is_choice(column.choices, meant)
            problem = sent.problem or (lists.refusal(column.choices) if is_wrong else "")
            yield ComparedCell(
                row.table.name, sent.address, column, box, base.get(box, ""), meant, now[box], problem
            )
        elif sent.problem or sent.text:
            yield ComparedCell(row.table.name, sent.address, column, box, "", sent.text, "", NOT_HERE)


def _box(key: Key, part: str) -> str:
    """The name of the form's field, as ``IndicatorValue.box`` and ``Promise.form_field`` give it."""
    return {"": part, INDICATOR: f"value-{key.row}-{part}", PROMISE: f"promise-{key.row}-{part}"}[key.kind]


def _check(one: Compared, now: Typed) -> None:
    """Let the form of the page look at what would be written; what it refuses is said at the cell."""
    record = one.record
    if one.is_touched and not record.is_editable:
        one.problems.append(f"「{record.get_state_display()}」のため、書き込めません。")
    if not one.is_to_write:
        return
    sent = {cell.box: cell for cell in one.cells if cell.state == State.CHANGED}
    typed = now | {box: cell.sent for box, cell in sent.items()} | {"version": record.version}
    one.form = RecordForm(typed, record=record, levels=one.lists.levels, only=sent.keys())
    if one.form.is_valid():
        return
    for name, messages in one.form.errors.items():
        if name in sent:
            sent[name].message = "".join(messages)
        else:
            one.problems += messages


def _difference(base: str, sent: str, now: str) -> State:
    """What was sent against what was handed out and what stands now; only what differs is looked at closely."""
    if sent in (base, now):
        return State.SAME
    was, is_now, will_be = _canonical(base), _canonical(now), _canonical(sent)
    if will_be in (was, is_now):
        return State.SAME
    return State.CHANGED if is_now == was else State.CONFLICT


def _canonical(text: str) -> str:
    """One form for what means the same: 1,200 and 1200, spaces at the end, kinds of line breaks."""
    try:
        return write_number(read_number(text))
    except ValueError:
        return "\n".join(line.rstrip() for line in text.strip().splitlines())
