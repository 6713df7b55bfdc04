"""A round in committee that rates: one 取組 is 対象外, one is rated, one has not arrived yet."""

from datetime import date

import pytest

from evaluations import workflow
from tests import builders

LATE_DUE = date(2099, 8, 31)


@pytest.fixture
def judged(cast):
    """令和4年度: past the deadline of the opinions unless a test says otherwise."""
    cast.visits = builders.initiative(cast.goal, cast.elderly, "1-3", title="訪問活動")
    round_ = builders.round_(
        cast.term, cast.committee, cast.jimu, opinions_due_on=date(2023, 6, 1), committee_rates=True
    )
    of = {record.initiative_id: record for record in round_.request.records.all()}
    cast.record = builders.accepted(of[cast.walk.pk], cast.jimu, level="A")
    builders.closed_off(of[cast.salon.pk], cast.shakyo_jimu)
    cast.round = workflow.start_committee(round=round_)
    return cast


def blind(round_):
    round_.opinions_due_on = LATE_DUE
    round_.save()


def vote(cast, seat, code, record=None):
    level = cast.term.rating_scales.get(stage="committee").levels.get(code=code)
    workflow.rate(round=cast.round, record=record or cast.record, member=seat, version=0, level=level)
