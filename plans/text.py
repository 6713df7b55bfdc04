"""The text of a plan as people read it: Markdown without HTML, glossary words linked, readings as ruby, pictures shown."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from markdown_it.token import Token

from plans.markdown import PICTURE, PictureMark, is_all_pictures, mark_of, parser
from plans.models import Chapter, GlossaryTerm, Picture, PlanTerm

MARK = "※"
READING = "《[ぁ-ゖァ-ヺー]+》"
RUBY = re.compile(r"([一-鿿々〆ヶ\U00020000-\U0003ffff]+)《([ぁ-ゖァ-ヺー]+)》")
MARKED = re.compile(f"({READING})?{MARK}\\Z")


@dataclass(frozen=True)
class ReadableChapter:
    slug: str
    title: str
    body: SafeString
    easy_summary: SafeString

    @property
    def anchor(self) -> str:
        return f"chapter-{self.slug}"


@dataclass(frozen=True)
class ShownPicture:
    """A picture with the words of the text that shows it, as ``components/picture.html`` takes it."""

    picture: Picture
    alt: str
    caption: str

    @property
    def is_sample(self) -> bool:
        return self.picture.is_sample

    @property
    def width(self) -> int:
        return self.picture.width

    @property
    def height(self) -> int:
        return self.picture.height

    def get_absolute_url(self) -> str:
        return self.picture.get_absolute_url()


def chapters(term: PlanTerm, *, below: int) -> list[ReadableChapter]:
    """Give the chapters of ``term`` ready for a page on which they stand under a heading of level ``below``."""
    return readable(term.chapters.order_by("number"), below=below)


def readable(rows: Iterable[Chapter], *, below: int) -> list[ReadableChapter]:
    """Give chapters, saved or not, as the public reads them."""
    rows = list(rows)
    glossary = list(GlossaryTerm.objects.all())
    pictures = Picture.objects.brief().shown_in(row.body for row in rows)
    return [
        ReadableChapter(
            row.slug,
            row.title,
            render(row.body, glossary=glossary, pictures=pictures, below=below),
            with_readings(row.easy_summary),
        )
        for row in rows
    ]


def render(
    markdown: str,
    *,
    glossary: Iterable[GlossaryTerm] = (),
    pictures: Mapping[str, Picture] | None = None,
    below: int,
) -> SafeString:
    """Turn Markdown into safe HTML.

    HTML in it is shown as text, links lead to http(s) or stay on the portal. Headings follow one of level ``below``
    without a jump. In each section the first 「言葉※」 of a glossary word becomes a link. ``pictures`` by key are
    shown; one of another place is a link to it.
    """
    made = parser()
    tokens = made.parse(markdown)
    _shift_headings(tokens, below)
    _prepare_tables(tokens)
    _link_glossary(tokens, list(glossary))
    tokens = list(_with_pictures(tokens, pictures or {}))
    return mark_safe(made.renderer.render(tokens, made.options, {}))  # noqa: S308 (html is off, links are checked)


def with_readings(text: str) -> SafeString:
    """Turn 福祉《ふくし》 into ruby, and lines into lines."""
    lines = (_ruby(line) for line in text.strip().splitlines())
    return format_html_join(mark_safe("<br>\n"), "{}", ((line,) for line in lines))


def _ruby(line: str) -> SafeString:
    ruby = r"<ruby>\1<rp>（</rp><rt>\2</rt><rp>）</rp></ruby>"
    return mark_safe(RUBY.sub(ruby, escape(line)))  # noqa: S308 (escaped; the pattern holds no markup)


def _shift_headings(tokens: list[Token], below: int) -> None:
    """Count the levels as they are nested, whatever number of # the writer took."""
    above: list[str] = []
    for token in tokens:
        if token.type == "heading_open":
            while above and above[-1] >= token.tag:
                above.pop()
            above.append(token.tag)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(below + len(above), 6)}"


def _prepare_tables(tokens: list[Token]) -> None:
    """Say what the heads of a table are for; alignment goes into a class, for style attributes are refused."""
    for token in tokens:
        if token.type in ("th_open", "td_open") and "right" in str(token.attrs.pop("style", "")):
            token.attrs["class"] = "number"
        if token.type == "th_open":
            token.attrs["scope"] = "col"


# ---- words and readings -----------------------------------------------------------------------------------


