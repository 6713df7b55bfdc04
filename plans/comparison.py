"""What differs between an old and a new text, as 新旧対照表 mark it. Pure functions, no Django.

Texts are compared paragraph by paragraph, those that belong together sentence by sentence, and those in turn by
pieces as small as a reader takes in at a glance: a number, a katakana word, a single kanji or kana. Line ends are
kept as they are and never marked.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

PARAGRAPH = re.compile(r"[^\r\n]+[\r\n]*|[\r\n]+")
SENTENCE = re.compile(r"[^。！？]*[。！？]+[」』）)]*|[^。！？]+")
# What changes a letter without being one: combining marks, selectors, skin tones; and what is joined by U+200D.
MODIFIER = "[\u0300-\u036f\u3099\u309a\u20dd-\u20f0\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0000-\U000e01ef]"
TOKEN = re.compile(
    rf"(?:[0-9０-９]+(?:[.,．，][0-9０-９]+)*|[A-Za-zＡ-Ｚａ-ｚ]+|[ァ-ヺー]+|[\U0001f1e6-\U0001f1ff]{{2}}|.)"
    rf"{MODIFIER}*(?:\u200d.{MODIFIER}*)*",
    re.DOTALL,
)
PAIRS = 2_500
"""Pairs of paragraphs whose likeness is weighed; in longer stretches they are taken in turn."""
ALIKE = 0.3
"""How much two paragraphs or sentences must share to be shown as one that was changed."""
BROKEN = 0.3
"""Where less than this is left of a sentence, all of it is marked: crumbs do not read."""
ISLAND = 2
"""So many letters between two changes are marked along with them."""
WORK = 1_000_000
"""Pairs of tokens that are compared one by one; a sentence beyond all measure is marked as a whole."""


@dataclass(frozen=True)
class Piece:
    text: str
    is_changed: bool = False


Sides = tuple[tuple[Piece, ...], tuple[Piece, ...]]
"""The pieces of the new text and of the old one."""


@dataclass(frozen=True)
class Pair:
    """One paragraph, new and old. A side that is missing there is empty."""

    after: tuple[Piece, ...]
    before: tuple[Piece, ...]

    @property
    def is_changed(self) -> bool:
        return any(piece.is_changed for piece in (*self.after, *self.before))


@dataclass(frozen=True)
class Omission:
    """Paragraphs that are the same on both sides and left out: （略）."""

    is_changed = False


def compare(before: str, after: str) -> list[Pair]:
    """Give the paragraphs of both texts in their order. The pieces of each side, joined, are that text exactly."""
    pairs = []
    for old, new in _aligned(PARAGRAPH.findall(before), PARAGRAPH.findall(after)):
        (old_words, old_end), (new_words, new_end) = _without_end(old), _without_end(new)
        new_pieces, old_pieces = _paragraph(old_words, new_words)
        pairs.append(Pair(_merged([*new_pieces, Piece(new_end)]), _merged([*old_pieces, Piece(old_end)])))
    return pairs


def shortened(pairs: Iterable[Pair]) -> list[Pair | Omission]:
    """Leave out what is the same on both sides; where nothing is marked at all, nothing is left out."""
    pairs = list(pairs)
    if not any(pair.is_changed for pair in pairs):
        return pairs
    short: list[Pair | Omission] = []
    for pair in pairs:
        if pair.is_changed:
            short.append(pair)
        elif not short or not isinstance(short[-1], Omission):
            short.append(Omission())
    return short


# ---- paragraphs and sentences -----------------------------------------------------------------------------


def _without_end(paragraph: str) -> tuple[str, str]:
    words = paragraph.rstrip("\r\n")
    return words, paragraph[len(words) :]


def _aligned(old: list[str], new: list[str]) -> Iterable[tuple[str, str]]:
    """Pair what belongs together, in the order of both; "" stands for what the other side does not have."""
    keys = [[part.rstrip("\r\n") for part in side] for side in (old, new)]
    for what, old_from, old_to, new_from, new_to in SequenceMatcher(None, *keys).get_opcodes():
        if what == "equal":
            yield from zip(old[old_from:old_to], new[new_from:new_to], strict=True)
        else:
            yield from _paired(old[old_from:old_to], new[new_from:new_to])


def _paired(old: list[str], new: list[str]) -> Iterable[tuple[str, str]]:
    """Go through two stretches without a common part; those that are most alike, in their order, make pairs."""
    if len(old) == len(new) == 1:
        return [(old[0], new[0])]
    pairs, at_old, at_new = [], 0, 0
    for old_place, new_place in [*_best_pairs(old, new), (len(old), len(new))]:
        pairs += [(gone, "") for gone in old[at_old:old_place]]
        pairs += [("", added) for added in new[at_new:new_place]]
        pairs += zip(old[old_place : old_place + 1], new[new_place : new_place + 1], strict=True)
        at_old, at_new = old_place + 1, new_place + 1
    return pairs


def _best_pairs(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Give the places of the pairs whose likeness adds up to the most, none crossing another."""
    if len(old) * len(new) > PAIRS:
        return [(place, place) for place in range(min(len(old), len(new)))]
    old_bigrams, new_bigrams = ([_bigrams(part) for part in side] for side in (old, new))
    best = {(len(old), at): (0, []) for at in range(len(new) + 1)}
    best |= {(at, len(new)): (0, []) for at in range(len(old) + 1)}
    for at_old in reversed(range(len(old))):
        for at_new in reversed(range(len(new))):
            ways = [best[at_old + 1, at_new], best[at_old, at_new + 1]]
            alike = _likeness(old_bigrams[at_old], new_bigrams[at_new])
            if alike >= ALIKE:
                total, rest = best[at_old + 1, at_new + 1]
                ways.append((total + alike, [(at_old, at_new), *rest]))
            best[at_old, at_new] = max(ways, key=lambda way: way[0])
    return best[0, 0][1]


