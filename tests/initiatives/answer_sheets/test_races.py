"""A page and a 回答票 on the same record at the same moment: nobody's words are lost without a word."""

import os
from dataclasses import replace

import pytest

from accounts.versioning import MoveRefused, StaleVersion
from initiatives import progress
from initiatives.answer_sheets import comparison, exchange
from initiatives.answer_sheets.columns import RECORDS
from initiatives.models import AnnualRecord, AnswerUpload
from tests import builders
from tests.initiatives.answer_sheets.conftest import written
from tests.threads import at_once

RACES = int(os.environ.get("RACES", "20"))
DONE = ("記録", "実績（この年度に行ったこと）")


def by_page(record, text):
    return lambda: progress.save_draft(
        record=record,
        version=record.version,
        texts={"done": text},
        values={},
        answers={},
        today=builders.TODAY,
    )


def by_sheet(upload, seen):
    return lambda: exchange.apply(upload=upload, seen=seen, today=builders.TODAY, now=builders.NOW)


@pytest.mark.django_db(transaction=True)
def test_of_a_page_and_a_sheet_one_wins_and_the_other_is_told(cast):
    request = builders.round_(cast.term, cast.committee, cast.jimu).request
    for turn in range(RACES):
        records = AnnualRecord.objects.filter(request=request, initiative=cast.walk).for_reading()
        record = records.get()
        data = exchange.as_workbook(request=request, records=records, title="回答票")
        sheet = written(data, {DONE: f"{turn}回目の回答票"})
        upload = exchange.take_in(data=sheet, name="a.xlsx", by=cast.sato, now=builders.NOW)
        seen = comparison.digest(comparison.compare(exchange.found_in(upload), cast.sato))
        page, file = at_once(by_page(record, f"{turn}回目の画面"), by_sheet(upload, seen))
        stands = records.get()
        won = [isinstance(page, AnnualRecord), isinstance(file, AnswerUpload)]
        assert sum(won) == 1
        assert isinstance(page, AnnualRecord | StaleVersion)
        assert isinstance(file, AnswerUpload | MoveRefused)
        assert stands.done == f"{turn}回目の{'画面' if won[0] else '回答票'}"
        assert stands.version == record.version + 1


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_write_once(cast):
    request = builders.round_(cast.term, cast.committee, cast.jimu).request
    records = AnnualRecord.objects.filter(request=request, initiative=cast.walk).for_reading()
    data = exchange.as_workbook(request=request, records=records, title="回答票")
    upload = exchange.take_in(
        data=written(data, {DONE: "実績。"}), name="a.xlsx", by=cast.sato, now=builders.NOW
    )
    seen = comparison.digest(comparison.compare(exchange.found_in(upload), cast.sato))
    outcomes = at_once(*[by_sheet(upload, seen)] * 4)
    assert sum(isinstance(outcome, AnswerUpload) for outcome in outcomes) == 1
    assert records.get().version == 2


def test_the_digest_stands_for_what_is_written(cast):
    request = builders.round_(cast.term, cast.committee, cast.jimu).request
    records = AnnualRecord.objects.filter(request=request, initiative=cast.walk).for_reading()
    data = exchange.as_csv(request=request, records=records, table=RECORDS)
    digests = set()
    for text in ("甲", "乙"):
        upload = exchange.take_in(data=data, name="a.csv", by=cast.sato, now=builders.NOW)
        found = exchange.found_in(upload)
        row = found.rows[0]
        row.cells["done"] = replace(row.cells["done"], text=text)
        digests.add(comparison.digest(comparison.compare(found, cast.sato)))
    assert len(digests) == 2
