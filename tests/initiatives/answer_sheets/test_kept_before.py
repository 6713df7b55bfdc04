"""A 回答票 that was sent before an upgrade can still be looked at and written afterwards."""

from importlib import import_module

from django.apps import apps

from initiatives.answer_sheets import exchange
from initiatives.answer_sheets.columns import RECORDS
from initiatives.models import AnnualRecord, AnswerUpload
from tests import builders

upgrade = import_module("initiatives.migrations.0003_plain_cells_of_uploads")


def as_it_was(sheet: dict) -> dict:
    """Rows, in them cells by column, each with names: how sheets were kept up to 0.1.0."""
    rows = {}
    for row, column, address, kind, text in sheet["cells"]:
        rows.setdefault(str(row), {})[str(column)] = {"address": address, "kind": kind, "text": text}
    return {"name": sheet["name"], "rows": rows, "merged": sheet["merged"]}


def test_sheets_that_were_kept_before_say_the_same_after(cast):
    request = builders.round_(cast.term, cast.committee, cast.jimu).request
    records = AnnualRecord.objects.filter(request=request).for_answer_sheets()
    data = exchange.as_workbook(request=request, records=records, title="回答票")
    upload = exchange.take_in(data=data, name="a.xlsx", by=cast.sato, now=builders.NOW)
    found = exchange.found_in(upload)
    assert [row.table for row in found.rows].count(RECORDS) == 2
    upload.sheets = [as_it_was(sheet) for sheet in upload.sheets]
    upload.save()
    upgrade.lay_out_plainly(apps, None)
    assert exchange.found_in(AnswerUpload.objects.get()) == found
    upgrade.lay_out_plainly(apps, None)  # once more changes nothing
    assert exchange.found_in(AnswerUpload.objects.get()) == found
