"""The published evaluation. Everything here is read from frozen editions, never from living records."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import F
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from evaluations.models import Edition, EditionSheet
from evaluations.views.reports import pdf_response
from initiatives.models import Initiative, RatingScale
from plans import fiscal_year

BRIEF = ("number", "title", "goal", "department", "self_rating", "final_rating", "initiative__code")


def _editions():
    return Edition.objects.published().select_related("round__request__term__plan").defer("pdf")


def _edition(year: int) -> Edition:
    edition = _editions().filter(round__request__target_year=year).order_by("published_at").first()
    if edition is None:
        raise Http404
    return edition


@login_not_required
@require_safe
def evaluation_list(request):
    editions = _editions().order_by("-round__request__target_year")
    return render(request, "public/evaluations/list.html", {"editions": editions})


@login_not_required
@require_safe
def evaluation_detail(request, year):
    """The evaluation of one target year: summary, 総評, every 取組, opinions and replies."""
    edition = _edition(year)
    sheets = edition.sheets.values(*BRIEF, "content__opinions", "content__is_sample").order_by("position")
    context = {
        "edition": edition,
        "head": edition.head,
        "sheets": sheets,
        "distributions": distributions(edition.head["summary"]),
        "year_label": fiscal_year.label(year),
    }
    return render(request, "public/evaluations/detail.html", context)


def distributions(summary: dict) -> list[dict]:
    """Give the rows of the table of ratings: each goal, then all of them."""
    rows = [*summary["goals"], {"goal": "全体", **summary["all"]}]
    return [row | {"cells": list(zip(summary["levels"], row["counts"], strict=True))} for row in rows]


@login_not_required
@require_safe
def evaluation_report(request, year):
    """The published PDF, the same bytes for ever."""
    edition = _edition(year)
    name = f"{fiscal_year.short(year)}-hyoka-hokoku.pdf"
    return pdf_response(edition.pdf, name, modified=edition.published_at)


@login_not_required
@require_safe
def initiative_detail(request, code):
    """One 取組 with every published year, newest first."""
    initiatives = Initiative.objects.published().select_related("term__plan", "measure").with_departments()
    initiative = get_object_or_404(initiatives.prefetch_related("plan_links__plan"), code=code)
    sheets = (
        EditionSheet.objects.filter(initiative=initiative, edition__published_at__isnull=False)
        .annotate(year=F("edition__round__request__target_year"), scales=F("edition__head__scales"))
        .order_by("-year")
    )
    years = [
        {
            "year": sheet.year,
            "label": fiscal_year.label(sheet.year),
            "sheet": sheet.content,
            "legends": legends(sheet.scales),
        }
        for sheet in sheets
    ]
    context = {"initiative": initiative, "years": years}
    return render(request, "public/initiatives/detail.html", context)


def legends(scales: dict) -> list[dict]:
    """Give each scale of a year once, with the stages that use it in its title."""
    shared: dict[str, dict] = {}
    for stage in RatingScale.Stage:
        if levels := scales.get(stage, {}).get("levels"):
            entry = shared.setdefault(str(levels), {"levels": levels, "stages": []})
            entry["stages"].append(stage.label)
    return [{"levels": e["levels"], "title": f"{'・'.join(e['stages'])}の区分"} for e in shared.values()]
