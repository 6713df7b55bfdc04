"""会議のポイント on one A4 page.

A worker lays it out later, so that nobody can look whether it fits: how much goes onto the page is counted beforehand, by
the width of the letters, and a little more is reckoned than is needed. What is left out is said on the page.
"""

import re
import unicodedata
from math import ceil

from accounts.dates import write_day
from evaluations.digest.points import Digest, Point
from evaluations.digest.reasons import Found
from evaluations.reports import charts
from plans.printing import Order

LONG_NAME = re.compile("「([^」]{12})[^」]+」")
EM = 3.3
"""Width of a full letter at 9.2 pt, in mm; a little more than it is."""
LINE = 4.4
ROW = 1.7
"""Height of a line, and what the padding of a row adds, in mm."""
ROOM = 252
HEADINGS = 80
"""The page between head and foot, and all that always stands on it."""
YEAR = 8.6
TITLE_WIDTH, REASONS_WIDTH, WHOLE_WIDTH = 43, 94, 160
MOST_TITLE_LINES, MOST_REASON_LINES = 3, 5
MOST_OF_A_REASON = 135
"""Width of the sentence of one reason, in mm: the numbers stand first, and the next reason is to be seen as well."""


INSIDE = "【事務局限り】"
"""On what the secretariat prints while members write blind: it tells what others said, and is not to be handed out."""


def digest_order(digest: Digest, *, is_inside: bool = False) -> Order:
    """Give what is ordered when somebody wants the digest on paper; the same digest gives the same print."""
    rows = _fitting(digest)
    context = {
        "digest": digest,
        "round": digest.round,
        "rows": rows,
        "left_out": len(digest.worth) - len(rows),
        "opinions_due_on": write_day(digest.round.opinions_due_on),
        **_chart(digest),
    }
    head = digest.round.committee.name
    marks = (INSIDE if is_inside else "") + ("【見本データ】" if digest.round.is_sample else "")
    return Order("digest", head, (("reports/evaluations/points.html", context),), marks)


def _chart(digest: Digest) -> dict:
    levels = [{"code": level.code, "words": level.words} for level in digest.levels]
    years = [
        row | {"bar": _without_letters(charts.stacked_bar(f"bar-{place}", row, levels))}
        for place, row in enumerate(digest.distributions)
    ]
    return {
        "years": years,
        "levels": levels,
        "keys": charts.legend(levels),
        "summary": {"stage_label": "自己評価"},
        "has_closed": any(row["closed"] for row in years),
    }


def _without_letters(bar: dict) -> dict:
    """The numbers stand beside the bar; within it they would be too small to read."""
    return bar | {"segments": [segment | {"label": ""} for segment in bar["segments"]]}


def _fitting(digest: Digest) -> list[dict]:
    """As many of the first 取組 as fit, each cut to what a reader takes in at a glance."""
    years = len(digest.distributions)
    decisions = sum(lines(line, WHOLE_WIDTH - 8) for line in digest.decisions) or 1
    warning = 0 if digest.sees_others else 1
    left = ROOM - HEADINGS - (decisions + warning) * LINE - years * YEAR
    rows = []
    for point in digest.first:
        row = _row(point)
        left -= row["lines"] * LINE + ROW
        if left < 0:
            break
        rows.append(row)
    return rows


def _row(point: Point) -> dict:
    title = cut(point.facts.heading, TITLE_WIDTH, MOST_TITLE_LINES)
    text = cut("／".join(map(_brief, point.found)), REASONS_WIDTH, MOST_REASON_LINES)
    high = max(lines(title, TITLE_WIDTH), lines(text, REASONS_WIDTH))
    return {"point": point, "title": title, "reasons": text, "lines": high}


def _brief(one: Found) -> str:
    """A reason with its first sentence, its names short so that the numbers stay, and how many more there are of it."""
    more = f"（ほか{len(one.words) - 1}）" if len(one.words) > 1 else ""
    words = LONG_NAME.sub(r"「\1…」", one.words[0])
    return f"{one.label}：{cut(words, MOST_OF_A_REASON, 1)}{more}"


def ems(text: str) -> float:
    """The width of ``text`` in full letters; what is narrow is reckoned a little wide."""
    return sum(1 if unicodedata.east_asian_width(letter) in "WFA" else 0.62 for letter in text)


def lines(text: str, width: float) -> int:
    """How many lines ``text`` takes at most in a column of ``width`` mm; a line may end one letter early (禁則)."""
    return ceil(ems(text) / (width / EM - 1)) or 1


def cut(text: str, width: float, most: int) -> str:
    """Give ``text`` on ``most`` lines at most, cut with … where it is longer."""
    text = " ".join(text.split(" "))
    if lines(text, width) <= most:
        return text
    while lines(f"{text}…", width) > most:
        text = text[:-1]
    return f"{text}…"
