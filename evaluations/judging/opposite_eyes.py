"""反対側の目: how departments rate themselves beside how the committee rates them, by goal and year.

Works on plain pairs, whether they come from living rounds or from frozen editions.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import F, Q

from evaluations.models import Edition, EditionSheet, EvaluationRound
from evaluations.reports import charts
from initiatives.models import AnnualRecord, RatingLevel, RatingScale
from plans import fiscal_year

HIGHER, SAME, LOWER, NONE = "higher", "same", "lower", "none"
SIDES = (
    {"key": HIGHER, "code": "高", "words": "委員のほうが高い"},
    {"key": SAME, "code": "同", "words": "同じ"},
    {"key": LOWER, "code": "低", "words": "委員のほうが低い"},
)


@dataclass(frozen=True)
class Pair:
    """One 取組 that its department rated. ``own`` is the place of its rating among the levels, 0 the best.

    ``votes`` says how many members chose each level; ``key`` names its page, and is empty where it has none.
    """

    goal: str
    number: str
    title: str
    own: int
    votes: tuple[int, ...]
    key: str = ""

    @property
    def heading(self) -> str:
        return f"{self.number}　{self.title}"

    @cached_property
    def middle(self) -> int | None:
        """The rating in the middle when members stand in line from the best to the lowest; of two, the lower one."""
        place, half = 0, sum(self.votes) // 2
        for level, count in enumerate(self.votes):
            place += count
            if place > half:
                return level
        return None

    @property
    def gap(self) -> int:
        """By how many levels the committee rates lower (above 0) or higher (below 0)."""
        return 0 if self.middle is None else self.middle - self.own

    @property
    def side(self) -> str:
        if self.middle is None:
            return NONE
        return SAME if not self.gap else LOWER if self.gap > 0 else HIGHER


@dataclass(frozen=True)
class Year:
    """All pairs of one target year. ``levels`` are those of the self-rating, best first.

    ``voices`` are the committee's: the same letters, which may stand for other words.
    """

    year: int
    levels: list[dict]
    voices: list[dict]
    pairs: list[Pair]

    @property
    def label(self) -> str:
        return fiscal_year.wareki(self.year)

    @property
    def anchor(self) -> str:
        """Where the public page of a 取組 tells of the year."""
        return f"y{self.year}"

    @property
    def is_rated(self) -> bool:
        return any(pair.middle is not None for pair in self.pairs)

    @property
    def differences(self) -> list[Pair]:
        """Those on which the two sides differ, the widest gap first."""
        apart = [pair for pair in self.pairs if pair.gap]
        return sorted(apart, key=lambda pair: -abs(pair.gap))

    def told(self, pair: Pair) -> dict:
        """One line of a list of 取組, in words."""
        votes = zip(self.levels, pair.votes, strict=True)
        gap = f"委員のほうが{abs(pair.gap)}段階{'低い' if pair.gap > 0 else '高い'}" if pair.gap else "同じ"
        return {
            "pair": pair,
            "own": self.levels[pair.own],
            "middle": None if pair.middle is None else self.voices[pair.middle],
            "votes": "、".join(f"{level['code']} {count}人" for level, count in votes if count),
            "gap": "" if pair.middle is None else gap,
        }

    def table(self, goal: str = "") -> dict:
        """The cross table: a row a level of the self-rating, a column a level of the committee's, then 評価なし.

        Each count comes with the query that lists its 取組; ``goal`` is the one to which the year was narrowed.
        """
        counts = Counter((pair.own, pair.middle) for pair in self.pairs)
        columns = [*((at, voice["code"]) for at, voice in enumerate(self.voices)), (None, NONE)]
        rows = []
        for own, level in enumerate(self.levels):
            query = {"goal": goal, "own": level["code"]}
            cells = [counted(counts[own, at], query | {"middle": code}) for at, code in columns]
            total = counted(sum(cell["count"] for cell in cells), query)
            rows.append({"level": level, "cells": [*cells, total]})
        return {"voices": self.voices, "rows": rows}


def counted(count: int, query: dict[str, str], page: str = "") -> dict:
    """One number of a table, and where its 取組 are listed."""
    kept = {name: value for name, value in query.items() if value}
    return {"count": count, "address": f"{page}?{urlencode(kept)}#list"}


@dataclass(frozen=True)
class Choice:
    """Which 取組 of a year are listed: of one goal, and of one number of the tables. What is empty chooses nothing."""

    goal: str = ""
    side: str = ""
    own: str = ""
    middle: str = ""

    @classmethod
    def read(cls, asked: dict, year: Year) -> "Choice":
        """Take what ``asked`` names and ``year`` has."""
        codes = [level["code"] for level in year.levels]
        known = {
            "goal": [pair.goal for pair in year.pairs],
            "side": [*(side["key"] for side in SIDES), NONE],
            "own": codes,
            "middle": [*codes, NONE],
        }
        return cls(**{name: asked[name] for name, values in known.items() if asked.get(name) in values})

    def within_goal(self, year: Year) -> Year:
        """The same year with the 取組 of the goal only."""
        return replace(year, pairs=[pair for pair in year.pairs if self.goal in ("", pair.goal)])

    def listed(self, year: Year) -> list[Pair]:
        """The 取組 of the number that was chosen; without one, all that differ."""
        if not self.is_of_a_number:
            return year.differences
        codes = [level["code"] for level in year.levels]
        found = []
        for pair in year.pairs:
            middle = NONE if pair.middle is None else codes[pair.middle]
            place = (pair.side, codes[pair.own], middle)
            if all(asked in ("", has) for asked, has in zip(self._number, place, strict=True)):
                found.append(pair)
        return found

    @property
    def is_of_a_number(self) -> bool:
        return any(self._number)

    @property
    def _number(self) -> tuple[str, str, str]:
        return self.side, self.own, self.middle

    @property
    def words(self) -> str:
        """What was chosen, as the heading of the list."""
        sides = {side["key"]: side["words"] for side in SIDES} | {NONE: "委員の評価なし"}
        told = (
            sides.get(self.side),
            self.own and f"自己評価が{self.own}",
            self.middle and ("委員の評価なし" if self.middle == NONE else f"委員の評価が{self.middle}"),
        )
        return "、".join(filter(None, told)) or "評価が違う"


def keys() -> list[dict]:
    """The legend of the bars."""
    return charts.legend(list(SIDES))


def goal_rows(years: Iterable[Year], pages: dict[int, str]) -> list[dict]:
    """By goal, then by year: on how many 取組 the committee rates higher, the same, lower, or not at all; with its bar.

    ``pages`` names the page of each year, where the 取組 behind a number are listed.
    """
    years = list(years)
    goals = dict.fromkeys(pair.goal for year in years for pair in year.pairs)
    rows = []
    for goal in (*goals, ""):
        for year in years:
            pairs = [pair for pair in year.pairs if goal in ("", pair.goal)]
            if pairs:
                row = _goal_row(len(rows), goal or "全体", year.label, pairs)
                rows.append(row | {"cells": _cells(row, goal, pages[year.year])})
    return rows


def _cells(row: dict, goal: str, page: str) -> list[dict]:
    numbers = zip((*(side["key"] for side in SIDES), NONE), (*row["counts"], row["missing"]), strict=True)
    return [counted(count, {"goal": goal, "side": side}, page) for side, count in numbers]


def _goal_row(place: int, goal: str, year: str, pairs: list[Pair]) -> dict:
    sides = Counter(pair.side for pair in pairs)
    counts = [sides[side["key"]] for side in SIDES]
    row = {
        "name": goal,
        "goal": f"{goal}、{year}",
        "year": year,
        "counts": counts,
        "missing": sides[NONE],
        "closed": 0,
    }
    row["total"] = len(pairs)
    bar = charts.stacked_bar(f"eyes-{place}", row, list(SIDES))
    return row | {"bar": bar}


# ---- where the pairs come from ----------------------------------------------------------------------------


def of_rounds(rounds: Iterable[EvaluationRound]) -> list[Year]:
    """Read living rounds of one term, in three queries. Whoever calls this minds who may read the ratings by now."""
    rounds = list(rounds)
    scales = _scales(rounds[0].request.term_id) if rounds else {}
    records = AnnualRecord.objects.reported().filter(
        request__round__in=rounds, state=AnnualRecord.State.ACCEPTED, self_rating__isnull=False
    )
    records = records.select_related("self_rating").prefetch_related("committee_ratings__level").in_order()
    by_request = defaultdict(list)
    for record in records:
        votes = Counter(rating.level.code for rating in record.committee_ratings.all())
        row = (record.goal, record.number, record.title, record.self_rating.code, votes, str(record.pk))
        by_request[record.request_id].append(row)
    return [_year(row.target_year, scales, by_request[row.request_id]) for row in rounds]


def _scales(term_id: int) -> dict:
    """The levels by stage, in the shape of an edition's head."""
    scales: dict = {}
    for level in RatingLevel.objects.filter(scale__term=term_id).select_related("scale").order_by("position"):
        row = {"code": level.code, "words": level.words}
        scales.setdefault(level.scale.stage, {"levels": []})["levels"].append(row)
    return scales


