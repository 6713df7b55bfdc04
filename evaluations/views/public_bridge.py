"""The bridge from one term to the next as the public reads it, once both are published."""

from dataclasses import dataclass
from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.views.paging import page_of
from evaluations import handover
from evaluations.models import CarriedIssue
from initiatives.bridge import Bridge, Entry, bridge
from initiatives.models import CarryOver
from plans.views.prints import pdf_response

LINES_ON_A_PAGE = 100
NEW, ISSUES = "new", "issues"


@dataclass(frozen=True)
class Line:
    """One line of the page: where it stands (``goal-`` and its key, ``new``, ``issues``), under which title, and what."""

    anchor: str
    title: str
    row: Entry | CarriedIssue


def _public(slug: str, ordinal: int) -> CarryOver:
    found = CarryOver.objects.public().for_reading()
    return get_object_or_404(found, new_term__plan__slug=slug, new_term__ordinal=ordinal)


@login_not_required
@require_safe
def plan_bridge(request, slug, ordinal):
    """What became of each 取組 of the term before, what is new, and what was made of what was still open."""
    carry_over = _public(slug, ordinal)
    whole = bridge(carry_over)
    issues = list(carry_over.issues.public().for_reading())
    lines = _lines(carry_over, whole, issues)
    page = page_of(request, lines, LINES_ON_A_PAGE)
    context = {
        "carry_over": carry_over,
        "plan": carry_over.new_term.plan,
        "bridge": whole,
        "page_obj": page,
        "contents": _contents(lines),
        "parts": _parts(page),
        "newcomers": [line.row for line in page if line.anchor == NEW],
        "issues": [line.row for line in page if line.anchor == ISSUES],
        "has_issues": bool(issues),
        "open_issues": carry_over.issues.count() - len(issues),
        "has_print": handover.of_publication(carry_over).filter(pdf__isnull=False).exists(),
    }
    return render(request, "public/evaluations/plan_bridge.html", context)


def _lines(carry_over: CarryOver, whole: Bridge, issues: list[CarriedIssue]) -> list[Line]:
    """All that there is to tell, in the order of the page."""
    new = f"{carry_over.new_term.name}で新しく始めた取組"
    return [
        *(
            Line(f"goal-{part.goal.pk}", str(part.goal), entry)
            for part in whole.parts
            for entry in part.entries
        ),
        *(Line(NEW, new, entry) for entry in whole.newcomers),
        *(Line(ISSUES, "検討課題", issue) for issue in issues),
    ]


def _contents(lines: list[Line]) -> list[dict]:
    """On which page each part begins, with its anchor and its title."""
    first: dict[str, dict] = {}
    for at, line in enumerate(lines):
        entry = {"anchor": line.anchor, "title": line.title, "page": at // LINES_ON_A_PAGE + 1}
        first.setdefault(line.anchor, entry)
    return list(first.values())


def _parts(page: Page) -> list[dict]:
    """The old 取組 of this page by their goals."""
    old = [line for line in page if isinstance(line.row, Entry) and line.anchor != NEW]
    return [
        {"anchor": anchor, "title": title, "entries": [line.row for line in found]}
        for (anchor, title), found in groupby(old, key=lambda line: (line.anchor, line.title))
    ]


@login_not_required
@require_safe
def plan_bridge_pdf(request, slug, ordinal):
    """引継書 as it was kept when the term was published; 404 until the worker has made it."""
    carry_over = _public(slug, ordinal)
    kept = get_object_or_404(handover.of_publication(carry_over), pdf__isnull=False)
    return pdf_response(kept.pdf, f"{slug}-hikitsugi-{ordinal}.pdf", modified=kept.published_at)
