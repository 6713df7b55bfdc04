"""The text of a plan as people read it: Markdown without HTML, glossary words linked, readings as ruby."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from plans.models import GlossaryTerm, PlanTerm

MARK = "※"
RUBY = re.compile(r"([一-鿿々〆ヶ\U00020000-\U0003ffff]+)《([ぁ-ゖァ-ヺー]+)》")
WEB = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True)
class ReadableChapter:
    slug: str
    title: str
    body: SafeString
    easy_summary: SafeString

    @property
    def anchor(self) -> str:
        return f"chapter-{self.slug}"


def chapters(term: PlanTerm, *, below: int) -> list[ReadableChapter]:
    """Give the chapters of ``term`` ready for a page on which they stand under a heading of level ``below``."""
    glossary = list(GlossaryTerm.objects.all())
    return [
        ReadableChapter(
            chapter.slug,
            chapter.title,
            render(chapter.body, glossary=glossary, below=below),
            with_readings(chapter.easy_summary),
        )
        for chapter in term.chapters.order_by("number")
    ]


def render(markdown: str, *, glossary: Iterable[GlossaryTerm] = (), below: int) -> SafeString:
    """Turn Markdown into safe HTML.

    HTML in it is shown as text, links lead to http(s) or stay on the portal, pictures are left as links. Headings
    follow one of level ``below`` without a jump. The first 「言葉※」 of each glossary word becomes a link.
    """
    parser = _parser()
    tokens = parser.parse(markdown)
    _shift_headings(tokens, below)
    _prepare_tables(tokens)
    _link_glossary(tokens, list(glossary))
    return mark_safe(parser.renderer.render(tokens, parser.options, {}))  # noqa: S308 (html is off, links are checked)


def with_readings(text: str) -> SafeString:
    """Turn 福祉《ふくし》 into ruby, and lines into lines."""
    lines = (_ruby(line) for line in text.strip().splitlines())
    return format_html_join(mark_safe("<br>\n"), "{}", ((line,) for line in lines))


def _ruby(line: str) -> SafeString:
    ruby = r"<ruby>\1<rp>（</rp><rt>\2</rt><rp>）</rp></ruby>"
    return mark_safe(RUBY.sub(ruby, escape(line)))  # noqa: S308 (escaped; the pattern holds no markup)


def is_allowed(url: str) -> bool:
    """Allow web addresses and places on this portal; no other scheme, and no other host in disguise."""
    if WEB.match(url):
        return True
    first = re.split(r"[/?#]", url, maxsplit=1)[0]
    return (
        ":" not in first and "%3a" not in first.lower() and not re.match(r"[/\\]{2}|/%5C", url, re.IGNORECASE)
    )


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    parser.validateLink = is_allowed
    return parser


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


def _link_glossary(tokens: list[Token], glossary: list[GlossaryTerm]) -> None:
    words = {term.word: term for term in sorted(glossary, key=lambda term: -len(term.word))}
    linked: set[str] = set()
    for token in tokens:
        if token.type == "inline" and token.children:
            token.children = list(_linked(token.children, words, linked))


def _linked(children: list[Token], words: dict[str, GlossaryTerm], linked: set[str]) -> Iterable[Token]:
    """Give the pieces of a paragraph, each text cut at the glossary words that are still to be linked."""
    inside_link = 0
    for child in children:
        inside_link += {"link_open": 1, "link_close": -1}.get(child.type, 0)
        if child.type == "text" and not inside_link and MARK in child.content:
            yield from _cut(child.content, words, linked)
        else:
            yield child


def _cut(content: str, words: dict[str, GlossaryTerm], linked: set[str]) -> Iterable[Token]:
    rest = ""
    for piece in re.split(f"(?<={MARK})", content):
        word = next((word for word in words if piece.endswith(word + MARK)), None)
        if word is None or word in linked:
            rest += piece
            continue
        linked.add(word)
        yield _token("text", rest + piece[: -len(word + MARK)])
        link = format_html('<a href="{}">{}{}</a>', words[word].get_absolute_url(), word, MARK)
        yield _token("html_inline", link)
        rest = ""
    yield _token("text", rest)


def _token(kind: str, content: str) -> Token:
    return Token(kind, "", 0, content=content)
