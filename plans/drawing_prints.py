"""What is ordered when somebody wants the drawings of the register on paper."""

from plans import fiscal_year, periods
from plans.map_paper import on_paper
from plans.models import Plan
from plans.period_chart import sheets
from plans.positions import Position
from plans.printing import Order


def map_order(found: Position) -> Order:
    """The positioning map on paper large enough to read it, and the same as lists with the full names."""
    drawing, paper = on_paper(found) or (None, None)
    context = {"groups": found.groups(), "drawing": drawing, "paper": paper}
    return Order("map", "計画の位置付け", (("reports/plans/map.html", context),))


def periods_order(plans: list[Plan], years: range, today_year: int) -> Order:
    """The chart of ``years`` on as many sheets as can be read, and the same as a table."""
    context = {
        "years": f"{fiscal_year.label(years[0])}から{fiscal_year.label(years[-1])}まで",
        "today_words": periods.today_words(today_year, years),
        "sheets": sheets(plans, years, today_year),
        "rows": periods.rows(plans, years),
        "without_terms": [plan for plan in plans if not plan.terms.all()],
    }
    return Order("periods", "計画の期間", (("reports/plans/periods.html", context),))
