"""The glossary (用語): its words by the rows of the kana, and the chapters that use each."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from plans.models import Chapter, GlossaryTerm
from plans.text import MARK, READING

ROWS = {
    "あ": "あいうえおゔ",
    "か": "かきくけこ",
    "さ": "さしすせそ",
    "た": "たちつてと",
    "な": "なにぬねの",
    "は": "はひふへほ",
    "ま": "まみむめも",
    "や": "やゆよ",
    "ら": "らりるれろ",
    "わ": "わゐゑをん",
}
OTHER = "その他"
_SMALL = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ")
_LONGEST_WORD = GlossaryTerm._meta.get_field("word").max_length


def row_of(reading: str) -> str:
    """Give the row of the kana table (あ to わ) in which a reading stands; が stands with か, っ with つ."""
    first = unicodedata.normalize("NFD", reading[:1])[:1].translate(_SMALL)
    return next((row for row, kana in ROWS.items() if first and first in kana), OTHER)


@dataclass(frozen=True)
class Group:
    """The words of one row; ``number`` makes an address within the page."""

    row: str
    number: int
    words: list[GlossaryTerm]

    @property
    def title(self) -> str:
        return self.row if self.row == OTHER else f"{self.row}行"


def grouped(words: Iterable[GlossaryTerm]) -> list[Group]:
    """Give the rows that have words, in the order of the kana."""
    by_row: dict[str, list[GlossaryTerm]] = defaultdict(list)
    for word in words:
        by_row[row_of(word.reading)].append(word)
    rows = [*ROWS, OTHER]
    return [Group(row, rows.index(row) + 1, by_row[row]) for row in rows if row in by_row]


def marked_words(text: str, words: Iterable[str]) -> set[str]:
    """Tell which of ``words`` the text marks with ※, with or without a reading; the longest counts, as it is linked."""
    ordered = sorted(words, key=len, reverse=True)
    found = set()
    for piece in re.split(MARK, text)[:-1]:
        stem = re.sub(f"{READING}\\Z", "", piece)[-_LONGEST_WORD:]
        found.add(next((word for word in ordered if stem.endswith(word)), ""))
    return found - {""}


def count_uses(words: Iterable[GlossaryTerm]) -> dict[str, int]:
    """Give the number of chapters that mark each word, from one query."""
    counts: dict[str, int] = defaultdict(int)
    names = [word.word for word in words]
    for body in Chapter.objects.filter(body__contains=MARK).values_list("body", flat=True):
        for word in marked_words(body, names):
            counts[word] += 1
    return counts


def chapters_using(word: str) -> list[Chapter]:
    """Give the chapters that mark ``word``, in the order of their terms."""
    names = [word, *GlossaryTerm.objects.filter(word__endswith=word).values_list("word", flat=True)]
    chapters = Chapter.objects.filter(body__contains=word).select_related("term__plan")
    rows = chapters.order_by("term__plan__position", "term__ordinal", "number")
    return [chapter for chapter in rows if word in marked_words(chapter.body, names)]
