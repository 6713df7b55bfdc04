"""The press: lays HTML out into pages and binds the pages of many pieces into one tagged PDF.

WeasyPrint slows down as a document grows, so a report is laid out in pieces that share one font configuration and
one parsed style sheet, and bound at the end: one structure tree, one outline, one subset of each font. Heads and
page numbers are known only then; they are laid out as pages of their own (the furniture) and painted over.
"""

import gc
import os
import tempfile
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pydyf
from django.core.exceptions import ImproperlyConfigured
from weasyprint import CSS, HTML, Document
from weasyprint.document import Page
from weasyprint.formatting_structure.boxes import TableCellBox
from weasyprint.text.fonts import FontConfiguration

from plans.press.fetcher import SCHEME, FetchRefused, OwnFilesOnly, own_file
from plans.press.printable import FONTS

STYLE = "css/report.css"
VARIANT = "pdf/ua-1"
NO_FONTS_BUT_OURS = '<?xml version="1.0"?><fontconfig><cachedir>{folder}</cachedir></fontconfig>'
PRINT_FLAG = 4


@cache
def press() -> "Press":
    """Give the press of this process: fonts and style sheet are read once."""
    return Press()


class Press:
    def __init__(self):
        for name in (STYLE, *FONTS.values()):
            _require(name)
        self.fetcher = OwnFilesOnly()
        with _own_fonts_only():
            self.fonts = FontConfiguration()
        self.style = CSS(url=f"{SCHEME}{STYLE}", url_fetcher=self.fetcher, font_config=self.fonts)

    def lay_out(self, html: str) -> Document:
        """Lay one piece out."""
        page = HTML(string=html, url_fetcher=self.fetcher)
        document = page.render(font_config=self.fonts, stylesheets=[self.style], pdf_variant=VARIANT)
        _keep_what_is_reached()
        return document

    def bind(self, pieces: list[Document], furniture: Document) -> bytes:
        """Give the PDF of all pages of ``pieces``, each with the page of ``furniture`` of the same number over it."""
        pages = [page for piece in pieces for page in piece.pages]
        pages = [FurnishedPage(page, over) for page, over in zip(pages, furniture.pages, strict=True)]
        return pieces[0].copy(pages).write_pdf(finisher=_finish_tags, pdf_variant=VARIANT)


class FurnishedPage(Page):
    """A laid out page with head and foot painted over it as an artifact: read by the eye, not read out."""

    def __init__(self, page: Page, furniture: Page):
        self.__dict__.update(vars(page))
        self._furniture = furniture

    def paint(self, stream, scale=1):
        super().paint(stream, scale)
        tags, stream._tags = stream._tags, None
        stream.begin_marked_content("Artifact")
        self._furniture.paint(stream, scale)
        stream.end_marked_content()
        stream._tags = tags


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


@contextmanager
def collector_resting():
    """Keep the garbage collector from walking again and again over boxes that are all still needed."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        if was_on:
            gc.enable()


def _keep_what_is_reached() -> None:
    """Free what laying out left behind, and set all that is still reached aside for the next time."""
    if not gc.isenabled():
        gc.collect()
        gc.freeze()


# ---- what PDF/UA asks for and WeasyPrint leaves out -------------------------------------------------------


def _finish_tags(document: Document, pdf: pydyf.PDF) -> None:
    """Say of which cells a heading speaks, and that links are printed with the page."""
    for page in document.pages:
        _scope_headings(page._page_box)
    for item in pdf.objects:
        if isinstance(item, pydyf.Dictionary) and item.get("Subtype") == "/Link":
            item["F"] = PRINT_FLAG


def _scope_headings(root) -> None:
    for box in root.descendants():
        if isinstance(box, TableCellBox) and box.element_tag == "th" and hasattr(box, "mark"):
            is_row = box.element.get("scope") == "row"
            box.mark["A"]["Scope"] = "/Row" if is_row else "/Column"
