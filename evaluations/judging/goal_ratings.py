"""Ratings of the goals and of the plan as a whole: set by people, never computed; the distribution stands beside them."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Prefetch

from accounts.models import User
from accounts.versioning import MoveRefused
from evaluations import counts
from evaluations.models import EvaluationRound, FinalEvaluation, GoalRating
from initiatives.models import RatingLevel, RatingScale

Stage = RatingScale.Stage
WHOLE = "計画全体"


@dataclass(frozen=True)
class Subject:
    """A goal or, at ``place`` 0, the plan as a whole. ``goal`` is the name under which its ratings are kept."""

    place: int
    goal: str

    @property
    def label(self) -> str:
        return self.goal or WHOLE


@dataclass(frozen=True)
class Line:
    """One goal: how its 取組 were rated (a row of ``counts.summary``), and what people say of it at each stage."""

    subject: Subject
    levels: list[dict]
    distribution: dict
    ratings: dict[str, GoalRating]

    @property
    def rated(self) -> int:
        """Of how many 取組 there is a rating; a missing one is never counted as the lowest."""
        return sum(self.distribution["counts"])

    @property
    def asked(self) -> int:
        """Of how many there should be one: 対象外 and 完了 are not asked for."""
        return self.distribution["total"] - self.distribution["closed"]

    @property
    def cells(self) -> list[tuple[dict, int]]:
        """Each level with the number of 取組 that were rated so."""
        return list(zip(self.levels, self.distribution["counts"], strict=True))

    @property
    def committee(self) -> GoalRating | None:
        return self.ratings.get(Stage.COMMITTEE)

    @property
    def final(self) -> GoalRating | None:
        return self.ratings.get(Stage.FINAL)


@dataclass(frozen=True)
class Sheet:
    lines: list[Line]
    levels: list[dict]
    stage_label: str
    scales: dict[str, list[RatingLevel]] = field(default_factory=dict)

    def levels_for(self, stage: str) -> list[RatingLevel]:
        """As the function of this name, of what was read already."""
        return _nearest(self.scales, stage)


def subjects(round_: EvaluationRound) -> list[Subject]:
    """The plan as a whole, then its goals in the order of the plan, as the records of the round froze their names."""
    goals = dict.fromkeys(round_.request.records.in_order().values_list("goal", flat=True))
    return [Subject(place, goal) for place, goal in enumerate(["", *goals])]


def levels_for(round_: EvaluationRound, stage: str) -> list[RatingLevel]:
    """The scale by which goals are rated at ``stage``: that of the 取組 at this stage, or the nearest that the term has."""
    return _nearest(_scales(round_), stage)


def _scales(round_: EvaluationRound) -> dict[str, list[RatingLevel]]:
    """The levels of the term by stage, best first; in one query."""
    scales: dict[str, list[RatingLevel]] = {}
    levels = RatingLevel.objects.filter(scale__term_id=round_.request.term_id).select_related("scale")
    for level in levels.order_by("position"):
        scales.setdefault(level.scale.stage, []).append(level)
    return scales


def _nearest(scales: dict[str, list[RatingLevel]], stage: str) -> list[RatingLevel]:
    return scales.get(stage) or scales.get(Stage.FINAL) or scales.get(Stage.SELF, [])


def readable_stages(round_: EvaluationRound, user: User, today: date, *, is_chair: bool = False) -> tuple:
    """The stages whose ratings ``user`` may read: before the due date of the opinions a chair reads their own alone."""
    if not round_.is_blind_for(user, today):
        return GoalRating.STAGES
    return (Stage.COMMITTEE,) if is_chair else ()


def sheet(round_: EvaluationRound, *, reads: tuple = GoalRating.STAGES) -> Sheet:
    """Give goals and plan with distribution and ratings; of the stages that the reader ``reads`` only."""
    return of_records(round_, records_of(round_, reads=reads), reads=reads)


def records_of(round_: EvaluationRound, *, reads: tuple = GoalRating.STAGES):
    """The records with what a distribution counts; without final ratings for whoever may not read them."""
    records = round_.request.records.in_order()
    if Stage.FINAL in reads:
        return records.select_related("self_rating", "final_evaluation__level")
    hidden = Prefetch("final_evaluation", FinalEvaluation.objects.none())
    return records.select_related("self_rating").prefetch_related(hidden)


def of_records(round_: EvaluationRound, records: Iterable, *, reads: tuple = GoalRating.STAGES) -> Sheet:
    """The same of records that were read already, in two queries."""
    scales = _scales(round_)
    plain = {stage: {"levels": _plain(scales.get(stage, []))} for stage in (Stage.SELF, Stage.FINAL)}
    found = beside(round_, counts.summary(list(records), [], plain), reads=reads)
    return replace(found, scales=scales)


def beside(round_: EvaluationRound, summary: dict, *, reads: tuple = GoalRating.STAGES) -> Sheet:
    """Put the ratings of goals and plan beside what ``counts.summary`` counted already; in one query."""
    found = {"": summary["all"], **{row["goal"]: row for row in summary["goals"]}}
    ratings = _ratings(round_, reads)
    lines = [
        Line(Subject(place, goal), summary["levels"], row, ratings.get(goal, {}))
        for place, (goal, row) in enumerate(found.items())
    ]
    return Sheet(lines, summary["levels"], summary["stage_label"])


def _plain(levels: list[RatingLevel]) -> list[dict]:
    return [{"code": level.code, "words": level.words} for level in levels]


def _ratings(round_: EvaluationRound, reads: tuple) -> dict[str, dict[str, GoalRating]]:
    found: dict[str, dict[str, GoalRating]] = {}
    for row in round_.goal_ratings.filter(stage__in=reads).select_related("level", "decided_by"):
        found.setdefault(row.goal, {})[row.stage] = row
    return found


@transaction.atomic
def rate_goal(
    *,
    round: EvaluationRound,
    subject: Subject,
    stage: str,
    version: int,
    level: RatingLevel,
    reason: str,
    by: User,
    now: datetime,
) -> GoalRating:
    """Keep how the committee (or at the end city and council) rate one goal or the plan as a whole."""
    held = EvaluationRound.objects.select_for_update().get(pk=round.pk)
    if not held.takes_replies:
        raise MoveRefused(f"この評価の回は「{held.get_stage_display()}」の段階のため、評価を変えられません。")
    rating = GoalRating.claim(version, round=held, goal=subject.goal, stage=stage)
    rating.level, rating.reason = level, reason
    rating.decided_by, rating.decided_at = by, now
    rating.save()
    return rating
