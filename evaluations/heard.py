"""What workshops and surveys told of a 取組 or of the goals of a plan, in brief, for their public pages: published only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from accounts.dates import write_day
from evaluations.models import AnswerGroup, CardGroup, OpinionCard
from evaluations.surveys.changes import Point, points
from initiatives.models import Initiative
from plans import fiscal_year
from plans.models import Measure

BUNDLES_SHOWN, WORDS_SHOWN, ITEMS_SHOWN = 6, 2, 5


@dataclass(frozen=True)
class Bundle:
    """Cards of one workshop under one heading (empty: under none)."""

    workshop: int
    year: int
    subject: str
    held_on: str
    is_sample: bool
    heading: str
    count: int
    words: list[str]

    @property
    def more(self) -> int:
        return self.count - len(self.words)


def with_cards(initiatives: QuerySet[Initiative]) -> QuerySet[Initiative]:
    """With ``told_cards``: what published workshops said of each 取組, for ``bundles``, in the same query."""
    own, grouped = OpinionCard.initiatives.through.objects, CardGroup.initiatives.through.objects
    of_card = own.filter(opinioncard=OuterRef("pk"))
    of_group = grouped.filter(cardgroup=OuterRef("group"), initiative=OuterRef(OuterRef("pk")))
    # As OpinionCard.about: what a card itself says goes before what its group says.
    is_own = Exists(of_card.filter(initiative=OuterRef(OuterRef("pk"))))
    rows = (
        OpinionCard.objects.filter(Q(is_own) | (Q(Exists(of_group)) & ~Q(Exists(of_card))))
        .filter(workshop__published_at__isnull=False)
        .order_by("-workshop__held_on", "-workshop", F("group__position").asc(nulls_last=True), "group")
        .values("workshop", "group")
        .annotate(
            json=JSONObject(
                workshop="workshop",
                held_on="workshop__held_on",
                theme="workshop__theme",
                district="workshop__district",
                is_sample="workshop__is_sample",
                heading="group__heading",
                count=Count("pk"),
                words=ArrayAgg("text", order_by=("position", "pk")),
            )
        )
        .values("json")
    )
    return initiatives.annotate(told_cards=ArraySubquery(rows[:BUNDLES_SHOWN]))


def bundles(initiative: Initiative) -> list[Bundle]:
    """Give what came ``with_cards``, newest workshop first."""
    return [_bundle(row) for row in initiative.told_cards]


def _bundle(row: dict) -> Bundle:
    held_on = date.fromisoformat(row["held_on"])
    return Bundle(
        workshop=row["workshop"],
        year=fiscal_year.fiscal_year_of(held_on),
        subject="・".join(filter(None, (row["theme"], row["district"]))),
        held_on=write_day(held_on),
        is_sample=row["is_sample"],
        heading=row["heading"] or "",
        count=row["count"],
        words=row["words"][:WORDS_SHOWN],
    )


def _answers_of_everybody() -> QuerySet:
    rows = AnswerGroup.objects.filter(breakdown="", answers__survey__published_at__isnull=False)
    return rows.select_related("answers__wording__item", "answers__survey__series").order_by(
        "answers__wording__item__position", "answers__wording__item", "answers__survey__fiscal_year"
    )


def items_measuring(initiatives: Iterable[int]) -> list[Point]:
    """Give the last published point of each item that measures an indicator of the 取組 (by key); one query."""
    items = AnswerGroup.objects.filter(answers__wording__item__indicators__initiative__in=initiatives)
    rows = _answers_of_everybody().filter(answers__wording__item__in=items.values("answers__wording__item"))
    return _last_points(rows)[:ITEMS_SHOWN]


def _last_points(rows: Iterable[AnswerGroup]) -> list[Point]:
    by_item: dict[int, list[AnswerGroup]] = {}
    for row in rows:
        by_item.setdefault(row.answers.wording.item_id, []).append(row)
    return [points(found)[-1] for found in by_item.values()]


@dataclass(frozen=True)
class GoalTold:
    """The items of the bank that belong to a goal, each as it was asked last; ``more`` are left out."""

    goal: Measure
    points: list[Point]
    more: int


def items_of_goals(goals: Iterable[Measure]) -> list[GoalTold]:
    """Give the goals of which a published survey tells, with the last point of their items; one query."""
    goals = list(goals)
    rows = _answers_of_everybody().filter(answers__wording__item__goals__in=goals)
    by_goal: dict[int, list[AnswerGroup]] = {}
    for row in rows.annotate(goal=F("answers__wording__item__goals")):
        by_goal.setdefault(row.goal, []).append(row)
    told = ((goal, _last_points(by_goal[goal.pk])) for goal in goals if goal.pk in by_goal)
    return [GoalTold(goal, found[:ITEMS_SHOWN], max(0, len(found) - ITEMS_SHOWN)) for goal, found in told]
