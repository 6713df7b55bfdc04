"""How long the yearly report takes, and how much memory, for 36 and for 300 取組.

Each is made in a process of its own, as the task worker does it. Absolute times mean nothing on a shared machine: what
must hold is that time grows with the pages, not faster, and that memory stays within what a small server has.
"""

import json
import subprocess
import sys
import textwrap

MEMORY_LIMIT_MB = 1400
MEASURE = textwrap.dedent(
    """
    import io, json, resource, sys, time
    import django
    django.setup()
    import pypdf
    from evaluations.reports import annual
    from tests.evaluations.reports import builders

    edition = builders.edition(builders.year_of(int(sys.argv[1])), is_draft=False)
    wall, cpu = time.perf_counter(), time.process_time()
    pdf = annual.render(edition)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    pages = len(pypdf.PdfReader(io.BytesIO(pdf)).pages)
    print(json.dumps({"pages": pages, "wall": wall, "cpu": cpu, "memory": memory, "size": len(pdf) // 1024}))
    """
)


def measure(count):
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(count)], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_report_grows_no_faster_than_its_pages(capsys):
    small, large = measure(36), measure(300)
    with capsys.disabled():
        for count, found in ((36, small), (300, large)):
            speed = found["pages"] / found["cpu"]
            sys.stdout.write(
                f"\n{count} 取組: {found['pages']} pages, {found['wall']:.1f} s ({found['cpu']:.1f} s of CPU), "
                f"{speed:.1f} pages per CPU second, {found['memory']} MB, file {found['size']} KB"
            )
        sys.stdout.write(
            f"\n300 : 36 = {large['cpu'] / small['cpu']:.1f} (pages {large['pages'] / small['pages']:.1f})\n"
        )
    assert large["cpu"] / small["cpu"] < 1.5 * large["pages"] / small["pages"]
    assert large["memory"] < MEMORY_LIMIT_MB
