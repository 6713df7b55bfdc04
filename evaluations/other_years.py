"""Which other years may stand beside a year: for the public those published, for the committee those it was given."""

from collections import defaultdict
from collections.abc import Iterable

from evaluations.models import EvaluationRound
from initiatives.models import AnnualRecord, Promise


def shown_beside(round: EvaluationRound, *, is_public: bool) -> set[int]:
    """Give the target years of the round's term that readers of ``round`` may see as well."""
    rounds = EvaluationRound.objects.filter(request__term_id=round.request.term_id)
    rounds = rounds.published() if is_public else rounds.given_to_committee()
    return set(rounds.values_list("request__target_year", flat=True))


def promises(record: AnnualRecord, years: set[int]) -> list[Promise]:
    """Give the promises that ``record`` answers, but for those that were made or carried on in a year outside ``years``.

    Their words are words of that year. Reads the promises of the record and of its 取組, so prefetch both.
    """
    return readable(record.promises.all(), record.initiative.promises.all(), years)


def readable(
    answered: Iterable[Promise], all_of_initiative: Iterable[Promise], years: set[int]
) -> list[Promise]:
    """Give those of ``answered`` that ``promises`` gives, from rows that were read already."""
    made_in = defaultdict(set)
    for promise in all_of_initiative:
        made_in[promise.first_source].add(promise.made_year)
    return [
        promise
        for promise in answered
        if {year for year in made_in[promise.first_source] if year <= promise.made_year} <= years
    ]
