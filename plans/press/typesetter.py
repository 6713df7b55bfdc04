"""The typesetter: lays HTML out into pages, and embeds fonts. Loading this module loads WeasyPrint.

WeasyPrint slows down as a document grows, so what is long is laid out in pieces that share one font configuration and
one parsed style sheet, and is bound by ``binder``. Some of WeasyPrint 70's inner names are leaned on (see
``_fonts_dictionary`` and ``_finish_tags``); pyproject.toml therefore stops below 71.
"""

import os
import tempfile
import threading
from collections.abc import Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pydyf
import weasyprint.pdf
from django.core.exceptions import ImproperlyConfigured
from weasyprint import CSS, HTML, Document
from weasyprint.document import Page
from weasyprint.formatting_structure.boxes import TableCellBox, TextBox
from weasyprint.pdf.fonts import build_fonts_dictionary
from weasyprint.text.fonts import FontConfiguration

from plans.press.fetcher import SCHEME, OwnFilesOnly
from plans.press.own_files import FetchRefused, own_file
from plans.press.piece import Glyphs, Leaf, Piece
from plans.press.printable import FONTS
from plans.press.version import STYLES

VARIANT = "pdf/ua-1"
NO_FONTS_BUT_OURS = '<?xml version="1.0"?><fontconfig><cachedir>{folder}</cachedir></fontconfig>'
SPECIMEN = (
    '<html lang="ja"><title>書体</title><p>あ</p><p class="bold">あ</p><p class="fallback">あ</p></html>'
)
SPECIMEN_STYLE = '.bold { font-weight: 700 } .fallback { font-family: "Report Fallback" }'
POINTS = 0.75
PRINT_FLAG = 4
ONE_AT_A_TIME = threading.Lock()


@cache
def _press() -> "Press":
    return Press()


def press() -> "Press":
    """Give the press of this process: fonts and style sheet are read once."""
    with ONE_AT_A_TIME:
        return _press()


class Press:
    def __init__(self):
        for name in (*STYLES, *FONTS.values()):
            _require(name)
        self.fetcher = OwnFilesOnly()
        with _own_fonts_only():
            self.fonts = FontConfiguration()
        options = {"url_fetcher": self.fetcher, "font_config": self.fonts}
        self.styles = [CSS(url=f"{SCHEME}{name}", **options) for name in STYLES]
        self.faces = {face: font.hash for face, font in self._faces_of(self._specimen()).items()}

    def lay_out(self, html: str, pictures: Mapping[str, bytes] | None = None) -> Piece:
        """Lay one piece out, with the ``pictures`` that it names. Links may lead to anchors of other pieces."""
        with ONE_AT_A_TIME, self.fetcher.showing(pictures or {}):
            document = self._render(html)
            document.fonts = FontsLeftOut()
            document.pages = [WatchedPage(page) for page in document.pages]
            leaves = [_leaf(page) for page in document.pages]
            _let_links_lead_out(document)
            pdf = document.write_pdf(finisher=_finish_tags, pdf_variant=VARIANT)
            return Piece(pdf, leaves, self._glyphs(document), self.faces)

    def embed(self, glyphs: Glyphs) -> Piece:
        """Give a piece without leaves that carries our fonts, cut down to ``glyphs``."""
        with ONE_AT_A_TIME:
            specimen = self._specimen()
            faces = self._faces_of(specimen)
            for face, letters in glyphs.items():
                font = faces[face]
                held = {int(n): known for n, known in letters.items() if int(n) < font.glyph_count}
                font.to_unicode = {number: text for number, (text, _) in held.items()}
                font.widths = {number: width for number, (_, width) in held.items()}
            specimen.fonts = dict(specimen.fonts)
            return Piece(specimen.write_pdf(), [], {}, self.faces)

    def _render(self, html: str, *styles: CSS) -> Document:
        page = HTML(string=html, url_fetcher=self.fetcher)
        return page.render(font_config=self.fonts, stylesheets=[*self.styles, *styles], pdf_variant=VARIANT)

    def _specimen(self) -> Document:
        style = CSS(string=SPECIMEN_STYLE, url_fetcher=self.fetcher, font_config=self.fonts)
        return self._render(SPECIMEN, style)

    def _faces_of(self, specimen: Document) -> dict:
        """Give the fonts of the specimen under our names for them; painting it makes them known."""
        specimen.fonts = FontsLeftOut()
        specimen.write_pdf()
        return dict(zip(FONTS, specimen.fonts.values(), strict=True))

    def _glyphs(self, document: Document) -> Glyphs:
        """Give the letters that the document used, by face."""
        names = {name: face for face, name in self.faces.items()}
        found: Glyphs = {}
        for font in document.fonts.values():
            letters = {str(n): [text, font.widths[n]] for n, text in font.to_unicode.items()}
            face = names[font.hash]
            found[face] = letters | found.get(face, {})
        return found


