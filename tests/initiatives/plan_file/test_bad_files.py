"""Files that are no plan, or no longer one: each gets a clear answer on the page, none is kept, none stops the portal."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from openpyxl import Workbook, load_workbook

from initiatives import plan_file
from initiatives.models import PlanUpload
from tests.initiatives.plan_file.conftest import events, load
from tests.workbooks import NO_WORKBOOKS, UNREADABLE, far_cell, saved

pytestmark = pytest.mark.django_db
ADDRESS = "/staff/plan-files/"


@pytest.fixture
def sends(client, cast):
    """Sends a file as the secretariat and gives the page; nothing may have come of it."""
    client.force_login(cast.jimu)

    def send(data: bytes, name: str) -> str:
        before = events()
        page = client.post(ADDRESS, {"file": SimpleUploadedFile(name, data)})
        assert page.status_code == 200
        assert events() == before
        assert not PlanUpload.objects.exists()
        return page.content.decode()

    return send


@pytest.fixture
def book(example) -> bytes:
    """The example as a workbook; in the database is only what the cast needs."""
    with transaction.atomic():
        load(example)
        data = plan_file.WRITERS[".xlsx"](plan_file.dump())
        transaction.set_rollback(True)
    return data


def changed(data: bytes, change) -> bytes:
    book = load_workbook(io.BytesIO(data))
    change(book)
    return saved(book)


def set_to(value, sheet="用語", address="D2"):
    def change(book):
        book[sheet][address].value = value

    return change


NONE = {
    **{name: (data, "読め", ".xlsx") for name, data in NO_WORKBOOKS.items()},
    "an old or encrypted workbook": (NO_WORKBOOKS["an old or encrypted workbook"], "パスワード付き", ".xlsx"),
    "an empty archive": (NO_WORKBOOKS["an empty archive"], "Excelブック（.xlsx）ではありません", ".xlsx"),
    "a table of commas": ("コード,名称\r\n1,a\r\n".encode(), "読めません", ".xlsx"),
    "a page of the web": (b"<html></html>", "TOMLとして読めません", ".toml"),
    "a workbook that says it is text": (b"PK\x03\x04\xff\xfe\x00", "文字コード", ".toml"),
    "zeros": (b"\x00" * 2_000, "TOMLとして読めません", ".toml"),
    "half a letter at the end": ('a = "語"'.encode()[:-2], "文字コード", ".toml"),
    "ten thousand brackets": (b"a = " + b"[" * 10_000 + b"]" * 10_000, "TOMLとして読めません", ".toml"),
    "ten thousand dots": (b"a" + b".a" * 10_000 + b" = 1", "", ".toml"),
    "a number without an end": (b"a = " + b"9" * 10_000, "", ".toml"),
    "another language": (b"%YAML 1.2\n---\nplan: x\n", "TOMLとして読めません", ".toml"),
    "no table of ours": (b"[server]\nport = 1\n", "「server」という項目はありません", ".toml"),
    "tables for lists": (b"[[plan]]\nslug = {a = 1}\nname = [1]\n", "文字で書いてください", ".toml"),
    "a row for tables": (b"plan = [1, 2]\n", "の形で書いてください", ".toml"),
}
IN_A_CELL = {
    "a formula": (set_to("=1+1"), "数式が入っています"),
    "a link to another file": (set_to("='[予算.xlsx]表'!A1"), "数式が入っています"),
    "an error": (set_to("#N/A"), "エラー（#N/A）"),
    "a control character": (set_to("\x7f見えない"), "画面に表示されない文字"),
    "an override of direction": (set_to("\u202e逆"), "画面に表示されない文字"),
    "a name that is too long": (set_to("長" * 32_000, address="A2"), "「用語」"),
    "infinity": (set_to("1e999", "指標", "K2"), "数字で書いてください"),
    "no number": (set_to("NaN", "指標", "K2"), "数字で書いてください"),
    "a number with forty digits": (set_to("9" * 40, "指標", "K2"), "「基準値」"),
    "half a place": (set_to(1.5, "章", "C2"), "0以上の整数"),
    "below nothing": (set_to(-1, "章", "C2"), "0以上の整数"),
    "a year of another age": (set_to("昭和64", "期", "D2"), "年度は"),
    "a day that never comes": (set_to("令和6年2月30日", "周知・啓発", "B2"), "という日付はありません"),
    "a day without a month": (set_to(2024, "周知・啓発", "B2"), "日付として読み取れません"),
    "neither yes nor no": (set_to("たぶん", "施策", "H2"), "「はい」か「いいえ」"),
    "a plan that is none": (set_to("nai", "位置付け", "A2"), "「nai」という計画がありません"),
    "merged cells": (lambda book: book["用語"].merge_cells("A2:B2"), "セルが結合されています"),
    "a far cell": (lambda book: far_cell(book["用語"]), "行か列が多すぎます"),
    "another sheet": (lambda book: book.create_sheet("メモ"), "この名前のシートはありません"),
    "a cell below no heading": (set_to("余り", address="Z2"), "見出しのない列に書かれています"),
    "a column that is missed": (lambda book: book["指標"].delete_cols(8), "「単位」を入力してください"),
    "a heading that is gone": (lambda book: book["取組"].delete_rows(1), "列がありません"),
    "every row twice": (
        lambda book: [book["用語"].append([cell.value for cell in row]) for row in list(book["用語"])[1:]],
        "もう一度書かれています",
    ),
}


@pytest.mark.parametrize("name", NONE)
def test_what_is_no_plan_is_said_to_be_none(sends, name):
    data, words, ending = NONE[name]
    page = sends(data, f"plan{ending}")
    assert "直すところがあります" in page
    assert words in page


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_workbook_that_cannot_be_read_is_refused_as_a_whole(sends, book, name):
    spoil, words = UNREADABLE[name]
    assert words in sends(spoil(book), "plan.xlsx")


@pytest.mark.parametrize("name", IN_A_CELL)
def test_what_is_wrong_in_a_sheet_is_said_with_its_place(sends, book, name):
    spoil, words = IN_A_CELL[name]
    page = sends(changed(book, spoil), "plan.xlsx")
    assert "直すところがあります" in page
    assert words in page


def test_a_workbook_without_our_sheets_is_told(sends):
    assert "この名前のシートはありません" in sends(saved(Workbook()), "plan.xlsx")
