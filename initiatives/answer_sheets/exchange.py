"""The verbs of a 回答票: hand it out, take it in, write what was confirmed."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.versioning import MoveRefused
from accounts.workbooks import Sheet, read_sheets
from initiatives import entry
from initiatives.answer_sheets import csv_file, workbook
from initiatives.answer_sheets.columns import TABLES, Table
from initiatives.answer_sheets.comparison import Compared, State, compare, digest
from initiatives.answer_sheets.content import Row, previous_of, rows_of, typed_of
from initiatives.answer_sheets.table import Found, find
from initiatives.answer_sheets.wording import Lists, lists_for
from initiatives.forms import self_levels
from initiatives.models import AnnualRecord, AnnualRequest, AnswerBase, AnswerUpload, ProxyEntry

ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
CHANGED_MEANWHILE = "確かめた後に、書き込む内容が変わりました。もう一度確かめてください。"
NOTE_LENGTH = ProxyEntry._meta.get_field("note").max_length
APPLIED_ALREADY = "この回答票は、すでに書き込みました。直したいときは、もう一度送ってください。"


# ---- out --------------------------------------------------------------------------------------------------


@transaction.atomic
def hand_out(*, records: Iterable[AnnualRecord]) -> tuple[dict[Table, list[Row]], dict]:
    """Give the rows of ``records`` and what stands in their boxes by record, and remember the latter."""
    records = list(records)
    previous = previous_of(records)
    typed = {record.pk: typed_of(record) for record in records}
    AnswerBase.objects.bulk_create(
        (AnswerBase(record=r, version=r.version, content=typed[r.pk]) for r in records), ignore_conflicts=True
    )
    rows: dict[Table, list[Row]] = {table: [] for table in TABLES}
    for record in records:
        for row in rows_of(record, previous.get(record.initiative_id)):
            rows[row.table].append(row)
    return rows, typed


def as_workbook(*, request: AnnualRequest, records: Iterable[AnnualRecord], title: str) -> bytes:
    rows, typed = hand_out(records=records)
    return written(rows, typed, lists_of(request), title)


def written(rows: dict[Table, list[Row]], typed: dict, lists: Lists, title: str) -> bytes:
    return workbook.write(_texts(rows, typed, lists), lists, title)


def as_csv(*, request: AnnualRequest, records: Iterable[AnnualRecord], table: Table) -> bytes:
    rows, typed = hand_out(records=records)
    return csv_file.write(table, _texts(rows, typed, lists_of(request))[table.name])


def lists_of(request: AnnualRequest) -> Lists:
    return lists_for(list(self_levels(request.term_id)))


def _texts(rows: dict[Table, list[Row]], typed: dict, lists: Lists) -> dict[str, list]:
    return {table.name: [row.texts(typed[row.key.record], lists) for row in rows[table]] for table in TABLES}


# ---- in ---------------------------------------------------------------------------------------------------


def take_in(*, data: bytes, name: str, by: User, now: datetime) -> AnswerUpload:
    """Keep what was read of a file; nothing is written yet. Raises WorkbookRefused when it cannot be read."""
    is_book = data.startswith((ZIP, OLD_EXCEL))
    sheets = read_sheets(data) if is_book else csv_file.read(data)
    return AnswerUpload.objects.create(
        by=by, sent_at=now, name=name, sheets=[sheet.to_json() for sheet in sheets]
    )


def found_in(upload: AnswerUpload) -> Found:
    return find(map(Sheet.from_json, upload.sheets))


@transaction.atomic
def apply(*, upload: AnswerUpload, seen: str, today: date, now: datetime) -> AnswerUpload:
    """Write all 取組 of a file that were changed and are right, once, in one transaction.

    ``seen`` is the digest of what the sender was shown. Raises MoveRefused when it was applied before or would write
    something else by now.
    """
    upload = AnswerUpload.objects.select_for_update().get(pk=upload.pk)
    if upload.applied_at:
        raise MoveRefused(APPLIED_ALREADY)
    found = found_in(upload)
    to_lock = [one.record.pk for one in compare(found, upload.by) if one.is_to_write]
    list(AnnualRecord.objects.select_for_update().filter(pk__in=to_lock).order_by("pk").values_list("pk"))
    compared = compare(found, upload.by)
    if digest(compared) != seen:
        raise MoveRefused(CHANGED_MEANWHILE)
    to_write = [one for one in compared if one.is_to_write]
    for one in to_write:
        entry.save_draft(
            record=one.record,
            by=upload.by,
            now=now,
            today=today,
            proxy=_proxy(one.record, upload),
            **one.form.content(),
        )
    upload.applied_at, upload.applied_count = now, len(to_write)
    upload.save()
    return upload


def _proxy(record: AnnualRecord, upload: AnswerUpload) -> dict | None:
    """How it came, when somebody writes it for another department (代理入力)."""
    if not record.is_foreign_to(upload.by):
        return None
    return {"means": ProxyEntry.Means.WORKBOOK, "note": upload.name[:NOTE_LENGTH]}


# ---- the result, beside what was sent ---------------------------------------------------------------------


def with_results(compared: list[Compared], title: str) -> bytes:
    """Give the 取組 of a file as a workbook again: what was sent, and in 確認結果 what was found out about it."""
    known = [one for one in compared if one.record and one.lists]
    shown = AnnualRecord.objects.for_answer_sheets().in_bulk([one.record.pk for one in known])
    tables: dict[str, list] = {table.name: [] for table in TABLES}
    results: dict[str, str] = {}
    previous = previous_of(shown.values())
    for one in known:
        record = shown[one.record.pk]
        typed = typed_of(record) | {cell.box: cell.sent for cell in one.cells}
        for row in rows_of(record, previous.get(record.initiative_id)):
            if key := one.keys.get((row.key.kind, row.key.row)):
                texts = row.texts(typed, one.lists)
                tables[row.table.name].append([key, *texts[1:]])
                results[key] = _result(one, row)
    lists = known[0].lists if known else lists_for([])
    return workbook.write(tables, lists, title, results)


def _result(one: Compared, row: Row) -> str:
    """Say of one row what was found out: its own cells, or what holds for the whole 取組."""
    boxes = set(row.boxes.values())
    own = [cell for cell in one.noted() if cell.box in boxes]
    lines = [f"{cell.place} {cell.column.heading}：{_said(one, cell)}" for cell in own]
    if not row.key.kind:
        lines = [*one.problems, *lines]
    return "\n".join(lines) or State.SAME.label


def _said(one: Compared, cell) -> str:
    match cell.state:
        case State.ERROR:
            return cell.message
        case State.CONFLICT:
            return f"競合（ほかの人が先に「{one.words(cell, cell.now)}」に直しました）"
        case _:
            return "変更" if one.is_to_write else "変更（この取組は、まだ書き込みません）"
