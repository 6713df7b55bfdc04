"""Opinions of the ledger in the words of minutes: whose words stand there, and which of them nobody can read elsewhere."""

import re

from evaluations.models import MinutesPassage, Opinion
from evaluations.models.minutes import OF_OPINION

NUMBER = re.compile(r"(?:令和|平成)\d+-\d{3,}")
"""A number of the ledger as it stands in a sentence."""


def passages_of(shown: dict) -> list[dict]:
    """Every passage and decision of the sections of what is shown (see ``content``)."""
    return [row for part in shown["sections"] for row in (*part["passages"], *part["decisions"])]


def not_public(shown: dict) -> list[str]:
    """The numbers of the opinions whose words stand in ``shown`` and that are not public.

    They were drafted into it, or somebody put them elsewhere under their number. A number alone tells no words.
    """
    rows = passages_of(shown)
    drafted = MinutesPassage.objects.filter(
        pk__in=[row["key"] for row in rows], source__startswith=OF_OPINION
    )
    keys = {int(source.removeprefix(OF_OPINION)) for source in drafted.values_list("source", flat=True)}
    named = {number for row in rows for number in NUMBER.findall(row["text"])}
    hidden = Opinion.objects.filter(public__isnull=True).select_related("representative")
    found = (hidden.filter(pk__in=keys) | hidden.filter(number__in=named)).order_by("number_year", "sequence")
    return [row.number for row in found if row.pk in keys or _stands_in(row, rows)]


def _stands_in(opinion: Opinion, rows: list[dict]) -> bool:
    words = [text for text in (opinion.public_summary, opinion.text) if text]
    return any(text in row["text"] for row in rows if opinion.number in row["text"] for text in words)
