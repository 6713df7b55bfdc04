"""The rows of a 回答票: what the columns say of a record, and which box of its form each input column fills."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.dates import write_day
from initiatives.answer_sheets.columns import KEY, PROMISES, RECORDS, VALUES, Table
from initiatives.answer_sheets.keys import INDICATOR, PROMISE, Key, key_of
from initiatives.answer_sheets.wording import GAP, Lists
from initiatives.forms import RecordForm
from initiatives.models import AnnualRecord, IndicatorValue
from initiatives.models import Promise as PromiseRow

Typed = dict[str, str]


@dataclass(frozen=True)
class Row:
    """One row: ``facts`` by heading, ``boxes`` the form's fields by part; a part without one is not asked for."""

    table: Table
    key: Key
    facts: dict[str, str]
    boxes: dict[str, str]

    def texts(self, typed: Typed, lists: Lists) -> list[str | None]:
        """Give the cells of the row, None where nothing is asked for and in the column of results."""
        return [
            self._input(column, typed, lists) if column.is_input else self.facts.get(column.heading)
            for column in self.table.columns
        ]

    def _input(self, column, typed: Typed, lists: Lists) -> str | None:
        if column.part not in self.boxes:
            return None
        value = typed.get(self.boxes[column.part], "")
        return lists.shown(column.choices, value) if column.choices else value


def typed_of(record: AnnualRecord) -> Typed:
    """What stands in the boxes of the record's form, as text, by field."""
    values = RecordForm.values(record)
    return {name: "" if value is None else str(value) for name, value in values.items() if name != "version"}


def rows_of(record: AnnualRecord, previous: AnnualRecord | None) -> list[Row]:
    """Give the rows of one record: its own, then those of its indicators and of its promises."""
    return [
        _record_row(record, previous),
        *(_value_row(record, value, previous) for value in record.values.all()),
        *(_promise_row(record, promise) for promise in record.promises.all()),
    ]


def boxes_of(record: AnnualRecord) -> set[str]:
    """The boxes that can be filled today, without the words around them; a record without a report has few."""
    boxes: set[str] = set()
    if not record.outcome:
        boxes.update(RECORDS.inputs, *(map(value.box, _value_parts(value)) for value in record.values.all()))
    for promise in record.promises.all():
        boxes.update(_promise_boxes(promise).values())
    return boxes


def previous_of(records: Iterable[AnnualRecord]) -> dict[int, AnnualRecord]:
    """Give the records of the year before by 取組, in a fixed number of queries. The records are of one year."""
    records = list(records)
    if not records:
        return {}
    rows = AnnualRecord.objects.for_answer_sheets().filter(
        initiative__in=[record.initiative_id for record in records],
        request__target_year=records[0].request.target_year - 1,
    )
    return {row.initiative_id: row for row in rows}


def _name(record: AnnualRecord, key: Key) -> dict[str, str]:
    return {KEY: str(key), "番号": record.number, "取組": record.title}


def _record_row(record: AnnualRecord, previous: AnnualRecord | None) -> Row:
    key = key_of(record)
    facts = _name(record, key) | {
        "所管課": record.department_name,
        "状態": "　".join(filter(None, (record.get_state_display(), record.get_outcome_display()))),
        "提出期限": write_day(record.due_on),
        "前年度の自己評価": _rating(previous),
        "前年度の今後の方向性": previous.get_direction_display() if previous else "",
    }
    for name in AnnualRecord.TEXTS:
        label = AnnualRecord._meta.get_field(name).verbose_name.partition("（")[0]
        facts[f"前年度の{label}"] = getattr(previous, name, "")
    return Row(RECORDS, key, facts, {} if record.outcome else {part: part for part in RECORDS.inputs})


def _rating(previous: AnnualRecord | None) -> str:
    level = previous.self_rating if previous else None
    return f"{level.code}{GAP}{level.words}" if level else ""


def _value_row(record: AnnualRecord, value: IndicatorValue, previous: AnnualRecord | None) -> Row:
    indicator = value.indicator
    key = key_of(record, INDICATOR, indicator.pk)
    earlier = previous.values.all() if previous else []
    facts = _name(record, key) | {
        "指標": indicator.name,
        "単位": indicator.unit,
        "数え方": "　".join(f"{label}：{text}" for label, text in indicator.how_counted),
        "基準値": indicator.baseline_label,
        "目標値": value.target_shown,
        "前年度の実績値": next((row.shown for row in earlier if row.indicator_id == indicator.pk), ""),
        "確かめること": value.asked,
    }
    boxes = {} if record.outcome else {part: value.box(part) for part in _value_parts(value)}
    return Row(VALUES, key, facts, boxes)


def _value_parts(value: IndicatorValue) -> tuple[str, ...]:
    """What is asked of a value; the explanation only where one is needed or given."""
    explanation = ("explanation",) if value.asked or value.explanation else ()
    return (*value.typed_parts, "missing_reason", "note", *explanation)


def _promise_row(record: AnnualRecord, promise: PromiseRow) -> Row:
    key = key_of(record, PROMISE, promise.pk)
    facts = _name(record, key) | {
        "出どころ": promise.source_label,
        "約束": promise.text,
        "市・社協の考え方": promise.reply,
    }
    return Row(PROMISES, key, facts, _promise_boxes(promise))


def _promise_boxes(promise: PromiseRow) -> dict[str, str]:
    return {part: promise.box(part) for part in PROMISES.inputs}
