"""When a term was adopted (策定), in the words of the plan: 令和3年3月, 令和2年度, 2021年3月19日. Pure functions, no Django."""

import re
import unicodedata
from datetime import date

from accounts.dates import BEGINS, ERA_NAMES, LETTERS
from plans import fiscal_year

WRITTEN = re.compile(
    rf"(?:(?P<era>{ERA_NAMES})(?P<era_year>\d{{1,2}}|元)|(?P<year>\d{{4}}))(?:"
    r"(?P<fiscal>年度)|年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?)?|[./](?P<short_month>\d{1,2}))"
    r"(?:\(予定\))?"
)


def first_day_of(words: str) -> date:
    """Give the first day that ``words`` may mean; ValueError when they name no time, or one that never was."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", words).upper())
    written = WRITTEN.fullmatch(plain)
    if not written:
        raise ValueError(words)
    year = _year(written)
    month = int(written["month"] or written["short_month"] or (4 if written["fiscal"] else 1))
    found = date(year, month, int(written["day"] or 1))
    if not fiscal_year.EARLIEST <= fiscal_year.fiscal_year_of(found) <= fiscal_year.LATEST:
        raise ValueError(words)
    return found


def _year(written: re.Match) -> int:
    """The western year; an era that had ended by that year does not have it (平成35年)."""
    if written["year"]:
        return int(written["year"])
    era = LETTERS.get(written["era"], written["era"])
    year = BEGINS[era].year + (1 if written["era_year"] == "元" else int(written["era_year"])) - 1
    later = [begin.year for begin in BEGINS.values() if begin > BEGINS[era]]
    if year < BEGINS[era].year or (later and year > min(later)):
        raise ValueError(written[0])
    return year
