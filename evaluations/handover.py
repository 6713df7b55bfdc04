"""引継書: when it is printed. A worker lays it out (``evaluations.tasks.print_handover``)."""

from datetime import datetime

from django.db import transaction

from evaluations.models import HandoverPrint
from evaluations.tasks import print_handover
from initiatives.models import CarryOver
from plans.models import PlanTerm


@transaction.atomic
def ask_for_draft(*, carry_over: CarryOver, now: datetime) -> HandoverPrint:
    """Have 「案」 of the 引継書 made as things stand; one that is being made already is waited for."""
    CarryOver.objects.select_for_update(of=["self"]).get(pk=carry_over.pk)
    held = carry_over.prints.filter(published_at__isnull=True).first()
    if held and not held.is_ready and not held.has_stalled(now):
        return held
    if held:
        held.delete()
    made = HandoverPrint.objects.create(carry_over=carry_over, requested_at=now)
    print_handover.enqueue(made.pk)
    return made


def print_with_publication(term: PlanTerm, **signal) -> None:
    """What hears of ``plans.publication.term_published``: the 引継書 is printed once and kept with that publication."""
    carry_over = CarryOver.objects.filter(new_term=term).first()
    if carry_over:
        made = HandoverPrint.objects.create(
            carry_over=carry_over, requested_at=term.published_at, published_at=term.published_at
        )
        print_handover.enqueue(made.pk)


@transaction.atomic
def ask_again(*, print_: HandoverPrint, now: datetime) -> None:
    """Ask once more for a 引継書 of a publication that nobody seems to make any more."""
    waiting = HandoverPrint.objects.select_for_update().filter(pk=print_.pk, pdf__isnull=True).first()
    if waiting and waiting.has_stalled(now):
        waiting.requested_at = now
        waiting.save(update_fields=["requested_at"])
        print_handover.enqueue(waiting.pk)


def of_publication(carry_over: CarryOver):
    """The 引継書 that was kept when the new term became public as it is now."""
    return carry_over.prints.filter(published_at__isnull=False, published_at=carry_over.new_term.published_at)
