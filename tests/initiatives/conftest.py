"""People at the entry form, for the tests of the list and of the form."""

from datetime import timedelta

import pytest
from django.utils import timezone

from initiatives import progress
from tests import builders


@pytest.fixture
def second_year(cast):
    """見守り活動 in its second year: last year's texts stand beside, its 改善 is to be answered for."""
    cast.counted = builders.indicator(cast.walk, targets={2022: 12})
    first = builders.round_(cast.term, cast.committee, cast.jimu, year=2021)
    builders.accepted(first.request.records.get(initiative=cast.walk), cast.jimu, done="去年の実績です。")
    round_ = builders.round_(
        cast.term, cast.committee, cast.jimu, due_on=timezone.localdate() + timedelta(days=3)
    )
    progress.close_request(request=first.request, now=timezone.now())
    return round_.request.records.get(initiative=cast.walk)


@pytest.fixture
def sato(client, cast):
    client.force_login(cast.sato)
    return client
