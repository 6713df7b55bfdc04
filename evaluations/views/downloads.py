"""Handing over a file under a Japanese name."""

from urllib.parse import quote

from django.http import HttpResponse


def csv_response(data: bytes, name: str) -> HttpResponse:
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return HttpResponse(
        data, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition}
    )
