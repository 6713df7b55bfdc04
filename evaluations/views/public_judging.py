"""反対側の目 and 答申書 of a published year, from its edition alone."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from evaluations.judging import opposite_eyes
from evaluations.models import Edition, RecommendationPrint
from evaluations.views.judging_pages import eyes_context
from evaluations.views.public import published_edition
from plans import fiscal_year
from plans.views.prints import pdf_response


@login_not_required
@require_safe
def evaluation_eyes(request, year):
    """Self-rating against committee rating: the year in full, and beside it the published years of its term."""
    edition = published_edition(year)
    term = edition.round.request.term_id
    editions = Edition.objects.published().filter(
        round__request__term=term, round__request__target_year__lte=year
    )
    years = opposite_eyes.of_editions(editions.defer("pdf").order_by("round__request__target_year"))
    pages = {row.year: reverse("evaluation-eyes", args=[row.year]) for row in years}
    context = {
        "head": edition.head,
        "year_label": fiscal_year.label(year),
        **eyes_context(request, years, year, pages),
    }
    return render(request, "public/evaluations/eyes.html", context)


@login_not_required
@require_safe
def evaluation_letter(request, year):
    """The PDF of the letter that the edition holds; it never changes."""
    letter = published_edition(year).head.get("recommendation")
    if not letter:
        raise Http404
    found = get_object_or_404(RecommendationPrint, recommendation=letter["id"])
    return pdf_response(found.pdf, f"{fiscal_year.short(year)}-toshinsho.pdf")
