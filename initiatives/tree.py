"""The tree of a term (体系) with its 取組, for pages that show the whole."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import QuerySet

from initiatives.models import Initiative
from plans.models import Measure, PlanTerm


@dataclass
class Branch:
    """One knot of the tree: what its level is called, what hangs below, and its own 取組."""

    measure: Measure
    level: str
    children: list["Branch"] = field(default_factory=list)
    initiatives: list[Initiative] = field(default_factory=list)

    @property
    def heading(self) -> int:
        """The rank of its heading on a page whose title is h1; there is none below h6."""
        return min(self.measure.depth + 1, 6)

    @property
    def indent(self) -> int:
        """How far a line of an overview is moved in; deeper ones no further than the fourth."""
        return min(self.measure.depth, 4)


def tree(term: PlanTerm, initiatives: QuerySet[Initiative] | None = None) -> list[Branch]:
    """Give the goals of ``term`` with all that hangs below, in as many queries however deep the tree is.

    ``initiatives`` says which 取組 to hang up and what to read with them; by default all, with their departments.
    """
    if initiatives is None:
        initiatives = Initiative.objects.with_departments()
    levels = {level.depth: level.name for level in term.levels.all()}
    by_measure = defaultdict(list)
    for initiative in initiatives.filter(term=term).in_order():
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


def bearing(branches: list[Branch]) -> list[Branch]:
    """Give the tree without the branches on which no 取組 hangs."""
    kept = []
    for branch in branches:
        branch.children = bearing(branch.children)
        if branch.initiatives or branch.children:
            kept.append(branch)
    return kept


def in_tree_order(term: PlanTerm) -> list[Measure]:
    """Give the 施策 of the term in the order in which the tree is read: each before what hangs below it."""
    rows = {measure.pk: measure for measure in term.measures.all()}

    def path(measure: Measure) -> tuple:
        above = path(rows[measure.parent_id]) if measure.parent_id else ()
        return *above, (measure.position, measure.number)

    return sorted(rows.values(), key=path)
