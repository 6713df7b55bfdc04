"""Work outside the request: the prints that visitors ask for. A worker runs it (``manage.py db_worker``)."""

import logging
from collections.abc import Callable

from django.utils import timezone
from django_tasks import task

from plans.models import KeptPrint
from plans.press import print_pages
from plans.press.hands import HANDS

AFTER_ALL_OTHERS = -50
State = KeptPrint.State
logger = logging.getLogger(__name__)


@task(priority=AFTER_ALL_OTHERS)
def make_print(key: str) -> None:
    """Lay out one print; reports and mails that wait go first."""
    make(key)


def make(key: str) -> None:
    """Lay out what waits under ``key``. Does nothing when that was done meanwhile; a failure is noted on the row.

    Where Pango is missing the row fails too: it can be asked for again once it is there.
    """
    rows = KeptPrint.objects.filter(key=key, pdf__isnull=True)
    if not rows.filter(state=State.WAITING).update(state=State.MAKING):
        return
    row = rows.get()
    try:
        pdf = print_pages(
            row.pages,
            head=row.head,
            marks=row.marks,
            made_on=timezone.localdate(row.requested_at),
            by_hands=min(HANDS, len(row.pages)) if len(row.pages) > 1 else 0,
            tell=_teller(rows),
        )
    except Exception:
        logger.exception("the print %s could not be made", row)
        rows.update(state=State.FAILED)
    else:
        rows.update(state=State.READY, pdf=pdf, pages=[])
        KeptPrint.objects.tidy(row.kind)


def _teller(rows) -> Callable[[int], None]:
    return lambda done: rows.update(pieces_done=done)
