import pytest

from tests import builders


@pytest.fixture
def current(cast):
    """A year given to a committee that rates, in which members still write: its due date lies far ahead."""
    round_ = builders.round_(cast.term, cast.committee, cast.jimu, committee_rates=True)
    return builders.in_committee(round_, cast.jimu)


@pytest.fixture
def opened(cast, current):
    """With the personal link of a member into the round, and its key."""
    cast.round = current
    cast.record = current.request.records.get(initiative=cast.walk)
    cast.link = builders.review_link(current, cast.member_seat, cast.jimu)
    cast.key = builders.review_key(cast.link)
    return cast
