"""The change of an item between years: how many chose a positive answer, and whether that went up, down or stayed.

Compared are the shares as they are published, with one digit, so that every reader can do the sum. A difference of as
many points as the rule says (「3ポイント以内」) is 「現状維持」. Where another wording was asked, nothing is compared.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from evaluations.models import AnswerGroup, ItemAnswers, SurveyItem
from evaluations.reports import charts
from evaluations.surveys.secrecy import SHARE
from evaluations.surveys.tables import HIDDEN, share_words
from plans import fiscal_year

UP, DOWN, SAME = "上がった", "下がった", "現状維持"
BROKEN, CANNOT = "比べられません", "―"


@dataclass(frozen=True)
class Point:
    """One year of an item. ``difference`` is against the year before, in points, empty where nothing is compared."""

    answers: ItemAnswers
    n: str
    share: str
    value: Decimal | None
    difference: Decimal | None = None
    judgement: str = ""
    is_break: bool = False

    @property
    def year(self) -> int:
        return self.answers.survey.fiscal_year

    @property
    def year_label(self) -> str:
        return self.answers.survey.year_label

    @property
    def year_short(self) -> str:
        return fiscal_year.short(self.year)

    @property
    def difference_words(self) -> str:
        """+4.2, -1.0 or ±0.0 points."""
        if self.difference is None:
            return ""
        return f"{self.difference:+.1f}" if self.difference else "±0.0"


@dataclass(frozen=True)
class Course:
    """An item through the years, oldest first."""

    item: SurveyItem
    points: list[Point]

    @property
    def last(self) -> Point | None:
        return self.points[-1] if self.points else None

    @property
    def goal_names(self) -> str:
        return "、".join(str(goal) for goal in self.item.goals.all())

    def cells(self, years: Iterable[int]) -> list[Point | None]:
        """The point of each of ``years``, or None where it was not asked."""
        by_year = {point.year: point for point in self.points}
        return [by_year.get(year) for year in years]

    def drawing(self) -> dict | None:
        """The chart of the shares, broken where the wording changed; None for fewer than two values."""
        return charts.trend(
            [
                {
                    "year": point.year_short,
                    "actual": "" if point.value is None else str(point.value),
                    "target": "",
                    "shown": point.share,
                    "begins_anew": point.is_break,
                }
                for point in self.points
            ]
        )


def courses(items: Iterable[SurveyItem], answers: Iterable[ItemAnswers]) -> list[Course]:
    """Give each item with its years; ``answers`` are those that may be read, with wording, survey and groups."""
    by_item: dict[int, list[ItemAnswers]] = {}
    for one in answers:
        by_item.setdefault(one.wording.item_id, []).append(one)
    return [Course(item, course_of(by_item.get(item.pk, []))) for item in items]


def course_of(answers: Iterable[ItemAnswers], group: tuple[str, str] = ("", "")) -> list[Point]:
    """Give the points of everybody, or of one ``group`` (kind of breakdown, name), oldest first."""
    return points(row for one in answers for row in one.groups.all() if (row.breakdown, row.name) == group)


def points(rows: Iterable[AnswerGroup]) -> list[Point]:
    """Give the points of one group of people, or of everybody, for one item, oldest first."""
    found: list[Point] = []
    for row in sorted(rows, key=lambda row: row.answers.survey.fiscal_year):
        found.append(_point(row.answers, row, found[-1] if found else None))
    return found


def _point(answers: ItemAnswers, row: AnswerGroup, before: Point | None) -> Point:
    is_hidden = SHARE in row.hidden
    value = None if is_hidden else row.share(answers.wording, answers.is_percent)
    is_break = before is not None and before.answers.wording_id != answers.wording_id
    difference = None
    if before and not is_break and value is not None and before.value is not None:
        difference = value - before.value
    return Point(
        answers=answers,
        n=HIDDEN if "n" in row.hidden else f"{row.n:,}",
        share=share_words(answers, row, row.hidden),
        value=value,
        difference=difference,
        judgement=_judgement(answers, difference, is_break, is_first=before is None),
        is_break=is_break,
    )


def _judgement(answers: ItemAnswers, difference: Decimal | None, is_break: bool, is_first: bool) -> str:
    if is_break:
        return BROKEN
    if difference is None:
        return "" if is_first else CANNOT
    published_rule = answers.survey.same_within
    return judge(difference, answers.survey.series.same_within if published_rule is None else published_rule)


def judge(difference: Decimal, same_within: Decimal) -> str:
    """Say what a difference in points means; the bound itself still is 現状維持."""
    if abs(difference) <= same_within:
        return SAME
    return UP if difference > 0 else DOWN
