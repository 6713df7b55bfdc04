"""年度: an integer, the western year of its April. Pure functions, no Django.

Era years by the calendar of fiscal years as Japanese municipalities write them: 令和元年度 is 2019, although
April 2019 was still 平成31年 (the new era began on 1 May 2019).
"""

from datetime import date

REIWA_BEGINS = 2019
HEISEI_BEGINS = 1989
EARLIEST = 1989
LATEST = 2099


def fiscal_year_of(day: date) -> int:
    """Give the fiscal year in which ``day`` falls (it begins on 1 April)."""
    return day.year if day.month >= 4 else day.year - 1


def first_day(year: int) -> date:
    return date(year, 4, 1)


def last_day(year: int) -> date:
    return date(year + 1, 3, 31)


def era(year: int) -> tuple[str, str, int]:
    """Give (era name, its letter, year in the era) of a fiscal year, 1989 or later; else ValueError."""
    if year >= REIWA_BEGINS:
        return "令和", "R", year - REIWA_BEGINS + 1
    if year >= HEISEI_BEGINS:
        return "平成", "H", year - HEISEI_BEGINS + 1
    raise ValueError(f"no era is known here for fiscal year {year}")


def short(year: int) -> str:
    """R4 for 2022."""
    _, letter, number = era(year)
    return f"{letter}{number}"


def wareki(year: int) -> str:
    """令和4年度 for 2022; the first year of an era is 元."""
    name, _, number = era(year)
    return f"{name}{'元' if number == 1 else number}年度"


def label(year: int) -> str:
    """令和4年度（2022年度） for 2022."""
    return f"{wareki(year)}（{year}年度）"


def choices(first: int = EARLIEST, last: int = LATEST) -> list[tuple[int, str]]:
    return [(year, label(year)) for year in range(first, last + 1)]
