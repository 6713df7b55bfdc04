"""The report of an edition, made and read back."""

from evaluations.reports import annual
from tests.plans.press.reading import Reading, squeezed

__all__ = ["Reading", "read", "squeezed"]


def read(edition):
    return Reading(annual.render(edition))
