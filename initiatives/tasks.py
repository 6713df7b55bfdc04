"""Work outside the request: the PDF of a revision's 新旧対照表. A worker runs it (``manage.py db_worker``)."""

import logging

from django.utils import timezone
from django_tasks import task

from initiatives.comparison_table import table
from initiatives.models import ComparisonPrint
from plans.models import PlanRevision
from plans.press import LibrariesMissing, print_page

logger = logging.getLogger(__name__)


@task()
def print_comparison(revision_id: int) -> None:
    """Lay out 新旧対照表 of a published revision once and keep it. Where Pango is missing it can be asked for again."""
    revision = PlanRevision.objects.select_related("term__plan").get(pk=revision_id)
    if ComparisonPrint.objects.filter(revision=revision).exists():
        return
    try:
        pdf = print_page("reports/initiatives/comparison.html", content(revision))
    except LibrariesMissing:
        logger.exception(
            "the table of revision %s waits for the libraries of the operating system", revision_id
        )
        return
    ComparisonPrint.objects.get_or_create(revision=revision, defaults={"pdf": pdf})


def content(revision: PlanRevision) -> dict:
    """Give what the print shows. It depends on the published revision alone, and so do its bytes."""
    return {
        "head": str(revision.term),
        "made_on": timezone.localdate(revision.published_at),
        "revision": revision,
        "entries": table(revision),
    }