def _require(name: str) -> None:
    try:
        own_file(name)
    except FetchRefused as error:
        raise ImproperlyConfigured(f"The report needs the static file {name}.") from error


@contextmanager
def _own_fonts_only():
    """Let fontconfig see an empty configuration, so that output is the same on every machine."""
    before = os.environ.get("FONTCONFIG_FILE")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "fonts.conf"
        file.write_text(NO_FONTS_BUT_OURS.format(folder=folder), encoding="utf-8")
        os.environ["FONTCONFIG_FILE"] = str(file)
        try:
            yield
        finally:
            os.environ.pop("FONTCONFIG_FILE")
            if before is not None:
                os.environ["FONTCONFIG_FILE"] = before


# ---- a piece says what WeasyPrint would have written into a whole file ---------------------------------------


class FontsLeftOut(dict):
    """The fonts of a document that are known but not embedded."""


def _fonts_dictionary(pdf, fonts, *args):
    """Stand in for WeasyPrint's own: cutting three fonts down takes longer than laying out a page."""
    if isinstance(fonts, FontsLeftOut):
        return pydyf.Dictionary()
    return build_fonts_dictionary(pdf, fonts, *args)


weasyprint.pdf.build_fonts_dictionary = _fonts_dictionary


def _leaf(page) -> Leaf:
    def turned(x, y):
        """A place in CSS pixels from the top, in points from the bottom."""
        return [round(x * POINTS, 2), round((page.height - y) * POINTS, 2)]

    return Leaf(
        width=round(page.width * POINTS, 2),
        height=round(page.height * POINTS, 2),
        anchors={name: turned(x, y) for name, (x, y, _, _) in page.anchors.items()},
        bookmarks=[[level, label, *turned(*place)] for level, label, place, _ in page.bookmarks],
        numbers=page.numbers,  # found when it is painted
    )


class WatchedPage(Page):
    """A page that notes, while it is painted, under which MCID each number stands that waits for ``data-page-of``."""

    def __init__(self, page: Page):
        self.__dict__.update(vars(page))
        self.numbers: list[list] = []

    def paint(self, stream, scale=1):
        super().paint(stream, scale)
        for box, mark in stream._tags.items():
            if anchor := isinstance(box, TextBox) and box.element.get("data-page-of"):
                self.numbers.append([mark["mcid"], anchor])


def _let_links_lead_out(document: Document) -> None:
    """Keep links whose anchor is in another piece: WeasyPrint drops those that it cannot follow."""
    targets = {target for page in document.pages for kind, target, _, _ in page.links if kind == "internal"}
    for target in targets.difference(*(page.anchors for page in document.pages)):
        document.pages[-1].anchors[target] = (0, 0, 0, 0)


# ---- what PDF/UA asks for and WeasyPrint leaves out -------------------------------------------------------


def _finish_tags(document: Document, pdf: pydyf.PDF) -> None:
    """Say of which cells a heading speaks, where figures lie, where links lead and that they are printed."""
    for whole in ("Names", "Outlines"):
        pdf.catalog.pop(whole, None)  # the binding makes them of all pieces
    heights = dict(zip(pdf.page_references, (page.height for page in document.pages), strict=True))
    for page in document.pages:
        _scope_headings(page._page_box)
        for kind, _, _, box in page.links:
            if kind == "internal":
                box.link_annotation["Anchor"] = box.link_annotation.pop("Dest")  # tied by the binder
                box.link_annotation["F"] = PRINT_FLAG
                box.link_annotation["Contents"] = pydyf.String("".join(box.element.itertext()).strip())
    for item in pdf.objects:
        if isinstance(item, pydyf.Dictionary) and item.get("Type") == "/StructElem":
            _finish_element(item, heights)


def _scope_headings(root) -> None:
    for box in root.descendants():
        if isinstance(box, TableCellBox) and box.element_tag == "th" and hasattr(box, "mark"):
            is_row = box.element.get("scope") == "row"
            box.mark["A"]["Scope"] = "/Row" if is_row else "/Column"


def _finish_element(element: pydyf.Dictionary, heights: dict) -> None:
    """Scopes say what names of cells would say; names would meet each other in one file. Boxes are in points."""
    element.pop("ID", None)
    attributes = element.get("A", {})
    attributes.pop("Headers", None)
    if "BBox" in attributes:
        left, top, right, bottom = attributes["BBox"]
        height = heights[element["Pg"]]
        box = (left, height - bottom, right, height - top)
        attributes["BBox"] = pydyf.Array(round(side * POINTS, 2) for side in box)
