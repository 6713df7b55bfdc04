"""Every page of the portal × every person. A page that is missing from the table fails."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access.people import ADMINISTRATION, PEOPLE
from tests.access.table import TABLE
from tests.access.world import person, world  # noqa: F401 (a fixture)


def names(resolver=None, prefix="") -> list[str]:
    """Every named address of the portal; Django's administration counts as one and is tested by its own table."""
    found = []
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace == "admin":
                continue
            found += names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        elif isinstance(entry, URLPattern):
            found.append(f"{prefix}{entry.name}")
    return found


def test_every_page_stands_in_the_table():
    assert sorted(names()) == sorted(TABLE)


def outcome(response) -> str:
    if response.status_code == 302:
        return "login" if response["Location"].startswith(("/accounts/login/", "/admin/login/")) else "ok"
    return "ok" if response.status_code == 200 else str(response.status_code)


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_open_which_page(world, client, who):  # noqa: F811
    if user := person(world, who):
        client.force_login(user)
    wrong = {}
    for name, expected in TABLE.items():
        response = client.get(reverse(name, args=world.arguments.get(name, [])))
        if outcome(response) != expected[who]:
            wrong[name] = f"{outcome(response)} instead of {expected[who]}"
    assert not wrong


@pytest.mark.parametrize("who", PEOPLE)
def test_a_post_never_goes_further_than_a_get(world, client, who):  # noqa: F811
    """An empty POST is refused where the page is; the doors are the same for reading and for pressing."""
    if user := person(world, who):
        client.force_login(user)
    shut = {}
    for name, expected in TABLE.items():
        if expected[who] not in ("login", "403", "404"):
            continue
        response = client.post(reverse(name, args=world.arguments.get(name, [])))
        if outcome(response) not in (expected[who], "405"):
            shut[name] = f"{outcome(response)} instead of {expected[who]}"
    assert not shut


@pytest.mark.parametrize("who", PEOPLE)
def test_only_the_administrator_enters_the_administration(world, client, who):  # noqa: F811
    if user := person(world, who):
        client.force_login(user)
    for name in ("admin:index", "admin:accounts_user_changelist", "admin:accounts_department_changelist"):
        assert outcome(client.get(reverse(name))) == ADMINISTRATION[who]


@pytest.mark.parametrize(
    "address", ["/nothing/", "/staff/nothing/", "/committee/nothing/", "/accounts/nothing/"]
)
def test_a_page_that_is_not_there_is_said_in_words_to_everybody(world, client, address):  # noqa: F811
    for who in ("visitor", "member", "jimu"):
        if user := person(world, who):
            client.force_login(user)
        answer = client.get(address)
        assert answer.status_code == 404
        assert "ページが見つかりません" in answer.content.decode()
