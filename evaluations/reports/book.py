"""How the yearly report is put together: pieces from the shelf, head and foot over them, one file.

Contents, list and index print page numbers, which need the page count of all that comes before. They are therefore laid
out twice: once to be counted, once with the numbers; and again if the numbers themselves moved anything.
"""

from django.template.loader import render_to_string

from evaluations.reports.content import Data, gather
from evaluations.reports.shelf import Shelf
from plans.press.binder import bind, glyphs_for
from plans.press.hands import hands
from plans.press.lines import Line, running_lines
from plans.press.piece import Piece

NUMBERED = ("contents", "list", "index")
MOST_TRIES = 4


class PagesDoNotSettle(RuntimeError):
    """The front grows or shrinks with the page numbers printed in it; this must never happen."""


def make(edition) -> bytes:
    """Give the PDF; see ``annual.render``."""
    report = gather(edition)
    with hands() as workers:
        shelf = Shelf(workers)
        pieces = _settle(report, shelf)
        lines = _lines(report, pieces)
        fonts = shelf.fonts(glyphs_for(pieces, lines))
    return bind(pieces, lines, fonts)


def sheet_texts(report: Data) -> list[str]:
    """Give the HTML of each sheet, a piece of its own."""
    shared = {"head": report["head"], "legends": report["legends"]}
    return [_text("sheet", shared | {"sheet": sheet}) for sheet in report["sheets"]]


def _text(part: str, context: Data) -> str:
    return render_to_string("reports/annual/piece.html", {"part": f"reports/annual/_{part}.html"} | context)


def _settle(report: Data, shelf: Shelf) -> list[Piece]:
    """Give all pieces, in which the page numbers printed are those on which things stand."""
    front = [section["anchor"] for section in report["sections"] if section["is_front"]]
    back = [section["anchor"] for section in report["sections"] if not section["is_front"]]
    cover, sheets = render_to_string("reports/annual/cover.html", report), sheet_texts(report)
    texts = {part: _text(part, report) for part in (*front, *back) if part not in NUMBERED}
    pages: dict[str, int] = {}
    for _ in range(MOST_TRIES):
        for row in (*report["sections"], *report["goals"], *report["sheets"]):
            row["page"] = pages.get(row["anchor"], "")
        texts |= {part: _text(part, report) for part in (*front, *back) if part in NUMBERED}
        pieces = shelf.pieces(
            [cover, *(texts[part] for part in front), *sheets, *(texts[part] for part in back)]
        )
        found = _page_numbers(pieces)
        if found == pages:
            return pieces
        pages = found
    raise PagesDoNotSettle


def _page_numbers(pieces: list[Piece]) -> dict[str, int]:
    """Give the number of the page on which each anchor stands, counted from the cover."""
    numbers: dict[str, int] = {}
    for number, leaf in enumerate((leaf for piece in pieces for leaf in piece.leaves), start=1):
        for anchor in leaf.anchors:
            numbers.setdefault(anchor, number)
    return numbers


def _lines(report: Data, pieces: list[Piece]) -> list[list[Line]]:
    """Give head and foot of every page; the cover, first, has neither."""
    titles = {section["anchor"]: (section["title"], False) for section in report["sections"]}
    titles |= {sheet["anchor"]: (sheet["goal"], sheet["is_sample"]) for sheet in report["sheets"]}
    leaves = [leaf for piece in pieces for leaf in piece.leaves]
    lines, title, is_sample = [], "", False
    for number, leaf in enumerate(leaves, start=1):
        for anchor in leaf.anchors:
            title, is_sample = titles.get(anchor, (title, is_sample))
        lines.append(
            running_lines(
                leaf,
                f"{number} / {len(leaves)}",
                left=report["head"]["title"],
                marks=_marks(report, is_sample),
                right=title,
            )
        )
    return [[], *lines[1:]]


def _marks(report: Data, is_sample: bool) -> str:
    sample = is_sample or report["head"]["is_sample"]
    return ("【案】" if report["is_draft"] else "") + ("【見本データ】" if sample else "")
