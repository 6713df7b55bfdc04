"""The binder: pieces into one tagged PDF, with head and foot on every page, one outline, one subset of each font.

The first piece gives the file its title, language and dates. Nothing of the time or the machine gets in: the same pieces
make the same bytes.
"""

import io
import re
from collections.abc import Iterable
from itertools import chain

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from plans.press.lines import Line, glyphs_of, number_in_place
from plans.press.piece import Glyphs, Piece, all_glyphs

MARKED = re.compile(rb"/MCID (?P<mcid>\d+)>>\nBDC\n.*?\nEMC\n", re.DOTALL)
SHOWN = re.compile(rb"\[[^\]]*\] TJ")
INK = "0.2 0.2 0.2 rg"


def glyphs_for(pieces: Iterable[Piece], lines: list[list[Line]]) -> Glyphs:
    """Give all letters that the pieces and the lines over their pages need; the ground for ``bind``'s fonts."""
    return all_glyphs([*(piece.glyphs for piece in pieces), glyphs_of(chain.from_iterable(lines))])


def bind(pieces: list[Piece], lines: list[list[Line]], fonts: Piece) -> bytes:
    """Give the PDF of all pages of ``pieces``, in order.

    ``lines`` are the head and foot of each page, ``fonts`` carries the letters that ``glyphs_for`` counted.
    """
    with Pdf.open(io.BytesIO(pieces[0].pdf)) as pdf, Pdf.open(io.BytesIO(fonts.pdf)) as carrier:
        embedded = pdf.copy_foreign(carrier.pages[0].Resources.Font)
        structure = Structure(pdf)
        _bring_in(pdf, pdf, structure, embedded, first=0)
        for piece in pieces[1:]:
            with Pdf.open(io.BytesIO(piece.pdf)) as source:
                first = len(pdf.pages)
                pdf.pages.extend(source.pages)
                _bring_in(pdf, source, structure, embedded, first)
        pages = [page.obj for page in pdf.pages]
        structure.close()
        _number(pdf, pages, pieces)
        _stamp(pdf, pages, lines, pieces[0].faces)
        _name_anchors(pdf, pages, pieces)
        _outline(pdf, pages, pieces)
        bound = io.BytesIO()
        pdf.save(bound, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return bound.getvalue()


def _bring_in(pdf: Pdf, source: Pdf, structure: "Structure", embedded, first: int) -> None:
    """Give the pages of one piece, from ``first`` on, the common fonts and their place in the structure."""
    pages = [page.obj for page in pdf.pages[first:]]
    fonts = pages[0].Resources.Font
    for name, font in embedded.items():
        fonts[name] = font
    tree = source.Root.StructTreeRoot
    if source is not pdf:
        tree = pdf.copy_foreign(tree)
    structure.add(pages, tree)


class Structure:
    """One tree of tags for all pieces, and the numbers by which pages and links find their place in it."""

    def __init__(self, pdf: Pdf):
        self._pdf = pdf
        self._root = pdf.Root.StructTreeRoot
        self._document = self._root.K[0]
        self._kids: list = []
        self._numbers: list = []

    def add(self, pages: list, tree) -> None:
        first = len(self._numbers) // 2
        for page in pages:
            page.StructParents += first
            for link in page.get("/Annots", []):
                link.StructParent += first
                if "/Anchor" in link:
                    link.Dest = link.Anchor
                    del link.Anchor
        for place, item in enumerate(tree.ParentTree.Nums):
            self._numbers.append(first + place // 2 if place % 2 == 0 else item)
        for kid in tree.K[0].K:
            kid.P = self._document
            self._kids.append(kid)

    def close(self) -> None:
        self._document.K = Array(self._kids)
        self._root.ParentTree = self._pdf.make_indirect(Dictionary(Nums=Array(self._numbers)))
        self._root.ParentTreeNextKey = len(self._numbers) // 2


def page_numbers(pieces: list[Piece]) -> dict[str, int]:
    """Give the number of the page on which each anchor stands, counted from the first."""
    numbers: dict[str, int] = {}
    for number, leaf in enumerate(_leaves(pieces), start=1):
        for anchor in leaf.anchors:
            numbers.setdefault(anchor, number)
    return numbers


def _number(pdf: Pdf, pages: list, pieces: list[Piece]) -> None:
    """Write page numbers where the templates left a place for them."""
    numbers = page_numbers(pieces)
    for page, leaf in zip(pages, _leaves(pieces), strict=True):
        if leaf.numbers:
            places = {mcid: number_in_place(numbers[anchor]) for mcid, anchor in leaf.numbers}
            page.Contents = pdf.make_stream(_written(page.Contents.read_bytes(), places))


def _written(content: bytes, places: dict[int, str]) -> bytes:
    """Give the content of a page with the text of some marked sequences written anew."""

    def anew(found: re.Match) -> bytes:
        place = places.get(int(found["mcid"]))
        return SHOWN.sub(place.encode(), found[0], count=1) if place else found[0]

    return MARKED.sub(anew, content)


def _stamp(pdf: Pdf, pages: list, lines: list[list[Line]], faces: dict[str, str]) -> None:
    """Write head and foot over each page as artifacts: read by the eye, not read out."""
    before = pdf.make_stream(b"q\n")
    for page, over in zip(pages, lines, strict=True):
        if over:
            drawn = "\n".join(line.drawn(faces) for line in over)
            stamp = f"Q\n/Artifact <</Type /Pagination>> BDC\nq {INK} BT\n{drawn}\nET Q\nEMC\n"
            page.Contents = Array([before, page.Contents, pdf.make_stream(stamp.encode())])


def _destination(page, x: float, y: float) -> Array:
    return Array([page, Name.XYZ, x, y, 0])


def _name_anchors(pdf: Pdf, pages: list, pieces: list[Piece]) -> None:
    places: dict[bytes, Array] = {}
    for page, leaf in zip(pages, _leaves(pieces), strict=True):
        for name, (x, y) in leaf.anchors.items():
            places.setdefault(bytes(String(name)), _destination(page, x, y))
    named = chain.from_iterable((String(name), place) for name, place in sorted(places.items()))
    pdf.Root.Names = Dictionary(Dests=pdf.make_indirect(Dictionary(Names=Array(named))))


def _outline(pdf: Pdf, pages: list, pieces: list[Piece]) -> None:
    """Make one tree of the bookmarks of all pieces."""
    root = pdf.make_indirect(Dictionary(Type=Name.Outlines))
    path = [(0, root)]
    for page, leaf in zip(pages, _leaves(pieces), strict=True):
        for level, label, x, y in leaf.bookmarks:
            while path[-1][0] >= level:
                path.pop()
            item = pdf.make_indirect(Dictionary(Title=String(label), Dest=_destination(page, x, y)))
            _hang(item, path[-1][1])
            for _, parent in path:
                parent.Count = parent.get("/Count", 0) + 1
            path.append((level, item))
    pdf.Root.Outlines = root


def _hang(item, parent) -> None:
    item.Parent = parent
    if "/Last" in parent:
        item.Prev = parent.Last
        parent.Last.Next = item
    else:
        parent.First = item
    parent.Last = item


def _leaves(pieces: list[Piece]):
    return [leaf for piece in pieces for leaf in piece.leaves]
