"""Values that nobody types by hand, in addresses and in what is sent: refused in words, never a fault of ours."""

import re
from urllib.parse import quote, urlencode

import pytest
from django.contrib import admin
from django.urls import URLResolver, get_resolver, reverse

from tests.access.table import TABLE
from tests.access.world import person, world  # noqa: F401 (the fixture)

ODD = ("\x00", "9" * 20, "9" * 5000, "-1", "²", "1,2")
ASKED = ("term", "from", "to", "page", "actor", "next", "plan", "ending", "q")


def routes(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if not isinstance(entry, URLResolver):
            yield prefix + str(entry.pattern)
        elif entry.namespace != "admin":
            yield from routes(entry, prefix + str(entry.pattern))


@pytest.fixture(autouse=True)
def faults_are_answers(client):
    client.raise_request_exception = False


@pytest.mark.parametrize("value", ODD, ids=lambda value: repr(value)[:8])
@pytest.mark.parametrize("who", ["visitor", "jimu", "member", "clerk"])
def test_an_odd_address_or_question_is_never_our_fault(world, client, who, value):  # noqa: F811
    if user := person(world, who):
        client.force_login(user)
    paths = [
        "/" + re.sub(r"<[^>]+>", quote(value), route)
        for route in routes()
        if "<" in route and "(?P" not in route
    ]
    asked = urlencode(dict.fromkeys(ASKED, value))
    paths += [
        f"{reverse(name, args=world.arguments.get(name, []))}?{asked}"
        for name in TABLE
        if "logout" not in name
    ]
    faults = [path[:80] for path in paths if client.get(path).status_code >= 500]
    assert faults == []


@pytest.mark.parametrize("value", ODD, ids=lambda value: repr(value)[:8])
def test_the_administration_takes_odd_values_for_what_they_are(world, client, value):  # noqa: F811
    client.force_login(world.kanri)
    faults = []
    for model, options in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        filters = {"q": value, "p": value, "o": value} | {
            f"{f}__id__exact": value for f in options.list_filter
        }
        paths = [f"{reverse(f'{name}_changelist')}?{urlencode({key: value})}" for key in filters]
        paths += [
            reverse(f"{name}_{page}", args=["XX"]).replace("XX", quote(value))
            for page in ("change", "history")
        ]
        faults += [path[:80] for path in paths if client.get(path).status_code >= 500]
        faults += [
            f"POST {path}"
            for path in _forms(name, model)
            if _post(client, path, model, options, value) >= 500
        ]
    assert faults == []


def _forms(name, model) -> list[str]:
    row = model._base_manager.first()
    return [reverse(f"{name}_add"), *([reverse(f"{name}_change", args=[row.pk])] if row else [])]


def _post(client, path, model, options, value) -> int:
    """Send ``value`` wherever another row is to be chosen, in the form and in one new row of each of its tables."""
    sent = {field.name: value for field in model._meta.get_fields() if field.is_relation and field.concrete}
    for inline in options.inlines:
        prefix = _prefix(inline, model)
        sent |= {f"{prefix}-TOTAL_FORMS": 1, f"{prefix}-INITIAL_FORMS": 0}
        sent |= {f"{prefix}-0-{f.name}": value for f in inline.model._meta.concrete_fields if f.is_relation}
    return client.post(path, sent).status_code


def _prefix(inline, model) -> str:
    keys = [f for f in inline.model._meta.concrete_fields if f.is_relation and f.related_model is model]
    return next(f for f in keys if getattr(inline, "fk_name", None) in (None, f.name)).related_query_name()
