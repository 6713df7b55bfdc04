"""A year that the demo publishes was published on the day that its sample names."""

import pytest

from accounts.dates import write_day
from evaluations import workflow
from otaru_welfare.demo import loader
from tests import builders


@pytest.fixture
def waiting(cast, settings):
    """A year that was published while no worker ran."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    round_ = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    builders.decided(round_, cast.jimu)
    round_ = workflow.close_opinions(round=round_, now=builders.NOW)
    return workflow.publish(round=round_, version=round_.version, by=cast.jimu, now=builders.NOW)


def test_page_and_cover_name_the_same_day(client, waiting):
    assert loader.waiting_publications() == [waiting]
    assert loader.make_publication(waiting)
    waiting.refresh_from_db()
    assert waiting.published_at == waiting.requested_at == builders.NOW
    assert write_day(builders.NOW.date()) in client.get("/evaluations/2022/").content.decode()
