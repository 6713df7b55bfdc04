"""Make the 引継書 of a carry-over in a process of its own, as the task worker does, and say as JSON what it took.

``python -m tests.benchmarks.measure_handover PK``: the house's draft, which shows most. Used by test_bridge_speed.
CPU counts the processes that lay out; memory is the most that any one process held.
"""

import io
import json
import resource
import sys
import time
from datetime import date


def measure(pk: int) -> dict:
    import pypdf

    from evaluations.reports.handover import pdf as handover_pdf
    from initiatives.models import CarryOver
    from tests.benchmarks.measure_report import cpu_seconds

    carry_over = CarryOver.objects.for_reading().get(pk=pk)
    wall, cpu = time.perf_counter(), cpu_seconds()
    pdf = handover_pdf(carry_over, made_on=date(2023, 4, 10), is_public=False)
    wall, cpu = time.perf_counter() - wall, cpu_seconds() - cpu
    held = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    pages = len(pypdf.PdfReader(io.BytesIO(pdf)).pages)
    return {"pages": pages, "wall": wall, "cpu": cpu, "memory": max(held) // 1024, "size": len(pdf) // 1024}


if __name__ == "__main__":
    import django

    django.setup()
    sys.stdout.write(json.dumps(measure(int(sys.argv[1]))))
