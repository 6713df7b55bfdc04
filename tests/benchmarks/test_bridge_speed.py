"""How long the bridge to the next term takes with 60 and with 600 取組: its pages, and the 引継書 with its memory.

Absolute times mean nothing on a shared machine: what must hold is that the work grows with the rows, not faster, and
that no process holds more than a small server has.
"""

import json
import os
import statistics
import subprocess
import sys
from time import perf_counter

import pytest
from django.db import transaction
from django.urls import reverse

from tests.access.world import world  # noqa: F401 (a fixture)
from tests.benchmarks.test_report_speed import MEMORY_LIMIT_MB, database_of_the_tests
from tests.large_city import enlarge, one_of_each

PAGES = (
    "plan-bridge",
    "staff:carry-over-list",
    "staff:carry-over-detail",
    "staff:carry-over-decide",
    "staff:carry-over-initiative",
    "staff:carry-over-newcomers",
    "staff:carried-issue-list",
    "staff:handover-print",
)


FEW, MANY = 60, 600
FOUND: dict[int, tuple[dict, dict]] = {}
"""What each size of city took; whichever comes last is compared with the other."""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("count", [FEW, MANY])
def test_the_bridge_grows_no_faster_than_its_rows(world, client, count, capsys):  # noqa: F811
    one_of_each(world)
    with transaction.atomic():
        enlarge(world, count)
    client.force_login(world.jimu)
    paper, pages = FOUND[count] = measure(world.term.carried_on.pk), seconds(world, client)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{count} 取組: 引継書 {paper['pages']} pages, {paper['wall']:.1f} s, {paper['cpu']:.1f} s of CPU, "
            f"at most {paper['memory']} MB a process; "
        )
        sys.stdout.write(", ".join(f"{name} {1000 * took:.0f} ms" for name, took in pages.items()) + "\n")
    assert paper["memory"] <= MEMORY_LIMIT_MB
    if len(FOUND) == 2:
        compare(*FOUND[FEW], *FOUND[MANY])


def compare(few: dict, few_pages: dict, many: dict, many_pages: dict) -> None:
    assert many["cpu"] / few["cpu"] < 1.5 * many["pages"] / few["pages"]
    for name in PAGES:
        assert many_pages[name] / few_pages[name] < 1.5 * MANY / FEW, name


def seconds(world, client) -> dict[str, float]:  # noqa: F811
    """How long each page takes, the median of five."""
    found = {}
    for name in PAGES:
        address = reverse(name, args=world.arguments.get(name, []))
        took = []
        for _ in range(5):
            begun = perf_counter()
            assert client.get(address).status_code == 200
            took.append(perf_counter() - begun)
        found[name] = statistics.median(took)
    return found


def measure(carry_over: int) -> dict:
    command = [sys.executable, "-m", "tests.benchmarks.measure_handover", str(carry_over)]
    environment = os.environ | {"DATABASE_URL": database_of_the_tests()}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return json.loads(done.stdout)
