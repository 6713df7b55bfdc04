"""Make the report of COUNT 取組 in a process of its own, as the task worker does, and say as JSON what it took.

``python -m tests.benchmarks.measure_report COUNT CHANGED``: the sheets of the last CHANGED 取組 say something else than
the shelf of the database knows. Used by test_report_speed. CPU counts the processes that lay out; memory is the most
that any one process held.
"""

import io
import json
import os
import resource
import sys
import time


def measure(count: int, changed: int) -> dict:
    import pypdf

    from evaluations.reports import annual

    edition = year(count, changed)
    wall, cpu = time.perf_counter(), cpu_seconds()
    pdf = annual.render(edition)
    wall, cpu = time.perf_counter() - wall, cpu_seconds() - cpu
    held = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    pages = len(pypdf.PdfReader(io.BytesIO(pdf)).pages)
    return {
        "pages": pages,
        "wall": wall,
        "cpu": cpu,
        "memory": max(held) // 1024,
        "size": len(pdf) // 1024,
    }


def year(count: int, changed: int):
    from tests.evaluations.reports import builders

    contents = builders.year_of(count)
    for sheet in contents[count - changed :]:
        sheet["issue"] += "次の年度に、対応を話し合う。"
    return builders.edition(contents, is_draft=False)


def cpu_seconds() -> float:
    """Seconds of CPU of this process and of those that it has started and that have ended."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


if __name__ == "__main__":
    import django

    django.setup()
    sys.stdout.write(json.dumps(measure(*map(int, sys.argv[1:]))))
