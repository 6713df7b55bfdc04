"""Out to Excel and back: what is asked, what is read, what is written, and what is never overwritten."""

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from initiatives import progress
from initiatives.models import AnnualRecord, AnswerUpload
from tests import builders
from tests.initiatives.answer_sheets.conftest import Clerk, cell, written

DONE = ("記録", "実績（この年度に行ったこと）")
RATING = ("記録", "自己評価")
COUNT = ("指標", "実績値")
ANSWER = ("約束", "その後")


def now(year) -> AnnualRecord:
    return AnnualRecord.objects.for_reading().get(pk=year.record.pk)


# ---- out --------------------------------------------------------------------------------------------------


def test_the_workbook_shows_last_year_in_grey_and_asks_in_yellow(sato, year):
    data = sato.takes(year.request)
    assert cell(data, "記録", "前年度の実績").value == builders.TEXTS["done"]
    assert cell(data, "記録", "前年度の実績").protection.locked
    assert not cell(data, *DONE).protection.locked
    assert cell(data, "約束", "約束").value == builders.TEXTS["improvement"]
    assert cell(data, "指標", "目標値").value == "12回"
    assert load_workbook(io.BytesIO(data)).sheetnames == [
        "使い方",
        "記録",
        "指標",
        "約束",
        "記入例",
        "選択肢",
    ]


