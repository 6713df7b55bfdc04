"""Every page of the portal in a large city, signed in and not: as many queries as in a small one, pages that stay short.

The large city has 300 rows at least of whatever a page lists (``tests/large_city``), or 60 of what is few by its nature.
"""

import gzip
import re
from dataclasses import dataclass

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.access.table import TABLE
from tests.access.world import person, world  # noqa: F401 (a fixture)
from tests.large_city import enlarge, one_of_each

READERS = ("visitor", "clerk", "member", "jimu")
QUERIES = 12
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
SNAPSHOTS = {"staff:round-report", "committee:round-report"}
SNAPSHOT_QUERIES = 40
"""Whether 「案」 still says what the round says: the whole round is put into words and compared, in forty queries."""

ROWS = 110
"""Rows of one kind on a page: at most a hundred of a list, and what stands around it."""
PUBLIC_BYTES, INSIDE_BYTES = 150_000, 400_000
"""A public list of 500 取組, and what an office's network carries in a blink."""
COMPRESSED_BYTES = 15_000
"""A quarter of the 60 KB that a visitor may need for the first page; the rest is for style, script and fonts."""

SEATS = "the members of one committee: the issue speaks of 40, here are 300"
ONE_DOCUMENT = "one document, read and sealed as a whole; it is as long as what it tells of"
EVERY_INITIATIVE = (
    "every 取組 of a plan in one view, to be searched by eye and by the browser; ours has 150, here are 600"
)
ALL_TERMS = "25 plans with their six terms each: more than any city has"
WHOLE = {
    "initiative-tree": EVERY_INITIATIVE,
    "initiative-list": EVERY_INITIATIVE,
    "staff:tree-detail": EVERY_INITIATIVE,
    "staff:revision-choose": "a hundred 取組 on a page, under every measure of the plan",
    "plan-list": ALL_TERMS,
    "staff:plan-term-list": ALL_TERMS,
    "staff:tree-list": ALL_TERMS,
    "staff:text-list": ALL_TERMS,
    "plan-revision-detail": ONE_DOCUMENT,
    "staff:revision-detail": ONE_DOCUMENT,
    "staff:revision-publish": ONE_DOCUMENT,
    "staff:round-letter": ONE_DOCUMENT,
    "staff:letter-fix": ONE_DOCUMENT,
    "committee:minutes-detail": ONE_DOCUMENT,
    "staff:minutes-detail": ONE_DOCUMENT,
    "staff:minutes-renew": ONE_DOCUMENT,
    "committee-page": SEATS,
    "staff:meeting-attendance": SEATS,
    "staff:meeting-pack": SEATS,
    "staff:review-list": SEATS,
    "staff:record-final": SEATS,
    "committee:record-review": SEATS,
    "review-sheet": SEATS,
    "staff:review-entry": SEATS,
    "staff:round-board": "who is missing, at a glance: every department with its 取組",
    "staff:record-list": "what one department has left to do: a few 取組, here 300",
    "staff:workshop-detail": "the cards of one evening, which lie on one table",
    "staff:workshop-publish": "what will be read by everybody, seen once as a whole",
    "workshop-detail": "the cards of one evening, which lie on one table",
    "committee:meeting-detail": "one meeting: its agenda and its papers, here 60 of each",
    "workshop-year": "the evenings of one year: a dozen",
    "survey-detail": "twenty tables on a page, with a row for each answer",
    "staff:survey-publish": "twenty tables on a page, with a row for each answer",
}
"""Pages that show all of it at once, and why that stays short enough."""
LONGER = {"initiative-tree": 250_000, "staff:revision-publish": 425_000, "plan-revision-detail": 175_000}
"""Their bytes with 600 取組 in the tree, and with 300 changes in one 見直し, of which each is told twice before it is public."""


@dataclass(frozen=True)
class Page:
    """What a page of the large city cost: its queries, and of its HTML the bytes, those on the wire, and the rows."""

    queries: int
    size: int = 0
    compressed: int = 0
    rows: int = 0


def measured(client, world, who: str) -> dict[str, Page]:  # noqa: F811
    """Each page that ``who`` may open, by its name; what is open to everybody is looked at without and with an account."""
    client.logout()
    if user := person(world, who):
        client.force_login(user)
    found = {}
    for name, people in TABLE.items():
        if people[who] != "ok" or (people["visitor"] == "ok" and who in ("clerk", "member")):
            continue
        with CaptureQueriesContext(connection) as queries:
            response = client.get(reverse(name, args=world.arguments.get(name, [])))
        assert response.status_code in (200, 302), name
        found[name] = page(len(queries), response)
    return found


def page(queries: int, response) -> Page:
    if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return Page(queries)
    html = response.content
    main = html.partition(b"<main")[2]
    rows = max(len(re.findall(rb"<%b\b" % tag, main)) for tag in (b"tr", b"li", b"article", b"details"))
    return Page(queries, len(html), len(gzip.compress(html)), rows)


def test_a_large_city_costs_no_page_a_query_more_and_none_gets_too_long(world, client):  # noqa: F811
    """``test_access`` holds that the table names every address of the resolver, so no page is forgotten here either."""
    one_of_each(world)
    small = {(who, name): found for who in READERS for name, found in measured(client, world, who).items()}
    enlarge(world)
    large = {(who, name): found for who in READERS for name, found in measured(client, world, who).items()}
    grown = {
        key: f"{small[key].queries} → {page.queries}"
        for key, page in large.items()
        if small[key].queries != page.queries
    }
    apart = WHOLE_RECORDS | WHOLE_PLANS | DIGESTS
    costly = {
        key: page.queries
        for key, page in large.items()
        if page.queries > (SNAPSHOT_QUERIES if key[1] in SNAPSHOTS else QUERIES) and key[1] not in apart
    }
    assert not grown
    assert not costly
    assert not sorted({name for (_, name), page in large.items() if page.rows > ROWS} - WHOLE.keys())
    assert not {key: page.size for key, page in large.items() if page.size > bytes_for(key[1])}
    heavy = {key: page.compressed for key, page in large.items() if page.compressed > COMPRESSED_BYTES}
    assert not heavy
    long = {name for (_, name), page in large.items() if page.rows > ROWS}
    assert not WHOLE.keys() - long, "these need no exception any more"


def bytes_for(name: str) -> int:
    return LONGER.get(name, INSIDE_BYTES if ":" in name else PUBLIC_BYTES)
