"""Work outside the request: the PDF of an edition, of a 引継書 and of a 答申書. A worker runs it (``manage.py db_worker``)."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from evaluations.ledger import publishing
from evaluations.models import Edition, EvaluationRound, HandoverPrint, Recommendation, RecommendationPrint
from evaluations.reports import annual, handover
from evaluations.reports.letter import LETTER, letter_context
from plans.press import LibrariesMissing, print_page

logger = logging.getLogger(__name__)


@task()
def make_report(edition_id: int) -> None:
    lay_out(edition_id)


def lay_out(edition_id: int, *, published_at: datetime | None = None) -> None:
    """Lay out the edition's PDF and keep it; for a publication, make the edition public in the same step.

    It is public from now on; only who tells of a publication in the past, as the demo does, gives ``published_at``.
    When laying out fails, the edition says so and a publication goes back to where it can be tried again. Without
    Pango on the machine it goes on waiting.
    """
    started = Edition.objects.filter(pk=edition_id, pdf__isnull=True).exclude(state=Edition.State.READY)
    if not started.update(state=Edition.State.MAKING, started_at=timezone.now()):
        return
    edition = Edition.objects.get(pk=edition_id)
    try:
        pdf = annual.render(edition)
    except annual.LibrariesMissing:
        logger.exception(
            "the report of edition %s waits for the libraries of the operating system", edition_id
        )
        Edition.objects.filter(pk=edition_id).update(state=Edition.State.WAITING, started_at=None)
        return
    except Exception:
        logger.exception("the report of edition %s could not be made", edition_id)
        _keep(edition, EvaluationRound.Stage.DECIDING, state=Edition.State.FAILED)
        return
    published_at = None if edition.is_draft else published_at or timezone.now()
    _keep(
        edition,
        EvaluationRound.Stage.PUBLISHED,
        state=Edition.State.READY,
        pdf=pdf,
        published_at=published_at,
    )


@transaction.atomic
def _keep(edition: Edition, stage: str, **fields) -> None:
    """Save the outcome; the round of a publication moves to ``stage`` with it, a draft moves nothing."""
    if not Edition.objects.filter(pk=edition.pk, state=Edition.State.MAKING).update(**fields):
        return  # another worker was quicker
    if not edition.is_draft:
        round_ = EvaluationRound.objects.select_for_update().get(pk=edition.round_id)
        round_.stage = stage
        round_.version += 1
        round_.save(update_fields=["stage", "version"])
        if published_at := fields.get("published_at"):
            publishing.publish_round(round_, by=edition.requested_by, now=published_at)


@task()
def print_handover(print_id: int) -> None:
    """Lay out a 引継書 and keep it. Where Pango is missing it goes on waiting; one that was replaced is left alone."""
    waiting = HandoverPrint.objects.filter(pk=print_id, pdf__isnull=True)
    made = waiting.select_related("carry_over__old_term__plan", "carry_over__new_term__plan").first()
    if made is None:
        return
    made_on = timezone.localdate(made.published_at or made.requested_at)
    try:
        pdf = handover.pdf(made.carry_over, made_on=made_on, is_public=made.published_at is not None)
    except LibrariesMissing:
        logger.exception("the 引継書 %s waits for the libraries of the operating system", print_id)
        return
    waiting.update(pdf=pdf)


@task()
def print_recommendation(recommendation_id: int) -> None:
    """Lay out a fixed 答申書 and keep it. Where Pango is missing it goes on waiting."""
    letter = Recommendation.objects.fixed().filter(pk=recommendation_id, print__isnull=True).first()
    if letter is None:
        return
    try:
        pdf = print_page(LETTER, letter_context(letter.fixed_content, timezone.localdate(letter.fixed_at)))
    except LibrariesMissing:
        logger.exception("the letter %s waits for the libraries of the operating system", letter.pk)
        return
    with transaction.atomic():
        RecommendationPrint.objects.get_or_create(recommendation=letter, defaults={"pdf": pdf})
