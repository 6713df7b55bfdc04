"""A meeting that was called, and whom its mails reach."""

import pytest

from tests import builders


@pytest.fixture
def addresses(cast):
    """Chair and member have an address; a third member has no account and reads on paper."""
    for user in (cast.chair, cast.member):
        user.email = f"{user.username}@example.jp"
        user.save()
    cast.paper_seat = builders.member(cast.committee, None, name="紙の委員", category="group")
    return cast


@pytest.fixture
def called(addresses):
    return builders.meeting(addresses.committee, state="called")
