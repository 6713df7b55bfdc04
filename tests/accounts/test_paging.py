"""Long lists in pages: the address of another page keeps what else was asked, and a row is found on its page."""

import re
from html import unescape

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from accounts.views.paging import page_of, query_to


def asked(query: str):
    return RequestFactory().get(f"/?{query}")


def test_a_page_that_is_not_there_is_the_nearest_one():
    rows = list(range(7))
    found = [list(page_of(asked(query), rows, 3)) for query in ("", "page=2", "page=99", "page=０", "page=x")]
    assert found == [[0, 1, 2], [3, 4, 5], [6], [6], [0, 1, 2]]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "before", "after"),
    [
        ("page=2", "?page=1", "?page=3"),
        ("row=%E3%81%82&page=2&q=%26", "?row=%E3%81%82&page=1&q=%26", "?row=%E3%81%82&page=3&q=%26"),
    ],
)
def test_the_rest_of_the_address_is_kept(query, before, after):
    request = asked(query)
    context = {"page_obj": page_of(request, range(7), 3), "anchor": "list"}
    html = render_to_string("components/pagination.html", context, request=request)
    assert re.findall('rel="(.+?)" href="(.+?)"', unescape(html)) == [
        ("prev", f"{before}#list"),
        ("next", f"{after}#list"),
    ]


def test_a_row_is_found_on_its_page():
    assert [query_to("abcdef", letter, 3) for letter in "acdfx"] == ["", "", "page=2", "page=2", ""]
