"""From which term the one after took over its 取組, where a page tells of it.

The apps above keep that; they say here how it is asked, so that a page of plans needs no query more for it.
"""

from collections.abc import Callable, Iterable

from django.db.models import IntegerField, QuerySet, Value
from django.db.models.expressions import Combinable

from plans.models import PlanTerm

Question = Callable[[], Combinable]
_QUESTIONS: list[Question] = []


def told_by(question: Question) -> Question:
    """Let ``question`` be asked: an expression over terms, the key of the term before, null where no page tells of it.

    For a decorator. Upper apps register in ``AppConfig.ready``.
    """
    _QUESTIONS.append(question)
    return question


def with_bridges(terms: QuerySet[PlanTerm]) -> QuerySet[PlanTerm]:
    """``terms`` with ``bridged_from``."""
    question = _QUESTIONS[-1]() if _QUESTIONS else Value(None, output_field=IntegerField())
    return terms.annotate(bridged_from=question)


def bridged_to(term: PlanTerm, terms: Iterable[PlanTerm]) -> PlanTerm | None:
    """Give that of ``terms`` (which are ``with_bridges``) into which a public bridge leads from ``term``."""
    return next((row for row in terms if row.bridged_from == term.pk), None)
