"""The tree of a term (体系) with its 取組, for pages that show the whole."""

from collections import defaultdict
from dataclasses import dataclass, field

from initiatives.models import Initiative
from plans.models import Measure, MeasureLevel, PlanTerm


@dataclass
class Branch:
    """One knot of the tree: what its level is called, what hangs below, and its own 取組."""

    measure: Measure
    level: str
    children: list["Branch"] = field(default_factory=list)
    initiatives: list[Initiative] = field(default_factory=list)


def tree(term: PlanTerm) -> list[Branch]:
    """Give the goals of ``term`` with all that hangs below, in five queries however deep the tree is."""
    levels = dict(MeasureLevel.objects.filter(term=term).values_list("depth", "name"))
    by_measure = defaultdict(list)
    for initiative in Initiative.objects.filter(term=term).in_order().with_departments():
        by_measure[initiative.measure_id].append(initiative)
    branches = {
        measure.pk: Branch(measure, levels.get(measure.depth, ""), initiatives=by_measure[measure.pk])
        for measure in Measure.objects.filter(term=term)
    }
    goals = []
    for branch in branches.values():
        above = branches.get(branch.measure.parent_id)
        (above.children if above else goals).append(branch)
    return goals