def test_the_workbook_is_set_up_for_paper_and_lists(sato, year):
    sheet = load_workbook(io.BytesIO(sato.takes(year.request)))["記録"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.protection.sheet
    assert sheet.freeze_panes == "D2"
    lists = [rule.formula1 for rule in sheet.data_validations.dataValidation]
    assert lists == ["'選択肢'!$A$2:$A$5", "'選択肢'!$B$2:$B$7"]


def test_a_clerk_takes_the_records_of_the_department_and_a_secretariat_all_of_its_organisation(client, year):
    assert len(load_workbook(io.BytesIO(Clerk(client, year.cast.sato).takes(year.request)))["記録"]["A"]) == 2
    builders.initiative(year.cast.goal, year.cast.children, "1-3")
    assert cell(Clerk(client, year.cast.jimu).takes(year.request), "記録", "所管課").value == "高齢者福祉課"
    assert (
        "対象年度" in client.post(reverse("staff:answer-sheet-hand-out"), {"request": "0"}).content.decode()
    )


@pytest.mark.parametrize("text", ["=1+1", "+81", "-5件", "@SUM(A1)", "_x0041_", "'=1", "髙𠮷", "<b>"])
def test_a_text_stays_that_text_whatever_it_begins_with(sato, year, text):
    builders.fill(year.record, done=text)
    data = sato.takes(year.request)
    assert (cell(data, *DONE).data_type, cell(data, *DONE).value) == ("s", text)
    page = sato.sends(written(data, {("記録", "課題"): "担い手が足りない。"}))
    assert [line["cell"].column.heading for row in page.context["changed"] for line in row["cells"]] == [
        "課題"
    ]
    page = sato.sends(sato.takes(year.request, "記録"), "記録.csv")
    assert page.context["changed"] == []


# ---- and back ---------------------------------------------------------------------------------------------


def test_a_file_that_was_not_touched_changes_nothing(sato, year):
    page = sato.sends(sato.takes(year.request))
    assert dict(page.context["counts"]) == {"変更": 0, "変更なし": 1, "エラー": 0, "競合": 0}
    assert "書き込む変更はありません" in page.content.decode()


def test_what_was_written_is_shown_first_and_written_on_confirmation(sato, year):
    sent = {DONE: "12回開いた。", RATING: "B　おおむね順調", COUNT: 12, ANSWER: "実施した", ("約束", "理由・説明"): "9月に開いた。"}  # fmt: skip
    page = sato.sends(written(sato.takes(year.request), sent))
    assert "12回開いた。" in page.content.decode()
    assert now(year).done == ""
    sato.confirms(page)
    record = now(year)
    assert (record.done, str(record.self_rating), record.state) == ("12回開いた。", "B おおむね順調", "draft")
    assert [value.shown for value in record.values.all()] == ["12回"]
    assert [promise.answer for promise in record.promises.all()] == ["done"]


def test_pressing_twice_does_nothing_twice(sato, year):
    page = sato.sends(written(sato.takes(year.request), {DONE: "12回開いた。"}))
    sato.confirms(page)
    version = now(year).version
    again = sato.confirms(page)
    assert "すでに書き込みました" in again.content.decode()
    assert now(year).version == version


@pytest.mark.parametrize("typed", ["１，２００", "1,200", 1200, "1200回"])
def test_numbers_are_read_as_on_the_page(sato, year, typed):
    page = sato.sends(written(sato.takes(year.request), {COUNT: typed}))
    if typed == "1200回":
        assert "J2 実績値：数字で入力してください" in page.content.decode()
        return
    sato.confirms(page)
    assert now(year).values.get().actual == 1200


@pytest.mark.parametrize("typed", ["B", "B　おおむね順調", " Ｂ ", "B おおむね順調"])
def test_a_rating_is_its_code_with_or_without_its_words(sato, year, typed):
    page = sato.sends(written(sato.takes(year.request), {RATING: typed}))
    assert page.context["stuck"] == []
    sato.confirms(page)
    assert now(year).self_rating.code == "B"


def test_text_over_the_limit_is_kept_as_a_draft_like_on_the_page(sato, year):
    page = sato.sends(written(sato.takes(year.request), {DONE: "長" * 1500}))
    sato.confirms(page)
    assert len(now(year).done) == 1500


# ---- somebody else was there meanwhile --------------------------------------------------------------------


def test_a_cell_that_somebody_else_changed_is_a_conflict_and_stays(sato, year):
    data = sato.takes(year.request)
    builders.fill(year.record, done="別の人が書いた実績。")
    page = sato.sends(written(data, {DONE: "Excelで書いた実績。", ("記録", "課題"): "担い手。"}))
    html = page.content.decode()
    assert "競合" in html
    assert "別の人が書いた実績。" in html
    assert "Excelで書いた実績。" in html
    sato.confirms(page)
    assert (now(year).done, now(year).issue) == ("別の人が書いた実績。", builders.TEXTS["issue"])


def test_another_cell_that_somebody_changed_is_left_as_it_is(sato, year):
    data = sato.takes(year.request)
    blank = dict.fromkeys(("planned", "rating_reason", "issue", "improvement"), "") | {"direction": ""}
    builders.fill(year.record, done="別の人が書いた実績。", **blank)
    sato.confirms(sato.sends(written(data, {("記録", "課題"): "担い手が足りない。"})))
    assert (now(year).done, now(year).issue) == ("別の人が書いた実績。", "担い手が足りない。")


def test_both_wrote_the_same(sato, year):
    data = sato.takes(year.request)
    builders.fill(year.record, done="同じ実績。")
    page = sato.sends(written(data, {DONE: "同じ実績。"}))
    assert dict(page.context["counts"])["変更なし"] == 1


def test_a_change_between_looking_and_pressing_is_shown_anew(sato, year):
    page = sato.sends(written(sato.takes(year.request), {DONE: "12回開いた。"}))
    builders.fill(year.record, done="別の人が書いた実績。")
    again = sato.confirms(page)
    assert "内容が変わりました" in again.content.decode()
    assert now(year).done == "別の人が書いた実績。"


def test_a_record_that_was_submitted_meanwhile_is_not_written(sato, year):
    data = sato.takes(year.request)
    builders.submitted(year.record, year.cast.sato)
    page = sato.sends(written(data, {DONE: "後から。"}))
    assert "競合" in page.content.decode() or "書き込めません" in page.content.decode()
    sato.confirms(page)
    assert now(year).done == builders.TEXTS["done"]


# ---- keys -------------------------------------------------------------------------------------------------


def test_a_key_that_was_edited_is_noticed(sato, year):
    data = sato.takes(year.request)
    key = cell(data, "記録", "管理番号").value
    for wrong in (
        key[:-1] + ("0" if key[-1] != "0" else "1"),
        key.replace("-1-", "-2-", 1),
        "",
        "R5-1",
        "9" * 60,
    ):
        page = sato.sends(written(data, {("記録", "管理番号"): wrong, DONE: "実績。"}))
        assert "管理番号が書き換えられています" in page.content.decode(), wrong
        assert page.context["changed"] == []


def test_the_row_of_another_department_is_refused(client, sato, year):
    theirs = Clerk(client, year.cast.jimu).takes(year.request)
    page = Clerk(client, year.cast.suzuki).sends(written(theirs, {DONE: "他の課の実績。"}))
    assert "あなたが入力できる取組ではありません" in page.content.decode()
    assert "見守り活動" not in page.content.decode()


def test_a_row_that_was_copied_is_refused(sato, year):
    data = sato.takes(year.request)
    key = cell(data, "記録", "管理番号").value
    page = sato.sends(
        written(written(data, {DONE: "1行目。"}), {("記録", "管理番号"): key, DONE: "2行目。"}, row=3)
    )
    assert "同じ管理番号の行が、2つ以上あります" in page.content.decode()


def test_nobody_looks_at_the_file_of_another(client, sato, year):
    sato.sends(sato.takes(year.request))
    client.force_login(year.cast.suzuki)
    for name in ("answer-sheet-check", "answer-sheet-result"):
        assert client.get(reverse(f"staff:{name}", args=[AnswerUpload.objects.get().pk])).status_code == 404


# ---- the result in the workbook, and CSV ------------------------------------------------------------------


def test_the_result_comes_back_in_the_workbook_and_can_be_sent_again(sato, year):
    page = sato.sends(written(sato.takes(year.request), {RATING: "E", DONE: "実績。"}))
    pk = AnswerUpload.objects.get().pk
    result = sato.client.get(reverse("staff:answer-sheet-result", args=[pk])).content
    assert "記録 L2 自己評価：A、B、C、D から選んでください。" in cell(result, "記録", "確認結果").value
    assert (cell(result, *RATING).value, cell(result, *DONE).value) == ("E", "実績。")
    sato.confirms(page)
    assert now(year).done == ""
    sato.confirms(sato.sends(written(result, {RATING: "A　順調"})))
    assert (now(year).done, now(year).self_rating.code) == ("実績。", "A")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp932"])
def test_csv_goes_out_in_utf8_and_comes_back_in_what_excel_saves(sato, year, encoding):
    data = sato.takes(year.request, "記録")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    rows[0][DONE[1]] = "1行目\n2行目"
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    sato.confirms(sato.sends(text.getvalue().encode(encoding), "記録.csv"))
    assert now(year).done == "1行目\n2行目"


# ---- queries ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_handing_out_costs_the_same_for_one_and_three(sato, cast, count, django_assert_num_queries):
    for number in range(1, count):
        builders.initiative(cast.goal, cast.elderly, f"2-{number}")
    request = builders.round_(cast.term, cast.committee, cast.jimu).request
    with django_assert_num_queries(14):
        sato.takes(request)


@pytest.mark.parametrize("count", [1, 3])
def test_looking_at_a_file_costs_the_same_for_one_and_three(sato, cast, count, django_assert_num_queries):
    for number in range(1, count):
        builders.initiative(cast.goal, cast.elderly, f"2-{number}")
    request = builders.round_(cast.term, cast.committee, cast.jimu).request
    data = sato.takes(request)
    for row in range(2, 2 + count):
        data = written(data, {DONE: "実績。", RATING: "A　順調"}, row)
    upload = sato.sends(data).context["upload"]
    with django_assert_num_queries(9):
        page = sato.client.get(reverse("staff:answer-sheet-check", args=[upload.pk]))
    assert dict(page.context["counts"])["変更"] == count


def test_a_draft_that_was_saved_with_the_page_goes_on_in_excel(sato, year):
    record = builders.fill(year.record, done="画面で書いた。")
    data = sato.takes(year.request)
    assert cell(data, *DONE).value == "画面で書いた。"
    sato.confirms(sato.sends(written(data, {DONE: "画面で書いた。続きをExcelで書いた。"})))
    assert now(year).version == record.version + 1
    assert progress.MOVES["save_draft"]["draft"] == "draft"
