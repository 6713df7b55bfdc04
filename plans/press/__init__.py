"""The press: our own HTML templates into tagged PDF (PDF/UA-1), set in our own fonts, loading nothing from outside.

To print one page or a few (a map, a chart, a table, a letter), write a template that extends
``reports/page.html`` and fills its blocks, and call ``print_page`` from a view or a task::

    pdf = print_page("reports/plans/map.html", {"head": plan.name, "made_on": today, "drawing": drawing})

Style stands in ``static/css/report*.css``. Pages are A4, upright unless the template says ``landscape``. Headings begin
with one ``h1`` and make no jump; a table has ``scope`` on its ``th``; an SVG holds its ``title`` (the alternative
text) and names its font, ``font-family="Report Gothic, Report Fallback"``. A bookmark is made of every ``h2``.

WeasyPrint and Pango are loaded with the first page printed, never with this module: web processes that print
nothing stay small.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from accounts.dates import write_day

if TYPE_CHECKING:
    from plans.press.lines import Line
    from plans.press.piece import Piece


class LibrariesMissing(Exception):
    """The operating system lacks the libraries that set the type; it can be printed once they are there."""


@contextmanager
def libraries_at_hand():
    """Around the imports that load WeasyPrint: raise LibrariesMissing where Pango is not installed."""
    try:
        yield
    except OSError as error:  # how WeasyPrint says so
        raise LibrariesMissing(str(error)) from error


def print_page(template: str, context: Mapping) -> bytes:
    """Give the PDF of ``template`` (it extends ``reports/page.html``); the same bytes for the same context.

    ``context`` holds ``head`` (what stands at the head of every page: the plan's name), ``made_on`` (a date, at the
    foot beside the page number), ``marks`` if there are any (as in ``print_pages``) and what the template itself
    shows. What our fonts lack is printed as 〓.
    Raises LibrariesMissing where Pango is not installed.
    """
    lines = {name: context[name] for name in ("head", "made_on", "marks") if name in context}
    return print_pages([page_html(template, context)], **lines)


def page_html(template: str, context: Mapping) -> str:
    """Give the HTML that ``print_pages`` lays out; nothing but it decides what is printed."""
    from plans.press.printable import printable_text

    made_on = context["made_on"]
    shown = {**context, "made_on": write_day(made_on), "made_on_iso": f"{made_on:%Y-%m-%d}"}
    return printable_text(render_to_string(template, shown))


def print_pages(
    pages: Sequence[str],
    *,
    head: str,
    made_on: date,
    marks: str = "",
    by_hands: int = 0,
    tell: Callable[[int], None] = lambda done: None,
) -> bytes:
    """Give one PDF of several pieces of HTML, each from a new page; the first gives it title and language.

    ``marks`` (【見本データ】) stands in the middle of every head. ``by_hands`` processes lay out what is long, none
    lays it out here; ``tell`` hears after each piece how many are done.
    """
    from plans.press import binder
    from plans.press.hand import do
    from plans.press.hands import hands

    bodies = []
    with hands(by_hands) as workers:
        for body in workers.work({"html": html} for html in pages):
            bodies.append(body)
            tell(len(bodies))
    lines = _heads_and_feet(bodies, head, marks, made_on)
    fonts = do({"glyphs": binder.glyphs_for(bodies, lines)})
    return binder.bind(bodies, lines, fonts)


def _heads_and_feet(bodies: Sequence["Piece"], head: str, marks: str, made_on: date) -> list[list["Line"]]:
    from plans.press.lines import running_lines
    from plans.press.printable import printable_text

    leaves = [leaf for body in bodies for leaf in body.leaves]
    left, made = printable_text(head), f"{write_day(made_on)}作成"
    return [
        running_lines(leaf, f"{number} / {len(leaves)}", left=left, marks=marks, date=made)
        for number, leaf in enumerate(leaves, start=1)
    ]
