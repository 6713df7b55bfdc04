"""Long lists in pages: the address of another page keeps what else was asked, and a row is found on its page."""

from django.test import RequestFactory

from accounts.views.paging import kept_query, page_of, query_to


def asked(query: str):
    return RequestFactory().get(f"/?{query}")


def test_a_page_that_is_not_there_is_the_nearest_one():
    rows = list(range(7))
    found = [list(page_of(asked(query), rows, 3)) for query in ("", "page=2", "page=99", "page=０", "page=x")]
    assert found == [[0, 1, 2], [3, 4, 5], [6], [6], [0, 1, 2]]


def test_the_rest_of_the_address_is_kept():
    assert kept_query(asked("page=2")) == ""
    assert kept_query(asked("row=%E3%81%82&page=2&q=%26")) == "row=%E3%81%82&q=%26&"


def test_a_row_is_found_on_its_page():
    assert [query_to("abcdef", letter, 3) for letter in "acdf"] == ["", "", "page=2", "page=2"]
