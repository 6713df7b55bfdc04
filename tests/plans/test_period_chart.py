"""The chart of the terms: what is known is drawn in its years, what is unknown is dashed, on paper it can be read."""

from itertools import combinations, pairwise

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from plans import period_chart, periods
from plans.models import PlanTerm
from tests.plans.drawn import NAMES, R1_TO_R10, SOME, End, plan, text_width

# ---- periods ----------------------------------------------------------------------------------------------


def term(ordinal, first, last, end=None):
    end = end or (End.YEAR if last else End.UNKNOWN)
    return PlanTerm(name=f"第{ordinal}期", ordinal=ordinal, first_year=first, last_year=last, end=end)


def bars(*terms, years=R1_TO_R10):
    (row,) = periods.rows([plan("計画", *terms)], years)
    return [(bar.words, bar.first, bar.last, bar.is_certain) for bar in row.bars]


def test_known_terms_are_drawn_in_their_years():
    assert bars(term(1, 2021, 2023), term(2, 2024, 2028)) == [
        ("第1期", 2021, 2023, True),
        ("第2期", 2024, 2028, True),
    ]


def test_an_unknown_end_is_dashed_up_to_what_is_known_next():
    assert bars(term(10, 2027, None)) == [("第10期（終了の年度は不明）", 2027, 2028, False)]
    assert bars(term(1, 2020, None), term(2, 2024, 2028))[0] == (
        "第1期（終了の年度は不明）",
        2020,
        2023,
        False,
    )


def test_two_terms_with_an_unknown_boundary_are_one_dashed_bar():
    assert bars(term(3, None, None), term(4, None, None)) == [
        ("第3期 → 第4期（開始・移行・終了の年度は不明）", 2019, 2028, False)
    ]
    assert bars(term(3, 2020, None), term(4, None, 2026)) == [
        ("第3期 → 第4期（移行の年度は不明）", 2020, 2026, False)
    ]


def test_an_unknown_beginning_follows_what_is_known_before():
    assert bars(term(1, 2019, 2020), term(2, None, 2023))[1] == (
        "第2期（開始の年度は不明）",
        2021,
        2023,
        False,
    )


def test_a_term_that_goes_on_beyond_the_table_says_until_when():
    assert bars(term(1, 2015, 2020), term(2, 2025, 2029)) == [
        ("第1期（平成27年度から）", 2019, 2020, True),
        ("第2期（令和11年度まで）", 2025, 2028, True),
    ]
    assert bars(term(1, 2021, None, End.OPEN)) == [("第1期（終期なし）", 2021, 2028, True)]


def test_a_term_without_an_end_has_the_head_of_an_arrow_and_one_that_goes_on_a_point():
    def corners(last, end):
        (row,) = periods.rows([plan("計画", term(1, 2021, last, end))], R1_TO_R10)
        (drawn,) = period_chart.period_chart([row], R1_TO_R10, 2022).rows
        return len(drawn.bars[0].outline.split())

    assert [corners(2023, End.YEAR), corners(2030, End.YEAR), corners(None, End.OPEN)] == [4, 5, 7]


def test_a_term_elsewhere_is_not_drawn_and_one_without_room_is_named():
    assert bars(term(1, 2010, 2012)) == []
    (row,) = periods.rows(
        [plan("計画", term(1, 2019, 2023), term(2, None, None), term(3, 2024, 2028))], R1_TO_R10
    )
    assert [bar.name for bar in row.bars] == ["第1期", "第3期"]
    assert row.left_out == ["第2期（年度不明）"]


def test_a_plan_without_terms_has_no_row():
    assert periods.rows([plan("計画")], R1_TO_R10) == []


def test_the_table_shows_the_years_of_the_longest_plan_of_today_and_ten_years_otherwise():
    plans = [plan("総合計画", term(7, 2019, 2028)), plan("福祉計画", term(1, 2021, 2023))]
    assert periods.frame(plans, 2022) == R1_TO_R10
    assert periods.frame(plans, 2035) == range(2031, 2041)
    assert periods.frame([], 1989)[0] == 1989
    assert periods.frame([], 2099)[-1] == 2099


