"""Lines that are set without a typesetter: head, foot and number of a page, in the fonts of the pages themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from fontTools.ttLib import TTFont

from plans.press.own_files import own_file
from plans.press.piece import Glyphs, Leaf
from plans.press.printable import FONTS, GETA

MM = 72 / 25.4
LEFT = 21 * MM
RIGHT = 20 * MM
HEAD = 11.6 * MM
FOOT = 9.8 * MM
ROOM = 62 * MM
PLACE = "000"
"""What a template prints where the binder will write the number of a page; a longer one begins further left."""


@dataclass(frozen=True)
class Letter:
    face: str
    glyph: int
    text: str
    width: int  # in thousandths of the size


@dataclass(frozen=True)
class Line:
    """``at`` is the left edge, the middle or the right edge of the line, as ``align`` says: 0, 0.5 or 1."""

    text: str
    at: float
    y: float
    align: float = 0
    size: float = 8.5
    is_bold: bool = False

    @property
    def letters(self) -> list[Letter]:
        return [_letter(letter, self.is_bold) for letter in self.text]

    @property
    def width(self) -> float:
        return self.size * sum(letter.width for letter in self.letters) / 1000

    def drawn(self, faces: dict[str, str]) -> str:
        """Give the operators that write the line, one show a face."""
        x = self.at - self.align * self.width
        shown, face = [f"1 0 0 1 {x:.2f} {self.y:.2f} Tm"], None
        for letter in self.letters:
            if letter.face != face:
                face = letter.face
                shown.append(f"/{faces[face]} {self.size} Tf")
            shown.append(f"<{letter.glyph:04x}> Tj")
        return " ".join(shown)


def running_lines(leaf: Leaf, number: str, *, left="", marks="", right="", date="") -> list[Line]:
    """Give head and foot of one page: what is printed, what it is worth (案), of what it treats; number and date."""
    outer, middle, top = leaf.width - RIGHT, (leaf.width + LEFT - RIGHT) / 2, leaf.height - HEAD
    lines = [
        Line(fitted(left, ROOM), LEFT, top),
        Line(marks, middle, top, align=0.5, size=10, is_bold=True),
        Line(fitted(right, ROOM if marks else 1.6 * ROOM), outer, top, align=1),
        Line(number, middle, FOOT, align=0.5),
        Line(date, outer, FOOT, align=1),
    ]
    return [line for line in lines if line.text]


def fitted(text: str, room: float) -> str:
    """Give ``text`` on one line, cut with … where it is longer than ``room``."""
    text = " ".join(text.split())
    if Line(text, 0, 0).width <= room:
        return text
    while text and Line(f"{text}…", 0, 0).width > room:
        text = text[:-1]
    return f"{text}…"


def number_in_place(number: int) -> str:
    """Give the operator that writes ``number`` where PLACE was laid out, to the same right edge, in its font."""
    shift = 1000 * (Line(PLACE, 0, 0, size=1).width - Line(str(number), 0, 0, size=1).width)
    glyphs = "".join(f"{letter.glyph:04x}" for letter in Line(str(number), 0, 0).letters)
    return f"[{-shift:.0f} <{glyphs}>] TJ"


def glyphs_of(lines: Iterable[Line]) -> Glyphs:
    """Give the letters of the lines, and all digits: a number may be written in place of any other."""
    found: Glyphs = {}
    digits = [Line("0123456789", 0, 0, is_bold=is_bold) for is_bold in (False, True)]
    for line in (*lines, *digits):
        for letter in line.letters:
            found.setdefault(letter.face, {})[str(letter.glyph)] = [letter.text, letter.width]
    return found


@cache
def _letter(letter: str, is_bold: bool) -> Letter:
    """Give the letter from the first of our fonts that has it, or the mark for a missing one."""
    for face in ("bold" if is_bold else "regular", "fallback"):
        letters, widths = _metrics(face)
        if ord(letter) in letters:
            glyph = letters[ord(letter)]
            return Letter(face, glyph, letter, widths[glyph])
    return _letter(GETA, is_bold)


@cache
def _metrics(face: str) -> tuple[dict[int, int], list[int]]:
    """Give the glyphs of a face by code point, and all its widths."""
    with TTFont(own_file(FONTS[face]), lazy=True) as font:
        order, scale = font.getReverseGlyphMap(), 1000 / font["head"].unitsPerEm
        letters = {code: order[name] for code, name in font.getBestCmap().items()}
        advances = font["hmtx"].metrics
        return letters, [round(advances[name][0] * scale) for name in font.getGlyphOrder()]
