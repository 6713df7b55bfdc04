"""The bridge from one term to the next as the public reads it, once both are published."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from evaluations import handover
from initiatives.bridge import bridge
from initiatives.models import CarryOver
from plans.views.prints import pdf_response


def _public(slug: str, ordinal: int) -> CarryOver:
    found = CarryOver.objects.public().for_reading()
    return get_object_or_404(found, new_term__plan__slug=slug, new_term__ordinal=ordinal)


@login_not_required
@require_safe
def plan_bridge(request, slug, ordinal):
    """What became of each 取組 of the term before, what is new, and what was made of what was still open."""
    carry_over = _public(slug, ordinal)
    issues = list(carry_over.issues.public().for_reading())
    context = {
        "carry_over": carry_over,
        "plan": carry_over.new_term.plan,
        "bridge": bridge(carry_over),
        "issues": issues,
        "open_issues": carry_over.issues.count() - len(issues),
        "has_print": handover.of_publication(carry_over).filter(pdf__isnull=False).exists(),
    }
    return render(request, "public/evaluations/plan_bridge.html", context)


@login_not_required
@require_safe
def plan_bridge_pdf(request, slug, ordinal):
    """引継書 as it was kept when the term was published; 404 until the worker has made it."""
    carry_over = _public(slug, ordinal)
    kept = get_object_or_404(handover.of_publication(carry_over), pdf__isnull=False)
    return pdf_response(kept.pdf, f"{slug}-hikitsugi-{ordinal}.pdf", modified=kept.published_at)
