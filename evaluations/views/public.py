"""The published evaluation. Everything here is read from frozen editions, never from living records."""

from collections.abc import Iterator

from django.contrib.auth.decorators import login_not_required
from django.db.models import F, Prefetch, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.views.paging import page_of
from evaluations.heard import bundles, items_measuring, items_of_goals, with_cards
from evaluations.indicator_chains import chains
from evaluations.linked_results import linked_results, links_to
from evaluations.models import Edition, EditionSheet, Meeting, PublicVoice
from evaluations.views.reports import published_pdf
from initiatives.family import family
from initiatives.models import Indicator, Initiative, RatingScale, Responsibility
from initiatives.models.plan_link import links_told, with_links
from initiatives.views.public import chosen_term, list_context
from plans import fiscal_year
from plans.models import Plan, PlanRevision

OPINIONS_ON_A_PAGE = 50
"""Links to single opinions name the page they stand on: another number here would break them."""
LINES_ON_A_PAGE = 100
GENERAL_OPINIONS_SHOWN = 20
SHEETS_ON_A_PAGE = 25
VOICES_SHOWN = 10
"""Opinions on the page of a 取組; the rest stand in the list of opinions."""
BRIEF = ("number", "title", "goal", "department", "self_rating", "final_rating")
PAGE = {"code": F("initiative__code"), "has_page": Q(initiative__term__published_at__isnull=False)}
"""Where the 取組 has its page, and whether it has one: not once its term was withdrawn."""


def _editions():
    return Edition.objects.published().select_related("round__request__term__plan").defer("pdf")


def published_edition(year: int) -> Edition:
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
    """The evaluation of one target year: summary, 総評, every 取組 on a line, opinions on the plan as a whole."""
    edition = published_edition(year)
    head = edition.head
    sheets = edition.sheets.values(*BRIEF, **PAGE).order_by("position")
    context = {
        "edition": edition,
        "head": head,
        "page_obj": page_of(request, sheets, LINES_ON_A_PAGE),
        "general_opinions": head["general_opinions"][:GENERAL_OPINIONS_SHOWN],
        "opinions_elsewhere": head["summary"]["opinions"]["received"] - len(head["general_opinions"]),
        "distributions": distributions(head["summary"]),
        "year_label": fiscal_year.label(year),
        "meetings": Meeting.objects.public().filter(round=edition.round_id).order_by("held_on", "pk"),
    }
    return render(request, "public/evaluations/detail.html", context)


@login_not_required
@require_safe
def evaluation_opinions(request, year):
    """Every opinion of the year and its reply, in the order of the plan; each number is a permanent link."""
    edition = published_edition(year)
    page = page_of(request, list(opinions_of(edition)), OPINIONS_ON_A_PAGE)
    context = {"head": edition.head, "page_obj": page, "year_label": fiscal_year.label(year)}
    return render(request, "public/evaluations/opinions.html", context)


def opinions_of(edition: Edition) -> Iterator[dict]:
    """Give the opinions of an edition, those on the whole first: what each is about, its anchor, and itself."""
    year = fiscal_year.short(edition.head["target_year"])
    whole = {
        "goal": "計画全体について",
        "title": "どの取組にも当てはまらない意見",
        "content__opinions": edition.head["general_opinions"],
    }
    sheets = edition.sheets.exclude(content__opinions=[]).order_by("position")
    for about in (whole, *sheets.values("goal", "number", "title", "content__opinions", **PAGE)):
        for opinion in about["content__opinions"]:
            sequence = opinion["number"].rpartition("-")[2]
            yield {"about": about, "anchor": f"{year}-{sequence}", "opinion": opinion}


@login_not_required
@require_safe
def evaluation_promises(request, year):
    """去年の約束 → 今年の結果: each promise that the year had to answer, by 取組 in the order of the plan."""
    edition = published_edition(year)
    sheets = edition.sheets.exclude(content__promises=[]).order_by("position")
    rows = sheets.values("goal", "number", "title", "department", "content__promises", **PAGE)
    page = page_of(request, rows, SHEETS_ON_A_PAGE)
    context = {"head": edition.head, "page_obj": page, "year_label": fiscal_year.label(year)}
    return render(request, "public/evaluations/promises.html", context)