def _bigrams(text: str) -> Counter:
    return Counter(pairwise(text))


def _likeness(one: Counter, other: Counter) -> float:
    longer = max(one.total(), other.total())
    return (one & other).total() / longer if longer else 0


def _paragraph(old: str, new: str) -> Sides:
    new_pieces, old_pieces = (), ()
    for old_part, new_part in _aligned(SENTENCE.findall(old), SENTENCE.findall(new)):
        fresh, stale = _sentence(old_part, new_part)
        new_pieces += fresh
        old_pieces += stale
    return new_pieces, old_pieces


# ---- within a sentence ------------------------------------------------------------------------------------

Step = tuple[bool, list[str], list[str]]
"""A stretch of a sentence: whether it changed, its old tokens, its new tokens."""
BEFORE, AFTER = 1, 2


def _sentence(old: str, new: str) -> Sides:
    if old == new:
        return (Piece(new),), (Piece(old),)
    tokens = TOKEN.findall(old), TOKEN.findall(new)
    if len(tokens[0]) * len(tokens[1]) > WORK:
        return _whole(old, new)
    steps = list(_without_islands(_slid(_steps(*tokens))))
    sides = tuple(_merged(Piece("".join(step[side]), step[0]) for step in steps) for side in (AFTER, BEFORE))
    kept = sum(len(piece.text) for piece in sides[0] if not piece.is_changed)
    has_crumbs = any(sum(piece.is_changed for piece in side) > 1 for side in sides)
    if has_crumbs and kept < BROKEN * max(len(old), len(new)):
        return _whole(old, new)
    return sides


def _whole(old: str, new: str) -> Sides:
    return (Piece(new, is_changed=True),), (Piece(old, is_changed=True),)


def _steps(old: list[str], new: list[str]) -> Iterable[Step]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for what, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        yield what != "equal", old[old_from:old_to], new[new_from:new_to]


def _slid(steps: Iterable[Step]) -> list[Step]:
    """Let what came in or went begin as late as it can: 会場費[と暖房費]の, not 会場[費と暖房]費の."""
    slid = list(steps)
    for at in range(1, len(slid) - 1):
        (_, before, _), (is_changed, old, new), (_, after, _) = slid[at - 1 : at + 2]
        if not is_changed or (old and new):
            continue
        count = _common_start(old or new, after)
        moved, after = after[:count], after[count:]
        slid[at - 1] = (False, before + moved, before + moved)
        slid[at] = (True, *(side and side[count:] + moved for side in (old, new)))
        slid[at + 1] = (False, after, after)
    return slid


def _common_start(one: list[str], other: list[str]) -> int:
    shorter = min(len(one), len(other))
    return next((at for at in range(shorter) if one[at] != other[at]), shorter)


def _without_islands(steps: list[Step]) -> Iterable[Step]:
    """Join changes between which so little was left that the eye would stumble over it."""
    last = len(steps) - 1
    for at, (is_changed, old, new) in enumerate(steps):
        left = "".join(new)
        is_island = 0 < at < last and len(left) <= ISLAND and not re.search("[、。]", left)
        yield is_changed or is_island, old, new


def _merged(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Join neighbours of the same kind and drop empty ones."""
    merged: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if merged and merged[-1].is_changed == piece.is_changed:
            piece = Piece(merged.pop().text + piece.text, piece.is_changed)
        merged.append(piece)
    return tuple(merged)
