"""How the terms of a plan follow each other: the one before, the one after, and which runs now. Asks the database nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from plans.models import PlanTerm
from plans.periods import both_eras


@dataclass(frozen=True)
class Place:
    """A term between its neighbours; None where the register knows of none."""

    term: PlanTerm
    before: PlanTerm | None
    after: PlanTerm | None

    @property
    def years(self) -> str:
        return both_eras(self.term)


def in_order(terms: Iterable[PlanTerm]) -> list[Place]:
    """Give the terms of one plan, the first of them first."""
    rows = sorted(terms, key=lambda term: term.ordinal)
    return [Place(*three) for three in zip(rows, [None, *rows], [*rows[1:], None], strict=False)]


def place_of(term: PlanTerm, terms: Iterable[PlanTerm]) -> Place:
    """Give the place of ``term`` among ``terms``, which hold it."""
    return next(place for place in in_order(terms) if place.term.pk == term.pk)


def running(terms: Iterable[PlanTerm], year: int) -> PlanTerm | None:
    """Give the term that surely runs in fiscal year ``year``."""
    return next((term for term in terms if term.runs_in(year)), None)
