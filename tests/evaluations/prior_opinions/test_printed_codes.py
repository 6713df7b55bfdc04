"""The codes on paper as a telephone reads them: the printed page is turned into a picture and decoded by another library."""

import subprocess

import pytest
import zxingcpp
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone
from PIL import Image

from evaluations.prior_opinions import letters, sheets
from plans.press import print_pages
from tests import builders

pytestmark = pytest.mark.real_pdf
PORTAL = "https://portal.city.example.jp"


def decoded(pdf: bytes, dpi: int = 150) -> list[list[str]]:
    """What the codes on each page say, at the resolution of a plain office scanner."""
    pictures = subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-gray", "-"], input=pdf, capture_output=True, check=True
    )
    return [[code.text for code in zxingcpp.read_barcodes(page)] for page in _pages(pictures.stdout)]


def _pages(pictures: bytes):
    """Yield the pictures of a stream of PGM files, one behind the other."""
    place = 0
    while place < len(pictures):
        head = pictures[place:].split(b"\n", 3)
        width, height = map(int, head[1].split())
        start = place + sum(len(line) + 1 for line in head[:3])
        place = start + width * height
        yield Image.frombytes("L", (width, height), pictures[start:place])


def test_each_sheet_leads_to_the_page_on_which_it_is_typed_in(cast, current, settings, client):
    settings.PORTAL_URL = PORTAL
    seat = cast.member_seat
    order = sheets.sheets_order(current, seat)
    pages = order.pages(timezone.localdate())
    cover, *codes = decoded(print_pages(pages, head=order.head, made_on=timezone.localdate(), marks=""))
    records = current.request.records.in_order()
    entries = [reverse("staff:review-entry", args=[current.pk, seat.pk, row.pk]) for row in records]
    entries.append(reverse("staff:review-opinion", args=[current.pk, seat.pk, 0]))
    assert cover == []
    assert codes == [[f"{PORTAL}{entry}"] for entry in entries]
    client.force_login(cast.jimu)
    for entry in entries:
        assert "代理入力" in client.get(entry).content.decode()
    client.logout()
    assert (
        client.get(entries[0]).status_code == 302
    )  # the code holds no secret: who finds a sheet must sign in


def test_the_code_of_a_letter_opens_the_link_of_its_reader_and_says_what_stands_below(
    cast, current, settings
):
    settings.PORTAL_URL = PORTAL
    links = [builders.review_link(current, seat, cast.jimu) for seat in (cast.chair_seat, cast.member_seat)]
    row = letters.ask(round=current, links=links, by=cast.jimu, now=timezone.now())
    letters.make(row.pk, timezone.now())
    row.refresh_from_db()
    found = decoded(bytes(row.pdf))
    assert [len(codes) for codes in found] == [1, 1]
    for (address,), name in zip(found, ("高橋", "山本"), strict=True):
        assert address.startswith(f"{PORTAL}/review/")
        path = address.removeprefix(PORTAL)
        assert resolve(path).url_name == "review-list"
        assert f"{name} 様" in Client().get(path).content.decode()
    assert found[0] != found[1]
