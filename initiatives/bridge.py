"""A carry-over as it is read: every old 取組 in the order of its tree with what became of it, and the new ones."""

from dataclasses import dataclass, field

from django.db.models import OuterRef, Subquery

from initiatives.models import AnnualRecord, CarryOver, Initiative, InitiativeLineage
from plans.bridges import told_by
from plans.models import Measure, PlanTerm

Kind = InitiativeLineage.Kind
Direction = AnnualRecord.Direction
SUGGESTED = {
    Direction.EXPAND: Kind.CONTINUED,
    Direction.CONTINUE: Kind.CONTINUED,
    Direction.IMPROVE: Kind.CONTINUED,
    Direction.REDUCE: Kind.REDUCED,
    Direction.ABOLISH: Kind.ABOLISHED,
    Direction.FINISH: Kind.COMPLETED,
}
"""What the last 今後の方向性 of a 取組 suggests for the next term."""


@dataclass
class Entry:
    """An old 取組 and its lines of descent; without any it is not decided yet."""

    initiative: Initiative
    lines: list[InitiativeLineage] = field(default_factory=list)

    @property
    def is_decided(self) -> bool:
        return bool(self.lines)


@dataclass
class Part:
    """What hangs below one goal of the old term."""

    goal: Measure
    entries: list[Entry] = field(default_factory=list)

    @property
    def decided(self) -> int:
        return sum(entry.is_decided for entry in self.entries)

    @property
    def left(self) -> int:
        return len(self.entries) - self.decided


@dataclass
class Bridge:
    parts: list[Part]
    newcomers: list[Entry]
    """取組 of the new term without an ancestor, each with the line that calls it 新規 where there is one."""

    @property
    def entries(self) -> list[Entry]:
        return [entry for part in self.parts for entry in part.entries]

    @property
    def total(self) -> int:
        return len(self.entries)

    @property
    def decided(self) -> int:
        return sum(part.decided for part in self.parts)

    @property
    def left(self) -> int:
        return self.total - self.decided

    def counts(self) -> list[tuple[str, int]]:
        """How many old 取組 go each way, and how many are new; those that go two ways count for both."""
        ways = [{line.kind for line in entry.lines} for entry in self.entries]
        counted = [(kind.label, sum(kind in way for way in ways)) for kind in Kind if kind != Kind.NEW]
        return [*counted, (Kind.NEW.label, len(self.newcomers))]


@told_by
def term_before() -> Subquery:
    """The term whose 取組 the outer term took over, once both are public."""
    return Subquery(CarryOver.objects.public().filter(new_term=OuterRef("pk")).values("old_term"))


def bridge(carry_over: CarryOver) -> Bridge:
    """Give all of it in four queries, however much that is."""
    lines = list(carry_over.lineages.for_reading())
    descents: dict[int | None, list[InitiativeLineage]] = {}
    for line in lines:
        descents.setdefault(line.old_id, []).append(line)
    goals = goals_by_measure(carry_over.old_term)
    parts: dict[int, Part] = {}
    for initiative in carry_over.old_term.initiatives.select_related("term").in_order():
        goal = goals[initiative.measure_id]
        part = parts.setdefault(goal.pk, Part(goal))
        part.entries.append(Entry(initiative, descents.get(initiative.pk, [])))
    return Bridge(_in_order(parts), _newcomers(carry_over.new_term, lines))


def _in_order(parts: dict[int, Part]) -> list[Part]:
    return sorted(parts.values(), key=lambda part: (part.goal.position, part.goal.number))


def _newcomers(term: PlanTerm, lines: list[InitiativeLineage]) -> list[Entry]:
    descended = {line.new_id for line in lines if line.old_id}
    called = {line.new_id: [line] for line in lines if line.old_id is None}
    rows = term.initiatives.select_related("term").exclude(pk__in=descended).in_order()
    return [Entry(initiative, called.get(initiative.pk, [])) for initiative in rows]


def goals_by_measure(term: PlanTerm) -> dict[int, Measure]:
    """Give for each 施策 of the term the goal at its top, from one query."""
    measures = {measure.pk: measure for measure in Measure.objects.filter(term=term)}

    def top(measure: Measure) -> Measure:
        return top(measures[measure.parent_id]) if measure.parent_id else measure

    return {pk: top(measure) for pk, measure in measures.items()}


def suggestion(initiative: Initiative, record: AnnualRecord | None) -> str:
    """The kind that the last record suggests, "" where it says nothing; a 取組 that ended within the term is 完了."""
    last = initiative.term.last_year
    if initiative.last_year and last and initiative.last_year < last:
        return Kind.COMPLETED
    if record and record.outcome:
        return Kind.COMPLETED if record.outcome == record.Outcome.COMPLETED else ""
    return SUGGESTED.get(record.direction, "") if record else ""
