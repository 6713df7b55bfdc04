"""会議のポイント of one round: its 取組 in the order of need, and what stands beside them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import ceil

from django.db.models import Count, Q

from accounts.models import User
from accounts.roles import Permission
from evaluations.digest import facts as facts_of
from evaluations.digest.facts import Facts, Level
from evaluations.digest.method import Method, of_term
from evaluations.digest.reasons import Found, reasons
from evaluations.models import DigestNote, DigestRule, EvaluationRound, Opinion
from plans import fiscal_year


@dataclass(frozen=True)
class Point:
    """One 取組, its place in the order (1 is looked at first) and the reasons; ``score`` is the sum of their weights."""

    place: int
    facts: Facts
    found: tuple[Found, ...]

    @property
    def score(self) -> int:
        return sum(one.weight for one in self.found)

    @property
    def reason_keys(self) -> set[str]:
        return {one.reason for one in self.found}


@dataclass(frozen=True)
class Reading:
    """How much there is to read, and how long that takes at the stated speed."""

    count: int
    characters: int
    minutes: int

    @property
    def length(self) -> str:
        return f"{self.characters:,}"


@dataclass(frozen=True)
class OpenOpinions:
    """Opinions without an approved reply: of this round (None while that is hidden), and all others up to its year."""

    now: int | None
    earlier: int


@dataclass
class Digest:
    round: EvaluationRound
    method: Method
    points: list[Point]
    last: list[Level | None]
    last_closed: int
    levels: list[Level]
    open_opinions: OpenOpinions
    decisions: list[str]
    sees_others: bool

    @cached_property
    def worth(self) -> list[Point]:
        """Those with a reason to be looked at."""
        return [point for point in self.points if point.found]

    @property
    def first(self) -> list[Point]:
        return self.worth[: self.method.shown_first]

    @property
    def more(self) -> int:
        return len(self.worth) - len(self.first)

    @property
    def without(self) -> int:
        return len(self.points) - len(self.worth)

    @cached_property
    def reason_counts(self) -> list[tuple[DigestRule.Reason, int]]:
        """How many 取組 each reason applies to, in the order of the method; those that apply to none are left out."""
        counts = Counter(one.reason for point in self.points for one in point.found)
        return [(DigestRule.Reason(key), counts[key]) for key in self.method.rules if counts[key]]

    @property
    def reading_first(self) -> Reading:
        return self._reading(self.first)

    @property
    def reading_all(self) -> Reading:
        return self._reading(self.points)

    def _reading(self, points: Iterable[Point]) -> Reading:
        points = list(points)
        characters = sum(point.facts.characters for point in points)
        return Reading(len(points), characters, ceil(characters / self.method.reading_speed))

    @cached_property
    def moves(self) -> dict[str, int]:
        """良化, 変わらない, 悪化 of the 取組 that were rated in both years, and those that cannot be compared."""
        counts = Counter(_move(point.facts) for point in self.points)
        return {key: counts[key] for key in ("better", "same", "worse", "unknown")}

    @cached_property
    def distributions(self) -> list[dict]:
        """The self-ratings of this year, and of the year before if there was one, in the shape of ``counts.summary``."""
        year = self.round.target_year
        closed = sum(bool(point.facts.outcome) for point in self.points)
        ratings = [point.facts.rating for point in self.points if not point.facts.outcome]
        rows = [{"goal": fiscal_year.wareki(year), **self._distribution(ratings, closed)}]
        if self.last or self.last_closed:
            last = self._distribution(self.last, self.last_closed)
            rows.append({"goal": fiscal_year.wareki(year - 1), **last})
        return rows

    def _distribution(self, ratings: list[Level | None], closed: int) -> dict:
        """A rating that is missing is counted as missing, never as the lowest; 対象外・完了 is neither."""
        codes = Counter(rating.code for rating in ratings if rating)
        counts = [codes[level.code] for level in self.levels]
        missing = len(ratings) - sum(counts)
        return {"counts": counts, "missing": missing, "closed": closed, "total": len(ratings) + closed}


def _move(facts: Facts) -> str:
    if facts.rating is None or facts.last_rating is None:
        return "unknown"
    change = facts.last_rating.position - facts.rating.position
    return "better" if change > 0 else "worse" if change < 0 else "same"


def build(round_: EvaluationRound, *, user: User | None, today: date, method: Method | None = None) -> Digest:
    """Give the digest of ``round_`` for ``user`` (None: for all members, on paper), by the method in force unless another one is tried out.

    Blind first: until the due date of the opinions a member learns nothing here that comes from the others.
    """
    method = method or of_term(round_.request.term_id)
    sees_others = not _is_kept_blind(round_, user, today)
    read = facts_of.read(round_, sees_others=sees_others)
    return Digest(
        round=round_,
        method=method,
        points=ranked(read.facts, method),
        last=read.last,
        last_closed=read.last_closed,
        levels=read.levels,
        open_opinions=_open_opinions(round_, user, today),
        decisions=_decisions(round_),
        sees_others=sees_others,
    )


def ranked(read: Iterable[Facts], method: Method) -> list[Point]:
    """Put the 取組 in order: by the sum of the weights, then by the number of reasons, then as in the plan."""
    found = [(facts, tuple(reasons(facts, method))) for facts in read]
    found.sort(key=lambda pair: (-sum(one.weight for one in pair[1]), -len(pair[1])))
    return [Point(place, *pair) for place, pair in enumerate(found, start=1)]


def _is_kept_blind(round_: EvaluationRound, user: User | None, today: date) -> bool:
    return round_.is_blind_for(user, today) if user else round_.is_blind(today)


def _open_opinions(round_: EvaluationRound, user: User | None, today: date) -> OpenOpinions:
    """Counted in one query; opinions of rounds in which the reader is kept blind are not counted for them."""
    waiting = Opinion.objects.on_term(round_.request.term).unanswered()
    waiting = waiting.exclude(round__request__target_year__gt=round_.target_year)
    if user is None or not user.may(Permission.RUN_ROUNDS):
        waiting = waiting.exclude(round__in=EvaluationRound.objects.blind(today))
    of_round = Count("pk", filter=Q(round=round_))
    counts = Opinion.objects.filter(pk__in=waiting.order_by().values("pk")).aggregate(
        now=of_round, all=Count("pk")
    )
    earlier = counts["all"] - counts["now"]
    return OpenOpinions(None if _is_kept_blind(round_, user, today) else counts["now"], earlier)


def _decisions(round_: EvaluationRound) -> list[str]:
    note = DigestNote.objects.filter(round=round_).first()
    return note.decision_list if note else []
