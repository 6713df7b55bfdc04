"""Handing over a PDF."""

from csp.decorators import csp_exempt
from django.http import HttpResponse
from django.utils.http import http_date


@csp_exempt()
def pdf_response(pdf, name: str, modified=None) -> HttpResponse:
    """Answer with a PDF to read in the browser, whose own viewer the pages' strict policy would break."""
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    if modified:
        headers["Last-Modified"] = http_date(modified.timestamp())
    return HttpResponse(bytes(pdf), content_type="application/pdf", headers=headers)
