"""Letters with personal links: asked for, printed by the worker, handed over once, then gone.

The worker makes the keys as it prints, so no address stands in a task or in HTML that is kept; the PDF itself does hold
them, and waits for whoever asked for it, an hour at most.
"""

import logging
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from accounts.models import User
from evaluations.models import EvaluationRound, LetterPrint, ReviewKey, ReviewLink
from evaluations.prior_opinions import link_mails, links
from evaluations.prior_opinions.qr import qr
from plans.press import page_html, print_pages

State = LetterPrint.State
SAMPLE = "【見本データ】"
TEMPLATE = "reports/evaluations/review_letter.html"
logger = logging.getLogger(__name__)


@transaction.atomic
def ask(*, round: EvaluationRound, links: Iterable[ReviewLink], by: User, now: datetime) -> LetterPrint:
    """Have the letters of ``links`` printed; what the same person asked for before and did not fetch goes."""
    tidy(now)
    LetterPrint.objects.filter(round=round, requested_by=by).delete()
    row = LetterPrint.objects.create(round=round, requested_by=by, requested_at=now)
    row.links.set(links)
    make_letters.enqueue(row.pk)
    return row


def waiting(round: EvaluationRound, by: User, now: datetime) -> LetterPrint | None:
    """The letters that ``by`` asked for and has not fetched."""
    rows = LetterPrint.objects.filter(
        round=round, requested_by=by, requested_at__gt=now - LetterPrint.KEPT_FOR
    )
    return rows.defer("pdf").first()


@transaction.atomic
def hand_over(*, round: EvaluationRound, by: User, now: datetime) -> bytes | None:
    """Give the PDF and forget it; None when there is none (any more)."""
    tidy(now)
    rows = LetterPrint.objects.filter(round=round, requested_by=by, state=State.READY)
    row = rows.select_for_update().first()
    if row is None:
        return None
    pdf = bytes(row.pdf)
    row.delete()
    return pdf


def tidy(now: datetime) -> None:
    LetterPrint.objects.filter(requested_at__lte=now - LetterPrint.KEPT_FOR).delete()


@task()
def make_letters(print_id: int) -> None:
    make(print_id, timezone.now())


def make(print_id: int, now: datetime) -> None:
    """Print the letters that wait under ``print_id``. A failure is noted on the row; one that is gone is left alone."""
    rows = LetterPrint.objects.filter(pk=print_id, state=State.WAITING)
    row = rows.select_related("round__request__term__plan", "round__committee").first()
    if row is None:
        return
    head = f"{row.round.committee.name}　{row.round}"
    lines = {"head": head, "made_on": timezone.localdate(now), "marks": SAMPLE if row.round.is_sample else ""}
    try:
        pdf = print_pages(_pages(row, head, now), **lines)
    except Exception:
        logger.exception("the letters %s could not be printed", print_id)
        rows.update(state=State.FAILED)
    else:
        rows.update(state=State.READY, pdf=pdf)


def _pages(row: LetterPrint, head: str, now: datetime) -> list[str]:
    chosen = row.links.select_related("member").order_by("member__office", "member")
    pages = []
    for link in chosen:
        link.round = row.round
        address = links.new_address(link, ReviewKey.Means.LETTER, now)
        context = {
            "head": head,
            "made_on": timezone.localdate(now),
            "is_first": not pages,
            "link": link,
            "round": row.round,
            "address": address,
            "qr": qr(address),
            "contact": link_mails.contact_of(row.round),
        }
        pages.append(page_html(TEMPLATE, context))
    return pages
