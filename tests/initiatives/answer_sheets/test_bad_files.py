"""Files that are no 回答票, or no longer one: each gets a clear answer, none is written, none stops the portal."""

import io
import re
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from initiatives.models import AnnualRecord, AnswerUpload
from tests.initiatives.answer_sheets.conftest import cell, written

DONE = ("記録", "実績（この年度に行ったこと）")
TEXT = "Excelで書いた実績。"


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def changed(data: bytes, change) -> bytes:
    """The workbook with its sheet 記録 changed, and something written, so that there would be something to lose."""
    book = load_workbook(io.BytesIO(written(data, {DONE: TEXT})))
    change(book["記録"])
    return saved(book)


def repacked(
    data: bytes, change: dict[str, bytes] | None = None, add: dict[str, bytes] | None = None
) -> bytes:
    """The archive with some of its parts changed or added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, (change or {}).get(name, old.read(name)))
        for name, content in (add or {}).items():
            new.writestr(name, content)
    return file.getvalue()


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def with_entity(data: bytes, entity: str) -> bytes:
    sheet = part(data, "xl/worksheets/sheet2.xml").decode()
    doctype = f"<!DOCTYPE worksheet [{entity}]>"
    head, rest = sheet.split("?>", 1)
    rest = re.sub(r"(<sheetData>)", r"\1<!-- &x; -->", rest, count=1)
    return repacked(data, {"xl/worksheets/sheet2.xml": f"{head}?>{doctype}{rest}".encode()})


def far_cell(sheet):
    sheet["XFD1048576"] = "遠い"


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


BILLION = "".join(
    f'<!ENTITY a{n} "{"".join(f"&a{n - 1};" for _ in range(10)) or "ha"}">' for n in range(1, 10)
)

NO_FILES = {
    "nothing at all": (b"", "ファイルの中身が空です"),
    "a text": (b"\xff\xfe\x00hello", "Excelブック（.xlsx）でも、CSVでもない"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, "Excelブック（.xlsx）でも、CSVでもない"),
    "an old or encrypted workbook": (
        b"\xd0\xcf\x11\xe0" + b"\x00" * 512,
        "パスワード付きのブックか、古い形式",
    ),
    "half an archive": (b"PK\x03\x04" + b"\x00" * 200, "読めません"),
    "an empty archive": (b"PK\x05\x06" + b"\x00" * 18, "Excelブック"),
    "a csv without quotes closed": ('管理番号,"実績'.encode(), "引用符"),
    "a csv of something else": ("氏名,住所\r\n山田,小樽\r\n".encode(), "回答票の表が見つかりません"),
    "a csv in another encoding": ("管理番号\r\n".encode("utf-16"), "CSVでもない"),
    "a csv in EUC": ("管理番号,実績、はい。〜\r\n".encode("euc_jp"), ""),
    "only a head": ("管理番号\r\n".encode(), "列がありません"),
    "line breaks only": (b"\r\n" * 500, "回答票の表が見つかりません"),
    "html": ("<html><body>管理番号</body></html>".encode(), "回答票の表が見つかりません"),
}
REFUSED = {
    "cut off": (lambda data: data[: len(data) // 2], "読めません"),
    "a broken part": (
        lambda data: repacked(data, {"xl/worksheets/sheet2.xml": b"<worksheet><sheetData><row></sheetData>"}),
        "壊れている",
    ),
    "no workbook part": (lambda data: repacked(data, {"xl/workbook.xml": b""}), "壊れている"),
    "macros": (lambda data: repacked(data, add={"xl/vbaProject.bin": b"\x00"}), "マクロ"),
    "a bomb in one part": (
        lambda data: repacked(data, add={"xl/media/x.bin": b"\x00" * 70_000_000}),
        "大きくなりすぎる",
    ),
    "many parts": (
        lambda data: repacked(data, add={f"xl/media/{n}.txt": b"x" for n in range(600)}),
        "大きくなりすぎる",
    ),
    "an entity that grows": (lambda data: with_entity(data, f"{BILLION}<!ENTITY x '&a9;'>"), "壊れている"),
    "an entity from a file": (
        lambda data: with_entity(data, '<!ENTITY x SYSTEM "file:///etc/passwd">'),
        "壊れている",
    ),
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
