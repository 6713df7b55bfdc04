"""Days on which the offices are open: holidays that move, days between holidays, the turn of the year."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.working_days import is_working_day, shifted, why_closed


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 9, 22), "国民の休日"),  # between 敬老の日 and 秋分の日
        (date(2027, 3, 22), "春分の日 振替休日"),  # 春分の日 is a Sunday
        (date(2025, 5, 6), "みどりの日 振替休日"),  # みどりの日 is a Sunday, 3 to 5 May are holidays
        (date(2026, 3, 20), "春分の日"),
        (date(2026, 12, 29), "年末年始"),
        (date(2026, 12, 28), ""),
        (date(2027, 1, 1), "元日"),
        (date(2027, 1, 3), "年末年始"),
        (date(2027, 1, 4), ""),
        (date(2026, 3, 31), ""),  # 年度末
        (date(2028, 2, 29), ""),
        (date(2026, 11, 28), "土曜日"),
        (date(2026, 11, 29), "日曜日"),
        (date(2019, 5, 1), "天皇の即位の日"),
    ],
)
def test_why_the_offices_are_shut(day, why):
    assert why_closed(day) == why


@pytest.mark.parametrize(
    ("day", "offset", "expected"),
    [
        (date(2026, 9, 24), -1, date(2026, 9, 18)),  # over four closed days and a weekend
        (date(2027, 1, 4), -1, date(2026, 12, 28)),
        (date(2026, 12, 28), 1, date(2027, 1, 4)),
        (date(2026, 4, 1), -1, date(2026, 3, 31)),
        (date(2026, 5, 7), -1, date(2026, 5, 1)),
        (date(2026, 11, 28), 0, date(2026, 11, 28)),
        (date(2026, 11, 29), -1, date(2026, 11, 27)),
    ],
)
def test_counting_passes_over_closed_days(day, offset, expected):
    assert shifted(day, offset) == expected


days = st.dates(date(2020, 1, 1), date(2060, 12, 31))


@settings(deadline=None)
@given(day=days, offset=st.integers(1, 120))
def test_counting_forth_and_back_meets_again_from_an_open_day(day, offset):
    begin = shifted(day, 1)
    assert shifted(shifted(begin, offset), -offset) == begin
    assert is_working_day(shifted(day, -offset))


@settings(deadline=None)
@given(day=days, offset=st.integers(1, 60))
def test_as_many_open_days_lie_between_as_were_counted(day, offset):
    end = shifted(day, offset)
    between = (day + timedelta(days=n) for n in range(1, (end - day).days + 1))
    assert sum(map(is_working_day, between)) == offset
