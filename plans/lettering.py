"""How Japanese labels are broken into lines and columns inside a drawing. Pure functions, no Django.

A drawing cannot ask the browser how wide a word is, so a full-width letter counts as 1 em and any other as 0.62 em:
a little more than most fonts need, so that what fits here fits on the page and in the PDF.
"""

import math
import unicodedata

HALF = 0.62
NOT_FIRST = set("、。，．・：；？！）〕］｝〉》」』】ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々,.)]}:;!?%％")
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


def wrap(text: str, limit: float) -> list[str]:
    """Break ``text`` into lines of at most ``limit`` em, of about the same length, by the rules of Japanese print."""
    fewest = len(_fill(text, limit))
    if fewest < 2:
        return [text]
    even = math.ceil(width(text) / fewest)
    for attempt in range(even, math.ceil(limit)):
        lines = _fill(text, attempt)
        if len(lines) == fewest:
            return lines
    return _fill(text, limit)


def _fill(text: str, limit: float) -> list[str]:
    lines: list[list[str]] = [[]]
    room = limit
    for letter in letters(text):
        if _width(letter) > room + 1e-6 and lines[-1]:
            lines.append(_carried(lines[-1], letter))
            room = limit - sum(map(_width, lines[-1]))
        lines[-1].append(letter)
        room -= _width(letter)
    return ["".join(line) for line in lines if line]


def _carried(line: list[str], following: str) -> list[str]:
    """Take from the end of ``line`` what must not stand there, or must not be parted from ``following``.

    At most three letters are taken, and never the whole line: a name of brackets only still comes to an end.
    """
    count = 0
    while count < min(3, len(line) - 1) and _belong_together(line[-1 - count], following):
        count += 1
        following = line[-count]
    if not count:
        return []
    carried = line[-count:]
    del line[-count:]
    return carried


def _belong_together(letter: str, following: str) -> bool:
    both_western = letter.isascii() and letter.isalnum() and following.isascii() and following.isalnum()
    return both_western or following[0] in NOT_FIRST or letter[0] in NOT_LAST


def is_turned(letter: str) -> bool:
    """Tell whether the letter lies on its side in vertical writing (brackets, long marks, western letters)."""
    return letter in TURNED
