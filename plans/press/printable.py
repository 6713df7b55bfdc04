"""Text as it can be set in type: no control characters, and 〓 for what none of our fonts has.

〓 (the printer's "geta") is what Japanese compositors have always set for a missing sort. Emoji come out as one 〓
each, however many code points they are made of.
"""

import re
import unicodedata
from functools import cache

from fontTools.ttLib import TTFont

from plans.press.own_files import own_file

FONTS = {
    "regular": "fonts/BIZUDPGothic-Regular.ttf",
    "bold": "fonts/BIZUDPGothic-Bold.ttf",
    "fallback": "fonts/NotoSansJP-Regular.ttf",
}
GETA = "〓"
LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
KANA_MARK = re.compile("[\u3040-\u30ff][\u3099\u309a]")
FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
INVISIBLE = {"Cc", "Cf"}
JOINER = "\u200d"


@cache
def repertoire() -> frozenset[str]:
    """All characters that the report's fonts can print, and the two that only move the pen."""
    letters = {"\n", "\t"}
    for name in FONTS.values():
        with TTFont(own_file(name), lazy=True) as font:
            letters.update(map(chr, font.getBestCmap()))
    return frozenset(letter for letter in letters if letter in "\n\t" or not _is_invisible(letter))


def printable(data):
    """Give ``data`` (text, numbers, lists and mappings of them) with every text in it printable."""
    if isinstance(data, str):
        return printable_text(data)
    if isinstance(data, dict):
        return {key: printable(value) for key, value in data.items()}
    if isinstance(data, list):
        return [printable(value) for value in data]
    return data


def printable_text(text: str) -> str:
    known = repertoire()
    if known.issuperset(text) and not KANA_MARK.search(text):
        return text
    text = LINE_ENDS.sub("\n", text)
    text = KANA_MARK.sub(lambda pair: unicodedata.normalize("NFC", pair[0]), text)
    text = FLAG.sub(GETA, text)
    return "".join(_replaced(text, known))


def _replaced(text: str, known: frozenset[str]):
    """Yield the letters of ``text``; one 〓 for each missing one together with what is joined to it."""
    missed = joined = False
    for letter in text:
        if letter in known:
            missed = joined = False
            yield letter
        elif letter == JOINER:
            joined = missed
        elif not _is_invisible(letter) and not _is_modifier(letter):
            if not joined:
                yield GETA
            missed, joined = True, False


def _is_invisible(letter: str) -> bool:
    """Control and format characters (the soft hyphen and all that turn the writing direction among them)."""
    return (
        unicodedata.category(letter) in INVISIBLE or "\ufe00" <= letter <= "\ufe0f" or letter >= "\U000e0000"
    )


def _is_modifier(letter: str) -> bool:
    """Skin tones, the enclosing keycap and combining marks: they change the letter before, and are left out."""
    return "\U0001f3fb" <= letter <= "\U0001f3ff" or unicodedata.category(letter).startswith("M")
