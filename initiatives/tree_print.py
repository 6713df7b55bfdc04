"""The whole tree of a term (体系) on paper: a first piece with 基本理念 and an overview, then one for each goal."""

from initiatives.models import Actor, Initiative
from initiatives.tree import Branch, tree
from plans.models import PlanTerm
from plans.printing import Order

SAMPLE = "【見本データ】"


def tree_order(term: PlanTerm, year: int) -> Order:
    """Give what is printed of ``term``; departments bear the names that they have in fiscal year ``year``."""
    goals = tree(term, Initiative.objects.with_departments().with_actors())
    for branch in walk(goals):
        for initiative in branch.initiatives:
            initiative.lead_name = _lead_name(initiative, year)
    shown = {"term": term, "actors": list(Actor)}
    first = {**shown, "lines": _overview(goals), "count": _count(goals)}
    return Order(
        "tree",
        str(term),
        (
            ("reports/initiatives/tree.html", first),
            *(("reports/initiatives/tree_goal.html", {**shown, "branch": goal}) for goal in goals),
        ),
        marks=SAMPLE if any(_is_sample(branch) for branch in walk(goals)) else "",
    )


def walk(branches: list[Branch]):
    """Yield every branch before those below it."""
    for branch in branches:
        yield branch
        yield from walk(branch.children)


def _lead_name(initiative: Initiative, year: int) -> str:
    names = [department.name_in(year) for department in initiative.departments_in("lead")]
    return names[0] if names else "なし"


def _overview(goals: list[Branch]) -> list[dict]:
    """Give each knot of the tree as a line of the overview, with how many 取組 there are on it and below."""
    return [{"branch": branch, "count": _count([branch])} for branch in walk(goals)]


def _count(branches: list[Branch]) -> int:
    return sum(len(branch.initiatives) for branch in walk(branches))


def _is_sample(branch: Branch) -> bool:
    return branch.measure.is_sample or any(initiative.is_sample for initiative in branch.initiatives)
