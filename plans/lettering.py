"""How Japanese labels are broken into lines and columns inside a drawing. Pure functions, no Django.

A drawing cannot ask the browser how wide a word is, so a full-width letter counts as 1 em and any other as 0.62 em:
a little more than most fonts need, so that what fits here fits on the page and in the PDF.
"""

import math
import unicodedata
from functools import lru_cache
from itertools import pairwise

HALF = 0.62
SLACK = 1e-6
NOT_FIRST = set("、。，．・：；？！）〕］｝〉》」』】ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々,.)]}:;!?%％")
PAUSES = set("・、。，．：；）〕］｝〉》」』】)]} 　")
WHOLE = {"計画", "事業", "福祉", "支援", "推進", "対策", "基本"}
"""Words of plans' names that no line should part where there is another way."""
NOT_LAST = set("（〔［｛〈《「『【([{")
TURNED = set("ー―－-～〜…‥：（）〔〕［］｛｝〈〉《》「」『』【】()[]{}<>=＝")
JOINERS = {"\u200d", "\ufe0e", "\ufe0f"}


def letters(text: str) -> list[str]:
    """Give what a reader sees as letters: a base with its marks, an emoji with all that is joined to it."""
    found: list[str] = []
    for char in text:
        belongs = unicodedata.category(char).startswith("M") or char in JOINERS or "🏻" <= char <= "🏿"
        if found and (belongs or found[-1].endswith("\u200d")):
            found[-1] += char
        else:
            found.append(char)
    return found


def width(text: str) -> float:
    """Give the width of ``text`` in em."""
    return sum(_width(letter) for letter in letters(text))


def _width(letter: str) -> float:
    return 1 if unicodedata.east_asian_width(letter[0]) in "WFA" or len(letter) > 1 else HALF


@lru_cache(maxsize=1024)
def wrap(text: str, limit: float) -> tuple[str, ...]:
    """Break ``text`` into lines of at most ``limit`` em (not less than 1) by the rules of Japanese print.

    First no line begins or ends as none may, then there are as few lines as will do; of all ways that are left it is
    the one that breaks where a reader would pause and makes the lines about equally long.
    """
    pieces = letters(text)
    widths = [_width(letter) for letter in pieces]
    if sum(widths) <= limit + SLACK:
        return (text,)
    ends = _line_ends(pieces, widths, limit)
    return tuple("".join(pieces[start:end]) for start, end in pairwise((0, *ends)))


def _line_ends(pieces: list[str], widths: list[float], limit: float) -> list[int]:
    """Give where the lines end; ``best[end]`` is the cheapest way to set all letters before ``end``."""
    even = sum(widths) / math.ceil(sum(widths) / limit)
    best: list[tuple] = [((0, 0, 0.0), [])]
    for end in range(1, len(pieces) + 1):
        forbidden, pause = _break_before(pieces, end)
        ways, room = [], limit + SLACK
        for start in range(end - 1, -1, -1):
            room -= widths[start]
            if room < 0 and ways:
                break
            (wrong, lines, cost), ends = best[start]
            unlike = ((limit - room - even) / even) ** 2
            ways.append(((wrong + forbidden, lines + 1, cost + pause + 4 * unlike), [*ends, end]))
        best.append(min(ways, key=lambda way: way[0]))
    return best[-1][1]


def _break_before(pieces: list[str], place: int) -> tuple[int, float]:
    """Tell whether no line may end before ``place`` (1 or 0), and how much a reader would mind (0 to 4)."""
    if place == len(pieces):
        return 0, 0
    before, after = pieces[place - 1], pieces[place]
    if _belong_together(before, after):
        return 1, 4
    if before[0] in PAUSES or after[0] in NOT_LAST:
        return 0, 0
    if before + after in WHOLE:
        return 0, 4
    one, other = _script(before), _script(after)
    if one == other:
        return 0, 2 if one == "CJK" else 4
    return 0, 4 if (one, other) == ("CJK", "HIRAGANA") else 1


def _script(letter: str) -> str:
    """CJK, HIRAGANA, KATAKANA, or the first word of whatever else the letter is called."""
    return unicodedata.name(letter[0], "").replace("-", " ").split(" ")[0]


def _belong_together(letter: str, following: str) -> bool:
    both_western = letter.isascii() and letter.isalnum() and following.isascii() and following.isalnum()
    return both_western or following[0] in NOT_FIRST or letter[0] in NOT_LAST


def is_turned(letter: str) -> bool:
    """Tell whether the letter lies on its side in vertical writing (brackets, long marks, western letters)."""
    return letter in TURNED
