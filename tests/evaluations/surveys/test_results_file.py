"""Results from a file: all of it or nothing, each fault at its cell, the same file twice changes nothing."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from accounts.versioning import MoveRefused
from accounts.workbooks import WorkbookRefused
from evaluations.models import AnswerGroup, ItemAnswers, SurveyUpload
from evaluations.surveys import taking_in
from tests import builders, voices

HEAD = "項目番号,項目,内訳の種類,内訳,選択肢,有効回答数,人数,割合（％）"


@pytest.fixture
def survey(cast):
    series = voices.series()
    voices.item(series)
    return voices.survey(series)


def lines(*numbers, code="Q1", breakdown="", name="全体", n="", percent=False) -> list[str]:
    cells = [("", number) if percent else (number, "") for number in numbers]
    return [
        f"{code},,{breakdown},{name},{category},{n},{people},{share}"
        for category, (people, share) in zip(voices.CATEGORIES, cells, strict=True)
    ]


def file(*rows, head=HEAD, encoding="utf-8-sig") -> bytes:
    return "\r\n".join([head, *rows]).encode(encoding)


def compared(survey, cast, data):
    return taking_in.compare(voices.survey_upload(survey, cast.jimu, data))


def written(survey, cast, data) -> int:
    upload = voices.survey_upload(survey, cast.jimu, data)
    return taking_in.apply(upload=upload, seen=taking_in.compare(upload).digest, now=builders.NOW)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp932"])
def test_people_are_read_from_any_encoding_of_the_office(survey, cast, encoding):
    rows = lines("300", "２５０", "250", "200") + lines(
        "10", "20", "30", "40", breakdown="年代", name="65～74歳"
    )
    assert written(survey, cast, file(*rows, encoding=encoding)) == 1
    whole, old = AnswerGroup.objects.order_by("position")
    assert (whole.n, old.label, old.n) == (1000, "65～74歳", 100)


def test_percentages_are_read(survey, cast):
    assert written(survey, cast, file(*lines("30.5", "20.5", "29", "20", n="812", percent=True))) == 1
    held = ItemAnswers.objects.get()
    assert (held.is_percent, held.whole.n) == (True, 812)


def test_the_file_that_is_handed_out_comes_back_and_changes_nothing(jimu, cast, survey):
    written(survey, cast, file(*lines("300", "250", "250", "200")))
    data = jimu.get(reverse("staff:survey-file-download", args=[survey.pk])).content
    assert data.startswith("\ufeff項目番号".encode())
    comparison = compared(survey, cast, data)
    assert (comparison.problems, comparison.to_write, comparison.unchanged) == ([], [], 1)
    before = ItemAnswers.objects.get().version
    assert written(survey, cast, data) == 0
    assert ItemAnswers.objects.get().version == before


def test_groups_that_the_file_leaves_out_stay(survey, cast):
    written(survey, cast, file(*lines("10", "20", "30", "40", breakdown="地区", name="北")))
    written(survey, cast, file(*lines("300", "250", "250", "200")))
    assert {row.label for row in AnswerGroup.objects.all()} == {"北", "全体"}


def test_an_empty_form_says_nothing_of_its_items(survey, cast):
    comparison = compared(survey, cast, file(*lines("", "", "", "")))
    assert (comparison.problems, comparison.to_write) == ([], [])


@pytest.mark.parametrize(
    ("rows", "place", "said"),
    [
        (lines("300", "250", "250", "x"), "G5", "数字で入力してください。"),
        (lines("300", "250", "250", ""), "E5", "いなかったときは0を入力してください。"),
        (lines("300", "250", "250", "200")[:3], "E2", "選択肢の行が足りません：まったく感じない"),
        (lines("300", "250", "250", "200", code="Q9"), "E2", "項目番号「Q9」は"),
        (lines("300", "250", "250", "200", n="999"), "E2", "有効回答数（999人）と合いません。"),
        (lines("300", "250", "250", "201"), "E2", "調査全体の有効回答数（1000人）より多く"),
        (lines("30", "20", "20", "20", n="100", percent=True), "E2", "割合の合計が90％です。"),
        (lines("1", "2", "3", "4", breakdown="年代"), "E2", ""),
        (lines("1", "2", "3", "4", name="65歳以上"), "D2", "両方とも入力してください。"),
        (lines("1", "2", "3", "4")[:1] * 2, "E3", "行が2つあります"),
        (["Q1,,,全体,ときどき,,1,"], "E2", "「ときどき」という選択肢は、この項目にありません。"),
        ([",,,全体,とても感じる,,1,"], "A2", "空欄です。"),
        (["Q1,,,全体,,,1,"], "E2", "空欄です。"),
        (["Q1,,年代" + "あ" * 30 + ",若い,とても感じる,,1,"], "C2", "20文字までです。"),
        (lines("-1", "250", "250", "200"), "G2", "0以上の数字を入力してください。"),
    ],
)
def test_what_does_not_fit_is_said_at_its_cell_and_nothing_is_written(survey, cast, rows, place, said):
    good = lines("300", "250", "250", "200", code="Q2")
    voices.item(survey.series, "Q2")
    upload = voices.survey_upload(survey, cast.jimu, file(*rows, *good))
    problems = taking_in.compare(upload).problems
    if said:
        assert [problem for problem in problems if problem.place == place and said in problem.text]
        with pytest.raises(MoveRefused):
            taking_in.apply(upload=upload, seen=taking_in.compare(upload).digest, now=builders.NOW)
        assert not ItemAnswers.objects.exists()
    else:
        assert not problems


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\x00\x01\x02", "CSVでもないため"),
        (b"\x81 \xff", "文字コードが読み取れません。"),
        ('項目番号,"閉じない'.encode(), "引用符"),
        (b"\xd0\xcf\x11\xe0old", "古い形式"),
    ],
)
def test_what_is_no_table_is_refused_before_it_is_kept(survey, cast, data, said):
    with pytest.raises(WorkbookRefused, match=said):
        voices.survey_upload(survey, cast.jimu, data)
    assert not SurveyUpload.objects.exists()


def test_a_workbook_is_read_too_and_its_formulas_are_not(survey, cast):
    book = Workbook()
    for row in csv.reader(io.StringIO("\n".join([HEAD, *lines("300", "250", "250", "200")]))):
        book.active.append(row)
    book.active["G3"] = "=1+1"
    out = io.BytesIO()
    book.save(out)
    (problem,) = [p for p in compared(survey, cast, out.getvalue()).problems if p.place == "G3"]
    assert "数式が入っています。" in problem.text


def test_the_page_shows_what_changes_and_the_press_writes_exactly_that(jimu, survey):
    sent = SimpleUploadedFile("結果.csv", file(*lines("300", "250", "250", "200")))
    answer = jimu.post(reverse("staff:survey-file", args=[survey.pk]), {"file": sent})
    html = jimu.get(answer["Location"]).content.decode()
    assert "300人・250人・250人・200人（n=1000）" in html
    assert not ItemAnswers.objects.exists()
    seen = html.split('name="seen" value="')[1].split('"')[0]
    assert (
        "もう一度確かめてください"
        in jimu.post(answer["Location"], {"seen": "x"}, follow=True).content.decode()
    )
    assert not ItemAnswers.objects.exists()
    jimu.post(answer["Location"], {"seen": seen})
    jimu.post(answer["Location"], {"seen": seen})
    assert ItemAnswers.objects.get().version == 1


def test_what_somebody_changed_meanwhile_is_not_overwritten(survey, cast):
    upload = voices.survey_upload(survey, cast.jimu, file(*lines("300", "250", "250", "200")))
    seen = taking_in.compare(upload).digest
    voices.answers(survey, survey.series.items.get(), voices.group(1, 2, 3, 4))
    with pytest.raises(MoveRefused, match="もう一度確かめてください"):
        taking_in.apply(upload=upload, seen=seen, now=builders.NOW)
    assert ItemAnswers.objects.get().whole.n == 10


def test_a_public_survey_takes_no_file(survey, cast):
    voices.answers(survey, survey.series.items.get())
    upload = voices.survey_upload(survey, cast.jimu, file(*lines("1", "2", "3", "4")))
    seen = taking_in.compare(upload).digest
    voices.published_survey(survey, cast.jimu)
    with pytest.raises(MoveRefused, match="公開しています"):
        taking_in.apply(upload=upload, seen=seen, now=builders.NOW)


CELLS = st.sampled_from(
    [
        "Q1",
        "全体",
        *voices.CATEGORIES,
        "1",
        "１０",
        "-",
        "=1+1",
        "𠮷",
        "\u202e",
        "年代",
        "",
        " ",
        "9" * 30,
        '"',
    ]
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(st.one_of(CELLS, st.text(max_size=8)), min_size=8, max_size=8), max_size=6))
def test_any_table_is_read_or_refused_with_words(survey, cast, rows):
    text = io.StringIO(newline="")
    csv.writer(text).writerows([HEAD.split(","), *rows])
    try:
        comparison = compared(survey, cast, text.getvalue().encode("utf-8", "replace"))
    except WorkbookRefused:
        return
    assert all(problem.text for problem in comparison.problems)
