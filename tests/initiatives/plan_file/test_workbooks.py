"""A plan file that is a workbook: what people do to sheets, each told with its sheet and cell."""

import io
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from accounts.models import Organization
from initiatives import plan_file
from initiatives.models import Initiative
from plans.models import GlossaryTerm, Plan
from tests.initiatives.plan_file.conftest import events, load, refused
from tests.workbooks import saved

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(example):
    """The example as a workbook in an empty database; ``saved`` gives its bytes again."""
    from django.db import transaction

    with transaction.atomic():
        load(example)
        data = plan_file.WRITERS[".xlsx"](plan_file.dump())
        transaction.set_rollback(True)
    return load_workbook(io.BytesIO(data))


def told(book: Workbook) -> list[str]:
    lines = refused(saved(book), "plan.xlsx")
    assert not Plan.objects.exists()
    return lines


def cell(sheet, heading: str, row: int):
    at = next(one.column for one in sheet[1] if one.value == heading)
    return sheet.cell(row, at)


def test_the_workbook_has_a_sheet_for_each_table_with_japanese_headings(book):
    assert book.sheetnames[:4] == ["団体", "サイト", "所管課", "計画"]
    assert [one.value for one in book["用語"][1]] == ["用語", "よみ", "アドレスの名前", "説明"]
    assert "目標値（2026年度）" in [one.value for one in book["指標"][1]]
    assert cell(book["団体"], "区分", 2).value == "市"


def test_people_may_write_numbers_into_cells(book):
    cell(book["取組"], "番号", 2).value = 1
    cell(book["団体"], "全国地方公共団体コード", 2).value = 999999
    load(saved(book), "plan.xlsx")
    assert Initiative.objects.get(code="r6-1").number == "1"
    assert Organization.objects.get().municipality_code == "999999"


def test_a_text_that_looks_like_a_formula_stays_a_text(example):
    load(example.replace("声をかけ、いつも", "=1+1 声をかけ、いつも"))
    load('[[glossary]]\nword = "甲"\nreading = "こう"\nslug = "ko"\ndefinition = "=SUM(A1:A9)"\n')
    before = events()
    data = plan_file.WRITERS[".xlsx"](plan_file.dump())
    load(data, "plan.xlsx")
    assert events() == before
    assert GlossaryTerm.objects.get(word="甲").definition == "=SUM(A1:A9)"


def test_an_empty_cell_empties_and_a_missing_column_leaves(example, book):
    load(example)
    sheet = book["団体"]
    cell(sheet, "電話番号", 2).value = None
    sheet.delete_cols(next(one.column for one in sheet[1] if one.value == "所在地"))
    load(saved(book), "plan.xlsx")
    city = Organization.objects.get()
    assert (city.phone, city.address) == ("", "みほん市みほん町1丁目1番1号")


def test_empty_rows_are_passed_over(book):
    book["用語"].insert_rows(2)
    book["用語"].append(["", " ", None, ""])
    load(saved(book), "plan.xlsx")
    assert GlossaryTerm.objects.count() == 2


def _formula(book):
    cell(book["取組"], "取組名", 3).value = "=1+1"


def _error(book):
    cell(book["取組"], "取組名", 3).value = "#REF!"


def _day(book):
    cell(book["取組"], "番号", 3).value = date(2024, 1, 2)


def _merged(book):
    book["取組"].merge_cells("A2:A3")


def _no_column(book):
    book["取組"].delete_cols(next(one.column for one in book["取組"][1] if one.value == "コード"))


def _strange_column(book):
    cell(book["取組"], "取組名", 1).value = "取組の名"


def _column_twice(book):
    cell(book["取組"], "取組名", 1).value = "内容"


def _strange_sheet(book):
    book["取組"].title = "取り組み"


def _no_unit(book):
    cell(book["指標"], "単位", 2).value = None


def _wrong_word(book):
    cell(book["指標"], "種類", 2).value = "数"


def _no_heading(book):
    book["用語"].delete_rows(1)


def _year_twice(book):
    cell(book["指標"], "目標値（2026年度）", 1).value = "目標値（R6年度）"


def _not_a_number(book):
    cell(book["指標"], "目標値（2026年度）", 2).value = "約20"


def _code_without_its_zero(book):
    cell(book["団体"], "全国地方公共団体コード", 2).value = 12033


MISTAKES = [
    (_code_without_its_zero, "「団体」シート E2：「全国地方公共団体コード」：6桁の数字で書いてください。"),
    (_formula, "「取組」シート F3：数式が入っています。"),
    (_error, "「取組」シート F3：エラー（#REF!）が表示されています。"),
    (_day, "「取組」シート E3：日付になっています。"),
    (_merged, "「取組」シート A2:A3：セルが結合されています。"),
    (_no_column, "「取組」シート：「コード」の列がありません。"),
    (_strange_column, "「取組」シート F1：「取組の名」という列はありません。「取組名」ではありませんか。"),
    (_column_twice, "「取組」シート G1：「内容」の列が2つあります。"),
    (_strange_sheet, "「取り組み」シート：この名前のシートはありません。"),
    (_no_unit, "「指標」シート H2：「単位」を入力してください。"),
    (
        _wrong_word,
        "「指標」シート E2：「種類」：「活動指標」「成果指標」「アンケート」のどれかを書いてください（「数」）。",
    ),
    (_no_heading, "「用語」シート"),
    (_year_twice, "「目標値」：同じ年度が2回書かれているか"),
    (_not_a_number, "「指標」シート"),
]


@pytest.mark.parametrize(
    ("spoil", "words"), MISTAKES, ids=[spoil.__name__.strip("_") for spoil, _ in MISTAKES]
)
def test_a_mistake_is_told_with_its_sheet_and_cell(book, spoil, words):
    spoil(book)
    lines = told(book)
    assert any(words in line for line in lines), lines


def test_a_workbook_that_is_none_is_told():
    assert "Excelブック（.xlsx）として読めません" in refused(b"name = 1", "plan.xlsx")[0]
    assert "マクロ付きのブック（.xlsm）" in refused(b"x", "plan.xlsm")[0]
