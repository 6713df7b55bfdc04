"""How the plans stand to each other (位置付け), for the list, the map and the page of a plan. Asks the database nothing.

Plans must bring their ``relations`` along, prefetched, and relations their two plans.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from plans.models import Plan, PlanRelation

Kind = PlanRelation.Kind
ORDER = (Kind.UPPER, Kind.INTEGRATED, Kind.CONTAINS, Kind.INDIVIDUAL, Kind.COORDINATES)
SEEN_FROM_THE_OTHER = {
    Kind.UPPER: "この計画を上位計画とする計画",
    Kind.INTEGRATED: Kind.INTEGRATED.label,
    Kind.CONTAINS: "この計画を含む計画",
    Kind.INDIVIDUAL: Kind.UPPER.label,
    Kind.COORDINATES: Kind.COORDINATES.label,
}

TURNED_ROUND = {
    Kind.UPPER: Kind.INDIVIDUAL,
    Kind.INTEGRATED: Kind.INTEGRATED,
    Kind.CONTAINS: Kind.UPPER,
    Kind.INDIVIDUAL: Kind.UPPER,
    Kind.COORDINATES: Kind.COORDINATES,
}
"""What the other plan is to this one where only the other has entered the relation."""


@dataclass
class Position:
    """One plan in the middle, and the others by how they stand to it.

    ``unrelated`` are plans without a relation to it, ``closed`` those that do not go on; neither are drawn.
    """

    middle: Plan | None
    related: dict[str, list[Plan]] = field(default_factory=lambda: {kind: [] for kind in ORDER})
    unrelated: list[Plan] = field(default_factory=list)
    closed: list[Plan] = field(default_factory=list)

    @property
    def core(self) -> list[Plan]:
        """The plans made as one, the one in the middle first."""
        return [self.middle, *self.related[Kind.INTEGRATED]] if self.middle else []

    def groups(self) -> list[dict]:
        """Give every plan exactly once, under a heading, in the order in which one reads them."""
        titles = [
            (Kind.UPPER.label, self.related[Kind.UPPER]),
            ("一体的に策定する計画" if len(self.core) > 1 else "中心となる計画", self.core),
            ("計画の中に含まれる計画", self.related[Kind.CONTAINS]),
            ("福祉の各分野の個別計画", self.related[Kind.INDIVIDUAL]),
            (Kind.COORDINATES.label, self.related[Kind.COORDINATES]),
            ("そのほかの計画" if self.middle else "計画", self.unrelated),
            ("廃止・終了した計画", self.closed),
        ]
        return [{"title": title, "plans": plans} for title, plans in titles if plans]


def position(plans: Iterable[Plan]) -> Position:
    """Put the plan with the most relations into the middle (the first of them) and the others around it.

    A relation counts from both sides, and one to a plan that is made as one with the middle as one to the middle;
    where a plan stands in several ways to it, the middle's own word holds. Closed plans are listed apart.
    """
    all_plans = list(plans)
    plans = [plan for plan in all_plans if not plan.closing]
    closed = [plan for plan in all_plans if plan.closing]
    kinds = _kinds(plans)
    middle = max(plans, key=lambda plan: len(kinds[plan.pk]), default=None)
    if middle is None or not kinds[middle.pk]:
        return Position(None, unrelated=plans, closed=closed)
    found, stands = Position(middle, closed=closed), kinds[middle.pk]
    for core in [pk for pk, kind in stands.items() if kind == Kind.INTEGRATED]:
        stands = kinds[core] | stands
    for plan in plans:
        if plan == middle:
            continue
        found.related.get(stands.get(plan.pk), found.unrelated).append(plan)
    return found


def _kinds(plans: list[Plan]) -> dict[int, dict[int, str]]:
    """For each plan, what the others are to it: as it says itself, and else as they say."""
    heard: dict[int, dict[int, str]] = {plan.pk: {} for plan in plans}
    said = {
        plan.pk: {row.other_id: row.kind for row in plan.relations.all() if row.other_id in heard}
        for plan in plans
    }
    for plan, kinds in said.items():
        for other, kind in kinds.items():
            heard[other].setdefault(plan, TURNED_ROUND[kind])
    return {plan: heard[plan] | said[plan] for plan in said}


def relations_of(plan: Plan, rows: Iterable[PlanRelation]) -> list[dict]:
    """Give the relations of one plan (``rows``), its own and those that others have to it, in words seen from this plan."""
    found: dict[str, list[dict]] = {}
    for relation in sorted(rows, key=lambda row: (row.plan_id != plan.pk, _place(row))):
        is_own = relation.plan_id == plan.pk
        title = relation.get_kind_display() if is_own else SEEN_FROM_THE_OTHER[relation.kind]
        entry = {
            "plan": relation.other if is_own else relation.plan,
            "note": relation.note,
            "relation": relation,
        }
        found.setdefault(title, []).append(entry)
    return [{"title": title, "plans": entries} for title, entries in found.items()]


def _place(relation: PlanRelation) -> int:
    return ORDER.index(relation.kind)
