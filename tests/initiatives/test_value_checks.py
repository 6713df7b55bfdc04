"""データの健診: what is asked about a value, and what is left in peace."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives.value_checks import Facts, questions

AFTER = date(2024, 4, 10)
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=3)


def facts(*earlier, year=2023, unit="人", direction="up", **more) -> Facts:
    """Facts whose ``earlier`` values belong to the years before ``year``, the last one to the year before."""
    values = [Decimal(str(value)) for value in earlier]
    return Facts(
        year=year,
        unit=unit,
        direction=direction,
        earlier=tuple((year - len(values) + place, value) for place, value in enumerate(values)),
        **more,
    )


def asked(value, known, today=AFTER) -> str:
    return " ".join(questions(Decimal(str(value)), known, today))


@pytest.mark.parametrize(
    ("value", "known", "words"),
    [
        (2870, facts(224, 263), "桁が違います"),
        (24, facts(240, 263, 280), "桁が違います"),
        (0, facts(12, 9), "数えた結果が0ですか"),
        (104, facts(unit="％"), "0％から100％まで"),
        (-3, facts(), "0より小さい値"),
        (12.5, facts(), "小数があります"),
        (100, facts(240), "望ましい向きと反対に"),
        (40, facts(20, direction="down"), "望ましい向きと反対に"),
        (17, facts(9, unit="件", direction="keep"), "望ましい向きと反対に"),
        (80, facts(100, is_cumulative=True), "累計なのに"),
        (350, facts(target=Decimal(350)), "目標値とまったく同じ"),
        (62.5, facts(target=Decimal("62.5"), unit="％"), "目標値とまったく同じ"),
        (348, facts(348), "前の年度とまったく同じ"),
    ],
)
def test_what_looks_unusual_is_asked_about(value, known, words):
    assert words in asked(value, known)


@pytest.mark.parametrize(
    ("value", "known"),
    [
        (12, facts()),
        (12, facts(12, target=Decimal(12))),  # twelve meetings a year, as planned, every year
        (287, facts(224, 263)),
        (150, facts(240)),
        (0, facts(0, 3)),
        (0, facts()),
        (2400, facts(100, 200, 230, is_cumulative=True)),
        (-2, facts(-3, unit="点")),
        (62.7, facts(unit="％")),
        (5, facts(0, unit="点")),
    ],
)
def test_what_looks_like_the_others_is_left_in_peace(value, known):
    assert asked(value, known) == ""


def test_only_five_years_count_for_the_magnitude():
    old = [3] * 6
    assert asked(300, facts(*old, 280, 290, 300, 310, 295)) == ""
    assert "桁が違います" in asked(3, facts(*old, 280, 290, 300, 310, 295))


def test_a_gap_in_the_years_leaves_nothing_to_compare_the_direction_with():
    known = Facts(year=2023, unit="人", direction="up", earlier=((2021, Decimal(500)),))
    assert asked(100, known) == ""


def test_a_value_of_a_year_that_runs_still_is_asked_for_its_day():
    assert "まだ終わっていません" in asked(12, facts(), today=date(2024, 3, 31))
    assert asked(12, facts(), today=date(2024, 4, 1)) == ""


@given(
    value=NUMBERS,
    earlier=st.lists(NUMBERS, max_size=8),
    target=st.none() | NUMBERS,
    direction=st.sampled_from(["up", "down", "keep"]),
    unit=st.text(max_size=20) | st.sampled_from(["％", "人"]),
    is_cumulative=st.booleans(),
)
def test_any_numbers_can_be_looked_at(value, earlier, target, direction, unit, is_cumulative):
    known = facts(*earlier, unit=unit, direction=direction, target=target, is_cumulative=is_cumulative)
    assert all(question.endswith(("。", "？")) for question in questions(value, known, AFTER))
