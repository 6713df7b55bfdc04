"""Two and more people at the same moment, each in a thread with a database connection of its own."""

from concurrent.futures import Future, ThreadPoolExecutor
from time import sleep

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from accounts.versioning import MoveRefused, StaleVersion


def at_once(*jobs):
    """Run the jobs together; give what each gave, or the refusal that it was told."""
    with ThreadPoolExecutor(len(jobs)) as threads:
        return list(threads.map(_run, jobs))


def while_open(first, second):
    """Run ``second`` while the transaction of ``first`` is not committed yet; give the outcome of both.

    ``first`` is committed when ``second`` is through, or waits for a lock that ``first`` holds.
    """
    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            outcome = first()
            late = threads.submit(_run, second)
            _wait_until_through_or_blocked(late)
        return outcome, late.result()


def _run(job):
    try:
        return job()
    except (StaleVersion, MoveRefused, ValidationError) as refusal:
        return refusal
    finally:
        connection.close()


def _wait_until_through_or_blocked(late: Future) -> None:
    while not late.done():
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
            if cursor.fetchone()[0]:
                return
        sleep(0.01)
