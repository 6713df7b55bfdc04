"""From the cards of an evening into the ledger of opinions (意見台帳): one by one, or a group as one opinion."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.versioning import MoveRefused
from evaluations.ledger.intake import take_in
from evaluations.models import Opinion, OpinionCard, Workshop
from evaluations.workshops.cards import NOTHING_CHOSEN
from initiatives.models import Initiative


@transaction.atomic
def take_cards(*, workshop: Workshop, cards: Iterable[int], as_one: bool, now: datetime) -> list[Opinion]:
    """Take those of the cards (by key) in that are not in the ledger; give the opinions that came of them.

    ``as_one``: the cards of one group become one opinion, which tells how many they are; those of none go one by one.
    Pressed again it does nothing. Raises MoveRefused when no card was chosen.
    """
    held = Workshop.objects.select_for_update().get(pk=workshop.pk)
    chosen = list(held.cards.filter(pk__in=cards).for_reading())
    if not chosen:
        raise MoveRefused(NOTHING_CHOSEN)
    fresh = [card for card in chosen if card.opinion_id is None]
    return [_take(held, bundle, now) for bundle in _bundles(fresh, as_one)]


def _bundles(cards: list[OpinionCard], as_one: bool) -> list[list[OpinionCard]]:
    bundles: dict[tuple, list[OpinionCard]] = {}
    for card in cards:
        key = ("group", card.group_id) if as_one and card.group_id else ("card", card.pk)
        bundles.setdefault(key, []).append(card)
    return list(bundles.values())


def _take(workshop: Workshop, cards: list[OpinionCard], now: datetime) -> Opinion:
    opinion = take_in(
        source=Opinion.Source.WORKSHOP,
        text=_words(cards),
        now=now,
        received_on=workshop.held_on,
        event=f"workshop-{workshop.pk}",
        source_note=f"{workshop.name}　{workshop}"[:100],
        initiatives=_about(cards),
        is_sample=workshop.is_sample,
    )
    for card in cards:
        card.opinion = opinion
        card.version += 1
    OpinionCard.objects.bulk_update(cards, ["opinion", "version"])
    return opinion


def _words(cards: list[OpinionCard]) -> str:
    """The words of one card, or the heading with the number of cards and each of them on a line."""
    if len(cards) == 1:
        return cards[0].text
    lines = "\n".join(f"・{card.text}" for card in cards)
    return f"{cards[0].group.heading}（{len(cards)}枚）\n{lines}"


def _about(cards: list[OpinionCard]) -> list[Initiative]:
    return list({row.pk: row for card in cards for row in card.about()}.values())
