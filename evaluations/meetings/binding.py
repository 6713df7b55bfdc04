"""Binds PDFs of any origin into one: each page gets the name of its paper and a running number, each paper a bookmark.

What the papers bring along stays usable: their own bookmarks, links within a paper, and the tags by which a screen
reader finds its way. Loads nothing of the typesetter but the fonts' measures; fonts come as a piece of the press.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

import pikepdf
from pikepdf import Array, Dictionary, Name, NumberTree, OutlineItem, Pdf, String

from plans.press.lines import MM, Line, glyphs_of
from plans.press.piece import Glyphs, Piece

EDGE = 5 * MM
PAD = 1.6 * MM
SIZE = 9
ROOM = 0.6
"""How much of a page's width the name of its paper may take."""


@dataclass(frozen=True)
class Part:
    """One paper of a pack. ``mark`` is what each of its pages is marked with (資料2-1), ``title`` its bookmark."""

    mark: str
    title: str
    pdf: bytes
    page_count: int


def numbers(parts: Sequence[Part]) -> list[int]:
    """Give the running number of the first page of each part; the front is not counted."""
    first, found = 1, []
    for part in parts:
        found.append(first)
        first += part.page_count
    return found


def lines_of(parts: Sequence[Part]) -> list[list[Line]]:
    """Give what is stamped on each page of the parts, at places that ``_stamp`` finds; the ground for the fonts."""
    total = sum(part.page_count for part in parts)
    marks = [part.mark for part in parts for _ in range(part.page_count)]
    return [
        [Line(mark, 0, 0, size=SIZE, is_bold=True), Line(f"通し {number} / {total}", 0, 0, size=SIZE)]
        for number, mark in enumerate(marks, start=1)
    ]


def bind(*, title: str, front: bytes, parts: Sequence[Part], fonts: Piece) -> bytes:
    """Give one PDF: the front (cover and contents), then every part with its marks, numbers and bookmarks."""
    with Pdf.open(io.BytesIO(front)) as pdf:
        front_pages = len(pdf.pages)
        tags, outline = Tags(pdf), [OutlineItem("表紙・目次", 0)]
        for part in parts:
            with Pdf.open(io.BytesIO(part.pdf)) as source:
                first = len(pdf.pages)
                links = _untied_links(source)
                own = _bookmarks(source, first)
                pdf.pages.extend(source.pages)
                _tie_links(pdf, links, first)
                tags.add(source, first)
                item = OutlineItem(part.title, first)
                item.children.extend(own)
                outline.append(item)
        tags.close()
        _stamp_all(pdf, front_pages, lines_of(parts), fonts)
        _describe(pdf, title, outline, front_pages)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def _describe(pdf: Pdf, title: str, outline: list[OutlineItem], front_pages: int) -> None:
    """Bookmarks open beside the pages; page numbers of a viewer are those that are stamped."""
    with pdf.open_outline() as held:
        held.root.clear()
        held.root.extend(outline)
    pdf.Root.PageMode = Name.UseOutlines
    pdf.Root.Lang = String("ja")
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    body = Dictionary(S=Name.D)
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.r), front_pages, body]))
    with pdf.open_metadata() as meta:
        meta["dc:title"] = title
        if meta.pdfa_status or meta.get("pdfuaid:part"):
            del meta["pdfuaid:part"]  # papers of others need not be what our own front is
    pdf.docinfo["/Title"] = title


# ---- stamps -----------------------------------------------------------------------------------------------


def _stamp_all(pdf: Pdf, front_pages: int, lines: list[list[Line]], fonts: Piece) -> None:
    with Pdf.open(io.BytesIO(fonts.pdf)) as carrier, Pdf.new() as stamps:
        embedded = stamps.copy_foreign(carrier.pages[0].Resources.Font)
        pages = list(pdf.pages)[front_pages:]
        for page, (mark, number) in zip(pages, lines, strict=True):
            width, height = _seen_size(page)
            stamps.add_blank_page(page_size=(width, height))
            drawn = _box(mark, width, height - EDGE, fonts.faces) + _box(number, width, None, fonts.faces)
            stamp = stamps.pages[-1]
            stamp.Resources = Dictionary(Font=embedded)
            stamp.Contents = stamps.make_stream(drawn.encode())
        for page, stamp in zip(pages, stamps.pages, strict=True):
            page.add_overlay(stamp)


