"""What the pages of all three areas share about reports: asking for one, and handing the published one over."""

from csp.decorators import csp_exempt
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from evaluations import workflow
from evaluations.models import Edition, EvaluationRound
from plans.views.prints import pdf_response


def report_page(request, round_: EvaluationRound, template: str):
    """Have 「案」 made on POST; show how far it is, or where to fetch it and whether it still says what the round says.

    While members write blind, a secretariat has two: its own, and the one that it may hand out (``?for=members``).
    Once the round is published there is no 「案」 any more: the page leads to the report that everybody reads.
    """
    if round_.is_published:
        return render(request, template, {"round": round_})
    if request.method == "POST":
        for_members = "for_members" in request.POST
        workflow.request_draft(round=round_, by=request.user, now=timezone.now(), for_members=for_members)
        return redirect(f"{request.path}{'?for=members' if for_members else ''}")
    today = timezone.localdate()
    sees_all = not round_.is_blind_for(request.user, today)
    may_choose = sees_all and round_.is_blind(today)
    is_blind = not sees_all or (may_choose and request.GET.get("for") == "members")
    edition = round_.editions.drafts().filter(is_blind=is_blind).defer("pdf", "head").first()
    is_ready = edition is not None and edition.state == Edition.State.READY
    context = {
        "round": round_,
        "edition": edition,
        "is_outdated": is_ready and workflow.is_outdated(edition, round_),
        "is_blind": is_blind,
        "may_choose": may_choose,
    }
    return render(request, template, context)


@csp_exempt()
def published_pdf(request, edition: Edition, name: str) -> HttpResponse:
    """Answer with the PDF of a published edition; with 304, and without reading the PDF, to those who have it.

    The edition and its PDF never change (see ``Edition``), so what it holds and when it was published names the bytes.
    """
    published = edition.published_at.timestamp()
    etag = f'"{edition.digest}-{published:.6f}"'
    response = get_conditional_response(request, etag=etag, last_modified=int(published))
    response = response or pdf_response(edition.pdf, name)
    response["ETag"], response["Last-Modified"] = etag, http_date(published)
    response["Cache-Control"] = "no-cache"
    return response
