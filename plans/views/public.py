"""The register of plans, the text of a published term, and the glossary.

The register itself is public; text, goals and 取組 of a term only once the term has been published.
"""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.views.paging import page_of
from plans import fiscal_year, periods, text
from plans import glossary as words
from plans.bridges import bridged_to, with_bridges
from plans.models import GlossaryTerm, OutreachActivity, Plan, PlanRelation, PlanTerm
from plans.positions import position, relations_of
from plans.succession import in_order, place_of
from plans.views.years import choices, chosen_year


@login_not_required
@require_safe
def plan_list(request):
    """Every plan once, in the order of the map."""
    plans = Plan.objects.for_reading().prefetch_related("terms", "relations")
    return render(request, "public/plans/list.html", {"groups": position(plans).groups()})


@login_not_required
@require_safe
def plan_detail(request, slug):
    """One plan: what the register knows of it, and the text of its newest published term (or of ``?term=``)."""
    plan = get_object_or_404(Plan.objects.for_reading(), slug=slug)
    terms = list(with_bridges(plan.terms.select_related("book__plan")))
    published = [term for term in reversed(terms) if term.published_at]
    wanted = request.GET.get("term", "")
    term = next((term for term in published if str(term.pk) == wanted), published[0] if published else None)
    context = {
        "plan": plan,
        "terms": in_order(terms),
        "place": place_of(term, terms) if term else None,
        "onward": bridged_to(term, terms) if term else None,
        "contacts": [plan.lead_department.organization] if plan.lead_department else list(plan.owners.all()),
        "published": published,
        "books": [joint.book for joint in reversed(terms) if joint.book and joint.book.published_at],
        "relations": relations_of(plan, PlanRelation.objects.of(plan)),
        "revisions": term.revisions.public().select_related("term__plan") if term else (),
        **(content(term) if term else {}),
    }
    return render(request, "public/plans/detail.html", context)


def content(term: PlanTerm) -> dict:
    """Give what is public of a term once it is published, for its page and for the preview before."""
    goals = list(term.measures.goals().with_level_name())
    return {
        "term": term,
        "chapters": text.chapters(term, below=2),
        "goals": goals,
        "goal_name": (goals and goals[0].level_name) or "基本目標",
        "years": periods.both_eras(term),
    }


@login_not_required
@require_safe
def glossary(request):
    """Every word with its explanation, by the rows of the kana."""
    groups = words.grouped(GlossaryTerm.objects.all())
    return render(request, "public/plans/glossary.html", {"groups": groups})


@login_not_required
@require_safe
def outreach(request):
    """What was done to make the plan known, one fiscal year at a time: the newest, or that of ``?year=``."""
    published = OutreachActivity.objects.published()
    years = published.years()
    year = chosen_year(request, years)
    rows = published.in_year(year).for_reading() if year is not None else ()
    context = {
        "years": choices(years),
        "year": year,
        "year_label": fiscal_year.label(year) if year is not None else "",
        "page_obj": page_of(request, rows),
    }
    return render(request, "public/plans/outreach.html", context)
