"""The cards of a workshop: pasted in, laid together under headings, corrected, taken away.

Whoever writes holds the row of the workshop, so that two people at one table lose nothing. Cards that are in the ledger
keep their words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Max

from accounts.publishing import refuse_public
from accounts.versioning import MoveRefused
from evaluations.models import CardGroup, OpinionCard, Workshop
from evaluations.models.workshop import key_of
from initiatives.models import Initiative

HEADING_MARKS = ("■", "□", "◆", "◇")
BULLETS = "・･•●○*＊-－"
NOTHING_CHOSEN = "カードを選んでください。"


@dataclass(frozen=True)
class Line:
    """One line that was pasted: a card below ``heading`` (empty where none stood above it)."""

    number: int
    text: str
    heading: str = ""


@dataclass
class Added:
    cards: list[OpinionCard] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    """Words that a card has already."""


def read_lines(text: str) -> list[Line]:
    """Give the cards of a pasted list, one a line. A line with ■ is a heading for those after it; ・ before a line goes."""
    lines: list[Line] = []
    heading = ""
    for number, line in enumerate(text.split("\n"), start=1):
        line = line.strip()
        if line.startswith(HEADING_MARKS):
            heading = line.lstrip("".join(HEADING_MARKS)).strip()
        elif words := line.lstrip(BULLETS).strip():
            lines.append(Line(number, words, heading))
    return lines


@transaction.atomic
def add_cards(*, workshop: Workshop, lines: Sequence[Line], heading: str = "") -> Added:
    """Add a card for each line whose words are on no card yet, below its own heading or else ``heading``."""
    held = _hold(workshop)
    keys = set(held.cards.values_list("key", flat=True))
    last = held.cards.aggregate(last=Max("position"))["last"] or 0
    groups = _Groups(held)
    added = Added()
    for line in lines:
        key = key_of(line.text)
        if key in keys:
            added.skipped.append(line.text)
            continue
        keys.add(key)
        last += 1
        row = OpinionCard(
            workshop=held,
            group=groups.called(line.heading or heading),
            text=line.text,
            key=key,
            position=last,
        )
        added.cards.append(row)
    OpinionCard.objects.bulk_create(added.cards)
    return added


def _hold(workshop: Workshop) -> Workshop:
    row = Workshop.objects.select_for_update().filter(pk=workshop.pk).first()
    if row is None:
        raise MoveRefused("このワークショップは、削除されています。")
    refuse_public(row)
    return row


class _Groups:
    """The groups of a workshop by heading; one that is not there yet is made, after the others."""

    def __init__(self, workshop: Workshop):
        self.workshop = workshop
        self.by_heading = {group.heading: group for group in workshop.groups.all()}

    def called(self, heading: str) -> CardGroup | None:
        if heading and heading not in self.by_heading:
            last = max((group.position for group in self.by_heading.values()), default=0)
            row = CardGroup(workshop=self.workshop, heading=heading, position=last + 1)
            row.full_clean()
            row.save()
            self.by_heading[heading] = row
        return self.by_heading.get(heading)


@transaction.atomic
def move_cards(*, workshop: Workshop, cards: Iterable[int], heading: str) -> int:
    """Lay the cards (by key) below ``heading``, or below none where it is empty; give how many there were."""
    held = _hold(workshop)
    rows = list(held.cards.select_for_update().filter(pk__in=cards))
    if not rows:
        raise MoveRefused(NOTHING_CHOSEN)
    group = _Groups(held).called(heading)
    for row in rows:
        row.group = group
        row.version += 1
    OpinionCard.objects.bulk_update(rows, ["group", "version"])
    return len(rows)


@transaction.atomic
def remove_cards(*, workshop: Workshop, cards: Iterable[int]) -> int:
    """Take the cards (by key) away; give how many there were. One that is in the ledger stays, and so do all then."""
    rows = list(_hold(workshop).cards.select_for_update().filter(pk__in=cards))
    if not rows:
        raise MoveRefused(NOTHING_CHOSEN)
    if any(row.opinion_id for row in rows):
        raise MoveRefused("意見台帳に入れたカードは、消せません。選ぶカードを確かめてください。")
    OpinionCard.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


@transaction.atomic
def save_card(
    *, card: OpinionCard, version: int, text: str, initiatives: Iterable[Initiative]
) -> OpinionCard:
    """Correct the words of a card and what it is about."""
    _hold(card.workshop)
    row = OpinionCard.claim(version, pk=card.pk)
    if row.opinion_id and row.text != text:
        raise MoveRefused("意見台帳に入れたカードの文は、直せません。台帳のほうで直してください。")
    row.text, row.key = text, key_of(text)
    row.full_clean()
    row.save()
    row.initiatives.set(initiatives)
    return row


@transaction.atomic
def save_group(
    *, group: CardGroup, version: int, heading: str, position: int, initiatives: Iterable[Initiative]
) -> CardGroup:
    """Name a group otherwise, give it its place, say what it is about."""
    _hold(group.workshop)
    row = CardGroup.claim(version, pk=group.pk)
    row.heading, row.position = heading, position
    row.full_clean()
    row.save()
    row.initiatives.set(initiatives)
    return row


@transaction.atomic
def dissolve_group(*, group: CardGroup, version: int) -> CardGroup:
    """Take a heading away; its cards lie below none."""
    _hold(group.workshop)
    row = CardGroup.claim(version, pk=group.pk)
    row.delete()
    return row