def _link_glossary(tokens: list[Token], glossary: list[GlossaryTerm]) -> None:
    """A heading begins a section, in which each word is linked once."""
    words = {term.word: term for term in sorted(glossary, key=lambda term: -len(term.word))}
    linked: set[str] = set()
    for token in tokens:
        if token.type == "heading_open":
            linked.clear()
        if token.type == "inline" and token.children:
            token.children = list(_linked(token.children, words, linked))


def _linked(children: list[Token], words: dict[str, GlossaryTerm], linked: set[str]) -> Iterable[Token]:
    """Give the pieces of a paragraph, each text cut at the glossary words that are still to be linked."""
    inside_link = 0
    for child in children:
        inside_link += {"link_open": 1, "link_close": -1}.get(child.type, 0)
        if child.type == "text" and not inside_link and MARK in child.content:
            yield from _cut(child.content, words, linked)
        elif child.type == "text":
            yield _read(child.content)
        else:
            yield child


def _cut(content: str, words: dict[str, GlossaryTerm], linked: set[str]) -> Iterable[Token]:
    rest = ""
    for piece in re.split(f"(?<={MARK})", content):
        word, written = _marked_word(piece, words)
        if not word or word in linked:
            rest += piece
            continue
        linked.add(word)
        yield _read(rest + piece.removesuffix(written))
        link = format_html('<a href="{}">{}</a>', words[word].get_absolute_url(), _ruby(written))
        yield _token("html_inline", link)
        rest = ""
    yield _read(rest)


def _marked_word(piece: str, words: dict[str, GlossaryTerm]) -> tuple[str, str]:
    """Give the word with which the piece ends, and as it is written there, with reading and mark; empty for none."""
    mark = MARKED.search(piece)
    stem = piece[: mark.start()] if mark else ""
    word = next((word for word in words if stem.endswith(word)), "")
    return word, word + mark[0] if word else ""


def _read(content: str) -> Token:
    """A piece of text, with ruby where a reading is entered."""
    return _token("html_inline", _ruby(content)) if RUBY.search(content) else _token("text", content)


def _token(kind: str, content: str) -> Token:
    return Token(kind, "", 0, content=content)


# ---- pictures ---------------------------------------------------------------------------------------------


def _with_pictures(tokens: list[Token], pictures: Mapping[str, Picture]) -> Iterable[Token]:
    """Let paragraphs of pictures become figures; a picture in the middle of words stands there without a caption."""
    place = 0
    while place < len(tokens):
        token = tokens[place]
        paragraph = tokens[place + 1] if token.type == "paragraph_open" else None
        if paragraph and is_all_pictures(paragraph):
            for image in paragraph.children:
                if image.type == "image":
                    yield _token("html_block", _figure(mark_of(image), pictures))
            place += 3
            continue
        if token.type == "inline":
            token.children = list(_inline(token.children or [], pictures))
        yield token
        place += 1


def _inline(children: list[Token], pictures: Mapping[str, Picture]) -> Iterable[Token]:
    """No link leads to a picture: its address belongs to pictures only."""
    dropped: list[bool] = []
    for child in children:
        if child.type == "link_open":
            dropped.append(str(child.attrs.get("href", "")).startswith(PICTURE))
        is_dropped = child.type in ("link_open", "link_close") and dropped[-1]
        if child.type == "link_close":
            dropped.pop()
        if child.type == "image":
            yield _token("html_inline", _small(mark_of(child), pictures))
        elif not is_dropped:
            yield child


def _figure(mark: PictureMark, pictures: Mapping[str, Picture]) -> SafeString:
    if mark.key not in pictures:
        return format_html("<p>{}</p>\n", _small(mark, pictures))
    shown = ShownPicture(pictures[mark.key], mark.alt, mark.caption)
    return render_to_string("components/picture.html", {"picture": shown}).strip() + "\n"


def _small(mark: PictureMark, pictures: Mapping[str, Picture]) -> SafeString:
    if picture := pictures.get(mark.key):
        html = '<img src="{}" alt="{}" width="{}" height="{}" loading="lazy">'
        return format_html(html, picture.get_absolute_url(), mark.alt, picture.width, picture.height)
    if mark.source.startswith(PICTURE):
        return format_html("［画像：{}］", mark.alt or "なし")
    return format_html('<a href="{}">{}</a>', mark.source, mark.alt or mark.source)
