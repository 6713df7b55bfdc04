"""What is ordered when somebody wants workshops on paper: one, or all of a year."""

from collections.abc import Sequence

from evaluations.models import OpinionCard, Workshop
from plans import fiscal_year
from plans.printing import Order

SAMPLE = "【見本データ】"


def laid(cards: Sequence[OpinionCard]) -> list[dict]:
    """Give the cards (group by group already) as {group, cards} in their order; those of no group come last."""
    found: dict[int | None, dict] = {}
    for card in cards:
        found.setdefault(card.group_id, {"group": card.group, "cards": []})["cards"].append(card)
    return list(found.values())


def workshop_order(workshop: Workshop) -> Order:
    """``workshop`` comes with its cards as ``laid_cards``."""
    return _order("workshop", f"{workshop.name}　{workshop.subject}", [workshop], ())


def year_order(year: int, workshops: Sequence[Workshop]) -> Order:
    """All workshops of a fiscal year, a list of them before; they come with their cards as ``laid_cards``."""
    title = f"ワークショップの記録　{fiscal_year.label(year)}"
    first = ("reports/evaluations/workshops.html", {"title": title, "workshops": workshops})
    return _order("workshops", title, workshops, (first,))


def _order(kind: str, head: str, workshops: Sequence[Workshop], before: tuple) -> Order:
    pieces = tuple(
        (
            "reports/evaluations/workshop.html",
            {"workshop": row, "groups": laid(row.laid_cards), "stands_alone": not before},
        )
        for row in workshops
    )
    marks = SAMPLE if any(row.is_sample for row in workshops) else ""
    return Order(kind, head, (*before, *pieces), marks=marks)
