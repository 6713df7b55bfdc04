"""People at the entry form and at the tree of a plan, and what they find there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from initiatives import progress
from plans.models import MeasureLevel
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


@pytest.fixture
def count(cast):
    """開催回数 of 見守り活動, with a target for each year."""
    return builders.indicator(cast.walk, targets={2021: 20, 2022: 24, 2023: 24})


@pytest.fixture
def draft(cast):
    """第2期, not public: 基本目標 → 施策の方向, one goal with one 施策 below, on which one 取組 hangs."""
    cast.draft = builders.term(cast.plan, "第2期", 2, 2024, 2028, published=False)
    MeasureLevel.objects.create(term=cast.draft, depth=2, name="施策の方向")
    cast.top = builders.goal(cast.draft, title="集う地域づくり")
    cast.below = builders.measure(cast.top, "1-1", "通いの場を増やす")
    cast.tea = builders.initiative(cast.below, cast.elderly, "1-1-1", code="r6-1-1-1", title="お茶の会")
    cast.snow = builders.plan("yuki", "雪対策基本計画")
    return cast
