"""Opinions of the ledger in the words of minutes: whose words stand there, and which of them nobody can read elsewhere."""

import re

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

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
    named = {number for row in rows for number in NUMBER.findall(row["text"])}
    passages = MinutesPassage.objects.filter(
        pk__in=[row["key"] for row in rows], source=OuterRef("source_of")
    )
    found = (
        Opinion.objects.filter(public__isnull=True)
        .alias(source_of=Concat(Value(OF_OPINION), Cast("pk", CharField())))
        .annotate(is_drafted=Exists(passages))
        .filter(Q(is_drafted=True) | Q(number__in=named))
        .select_related("representative")
        .order_by("number_year", "sequence")
    )
    return [row.number for row in found if row.is_drafted or _stands_in(row, rows)]


def _stands_in(opinion: Opinion, rows: list[dict]) -> bool:
    words = [text for text in (opinion.public_summary, opinion.text) if text]
    return any(text in row["text"] for row in rows if opinion.number in row["text"] for text in words)
