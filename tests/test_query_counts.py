"""Every page of the portal, signed in and not: at most twelve queries, and as many in a large city as in a small one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.large_city import enlarge, one_of_each
from tests.test_access import TABLE, person, world  # noqa: F401 (a fixture)

BAR = 12
READERS = ("visitor", "clerk", "member", "jimu")
WHOLE_RECORDS = {
    "staff:record-detail",
    "staff:record-edit",
    "staff:record-check",
    "staff:record-final",
    "staff:share-edit",
    "committee:record-review",
    "review-sheet",
}
"""Pages of all that belongs to one record: they have bars of their own in the tests of those pages."""
DIGESTS = {f"{area}:round-digest{page}" for area in ("staff", "committee") for page in ("", "-all", "-pdf")}
"""Where to look first, out of all records of a round: at most twenty, as the tests of the digest hold."""
WHOLE_PLANS = {"staff:plan-file-download"}
"""A file that writes down every table of a plan, with a query for each table."""


def counts(client, world, who: str) -> dict[str, int]:  # noqa: F811
    """The queries behind each page that ``who`` may open, by its name."""
    if user := person(world, who):
        client.force_login(user)
    found = {}
    for name in (name for name, people in TABLE.items() if people[who] == "ok"):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(reverse(name, args=world.arguments.get(name, [])))
        assert response.status_code in (200, 302), name
        found[name] = len(queries)
    return found


@pytest.mark.parametrize("who", READERS)
def test_a_large_city_costs_no_page_a_query_more(world, client, who):  # noqa: F811
    """``test_access`` holds that the table names every address of the resolver, so no page is forgotten here either."""
    one_of_each(world)
    small = counts(client, world, who)
    enlarge(world)
    large = counts(client, world, who)
    grown = {name: f"{small[name]} → {large[name]}" for name in small if small[name] != large[name]}
    measured_apart = WHOLE_RECORDS | WHOLE_PLANS | DIGESTS
    over = {name: n for name, n in large.items() if n > BAR and name not in measured_apart}
    assert not grown
    assert not over
