"""How long a 回答票 of 300 取組 takes to write, and to read back with the comparison, beside bare openpyxl.

Each pair is taken in turn in one run; only the ratios mean something. The process that reads workbooks is started ahead
of each file, as in the portal (the first file after a start waits for its libraries as well).
"""

import io
import sys
from statistics import median
from time import perf_counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook

from initiatives.answer_sheets import comparison, exchange
from initiatives.models import AnnualRecord
from tests import builders

RECORDS = 300
ROUNDS = 5


@pytest.fixture
def year(cast):
    for number in range(RECORDS - 1):
        row = builders.initiative(cast.goal, cast.elderly, f"2-{number}")
        builders.indicator(row)
    request = builders.round_(cast.term, cast.committee, cast.jimu).request
    for record in request.records.filter(lead_department=cast.elderly):
        builders.fill(record, done=builders.TEXTS["done"] * 8)
    return request


def seconds(job) -> float:
    """How long a person waits for it, whichever process does the work."""
    before = perf_counter()
    job()
    return perf_counter() - before


def plain_write(cells: dict[str, list]) -> bytes:
    book = Workbook(write_only=True)
    for name, rows in cells.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def plain_read(data: bytes) -> dict[str, list]:
    book = load_workbook(io.BytesIO(data))
    return {
        sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets
    }


def filled_in(data: bytes) -> bytes:
    """The workbook as a clerk sends it back: 実績 of every 取組 written anew."""
    book = load_workbook(io.BytesIO(data))
    for row in book["記録"].iter_rows(min_row=2, min_col=10, max_col=10):
        row[0].value = "Excelで書いた実績。"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def ratio(ours, bare) -> float:
    pairs = [(seconds(ours), seconds(bare)) for _ in range(ROUNDS)]
    return median(one / other for one, other in pairs)


def test_writing_and_reading_beside_bare_openpyxl(cast, year, capsys):
    records = AnnualRecord.objects.entered_by(cast.sato).filter(request=year).for_answer_sheets().in_order()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        data = exchange.as_workbook(request=year, records=records, title="回答票")
    cells = plain_read(data)
    sent = filled_in(data)

    def ours_read():
        upload = exchange.take_in(data=sent, name="a.xlsx", by=cast.sato, now=builders.NOW)
        compared = comparison.compare(exchange.found_in(upload), cast.sato)
        assert sum(one.is_to_write for one in compared) == len(records)

    rows, typed = exchange.hand_out(records=records)
    lists = exchange.lists_of(year)
    writing = ratio(lambda: exchange.written(rows, typed, lists, "回答票"), lambda: plain_write(cells))
    whole = ratio(
        lambda: exchange.as_workbook(request=year, records=records, title="回答票"),
        lambda: plain_write(cells),
    )
    reading = ratio(ours_read, lambda: plain_read(sent))
    with capsys.disabled():
        sys.stdout.write(
            f"\n{len(records)} 取組: {len(asked)} queries, {len(data) // 1024} KB; "
            f"writing {writing:.2f} × openpyxl (with the queries {whole:.2f}), "
            f"reading with comparison {reading:.2f} × openpyxl\n"
        )
    assert writing <= 1.5
    assert reading <= 3
