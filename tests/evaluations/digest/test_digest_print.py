"""会議のポイント on paper: one A4 page whatever it holds, large enough to read, and readable without sight."""

from datetime import date

import pytest

from evaluations.digest.print import cut, digest_order, lines
from plans.press import print_pages
from tests.evaluations.digest.builders import crowded
from tests.plans.press.reading import Reading

LONG = (
    "だれもが住みなれた地域で安心して暮らしつづけられるための見守りと支え合いの仕組みをつくる取組（第2期）"
    * 2
)


def printed(digest) -> Reading:
    order = digest_order(digest)
    day = date(2023, 6, 1)
    return Reading(print_pages(order.pages(day), head=order.head, made_on=day, marks=order.marks))


@pytest.mark.real_pdf
@pytest.mark.parametrize(
    "given",
    [
        {"count": 30},
        {"count": 600},
        {"count": 30, "title": LONG[:90], "decisions": 5},
        {"count": 600, "title": LONG[:90], "decisions": 5, "is_blind": True},
        {"count": 30, "title": "WiFi-Cafe " * 9, "decisions": 5},
        {"count": 0, "decisions": 0},
    ],
)
def test_it_is_one_page_of_a4_whatever_it_holds(given):
    (page,) = printed(crowded(**given)).reader.pages
    assert tuple(round(float(side)) for side in page.mediabox[2:]) == (595, 842)


@pytest.mark.real_pdf
def test_a_reader_without_sight_hears_headings_tables_and_the_chart():
    report = printed(crowded(30, is_blind=True))
    assert report.catalog["/Lang"] == "ja"
    assert next(title for _, title, _ in report.bookmarks) == "決めていただきたいこと"
    assert {item["/A"]["/Scope"] for item in report.tagged("/TH")} == {"/Row", "/Column"}
    alternatives = [item["/Alt"] for item in report.tagged("/Figure")]
    assert (
        "令和4年度の自己評価の分布：A 順調 0件、B おおむね順調 10件、C やや遅れ 0件、D 遅れ 20件、評価なし 0件（計30件）"
        in alternatives
    )
    assert "ほかの委員の意見と評価は使っていません" in report.text
    assert "今回120件" not in report.text


def test_a_text_is_cut_where_its_lines_end():
    assert cut("短い名前", 43, 1) == "短い名前"
    long = cut("あ" * 100, 43, 3)
    assert long.endswith("…")
    assert lines(long, 43) == 3


@pytest.mark.real_pdf
def test_the_letters_of_its_text_are_nine_points_at_least():
    report = printed(crowded(30, title=LONG[:90]))
    body = [
        size
        for size in font_sizes(report)
        if size != 8.5  # head, foot and number of the page, as on every print
    ]
    assert min(body) >= 9


def font_sizes(report) -> set[float]:
    found = set()

    def see(text, matrix, text_matrix, font, size):
        if text.strip() and font:
            found.add(round(size * abs(text_matrix[3]) * abs(matrix[3]), 2))

    report.reader.pages[0].extract_text(visitor_text=see)
    return found