KNOWN = st.one_of(st.none(), st.integers(2010, 2040))
TERMS = st.lists(st.tuples(KNOWN, KNOWN, st.sampled_from(End.values)), max_size=6)


def made_up(drawn):
    """Terms as the register may hold them: stated ends, years in order; whether they overlap is left to chance."""
    for ordinal, (first, last, end) in enumerate(drawn, start=1):
        if last and first and last < first:
            first, last = last, first
        if last is None and end == End.YEAR:
            end = End.UNKNOWN
        yield term(ordinal, first, last, End.YEAR if last else end)


@SOME
@given(
    st.lists(st.tuples(NAMES, TERMS), min_size=1, max_size=25), st.integers(2012, 2030), st.integers(1, 30)
)
def test_bars_never_overlap_their_text_fits_and_the_table_is_whole(drawn, first, length):
    years = range(first, first + length)
    rows = periods.rows([plan(name, *made_up(terms)) for name, terms in drawn], years)
    chart = period_chart.period_chart(rows, years, first)
    for row, drawn_row in zip(rows, chart.rows, strict=True):
        assert sum(cell["span"] for cell in row.cells(years)) == length
        for one, other in combinations(drawn_row.bars, 2):
            assert one.x + one.width <= other.x
        for bar in drawn_row.bars:
            assert bar.x >= period_chart.NAMES
            assert bar.x + bar.width <= chart.width
            for text in bar.texts:
                half = text_width(text) / 2
                assert bar.x <= text.x - half
                assert text.x + half <= bar.x + bar.width
                assert drawn_row.y < text.y - text.size
                assert text.y < drawn_row.y + drawn_row.height
        for text in drawn_row.names:
            assert text_width(text) <= period_chart.NAMES
    ends = [(row.y, row.y + row.height) for row in chart.rows]
    assert all(above[1] <= below[0] for above, below in pairwise(ends))


def test_the_present_year_is_marked_when_it_is_in_the_chart():
    rows = periods.rows([plan("計画", term(1, 2021, 2023))], R1_TO_R10)
    svg = render_to_string(
        "public/plans/_periods.svg.html", {"chart": period_chart.period_chart(rows, R1_TO_R10, 2022)}
    )
    assert svg.count("今年度") == 1
    assert "stroke-dasharray" not in svg
    assert "今年度" not in render_to_string(
        "public/plans/_periods.svg.html", {"chart": period_chart.period_chart(rows, R1_TO_R10, 2040)}
    )


@pytest.mark.parametrize(("last", "dashed"), [(2023, False), (None, True)])
def test_what_is_unknown_is_dashed(last, dashed):
    rows = periods.rows([plan("計画", term(1, 2021, last))], R1_TO_R10)
    chart = period_chart.period_chart(rows, R1_TO_R10, 2022)
    svg = render_to_string("public/plans/_periods.svg.html", {"chart": chart, "described": True})
    assert ("stroke-dasharray" in svg) is dashed
    assert 'role="img"' in svg
    assert "計画：第1期" in svg
    assert "style=" not in svg


@SOME
@given(st.lists(st.tuples(NAMES, TERMS), max_size=25), st.integers(2012, 2030), st.integers(1, 30))
def test_on_paper_every_term_of_every_year_is_on_a_sheet_that_can_be_read(drawn, first, length):
    years = range(first, first + length)
    plans = [plan(f"{number}{name}", *made_up(terms)) for number, (name, terms) in enumerate(drawn)]
    charts = period_chart.sheets(plans, years, first)
    for chart in charts:
        assert len(chart.heads) <= period_chart.YEARS_A_SHEET
        assert chart.height <= chart.width * period_chart.SHEET_SHAPE + 2 or len(chart.rows) == 1
    with_terms = sum(bool(plan.terms.all()) for plan in plans)
    runs = len({chart.heads[0]["year"] for chart in charts})
    assert sum(len(chart.rows) for chart in charts) == with_terms * runs
    if with_terms:
        shown = sorted({head["year"] for chart in charts for head in chart.heads})
        assert shown == list(years)
