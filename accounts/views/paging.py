"""Long lists in pages; the component is ``templates/components/pagination.html``."""

from collections.abc import Sequence

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

ROWS_ON_A_PAGE = 50


def page_of(request: HttpRequest, rows, size: int = ROWS_ON_A_PAGE) -> Page:
    """The page of ``rows`` that ``?page=`` names: the first for none, the nearest for one that is not there."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def query_to(keys: Sequence, key, size: int = ROWS_ON_A_PAGE) -> str:
    """The query by which a list shows the page on which ``key`` stands among ``keys``; empty for the first.

    A row that was deleted meanwhile stands nowhere: then it is the first page.
    """
    number = list(keys).index(key) // size + 1 if key in keys else 1
    return f"page={number}" if number > 1 else ""