def _seen_size(page) -> tuple[float, float]:
    """The size of a page as it is shown: the box that viewers show, turned as they turn it."""
    left, bottom, right, top = (float(side) for side in page.trimbox)
    width, height = abs(right - left), abs(top - bottom)
    turned = int(page.obj.get("/Rotate", 0)) % 180 != 0
    return (height, width) if turned else (width, height)


def _box(line: Line, width: float, top: float | None, faces: dict[str, str]) -> str:
    """Give the operators of a line on white ground at the right edge; at the bottom of the page without ``top``.

    An artifact: seen by the eye, not read out. What is too long for the page is set smaller.
    """
    size = min(line.size, line.size * ROOM * width / max(line.width, 1))
    fitted = Line(line.text, 0, 0, size=round(size, 2), is_bold=line.is_bold)
    high, wide = fitted.size + 2 * PAD * 0.6, fitted.width + 2 * PAD
    x, y = width - EDGE - wide, (top - high if top is not None else EDGE * 0.65)
    text = Line(
        fitted.text, x + PAD, y + PAD * 0.6 + fitted.size * 0.14, size=fitted.size, is_bold=line.is_bold
    )
    frame = f"1 g 0.3 G 0.5 w {x:.2f} {y:.2f} {wide:.2f} {high:.2f} re B"
    return f"/Artifact <</Type /Pagination>> BDC q {frame} 0 g BT {text.drawn(faces)} ET Q EMC\n"


# ---- links and bookmarks that the papers bring along ------------------------------------------------------

Link = tuple[int, int, int, list]
"""Page and place of a link among its annotations, the page to which it leads, and how that is shown."""


def _untied_links(source: Pdf) -> list[Link]:
    """Take the targets off the links within a paper: they could not be followed while pages are brought over."""
    places = {page.obj.objgen: number for number, page in enumerate(source.pages)}
    found = []
    for number, page in enumerate(source.pages):
        for at, link in enumerate(page.obj.get("/Annots", [])):
            target = _target(source, link)
            if target is not None and target[0].objgen in places:
                found.append((number, at, places[target[0].objgen], _plain_numbers(target)))
                for key in ("/Dest", "/A"):
                    if key in link:
                        del link[key]
    return found


def _tie_links(pdf: Pdf, links: list[Link], first: int) -> None:
    for number, at, to, how in links:
        annotation = pdf.pages[first + number].obj.Annots[at]
        annotation.Dest = Array([pdf.pages[first + to].obj, *how])


def _target(source: Pdf, item) -> Array | None:
    """Where a link or bookmark of the paper leads within it, as an array that begins with the page."""
    action = item.get("/A")
    if isinstance(action, Dictionary) and action.get("/S") == Name.GoTo:
        return _resolved(source, action.get("/D"))
    return _resolved(source, item.get("/Dest"))


def _resolved(source: Pdf, target) -> Array | None:
    if isinstance(target, Name):
        target = source.Root.get("/Dests", {}).get(target)
    elif isinstance(target, String):
        tree = source.Root.get("/Names", {}).get("/Dests")
        target = pikepdf.NameTree(tree).get(str(target)) if tree is not None else None
    if isinstance(target, Dictionary):
        target = target.get("/D")
    is_place = isinstance(target, Array) and len(target) > 0 and isinstance(target[0], Dictionary)
    return target if is_place else None


def _plain_numbers(target: Array) -> list:
    """How the page is shown: names and numbers alone, whatever else stands there."""
    return [part if isinstance(part, Name | int | Decimal) else None for part in list(target)[1:]]


