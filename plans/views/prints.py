"""Handing over a PDF, and having it made where it is not kept yet."""

from csp.decorators import csp_exempt
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from accounts.versioning import MoveRefused
from plans import printing

STATE_PAGE = "public/plans/print_state.html"


@csp_exempt()
def pdf_response(pdf, name: str, modified=None) -> HttpResponse:
    """Answer with a PDF to read in the browser, whose own viewer the pages' strict policy would break."""
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    if modified:
        headers["Last-Modified"] = http_date(modified.timestamp())
    return HttpResponse(bytes(pdf), content_type="application/pdf", headers=headers)


def kept_pdf(
    request, order: printing.Order, *, name: str, title: str, back: str, template: str = STATE_PAGE
) -> HttpResponse:
    """Answer with the print of ``order``, or with a page that has it made and watches it.

    GET makes nothing: a visitor presses a button (POST), and all who want the same wait for the same. ``title`` is
    what the page calls the PDF, ``back`` the address of the page that shows the same, ``template`` its own page.
    """
    now = timezone.now()
    if request.method == "POST":
        try:
            printing.ask(order=order, now=now)
        except MoveRefused as refusal:
            messages.warning(request, str(refusal))
        return redirect(request.get_full_path())
    found = order.found()
    if found and found.is_ready:
        etag = f'"{order.key}-{found.requested_at.timestamp():.6f}"'
        response = get_conditional_response(request, etag=etag) or pdf_response(found.pdf, name)
        response["ETag"] = etag
        return response
    context = {"title": title, "back": back} | {
        "print": found,
        "is_on_its_way": found is not None and found.is_on_its_way(now),
        "may_be_asked": found is None or found.may_be_asked_again(now),
    }
    return render(request, template, context)
