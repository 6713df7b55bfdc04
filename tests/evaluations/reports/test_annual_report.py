"""The yearly report as its readers get it: complete, findable, and the same every time."""

import re
import subprocess
import sys

import pytest

from evaluations.models import Edition
from tests import builders as builders_of_rows
from tests.evaluations.reports import builders
from tests.evaluations.reports.reading import Reading, read, squeezed

pytestmark = pytest.mark.real_pdf


@pytest.fixture(scope="module")
def year():
    """A whole year of 24 取組, published; made once for all that only read it."""
    contents = builders.year_of(24)
    return read(
        builders.edition(
            contents,
            is_draft=False,
            overall_comment="全体として着実に進んでいる。",
            general_opinions=[builders.opinion(90), builders.opinion(91, is_replied=False)],
        )
    )


def test_shows_the_text_of_every_sheet(year):
    for sheet in builders.year_of(24):
        for field in (
            "number",
            "title",
            "content",
            "planned",
            "rating_reason",
            "issue",
            "improvement",
            "department",
        ):
            assert squeezed(sheet[field]) in year.text, (sheet["number"], field)
        assert squeezed(sheet["done"]) in year.text


def test_cover_names_plans_owners_and_both_years(year):
    cover = year.pages[0]
    for words in (
        "みほん市地域福祉計画",
        "みほん市地域福祉活動計画",
        "ささえあいプラン",
        "令和4年度進捗・評価報告書",
        "対象年度令和4年度（2022年度）",
        "令和5年度（2023年度）",
        "みほん市社会福祉協議会",
        "令和5年12月1日",
    ):
        assert words in cover


def test_numbers_in_the_contents_are_the_pages_where_things_stand(year):
    marks = {title: page for _, title, page in year.bookmarks}
    contents = "".join(page for page in year.pages[1:4] if "目次" in page)
    for title, page in marks.items():
        if title != "目次":
            assert f"{squeezed(title)}{page}" in contents, (title, page)


def test_numbers_in_list_and_index_are_right_too(year):
    for sheet in builders.year_of(24):
        page = next(
            n
            for _, title, n in year.bookmarks
            if squeezed(title) == squeezed(f"{sheet['number']}{sheet['title']}")
        )
        index = next(
            text
            for text in year.pages
            if text.startswith("令和4年度進捗・評価報告書所管課別の索引")
            or "所管課別の索引所管課ごとに" in text
        )
        assert (
            f"{squeezed(sheet['title'])}{page}" in index
            or f"{squeezed(sheet['title'])}{page}" in year.pages[year.pages.index(index) + 1]
        )


def test_every_page_but_the_cover_says_which_of_how_many(year):
    for number, text in enumerate(year.pages[1:], start=2):
        assert f"{number}/{len(year.pages)}" in text


def test_running_head_names_report_and_goal(year):
    _, _, page = next(mark for mark in year.bookmarks if mark[1].startswith("2-9"))
    text = year.pages[page - 1]
    assert text.count("令和4年度進捗・評価報告書") == 1
    assert text.count(squeezed(builders.GOALS[1])) >= 2


def test_bookmarks_are_goals_with_their_sheets(year):
    goals = [title for depth, title, _ in year.bookmarks if depth == 1 and title in builders.GOALS]
    assert goals == list(builders.GOALS)
    assert sum(depth == 2 for depth, _, _ in year.bookmarks) == 24


def test_every_sheet_begins_a_page(year):
    pages = [page for depth, _, page in year.bookmarks if depth == 2]
    assert len(set(pages)) == 24


def test_summary_counts_and_general_opinions(year):
    assert "評価の対象は、24件の取組です" in year.text
    assert "令和4-090" in year.text
    assert "回答は、まだ決まっていません。" in year.text
    assert "全体として着実に進んでいる。" in year.text


def test_same_edition_gives_the_same_bytes():
    contents = builders.year_of(3)
    first, second = (read(builders.edition(contents)) for _ in range(2))
    assert first.pdf == second.pdf


def test_draft_says_so_on_every_page():
    report = read(builders.edition(builders.year_of(3)))
    assert "案" in report.pages[0]
    assert all("【案】" in page for page in report.pages[1:])


def test_publication_says_nowhere_that_it_is_a_draft(year):
    assert "案" not in year.pages[0]
    assert "【案】" not in year.text
    assert "（案）" not in year.reader.metadata.title


def test_sample_data_says_so_on_every_page():
    report = read(builders.edition(builders.year_of(3), is_sample=True))
    assert all("見本データ" in page for page in report.pages)


def test_only_the_pages_of_a_sample_sheet_say_so_when_the_rest_is_real():
    contents = builders.year_of(3)
    contents[1]["is_sample"] = True
    report = read(builders.edition(contents, is_draft=False))
    marked = [number for number, page in enumerate(report.pages, start=1) if "見本データ" in page]
    sheets = [page for depth, _, page in report.bookmarks if depth == 2]
    assert marked
    assert set(marked) == set(range(sheets[1], sheets[2]))


def test_edition_without_any_sheet_is_still_a_report():
    report = read(builders.edition([], contact={"name": "みほん市"}))
    assert "0件の取組" in report.text
    assert "問合せ先" in report.text
    assert "所管課別の索引" not in report.text


def test_front_settles_with_more_than_one_page_of_contents():
    report = read(
        builders.edition(
            [builders.content(n, indicators=[], promises=[], number=f"1-{n}") for n in range(1, 61)]
        )
    )
    test_numbers_in_the_contents_are_the_pages_where_things_stand(report)
    assert re.search(r"目次2/\d+|2/\d+", report.pages[1])


def test_web_process_does_not_load_the_typesetter():
    code = "import django, sys; django.setup(); import evaluations.tasks; print('weasyprint' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_report_of_a_round_as_the_portal_makes_it(cast):
    now = builders_of_rows.round_(cast.term, cast.committee, by=cast.jimu)
    now = builders_of_rows.in_committee(now, by=cast.jimu)
    builders_of_rows.opinion(now, cast.member_seat, record=now.request.records.first())
    builders_of_rows.opinion(now, cast.member_seat)
    builders_of_rows.published(now, by=cast.jimu)
    report = Reading(bytes(Edition.objects.published().get().pdf))
    for words in (
        "見守り活動",
        "ふれあいサロン",
        "もっと若い人に声をかけてほしい。",
        "学校と相談して進めます。",
    ):
        assert words in report.text
