"""会議のポイント of 30 and of 600 取組, held against reading the same records as a list page would.

Absolute times mean nothing on a shared machine: what must hold is that the work grows with the 取組, not faster, and that
putting 600 of them in order costs no more than loading their records.
"""

import sys
import time
from datetime import date
from statistics import median

import pytest

from evaluations.digest import points
from tests.evaluations.digest.conftest import rounds  # noqa: F401 (the fixture)
from tests.evaluations.digest.many import more_records

TIMES = 7
TODAY = date(2023, 7, 1)


@pytest.mark.django_db
def test_600_are_put_in_order_in_the_time_that_reading_them_takes(rounds, capsys):  # noqa: F811
    def digest():
        return points.build(rounds.now, user=rounds.jimu, today=TODAY)

    def reading():
        return list(rounds.now.request.records.for_reading().in_order())

    more_records(rounds, 27)
    (few,) = measured(digest)
    more_records(rounds, 570, first=27)
    assert len(digest().points) == 600
    many, plain = measured(digest, reading)
    with capsys.disabled():
        sys.stdout.write(
            f"\n30 取組 {few:.3f} s, 600 取組 {many:.3f} s ({many / few:.1f} times), "
            f"reading 600 records {plain:.3f} s (digest : reading = {many / plain:.2f})\n"
        )
    assert many / few < 1.5 * 600 / 30
    assert many < plain


def measured(*works) -> list[float]:
    """The median of each, taken in turn."""
    taken = [[] for _ in works]
    for _ in range(TIMES):
        for work, times in zip(works, taken, strict=True):
            begun = time.perf_counter()
            work()
            times.append(time.perf_counter() - begun)
    return [median(times) for times in taken]
