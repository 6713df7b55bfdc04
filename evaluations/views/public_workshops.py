"""ワークショップ as everybody reads it: by year and by evening, only what was published."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.views.paging import page_of
from evaluations.models import OpinionCard, Workshop
from evaluations.views.downloads import csv_response
from evaluations.workshops import open_data
from evaluations.workshops.prints import laid, workshop_order, year_order
from plans import fiscal_year
from plans.views.prints import kept_pdf

WORKSHOPS_ON_A_PAGE = 50


@login_not_required
@require_safe
def workshop_list(request):
    """The years, and the newest workshops."""
    published = Workshop.objects.published()
    page = page_of(request, published.with_counts(), WORKSHOPS_ON_A_PAGE)
    years = [{"year": year, "label": fiscal_year.label(year)} for year in published.years()]
    return render(request, "public/evaluations/workshop_list.html", {"years": years, "page_obj": page})


@login_not_required
@require_safe
def workshop_year(request, year):
    """The workshops of one fiscal year."""
    rows = list(_of_year(year).with_counts().order_by("held_on", "pk"))
    context = {
        "year": year,
        "year_label": fiscal_year.label(year),
        "workshops": rows,
        "people": sum(row.participants or 0 for row in rows),
        "card_count": sum(row.card_count for row in rows),
    }
    return render(request, "public/evaluations/workshop_year.html", context)


def _of_year(year: int):
    if not fiscal_year.EARLIEST <= year <= fiscal_year.LATEST:
        raise Http404
    rows = Workshop.objects.published().in_year(year).order_by("held_on", "pk")
    if not rows.exists():
        raise Http404
    return rows


def _with_cards(rows):
    return rows.prefetch_related(Prefetch("cards", OpinionCard.objects.for_reading(), to_attr="laid_cards"))


def _workshop(year: int, pk: int) -> Workshop:
    """A workshop stands below the fiscal year in which it was held, and nowhere else."""
    workshop = get_object_or_404(_with_cards(Workshop.objects.published()), pk=pk)
    if workshop.fiscal_year != year:
        raise Http404
    return workshop


@login_not_required
@require_safe
def workshop_detail(request, year, pk):
    workshop = _workshop(year, pk)
    context = {
        "workshop": workshop,
        "year_label": fiscal_year.label(year),
        "groups": laid(workshop.laid_cards),
        "card_count": len(workshop.laid_cards),
    }
    return render(request, "public/evaluations/workshop_detail.html", context)


@login_not_required
@require_safe
def workshop_csv(request, year):
    return csv_response(open_data.workshops_csv(_with_cards(_of_year(year))), f"workshops-{year}.csv")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def workshop_year_pdf(request, year):
    """All workshops of the year on paper. POST has it made."""
    order = year_order(year, list(_with_cards(_of_year(year))))
    back = reverse("workshop-year", args=[year])
    return kept_pdf(request, order, name=f"workshops-{year}.pdf", title=order.head, back=back)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def workshop_pdf(request, year, pk):
    """One workshop on paper. POST has it made."""
    order = workshop_order(_workshop(year, pk))
    back = reverse("workshop-detail", args=[year, pk])
    return kept_pdf(request, order, name=f"workshop-{pk}.pdf", title=order.head, back=back)
