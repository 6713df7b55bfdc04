"""How the yearly report is put together.

Sheets are laid out a few at a time. Page numbers in the contents and the index need the page count of all that
comes before, so the front is laid out twice: once to be counted, once with the numbers.
"""

from itertools import islice

from django.template.loader import render_to_string

from evaluations.reports.content import Data, gather
from plans.press.typesetter import collector_resting, press

SHEETS_IN_A_PIECE = 10
MOST_TRIES = 4


class PagesDoNotSettle(RuntimeError):
    """The front grows or shrinks with the page numbers printed in it; this must never happen."""


def make(edition) -> bytes:
    """Give the PDF; see ``annual.render``."""
    with collector_resting():
        report = gather(edition)
        sheets = [_lay_out("sheets", report, chunk=chunk) for chunk in _chunks(report["sheets"])]
        front, back = _settle(report, sheets)
        pieces = [front, *sheets, back]
        furniture = press().lay_out(
            render_to_string("reports/furniture.html", {"leaves": _leaves(report, pieces)})
        )
        return press().bind(pieces, furniture)


def _lay_out(part: str, report: Data, **context):
    return press().lay_out(render_to_string(f"reports/annual/{part}.html", report | context))


def _chunks(sheets: list[Data]):
    rest = iter(sheets)
    while chunk := list(islice(rest, SHEETS_IN_A_PIECE)):
        yield chunk


def _settle(report: Data, sheets: list):
    """Lay out front and back until the page numbers printed in them are those on which things stand."""
    pages: dict[str, int] = {}
    for _ in range(MOST_TRIES):
        for row in (*report["sections"], *report["goals"], *report["sheets"]):
            row["page"] = pages.get(row["anchor"], "")
        front, back = _lay_out("front", report), _lay_out("back", report)
        found = _page_numbers([front, *sheets, back])
        if found == pages:
            return front, back
        pages = found
    raise PagesDoNotSettle


def _page_numbers(pieces: list) -> dict[str, int]:
    """Give the number of the page on which each anchor stands, counted from the cover."""
    numbers: dict[str, int] = {}
    for number, page in enumerate((page for piece in pieces for page in piece.pages), start=1):
        for anchor in page.anchors:
            numbers.setdefault(anchor, number)
    return numbers


def _leaves(report: Data, pieces: list) -> list[Data]:
    """Give what head and foot of every page say, cover first (which has neither)."""
    titles = {section["anchor"]: (section["title"], False) for section in report["sections"]}
    titles |= {sheet["anchor"]: (sheet["goal"], sheet["is_sample"]) for sheet in report["sheets"]}
    leaves, title, is_sample = [], "", False
    pages = [page for piece in pieces for page in piece.pages]
    for number, page in enumerate(pages, start=1):
        for anchor in page.anchors:
            title, is_sample = titles.get(anchor, (title, is_sample))
        marks = ("【案】" if report["is_draft"] else "") + (
            "【見本データ】" if is_sample or report["head"]["is_sample"] else ""
        )
        leaves.append(
            {
                "left": report["head"]["title"],
                "marks": marks,
                "right": title,
                "number": f"{number} / {len(pages)}",
            }
        )
    return [{}, *leaves[1:]]
