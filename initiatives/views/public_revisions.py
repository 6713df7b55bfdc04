"""The revisions (見直し) of a plan as the public reads them, with 新旧対照表."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from initiatives.comparison_table import table
from initiatives.models import ComparisonPrint
from plans.models import Plan, PlanRevision
from plans.views.prints import pdf_response


@login_not_required
@require_safe
def plan_revision_list(request, slug):
    """The history of a plan's revisions (見直し), newest first."""
    plan = get_object_or_404(Plan, slug=slug)
    found = PlanRevision.objects.public().filter(term__plan=plan).select_related("term__plan")
    return render(request, "public/initiatives/revision_list.html", {"plan": plan, "revisions": found})


@login_not_required
@require_safe
def plan_revision_detail(request, slug, term, ordinal):
    """One published revision: why, decided by whom, and 新旧対照表."""
    revision = _public_revision(slug, term, ordinal)
    context = {
        "revision": revision,
        "plan": revision.term.plan,
        "entries": table(revision),
        "has_print": ComparisonPrint.objects.filter(revision=revision).exists(),
    }
    return render(request, "public/initiatives/revision_detail.html", context)


@login_not_required
@require_safe
def plan_revision_pdf(request, slug, term, ordinal):
    """新旧対照表 as it was laid out when the revision was published; 404 until the worker has done so."""
    revision = _public_revision(slug, term, ordinal)
    kept = get_object_or_404(ComparisonPrint, revision=revision)
    return pdf_response(kept.pdf, f"{slug}-shinkyu-{term}-{ordinal}.pdf", modified=revision.published_at)


def _public_revision(slug: str, term: int, ordinal: int) -> PlanRevision:
    revisions = PlanRevision.objects.public().select_related("term__plan")
    return get_object_or_404(revisions, term__plan__slug=slug, term__ordinal=term, ordinal=ordinal)