def distributions(summary: dict) -> list[dict]:
    """Give the rows of the table of ratings: each goal, then all of them."""
    rows = [*summary["goals"], {"goal": "全体", **summary["all"]}]
    return [row | {"cells": list(zip(summary["levels"], row["counts"], strict=True))} for row in rows]


@login_not_required
@require_safe
def evaluation_report(request, year):
    """The published PDF, the same bytes for ever."""
    edition = published_edition(year)
    name = f"{fiscal_year.short(year)}-hyoka-hokoku.pdf"
    return published_pdf(request, edition, name)


@login_not_required
@require_safe
def initiative_list(request):
    """All 取組 of one published term, and what published surveys told of its goals."""
    context = list_context(request)
    context["told"] = items_of_goals(branch.measure for branch in context["goals"])
    return render(request, "public/initiatives/list.html", context)


@login_not_required
@require_safe
def initiative_detail(request, code):
    """One 取組 with every published year, newest first."""
    initiatives = Initiative.objects.published().select_related("term__plan", "measure").with_actors()
    departments = Prefetch("responsibilities", Responsibility.objects.with_names())
    initiative = get_object_or_404(
        with_cards(with_links(initiatives)).prefetch_related(departments), code=code
    )
    relatives = family(initiative)
    kin = {initiative.pk, *relatives.ancestor_ids()}
    sheets = list(_published_sheets(kin))
    indicators = Indicator.objects.filter(initiative__in=kin).select_related("initiative__term")
    indicators = list(indicators.prefetch_related("targets"))
    told = PublicVoice.initiatives.through.objects.filter(initiative__in=kin)
    context = {
        "initiative": initiative,
        "links": links_told(initiative),
        "voices": PublicVoice.objects.filter(pk__in=told.values("publicvoice"))[:VOICES_SHOWN],
        "cards": bundles(initiative),
        "survey_points": items_measuring(kin),
        "years": [_year(sheet) for sheet in sheets if sheet.initiative_id == initiative.pk],
        "indicators": [row for row in indicators if row.initiative_id == initiative.pk],
        "family": relatives,
        "chains": chains(initiative, indicators, sheets),
        "revisions": PlanRevision.objects.public()
        .filter(changes__initiative=initiative)
        .select_related("term__plan")
        .distinct(),
    }
    return render(request, "public/initiatives/detail.html", context)


def _published_sheets(initiatives: set[int]):
    """The frozen sheets of these 取組, newest year first."""
    sheets = EditionSheet.objects.filter(initiative__in=initiatives, edition__published_at__isnull=False)
    scales = F("edition__head__scales")
    return sheets.annotate(year=F("edition__round__request__target_year"), scales=scales).order_by("-year")


def _year(sheet: EditionSheet) -> dict:
    label = fiscal_year.label(sheet.year)
    return {"year": sheet.year, "label": label, "sheet": sheet.content, "legends": legends(sheet.scales)}


@login_not_required
@require_safe
def plan_sheet(request, slug):
    """What serves one plan, in that plan's own words, with the results of every published year."""
    plan = get_object_or_404(Plan, slug=slug)
    terms, term = chosen_term(request, plan_links__plan=plan)
    links = links_to(plan, term) if term else []
    page = page_of(request, links, SHEETS_ON_A_PAGE)
    results = linked_results(list(page))
    context = {"plan": plan, "terms": terms, "term": term, "results": results, "page_obj": page}
    return render(request, "public/evaluations/plan_sheet.html", context)


def legends(scales: dict) -> list[dict]:
    """Give each scale of a year once, with the stages that use it in its title."""
    shared: dict[str, dict] = {}
    for stage in RatingScale.Stage:
        if levels := scales.get(stage, {}).get("levels"):
            entry = shared.setdefault(str(levels), {"levels": levels, "stages": []})
            entry["stages"].append(stage.label)
    return [{"levels": e["levels"], "title": f"{'・'.join(e['stages'])}の区分"} for e in shared.values()]
