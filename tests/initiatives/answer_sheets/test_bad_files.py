"""Files that are no 回答票, or no longer one: each gets a clear answer, none is written, none stops the portal."""

import io
import re

import pytest
from openpyxl import Workbook, load_workbook

from initiatives.models import AnnualRecord, AnswerUpload
from tests.initiatives.answer_sheets.conftest import cell, written
from tests.workbooks import NO_WORKBOOKS, UNREADABLE, far_cell, saved

DONE = ("記録", "実績（この年度に行ったこと）")
TEXT = "Excelで書いた実績。"


def changed(data: bytes, change) -> bytes:
    """The workbook with its sheet 記録 changed, and something written, so that there would be something to lose."""
    book = load_workbook(io.BytesIO(written(data, {DONE: TEXT})))
    change(book["記録"])
    return saved(book)


def without(heading):
    def change(sheet):
        headings = [cell.value for cell in sheet[1]]
        sheet.delete_cols(headings.index(heading) + 1)

    return change


def set_to(value, heading=DONE[1]):
    def change(sheet):
        headings = [cell.value for cell in sheet[1]]
        sheet.cell(2, headings.index(heading) + 1).value = value

    return change


NO_FILES = {
    "nothing at all": (b"", "ファイルの中身が空です"),
    "a text": (b"\xff\xfe\x00hello", "Excelブック（.xlsx）でも、CSVでもない"),
    "a picture": (NO_WORKBOOKS["a picture"], "Excelブック（.xlsx）でも、CSVでもない"),
    "an old or encrypted workbook": (
        NO_WORKBOOKS["an old or encrypted workbook"],
        "パスワード付きのブックか、古い形式",
    ),
    "half an archive": (NO_WORKBOOKS["half an archive"], "読めません"),
    "an empty archive": (NO_WORKBOOKS["an empty archive"], "Excelブック"),
    "a csv without quotes closed": ('管理番号,"実績'.encode(), "引用符"),
    "a csv of something else": ("氏名,住所\r\n山田,小樽\r\n".encode(), "回答票の表が見つかりません"),
    "a csv in another encoding": ("管理番号\r\n".encode("utf-16"), "CSVでもない"),
    "a csv in EUC": ("管理番号,実績、はい。〜\r\n".encode("euc_jp"), ""),
    "only a head": ("管理番号\r\n".encode(), "列がありません"),
    "line breaks only": (b"\r\n" * 500, "回答票の表が見つかりません"),
    "html": ("<html><body>管理番号</body></html>".encode(), "回答票の表が見つかりません"),
}
REFUSED = {
    **UNREADABLE,
    "a far cell": (lambda data: changed(data, far_cell), "行か列が多すぎます"),
    "a column less": (lambda data: changed(data, without("自己評価")), "列がありません：自己評価"),
    "no column of keys": (lambda data: changed(data, without("管理番号")), ""),
    "merged cells": (lambda data: changed(data, lambda sheet: sheet.merge_cells("J2:K2")), "結合されたセル"),
    "another workbook": (lambda data: saved(Workbook()), "回答票の表が見つかりません"),
}
AT_THE_CELL = {
    "a formula": (set_to("=1+1"), "数式が入っています"),
    "a link to another file": (set_to("='[予算.xlsx]表'!A1"), "数式が入っています"),
    "an error value": (set_to("#N/A"), "エラー値"),
    "a rating that is none": (set_to("E", "自己評価"), "A、B、C、D から選んでください"),
    "a direction that is none": (set_to("頑張る", "今後の方向性"), "から選んでください"),
    "control characters": (set_to("\x7f見えない"), "画面に表示されない文字"),
    "an override of direction": (set_to("\u202e逆"), "画面に表示されない文字"),
    "twenty thousand characters too many": (set_to("長" * 25_000), "20000文字まで"),
    "a key of another row": (set_to("R4-1-1-000000", "管理番号"), "管理番号が書き換えられています"),
    "no key": (set_to(None, "管理番号"), "管理番号が書き換えられています"),
}
HARMLESS = {
    "a hidden row": lambda sheet: sheet.row_dimensions.__getitem__(2).__setattr__("hidden", True),
    "a further column": lambda sheet: sheet.insert_cols(3),
    "a line above": lambda sheet: sheet.insert_rows(1),
    "another name of the sheet": lambda sheet: setattr(sheet, "title", "わたしの課"),
    "other widths and colours": lambda sheet: setattr(sheet.column_dimensions["A"], "width", 80),
    "the days of 1904": lambda sheet: setattr(
        sheet.parent, "epoch", __import__("datetime").datetime(1904, 1, 1)
    ),
}


def text_of(year) -> str:
    return AnnualRecord.objects.get(pk=year.record.pk).done


@pytest.mark.parametrize("name", NO_FILES)
def test_what_is_no_answer_sheet_is_said_to_be_none(sato, year, name):
    data, words = NO_FILES[name]
    page = sato.sends(data, "回答票.xlsx")
    assert page.status_code == 200
    assert words in page.content.decode()
    assert not page.context.get("changed")


@pytest.mark.parametrize("name", REFUSED)
def test_a_workbook_that_cannot_be_read_is_refused_as_a_whole(sato, year, name):
    spoil, words = REFUSED[name]
    page = sato.sends(spoil(sato.takes(year.request)))
    assert page.status_code == 200
    assert words in page.content.decode()
    assert not page.context.get("changed")
    assert text_of(year) == ""


@pytest.mark.parametrize("name", AT_THE_CELL)
def test_what_is_wrong_in_a_cell_is_said_with_its_place(sato, year, name):
    spoil, words = AT_THE_CELL[name]
    data = sato.takes(year.request)
    page = sato.sends(changed(written(data, {("記録", "課題"): "担い手。"}), spoil))
    html = page.content.decode()
    assert words in html
    assert re.search(r"\b[A-Z]{1,2}2\b", html)
    sato.confirms(page)
    assert text_of(year) == ""


@pytest.mark.parametrize("name", HARMLESS)
def test_what_does_no_harm_is_read_all_the_same(sato, year, name):
    page = sato.sends(changed(sato.takes(year.request), HARMLESS[name]))
    sato.confirms(page)
    assert text_of(year) == TEXT


def test_a_file_over_five_megabytes_is_refused_before_it_is_looked_at(sato, year):
    page = sato.sends(b"PK\x03\x04" + b"\x00" * (5 * 1024 * 1024))
    assert "ファイルが大きすぎます（5.0MB）" in page.content.decode()
    assert not AnswerUpload.objects.exists()


def test_no_file_is_asked_for(sato, year):
    assert "「記入した回答票」を" in sato.client.post("/staff/records/excel/", {}).content.decode()


def test_the_version_of_a_file_is_not_to_be_made_up(sato, year):
    """A key with another version but the right check sum cannot be written without the portal's secret."""
    data = sato.takes(year.request)
    key = cell(data, "記録", "管理番号").value
    year_, record, version, check = key.split("-")
    page = sato.sends(
        written(data, {("記録", "管理番号"): f"{year_}-{record}-{int(version) + 1}-{check}", DONE: TEXT})
    )
    assert "管理番号が書き換えられています" in page.content.decode()