def _bookmarks(source: Pdf, first: int, *, most: int = 500) -> list[OutlineItem]:
    """The bookmarks of a paper, for below its own; those that lead nowhere go with what is below them."""
    places = {page.obj.objgen: number for number, page in enumerate(source.pages)}
    left = [most]

    def copied(items) -> list[OutlineItem]:
        found = []
        for item in items:
            target = _target(source, item.obj) if item.obj is not None else None
            if target is None or target[0].objgen not in places or left[0] == 0:
                continue
            left[0] -= 1
            new = OutlineItem(item.title, first + places[target[0].objgen])
            new.children.extend(copied(item.children))
            found.append(new)
        return found

    with source.open_outline(max_depth=8) as outline:
        return copied(outline.root)


# ---- tags -------------------------------------------------------------------------------------------------


class Tags:
    """One tree of tags for all papers that have one; pages of papers without stay untagged, as they came."""

    def __init__(self, pdf: Pdf):
        self._pdf = pdf
        self._root = pdf.Root.StructTreeRoot
        self._document = self._root.K[0]
        self._kids = list(self._document.K)
        self._parents = dict(NumberTree(self._root.ParentTree).items())
        self._next = int(self._root.get("/ParentTreeNextKey", len(self._parents)))

    def add(self, source: Pdf, first: int) -> None:
        """Hang the tags of a paper whose pages stand from ``first`` on, or take the numbers off that led nowhere."""
        tree = source.Root.get("/StructTreeRoot")
        pages = [page.obj for page in list(self._pdf.pages)[first:]]
        if tree is None or "/ParentTree" not in tree or "/K" not in tree:
            for holder, key in _numbered(pages):
                del holder[key]
            return
        tree = self._pdf.copy_foreign(tree if tree.is_indirect else source.make_indirect(tree))
        held = dict(NumberTree(tree.ParentTree).items())
        for holder, key in _numbered(pages):
            holder[key] = int(holder[key]) + self._next
        self._parents |= {self._next + number: item for number, item in held.items()}
        self._next += max(held, default=-1) + 1
        self._take_roles(tree)
        self._hang(tree.K)

    def _hang(self, kids) -> None:
        part = self._pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Part, P=self._document))
        kids = list(kids) if isinstance(kids, Array) else [kids]
        for kid in kids:
            kid.P = part
        part.K = Array(kids)
        self._kids.append(part)

    def _take_roles(self, tree) -> None:
        roles = tree.get("/RoleMap", {})
        if roles and "/RoleMap" not in self._root:
            self._root.RoleMap = Dictionary()
        for name, role in roles.items():
            if name not in self._root.RoleMap:
                self._root.RoleMap[name] = role

    def close(self) -> None:
        self._document.K = Array(self._kids)
        flat = [part for number in sorted(self._parents) for part in (number, self._parents[number])]
        self._root.ParentTree = self._pdf.make_indirect(Dictionary(Nums=Array(flat)))
        self._root.ParentTreeNextKey = self._next
        self._pdf.Root.MarkInfo = Dictionary(Marked=True)


def _numbered(pages: list) -> list[tuple]:
    """All that names a place in the tree of tags: pages, their annotations, and forms drawn on them."""
    found, seen = [], set()
    for page in pages:
        forms = page.get("/Resources", {}).get("/XObject", {})
        for holder in (page, *page.get("/Annots", []), *(form for _, form in forms.items())):
            for key in ("/StructParents", "/StructParent"):
                if key in holder and (holder.objgen == (0, 0) or (holder.objgen, key) not in seen):
                    seen.add((holder.objgen, key))
                    found.append((holder, key))
    return found


def needed_glyphs(parts: Sequence[Part]) -> Glyphs:
    """The letters that the stamps need."""
    return glyphs_of(chain.from_iterable(lines_of(parts)))
