"""Work outside the request: the prints that visitors ask for. A worker runs it (``manage.py db_worker``)."""

from django_tasks import task

from plans import printing

AFTER_ALL_OTHERS = -50


@task(priority=AFTER_ALL_OTHERS)
def make_print(key: str) -> None:
    """Lay out one print; reports and mails that wait go first."""
    printing.make(key)
