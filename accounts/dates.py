"""Days as Japanese offices write and read them, in both eras. Pure functions, no Django."""

import re
import unicodedata
from datetime import date, datetime, time

BEGINS = {
    "昭和": date(1926, 12, 25),
    "平成": date(1989, 1, 8),
    "令和": date(2019, 5, 1),
}
"""The first day of each era; the last one has not ended."""

LETTERS = {"S": "昭和", "H": "平成", "R": "令和"}
EARLIEST, LATEST = date(1927, 1, 1), date(2100, 12, 31)
"""What a form accepts: whole years of which an era is known, as far as anybody plans."""

ERA_NAMES = "|".join([*BEGINS, *LETTERS])
WRITTEN = re.compile(
    rf"((?P<era>{ERA_NAMES})(?P<era_year>\d{{1,2}}|元)|(?P<year>\d{{4}}))"
    r"(年|[-/.])(?P<month>\d{1,2})(月|[-/.])(?P<day>\d{1,2})日?"
)
CLOCK = re.compile(
    r"(?P<half>午前|午後)?(?P<hour>\d{1,2})(:(?P<minute>\d{2})|時((?P<minutes>\d{1,2})分|(?P<thirty>半))?)"
)
STROKES = str.maketrans(dict.fromkeys("−ー–‐", "-") | dict.fromkeys("。・", "."))


class NoSuchDay(ValueError):
    """It is written like a day, but the calendar (or the era) does not have it."""


def read_day(text: str) -> date:
    """Read 1 December 2026 from 2026/12/01, 2026.12.1, 2026年12月1日, 令和8年12月1日 or R8.12.1, in either width.

    Raises NoSuchDay for a day that never comes, such as 令和8年2月30日 or 平成35年1月1日; ValueError for anything
    that is not written as one day.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text).upper().translate(STROKES))
    written = WRITTEN.fullmatch(plain)
    if not written:
        raise ValueError(text)
    try:
        return _on_calendar(written)
    except ValueError as error:
        raise NoSuchDay(text) from error


def _on_calendar(written: re.Match) -> date:
    month, day = int(written["month"]), int(written["day"])
    if written["year"]:
        return date(int(written["year"]), month, day)
    era = LETTERS.get(written["era"], written["era"])
    number = 1 if written["era_year"] == "元" else int(written["era_year"])
    found = date(BEGINS[era].year + number - 1, month, day)
    if era_of(found) != era:
        raise ValueError(f"{era} does not have {found}")
    return found


def era_of(day: date) -> str:
    """Give the name of the era in which ``day`` falls; ValueError before 昭和."""
    for name in reversed(BEGINS):
        if day >= BEGINS[name]:
            return name
    raise ValueError(f"no era is known here for {day}")


def write_day(day: date | None) -> str:
    """Write 令和8年12月1日; days before 昭和 by the western year, nothing for none."""
    if not day:
        return ""
    month_and_day = f"{day.month}月{day.day}日"
    if day < BEGINS["昭和"]:
        return f"{day.year}年{month_and_day}"
    era = era_of(day)
    year = day.year - BEGINS[era].year + 1
    return f"{era}{'元' if year == 1 else year}年{month_and_day}"


def write_moment(moment: datetime) -> str:
    """Write 令和8年12月1日 14:30, in the time zone that ``moment`` has."""
    return f"{write_day(moment.date())} {moment:%H:%M}"


def read_clock(text: str) -> time:
    """Read half past two in the afternoon from 14:30, 14時30分, 午後2時半 or １４：３０; else ValueError.

    午後12時 is refused: some mean noon by it, some midnight.
    """
    written = CLOCK.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
    if not written:
        raise ValueError(text)
    hour = int(written["hour"])
    if written["half"] and hour > 11:
        raise ValueError(text)
    hour += 12 if written["half"] == "午後" else 0
    minute = 30 if written["thirty"] else int(written["minute"] or written["minutes"] or 0)
    return time(hour, minute)


def write_clock(moment: time | None) -> str:
    """Write 14:30; empty for none."""
    return f"{moment:%H:%M}" if moment else ""
