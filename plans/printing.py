"""Having something printed: what is ordered, and asking for it. Making it is the worker's part (``plans.tasks``)."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db import transaction
from django.utils import timezone

from accounts.versioning import MoveRefused
from plans.models import KeptPrint
from plans.models.kept_print import MOST_WAITING
from plans.press import page_html
from plans.press.version import key_of
from plans.tasks import make_print

ANY_DAY = date(2000, 1, 1)
State = KeptPrint.State


@dataclass(frozen=True)
class Order:
    """What somebody wants printed: pieces as (template, context), all of them below one ``head``.

    Each template extends ``reports/page.html``; the contexts lack head and date, which the order adds.
    """

    kind: str
    head: str
    pieces: tuple[tuple[str, Mapping], ...]
    marks: str = ""

    @cached_property
    def key(self) -> str:
        """The name of the print by what it shows, on whatever day it is made."""
        return key_of("\n".join([self.kind, self.head, self.marks, *self.pages(ANY_DAY)]))

    def pages(self, made_on: date) -> list[str]:
        added = {"head": self.head, "made_on": made_on}
        return [page_html(template, {**context, **added}) for template, context in self.pieces]

    def found(self) -> KeptPrint | None:
        """Give the print without what makes it large, or None when nobody has asked for it yet."""
        return KeptPrint.objects.defer("pages").filter(key=self.key).first()


def ask(*, order: Order, now: datetime) -> None:
    """Have the worker print ``order``, once however many ask. Raises MoveRefused when too many prints are waiting."""
    if KeptPrint.objects.on_their_way().count() >= MOST_WAITING:
        raise MoveRefused("いま、ほかのPDFを作っています。1分ほど待ってから、もう一度お試しください。")
    fields = {
        "kind": order.kind,
        "state": State.WAITING,
        "head": order.head,
        "marks": order.marks,
        "pages": order.pages(timezone.localdate(now)),
        "piece_count": len(order.pieces),
        "pieces_done": 0,
        "requested_at": now,
    }
    with transaction.atomic():
        row, is_new = KeptPrint.objects.get_or_create(key=order.key, defaults=fields)
        if not is_new:
            row = KeptPrint.objects.select_for_update().get(pk=row.pk)
            if not row.may_be_asked_again(now):
                return
            KeptPrint.objects.filter(pk=row.pk).update(**fields)
        make_print.enqueue(order.key)


def ask_ahead(*, order: Order, now: datetime) -> None:
    """The same before anybody asks; nothing happens where many wait already, as a visitor can still ask."""
    with suppress(MoveRefused):
        ask(order=order, now=now)
