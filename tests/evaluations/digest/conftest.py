"""Two years of five 取組 in a committee that rates, with something to look at in each."""

from datetime import date

import pytest

from initiatives.models import Promise
from tests import builders

LATE_DUE = date(2099, 8, 31)
PAST_DUE = date(2023, 6, 1)


@pytest.fixture
def rounds(cast):
    """令和4年度 in committee, past the deadline of the opinions; the year before is published."""
    cast.visits = builders.initiative(cast.goal, cast.elderly, "1-3", title="訪問活動")
    cast.count = builders.indicator(cast.walk, "相談", "件", {2022: 120})
    before = builders.round_(cast.term, cast.committee, cast.jimu, year=2021)
    for record in before.request.records.all():
        builders.accepted(record, cast.jimu, level="B", values=values(record, 110))
    before = builders.published(builders.in_committee(before, cast.jimu), cast.jimu)
    now = builders.round_(
        cast.term, cast.committee, cast.jimu, opinions_due_on=PAST_DUE, committee_rates=True
    )
    enter(now, cast)
    cast.before, cast.now = before, builders.in_committee(now, cast.jimu)
    return cast


def values(record, actual):
    typed = {"actual": actual, "missing_reason": "", "explanation": "担当者が代わったため。"}
    return {row.indicator_id: typed for row in record.values.all()}


def enter(round_, cast):
    """見守り: 評価 B → C and 54 of 120; サロン: a promise that was not kept; 訪問: nothing worth looking at."""
    of = {record.initiative_id: record for record in round_.request.records.all()}
    walk, salon, visits = of[cast.walk.pk], of[cast.salon.pk], of[cast.visits.pk]
    broken = {
        promise.pk: {"answer": Promise.Answer.NOT_YET, "answer_reason": "会場が取れなかったため。"}
        for promise in salon.promises.all()
    }
    builders.accepted(walk, cast.jimu, level="C", values=values(walk, 54), issue="苦情が2件あった。")
    builders.accepted(salon, cast.shakyo_jimu, level="A", answers=broken)
    builders.accepted(visits, cast.jimu, level="B")
