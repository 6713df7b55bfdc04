"""What it costs to load and to write a whole plan: 600 取組, 300 words, 25 plans with 6 terms each.

Seconds are printed and nothing is asserted of them; the numbers of queries and of events are.
"""

import sys
from time import perf_counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives import plan_file
from initiatives.models import Initiative
from plans.models import GlossaryTerm, PlanTerm
from tests.initiatives.plan_file.conftest import EXAMPLE, events, load
from tests.initiatives.plan_file.test_loading import many

pytestmark = pytest.mark.django_db
INITIATIVES, WORDS, PLANS, TERMS = 600, 300, 25, 6


def register() -> str:
    """Plans one above the other, each with terms of five years."""
    parts = []
    for plan in range(PLANS):
        parts.append(
            f'[[plan]]\nslug = "k-{plan}"\nname = "計画{plan}"\nowners = ["mihon"]\nlead = "kyosei"\n'
        )
        if plan:
            parts.append(f'[[relation]]\nplan = "k-{plan}"\nkind = "上位計画"\nother = "k-{plan - 1}"\n')
        parts += [
            f'[[term]]\nplan = "k-{plan}"\nordinal = {term + 1}\nname = "第{term + 1}期"\n'
            f"first_year = {2000 + 5 * term}\nlast_year = {2004 + 5 * term}\n"
            for term in range(TERMS)
        ]
    return "\n".join(parts)


def measured(what: str, job):
    begun = perf_counter()
    with CaptureQueriesContext(connection) as captured:
        made = job()
    sys.stdout.write(f"{what}: {len(captured)} queries, {perf_counter() - begun:.1f} s\n")
    return made, len(captured)


def test_a_whole_plan_is_loaded_and_written_with_few_queries():
    load(EXAMPLE.read_text(encoding="utf-8"))
    text = many(INITIATIVES, words=WORDS) + register()
    _, first = measured("loading", lambda: load(text))
    assert first <= 90
    assert Initiative.objects.count() >= INITIATIVES
    assert PlanTerm.objects.count() >= PLANS * TERMS
    assert GlossaryTerm.objects.count() >= WORDS
    before = events()
    _, again = measured("loading again", lambda: load(text))
    assert again <= 30
    for ending, write in plan_file.WRITERS.items():
        data, written = measured(f"writing {ending}", lambda write=write: write(plan_file.dump()))
        assert written <= 30
        measured(f"reading back {ending}", lambda data=data, ending=ending: load(data, f"plan{ending}"))
    assert events() == before
