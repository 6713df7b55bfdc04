"""The committee of the cast at a meeting that has taken place."""

import pytest

from tests import builders, minutes_scenes


@pytest.fixture
def meeting(cast):
    cast.absent_seat = builders.member(cast.committee, builders.user("kato", "加藤", "member"))
    cast.paper_seat = builders.member(cast.committee, None, name="小樽 花子", category="group")
    return minutes_scenes.held(cast.committee, absent=[cast.absent_seat])


@pytest.fixture
def minutes(meeting):
    return minutes_scenes.drafted(meeting)
