"""The prints that every visitor of the demo finds ready: map, periods, and the tree of each published term."""

from datetime import datetime

from django.utils import timezone

from initiatives.tree_print import tree_order
from plans import fiscal_year, periods, printing
from plans.drawing_prints import map_order, periods_order
from plans.models import Plan, PlanTerm
from plans.positions import position


def order(*, now: datetime) -> None:
    """Ask for them as a visitor would; what is ready or on its way is left alone. The worker makes them."""
    year = fiscal_year.fiscal_year_of(timezone.localdate(now))
    plans = list(Plan.objects.prefetch_related("owners", "relations", "terms"))
    orders = [
        map_order(position(plans)),
        periods_order(plans, periods.frame(plans, year), year),
        *(tree_order(term, year) for term in PlanTerm.objects.published().select_related("plan")),
    ]
    for wanted in orders:
        printing.ask_ahead(order=wanted, now=now)
