"""The press: our own HTML templates into tagged PDF (PDF/UA-1), set in our own fonts, loading nothing from outside.

To print one page or a few (a map, a chart, a table, a letter), write a template that extends
``reports/page.html`` and fills its blocks, and call ``print_page`` from a view or a task::

    pdf = print_page("reports/plans/map.html", {"head": plan.name, "made_on": today, "drawing": drawing})

Style stands in ``static/css/report.css``. Pages are A4, upright unless the template says ``landscape``. Headings begin
with one ``h1`` and make no jump; a table has ``scope`` on its ``th``; an SVG holds its ``title`` (the alternative
text) and names its font, ``font-family="Report Gothic, Report Fallback"``. A bookmark is made of every ``h2``.

WeasyPrint and Pango are loaded with the first page printed, never with this module: web processes that print
nothing stay small.
"""

from collections.abc import Mapping
from contextlib import contextmanager

from django.template.loader import render_to_string

from plans.fiscal_year import japanese_date


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
    foot beside the page number) and what the template itself shows. What our fonts lack is printed as 〓.
    Raises LibrariesMissing where Pango is not installed.
    """
    from plans.press import binder
    from plans.press.hand import do
    from plans.press.lines import running_lines
    from plans.press.printable import printable_text

    made_on = context["made_on"]
    shown = {**context, "made_on": japanese_date(made_on), "made_on_iso": f"{made_on:%Y-%m-%d}"}
    body = do({"html": printable_text(render_to_string(template, shown))})
    head, date = printable_text(context["head"]), f"{shown['made_on']}作成"
    lines = [
        running_lines(leaf, f"{number} / {len(body.leaves)}", left=head, date=date)
        for number, leaf in enumerate(body.leaves, start=1)
    ]
    fonts = do({"glyphs": binder.glyphs_for([body], lines)})
    return binder.bind([body], lines, fonts)
