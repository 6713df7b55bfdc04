import pytest

from tests import builders


@pytest.fixture
def current(cast):
    """A year given to a committee that rates, in which members still write: its due date lies far ahead."""
    round_ = builders.round_(cast.term, cast.committee, cast.jimu, committee_rates=True)
    return builders.in_committee(round_, cast.jimu)
