"""A 回答票 as a clerk sees it: taken from the page, written into, sent back."""

import io
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from tests import builders

PAGE = "staff:answer-sheets"


class Clerk:
    """A person with the 回答票 of one year."""

    def __init__(self, client, user):
        client.force_login(user)
        self.client = client

    def takes(self, request, kind="xlsx") -> bytes:
        answer = self.client.post(
            reverse("staff:answer-sheet-hand-out"), {"request": request.pk, "kind": kind, "department": ""}
        )
        assert answer.status_code == 200, answer.content.decode()
        return answer.content

    def sends(self, data: bytes, name="回答票.xlsx"):
        """Give the page to which sending leads: the comparison, or the first page again with what is wrong."""
        return self.client.post(reverse(PAGE), {"file": SimpleUploadedFile(name, data)}, follow=True)

    def confirms(self, page):
        return self.client.post(page.request["PATH_INFO"], {"seen": page.context["seen"]}, follow=True)


@pytest.fixture
def year(cast):
    """A year being entered, after one that was accepted; 見守り活動 has an indicator and a promise to answer."""
    counted = builders.indicator(cast.walk, "開催回数", "回", targets={2022: 12})
    first = builders.round_(cast.term, cast.committee, cast.jimu, year=2021)
    builders.accepted(first.request.records.get(initiative=cast.walk), cast.jimu)
    request = builders.round_(cast.term, cast.committee, cast.jimu).request
    record = request.records.get(initiative=cast.walk)
    return SimpleNamespace(request=request, record=record, counted=counted, cast=cast)


@pytest.fixture
def sato(client, cast):
    return Clerk(client, cast.sato)


def written(data: bytes, cells: dict[tuple[str, str], str | float | None], row: int = 2) -> bytes:
    """Write into the workbook: ``cells`` by sheet and heading, all in one row."""
    book = load_workbook(io.BytesIO(data))
    for (sheet, heading), value in cells.items():
        headings = [cell.value for cell in book[sheet][1]]
        book[sheet].cell(row, headings.index(heading) + 1).value = value
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def cell(data: bytes, sheet: str, heading: str, row: int = 2):
    book = load_workbook(io.BytesIO(data))
    headings = [cell.value for cell in book[sheet][1]]
    return book[sheet].cell(row, headings.index(heading) + 1)
