"""How long the yearly report takes, and how much memory, for 36 and for 300 取組.

Each is made in a process of its own, as the task worker does it, and in the tests' own database: nothing lies on its shelf
yet. Absolute times mean nothing on a shared machine: what must hold is that the work grows with the pages, not faster,
that a report pressed again costs a small part of the first, and that no process holds more than a small server has.
"""

import json
import os
import subprocess
import sys
from urllib.parse import quote, urlencode

import pytest
from django.db import connection

from evaluations.models import LaidOutPiece

MEMORY_LIMIT_MB = 400


@pytest.mark.django_db(transaction=True)
def test_report_grows_no_faster_than_its_pages(capsys):
    small, large = measure(36), measure(300)
    ten, none = measure(300, changed=10, is_fresh=False), measure(300, changed=10, is_fresh=False)
    with capsys.disabled():
        sys.stdout.write("\n")
        for name, found in (
            ("36 取組", small),
            ("300 取組", large),
            ("10 changed", ten),
            ("none changed", none),
        ):
            sys.stdout.write(
                f"{name}: {found['pages']} pages, {found['wall']:.1f} s, {found['cpu']:.1f} s of CPU, "
                f"at most {found['memory']} MB a process, file {found['size']} KB\n"
            )
        sys.stdout.write(
            f"300 : 36 = {large['cpu'] / small['cpu']:.1f} of CPU (pages {large['pages'] / small['pages']:.1f}); "
            f"10 changed {ten['cpu'] / large['cpu']:.2f}, none changed {none['cpu'] / large['cpu']:.2f} of 300\n"
        )
    assert large["cpu"] / small["cpu"] < 1.5 * large["pages"] / small["pages"]
    assert ten["cpu"] < large["cpu"] / 3
    assert max(found["memory"] for found in (small, large, ten, none)) <= MEMORY_LIMIT_MB


def measure(count: int, *, changed: int = 0, is_fresh: bool = True) -> dict:
    if is_fresh:
        LaidOutPiece.objects.all().delete()
    command = [sys.executable, "-m", "tests.benchmarks.measure_report", str(count), str(changed)]
    environment = os.environ | {"DATABASE_URL": database_of_the_tests()}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return json.loads(done.stdout)


def database_of_the_tests() -> str:
    """Give the address of the database that this test writes to, for another process."""
    own = connection.settings_dict
    people = quote(own["USER"]) + (f":{quote(own['PASSWORD'])}" if own["PASSWORD"] else "")
    return f"postgres://{people}@/{own['NAME']}?" + urlencode({"host": own["HOST"], "port": own["PORT"]})
