"""Days on which Japanese public offices are open. Pure functions, no Django.

Closed are Saturdays, Sundays, national holidays (国民の祝日に関する法律, with 振替休日 and 国民の休日) and the turn of
the year from 29 December to 3 January, as the ordinances under 地方自治法4条の2 have it.
"""

from datetime import date, timedelta
from functools import lru_cache

import jpholiday

DAY = timedelta(days=1)
TURN_OF_THE_YEAR = {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}


@lru_cache(maxsize=8192)
def why_closed(day: date) -> str:
    """Name what keeps the offices shut on ``day``: the holiday, 年末年始, 土曜日 or 日曜日; empty when they are open."""
    if name := jpholiday.is_holiday_name(day):
        return name
    if (day.month, day.day) in TURN_OF_THE_YEAR:
        return "年末年始"
    return {5: "土曜日", 6: "日曜日"}.get(day.weekday(), "")


def is_working_day(day: date) -> bool:
    return not why_closed(day)


def shifted(day: date, offset: int) -> date:
    """Give the working day that is ``offset`` of them after ``day`` (before it when negative), ``day`` for none.

    ``day`` itself is not counted, whether the offices are open on it or not.
    """
    step = DAY if offset > 0 else -DAY
    for _ in range(abs(offset)):
        day += step
        while not is_working_day(day):
            day += step
    return day
