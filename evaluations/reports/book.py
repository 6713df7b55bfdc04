"""How the yearly report is put together: pieces from the shelf, head and foot over them, one file.

Nothing that is laid out depends on the number of a page: where contents, list and index print one, they leave a place, and
the binder writes it. A change in one 取組 therefore lays out one sheet, and whatever sums up that it changed.
"""

import base64
import json
from functools import cache
from hashlib import sha256
from pathlib import Path

import django
from django.template.loader import get_template, render_to_string

from evaluations.reports.content import Data, gather
from evaluations.reports.shelf import Shelf, Wanted
from plans.models import Picture
from plans.press.binder import bind, glyphs_for
from plans.press.hands import hands
from plans.press.lines import Line, running_lines
from plans.press.piece import Piece

PIECE = "reports/annual/piece.html"


def make(edition) -> bytes:
    """Give the PDF; see ``annual.render``."""
    report = gather(edition)
    with hands() as workers:
        shelf = Shelf(workers)
        pieces = shelf.pieces([*_front(report), *wanted_sheets(report), *_back(report)])
        lines = _lines(report, pieces)
        fonts = shelf.fonts(glyphs_for(pieces, lines))
    return bind(pieces, lines, fonts)


def _front(report: Data) -> list[Wanted]:
    cover = render_to_string("reports/annual/cover.html", report)
    return [Wanted.as_html(cover, _logo(report["head"])), *_sections(report, is_front=True)]


def _logo(head: Data) -> dict[str, str]:
    """The picture that the cover shows, by name, in base64; none in editions that were made without one."""
    name = (head.get("logo") or {}).get("sha256")
    row = Picture.objects.filter(sha256=name).first() if name else None
    return {name: base64.b64encode(row.data).decode()} if row else {}


def _back(report: Data) -> list[Wanted]:
    return _sections(report, is_front=False)


def _sections(report: Data, *, is_front: bool) -> list[Wanted]:
    return [
        Wanted.as_html(_html(section["anchor"], report))
        for section in report["sections"]
        if section["is_front"] == is_front
    ]


def wanted_sheets(report: Data) -> list[Wanted]:
    """Give each sheet as a piece that is known by what it shows, so that a sheet on the shelf is not even rendered."""
    year = {"target_year_label": report["head"]["target_year_label"]}
    contexts = [{"head": year, "legends": report["legends"], "sheet": sheet} for sheet in report["sheets"]]
    return [
        Wanted(
            templates_version() + json.dumps(context, sort_keys=True),
            lambda context=context: _html("sheet", context),
        )
        for context in contexts
    ]


def _html(part: str, context: Data) -> str:
    return render_to_string(PIECE, {"part": f"reports/annual/_{part}.html"} | context)


@cache
def templates_version() -> str:
    """Give a hash of all that makes HTML of a sheet's content."""
    seen = sha256(django.get_version().encode())
    for file in sorted(Path(get_template(PIECE).origin.name).parent.glob("*.html")):
        seen.update(file.read_bytes())
    return seen.hexdigest()


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
