"""Plans that are drawn in tests of the map and of the chart of periods, and a measure of what was drawn."""

from types import SimpleNamespace

from hypothesis import settings
from hypothesis import strategies as st

from plans.diagrams import Text
from plans.lettering import width
from plans.models import PlanTerm

End = PlanTerm.End
R1_TO_R10 = range(2019, 2029)
NAMES = st.text(alphabet="高齢者保健福祉計画ー（）・、。ょっABC12 𠮷👪", min_size=1, max_size=40)
SOME = settings(max_examples=150, deadline=None)


def plan(name, *terms):
    return SimpleNamespace(
        name=name,
        short_name="",
        closed_year=None,
        owners=SimpleNamespace(all=lambda: ["小樽市"]),
        terms=SimpleNamespace(all=lambda: list(terms)),
        get_absolute_url=lambda: "/plans/x/",
    )


def text_width(text: Text) -> float:
    """How much room the text takes across, in the drawing's units."""
    return width(text.text) * text.size
