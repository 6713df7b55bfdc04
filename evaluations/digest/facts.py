"""What the rules look at: one round read as plain rows, in a number of queries that does not grow with its 取組.

Plain rows and not models: a round of 600 取組 with its year before has some thousand values, and a page is waited for.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count
from django.utils import timezone

from accounts.models import Department
from evaluations import other_years
from evaluations.models import CommitteeRating, EvaluationRound, Opinion
from initiatives.models import (
    AnnualRecord,
    Indicator,
    IndicatorTarget,
    IndicatorValue,
    Promise,
    RatingLevel,
    RatingScale,
)

TEXTS_READ = ("planned", "done", "rating_reason", "issue", "improvement")
TEXTS_WATCHED = ("done", "rating_reason", "issue")
"""Where the list of words is looked for: what is planned or promised is no risk yet."""
RECORD = (
    "pk",
    "initiative_id",
    "number",
    "title",
    "goal",
    "state",
    "outcome",
    "due_on",
    "submitted_at",
    "return_count",
    "self_rating_id",
    "lead_department_id",
    "initiative__first_year",
    *TEXTS_READ,
)
VALUE = (
    "record_id",
    "indicator_id",
    "actual",
    "level",
    "missing_reason",
    "indicator__name",
    "indicator__unit",
    "indicator__direction",
    "indicator__value_type",
    "indicator__rubric",
)


@dataclass(frozen=True)
class Level:
    code: str
    words: str
    position: int
    stage: str = RatingScale.Stage.SELF

    def __str__(self):
        return f"{self.code} {self.words}"


@dataclass(frozen=True)
class Value:
    """One indicator this year and the year before. ``places`` are the levels of its rubric, best first, if it has one."""

    name: str
    unit: str
    direction: str
    actual: Decimal | None = None
    target: Decimal | None = None
    last: Decimal | None = None
    level: str = ""
    last_level: str = ""
    places: tuple[str, ...] = ()
    missing: str = ""


@dataclass(frozen=True)
class Kept:
    """A promise that the year had to answer."""

    source: str
    text: str
    answer: str


@dataclass
class Facts:
    """One 取組 in one round. ``is_readable`` says that its record was accepted: nothing of another one is looked at."""

    record_id: int
    initiative_id: int
    position: int
    number: str
    title: str
    goal: str
    department: str
    is_readable: bool
    outcome: str
    due_on: date
    submitted_on: date | None
    return_count: int
    is_first_year: bool
    rating: Level | None = None
    last_rating: Level | None = None
    texts: dict[str, str] = field(default_factory=dict)
    last_texts: dict[str, str] | None = None
    values: list[Value] = field(default_factory=list)
    promises: list[Kept] = field(default_factory=list)
    votes: Counter = field(default_factory=Counter)
    opinions: int = 0

    @property
    def characters(self) -> int:
        return sum(map(len, self.texts.values()))

    @property
    def heading(self) -> str:
        return f"{self.number}　{self.title}"


@dataclass(frozen=True)
class Years:
    """``levels`` of the self-rating, best first, and ``facts`` of every 取組 of the round, in the order of the plan; ``last`` are the ratings of the year before.

    ``last`` has None for a record without a rating; those of the year before that had no report (対象外, 完了) are
    ``last_closed``.
    """

    levels: list[Level]
    facts: list[Facts]
    last: list[Level | None]
    last_closed: int


def read(round_: EvaluationRound, *, sees_others: bool) -> Years:
    """Read the round and the year before it.

    Without ``sees_others`` (blind first) nothing is read of what members said or how they rated.
    """
    beside = other_years.shown_beside(round_, is_public=False)
    levels = _levels(round_)
    rows = list(round_.request.records.in_order().values(*RECORD))
    before = _before(round_, levels) if round_.target_year - 1 in beside else {}
    names = _department_names(round_)
    facts = {
        row["pk"]: _facts(row | {"position": position}, round_, levels, before, names)
        for position, row in enumerate(rows, start=1)
    }
    readable = [row for row in facts.values() if row.is_readable and not row.outcome]
    _add_values(round_, readable, before)
    _add_promises(round_, readable, beside)
    if sees_others:
        _add_voices(round_, facts, levels)
    reported = [row["rating"] for row in before.values() if not row["outcome"]]
    own = [level for level in levels.values() if level.stage == RatingScale.Stage.SELF]
    return Years(own, list(facts.values()), reported, len(before) - len(reported))


def _levels(round_: EvaluationRound) -> dict[int, Level]:
    rows = RatingLevel.objects.filter(scale__term_id=round_.request.term_id).select_related("scale")
    rows = rows.order_by("scale", "position")
    return {row.pk: Level(row.code, row.words, row.position, row.scale.stage) for row in rows}


def _speak_the_same_letters(levels: Iterable[Level]) -> bool:
    """Whether the committee rates by the same letters as the departments: else the two cannot be held side by side."""
    codes = defaultdict(list)
    for level in levels:
        codes[level.stage].append(level.code)
    return codes[RatingScale.Stage.SELF] == codes[RatingScale.Stage.COMMITTEE]


def _before(round_: EvaluationRound, levels: dict[int, Level]) -> dict[int, dict]:
    """The accepted records of the year before, by 取組."""
    last = AnnualRecord.objects.filter(
        request__term_id=round_.request.term_id,
        request__target_year=round_.target_year - 1,
        state=AnnualRecord.State.ACCEPTED,
    )
    columns = ("pk", "initiative_id", "outcome", "self_rating_id", *TEXTS_WATCHED)
    return {
        row["initiative_id"]: row | {"rating": None if row["outcome"] else levels.get(row["self_rating_id"])}
        for row in last.values(*columns)
    }


def _department_names(round_: EvaluationRound) -> dict[int, str]:
    """Each department that leads a 取組, as it was called in the target year."""
    departments = Department.objects.filter(led_records__request=round_.request_id).distinct()
    return {row.pk: row.name_in(round_.target_year) for row in departments.prefetch_related("names")}


def _facts(
    row: dict, round_: EvaluationRound, levels: dict[int, Level], before: dict, names: dict[int, str]
) -> Facts:
    last = before.get(row["initiative_id"])
    is_readable = row["state"] == AnnualRecord.State.ACCEPTED
    reports = is_readable and not row["outcome"]
    begun = row["initiative__first_year"] == round_.target_year
    is_new = begun or (last is None and bool(before))
    return Facts(
        record_id=row["pk"],
        initiative_id=row["initiative_id"],
        position=row["position"],
        number=row["number"],
        title=row["title"],
        goal=row["goal"],
        department=names[row["lead_department_id"]],
        is_readable=is_readable,
        outcome=AnnualRecord.Outcome(row["outcome"]).label if is_readable and row["outcome"] else "",
        due_on=row["due_on"],
        submitted_on=timezone.localdate(row["submitted_at"]) if is_readable else None,
        return_count=row["return_count"],
        is_first_year=reports and is_new,
        rating=levels.get(row["self_rating_id"]) if reports else None,
        last_rating=last["rating"] if last else None,
        texts={name: row[name] for name in TEXTS_READ} if reports else {},
        last_texts={name: last[name] for name in TEXTS_WATCHED} if last and not last["outcome"] else None,
    )


# ---- indicators -------------------------------------------------------------------------------------------


def _add_values(round_: EvaluationRound, readable: list[Facts], before: dict) -> None:
    last = {row["pk"] for row in before.values() if not row["outcome"]}
    rows = _values([*last, *(facts.record_id for facts in readable)])
    earlier = {row["indicator_id"]: row for row in rows if row["record_id"] in last}
    targets = dict(
        IndicatorTarget.objects.filter(
            indicator__initiative__term_id=round_.request.term_id, fiscal_year=round_.target_year
        ).values_list("indicator_id", "value")
    )
    by_record = defaultdict(list)
    for row in rows:
        key = row["indicator_id"]
        by_record[row["record_id"]].append(_value(row, earlier.get(key, {}), targets.get(key)))
    for facts in readable:
        facts.values = by_record[facts.record_id]


def _values(records: list[int]) -> list[dict]:
    rows = IndicatorValue.objects.filter(record__in=records)
    return list(rows.order_by("record_id", "indicator__position", "indicator_id").values(*VALUE))


def _value(row: dict, last: dict, target: Decimal | None) -> Value:
    is_words = row["indicator__value_type"] == Indicator.ValueType.WORDS
    levels = Indicator(rubric=row["indicator__rubric"]).levels if is_words else []
    missing = row["missing_reason"]
    return Value(
        name=row["indicator__name"],
        unit=row["indicator__unit"],
        direction=row["indicator__direction"],
        actual=row["actual"],
        target=target,
        last=last.get("actual"),
        level=row["level"],
        last_level=last.get("level", ""),
        places=tuple(words for words, _ in levels),
        missing=IndicatorValue.Missing(missing).label if missing else "",
    )


# ---- promises and voices ----------------------------------------------------------------------------------


def _add_promises(round_: EvaluationRound, readable: list[Facts], beside: set[int]) -> None:
    """Those that the year answers and that readers of the round may see; see ``other_years``."""
    asked, all_of = defaultdict(list), defaultdict(list)
    records = {facts.record_id for facts in readable}
    for promise in Promise.objects.filter(initiative__term_id=round_.request.term_id):
        all_of[promise.initiative_id].append(promise)
        if promise.record_id in records:
            asked[promise.record_id].append(promise)
    for facts in readable:
        kept = other_years.within(asked[facts.record_id], all_of[facts.initiative_id], beside)
        facts.promises = [Kept(row.source_label, row.short_text, row.answer) for row in kept]


def _add_voices(round_: EvaluationRound, facts: dict[int, Facts], levels: dict[int, Level]) -> None:
    ratings = CommitteeRating.objects.filter(record__request=round_.request_id)
    if not _speak_the_same_letters(levels.values()):
        ratings = ratings.none()
    for row in ratings.order_by().values("record_id", "level_id").annotate(count=Count("pk")):
        facts[row["record_id"]].votes[levels[row["level_id"]]] += row["count"]
    opinions = Opinion.objects.filter(round=round_, record__isnull=False)
    for row in opinions.order_by().values("record_id").annotate(count=Count("pk")):
        facts[row["record_id"]].opinions = row["count"]
