"""Markdown as the texts of a plan are written in: CommonMark and tables, no HTML, pictures by their key."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

WEB = re.compile(r"https?://", re.IGNORECASE)
PICTURE = "picture:"
KEYS = re.compile(r"picture:([0-9a-f]{12})(?![0-9a-z])")
BREAKS = ("softbreak", "hardbreak")


def is_allowed(url: str) -> bool:
    """Allow web addresses and places on this portal; no other scheme, and no other host in disguise."""
    if WEB.match(url):
        return True
    first = re.split(r"[/?#]", url, maxsplit=1)[0]
    return (
        ":" not in first and "%3a" not in first.lower() and not re.match(r"[/\\]{2}|/%5C", url, re.IGNORECASE)
    )


def parser() -> MarkdownIt:
    """Give a parser whose tokens hold ``picture:`` addresses too: who renders them has to take them out."""
    made = MarkdownIt("commonmark", {"html": False}).enable("table")
    made.validateLink = lambda url: url.startswith(PICTURE) or is_allowed(url)
    return made


@dataclass(frozen=True)
class PictureMark:
    """``![alt](picture:key "caption")`` in a text. ``is_alone``: nothing but pictures in its paragraph."""

    line: int
    source: str
    alt: str
    caption: str
    is_alone: bool

    @property
    def key(self) -> str:
        """Empty when the source is not one of our pictures."""
        found = KEYS.fullmatch(self.source)
        return found[1] if found else ""


def picture_marks(markdown: str) -> list[PictureMark]:
    """Give every picture of a text with the number of its line, from 1."""
    found: list[PictureMark] = []
    line = 1
    for token in parser().parse(markdown):
        line = token.map[0] + 1 if token.map else line
        if token.type == "inline":
            found += _marks_of(token, line)
    return found


def _marks_of(token: Token, line: int) -> Iterator[PictureMark]:
    alone = is_all_pictures(token)
    for child in token.children:
        line += child.type in BREAKS
        if child.type == "image":
            yield mark_of(child, line, is_alone=alone)


def mark_of(image: Token, line: int = 0, *, is_alone: bool = True) -> PictureMark:
    words = {name: str(image.attrs.get(name, "")) for name in ("src", "title")}
    alt = "".join(child.content for child in image.children or [])
    return PictureMark(line, words["src"], alt.strip(), words["title"].strip(), is_alone)


def is_all_pictures(token: Token) -> bool:
    """Whether a paragraph holds pictures and nothing else."""
    kinds = {child.type for child in token.children if child.type not in BREAKS}
    return kinds == {"image"}


def picture_line(key: str, alt: str, caption: str = "") -> str:
    """Give the line that shows a picture in a text, with words that cannot break out of it."""
    alt, caption = (re.sub(r"([\\\[\]\"`*_<&])", r"\\\1", words) for words in (alt, caption))
    title = f' "{caption}"' if caption else ""
    return f"![{alt}]({PICTURE}{key}{title})"


def pictures_in_words(markdown: str) -> str:
    """Give the text with a phrase in the place of each picture, for tables that set words side by side."""
    return re.sub(
        r'!\[((?:\\.|[^\]\\])*)\]\(picture:([0-9a-f]{12})(?: "((?:\\.|[^"\\])*)")?\)', _phrase, markdown
    )


def _phrase(mark: re.Match) -> str:
    alt, key, caption = (re.sub(r"\\(.)", r"\1", part or "") for part in mark.groups())
    below = f"　説明：{caption}" if caption else ""
    return f"［図：{alt}{below}（図番号 {key}）］"
