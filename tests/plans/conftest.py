"""Who writes the register and the text of a plan in these tests, and what of it is not public yet."""

import pytest

from tests import builders


@pytest.fixture
def jimu(client, cast):
    client.force_login(cast.jimu)
    return client


@pytest.fixture
def draft(cast):
    """第2期 of the plan, not published, with three chapters."""
    term = builders.term(cast.plan, "第2期", 2, 2024, 2028, published=False)
    for number in (1, 2, 3):
        builders.chapter(term, number)
    return term


@pytest.fixture
def in_2023(monkeypatch):
    monkeypatch.setattr("plans.views.staff_register.timezone.localdate", lambda: builders.TODAY)
