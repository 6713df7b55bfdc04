"""取組 as the public reads them."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from initiatives.tree import tree
from plans.models import PlanTerm


@login_not_required
@require_safe
def initiative_list(request):
    """All 取組 of one published term in the order of its tree; the newest term unless ``?term=`` says another."""
    terms = list(
        PlanTerm.objects.published()
        .filter(initiatives__isnull=False)
        .distinct()
        .select_related("plan")
        .order_by("-first_year")
    )
    wanted = request.GET.get("term", "")
    term = next((term for term in terms if str(term.pk) == wanted), terms[0] if terms else None)
    context = {"terms": terms, "term": term, "goals": tree(term) if term else []}
    return render(request, "public/initiatives/list.html", context)
