"""What of a plan is not public yet in these tests, and the day on which its register is written."""

import pytest

from tests import builders


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