SHEET = ("edition_id", "goal", "number", "title", "content__self_rating", "content__committee_ratings")
"""What is read of the sheets of editions."""


def of_editions(editions: Iterable[Edition]) -> list[Year]:
    """Read published editions; also those that were made before this page was. One query for all sheets."""
    editions = list(editions)
    sheets = EditionSheet.objects.filter(edition__in=[edition.pk for edition in editions])
    by_edition = defaultdict(list)
    has_page = Q(initiative__term__published_at__isnull=False)
    rows = sheets.order_by("edition", "position").values(
        *SHEET, code=F("initiative__code"), has_page=has_page
    )
    for sheet in rows:
        by_edition[sheet["edition_id"]].append(sheet)
    return [_of_edition(edition.head, by_edition[edition.pk]) for edition in editions]


def _of_edition(head: dict, sheets: Iterable[dict]) -> Year:
    rows = (
        (
            sheet["goal"],
            sheet["number"],
            sheet["title"],
            sheet["content__self_rating"]["code"],
            Counter({vote["code"]: vote["count"] for vote in sheet["content__committee_ratings"] or []}),
            sheet["code"] if sheet["has_page"] else "",
        )
        for sheet in sheets
        if sheet["content__self_rating"]
    )
    return _year(head["target_year"], head["scales"], rows)


def _year(year: int, scales: dict, rows: Iterable[tuple]) -> Year:
    """Ratings by other letters than those of the self-rating cannot be held beside it, and count as none."""
    stages = (RatingScale.Stage.SELF, RatingScale.Stage.COMMITTEE)
    levels, voices = (scales.get(stage, {}).get("levels", []) for stage in stages)
    codes = [level["code"] for level in levels]
    is_like = codes == [voice["code"] for voice in voices]
    pairs = [
        Pair(goal, number, title, codes.index(own), tuple(votes[code] * is_like for code in codes), key)
        for goal, number, title, own, votes, key in rows
        if own in codes
    ]
    return Year(year, levels, voices if is_like else levels, pairs)
