"""A round as plain words: what is counted, what is missing, and in whose day."""

from datetime import UTC, datetime

import pytest

from evaluations import snapshot, workflow
from tests import builders


def test_a_day_is_the_day_in_japan(cast):
    round_ = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    late_evening = datetime(2023, 7, 31, 15, 30, tzinfo=UTC)  # half past midnight on 1 August in Tokyo
    workflow.write_opinion(
        round=round_,
        record=None,
        member=cast.member_seat,
        kind="opinion",
        text="深夜の意見",
        now=late_evening,
    )
    head, _ = snapshot.build(round_)
    assert head["general_opinions"][0]["received_on"] == "2023-08-01"


def test_the_held_year_begins_in_april_in_japan(cast):
    new_year = datetime(2023, 3, 31, 15, 30, tzinfo=UTC)
    assert builders.round_(cast.term, cast.committee, cast.jimu, now=new_year).held_year == 2023


def test_what_is_missing_is_counted_as_missing(cast):
    round_ = builders.round_(cast.term, cast.committee, cast.jimu)
    builders.accepted(round_.request.records.get(initiative=cast.walk), cast.jimu, level="A")
    head, sheets = snapshot.build(round_)
    assert head["summary"]["all"] == {"counts": [1, 0, 0, 0], "missing": 1, "closed": 0, "total": 2}
    assert [sheet["content"]["is_reported"] for sheet in sheets] == [True, False]


def test_ratings_of_the_committee_are_spread_not_averaged(cast):
    round_ = builders.round_(cast.term, cast.committee, cast.jimu, committee_rates=True)
    round_ = builders.in_committee(round_, cast.jimu)
    record = round_.request.records.get(initiative=cast.walk)
    levels = cast.term.rating_scales.get(stage="committee").levels
    for seat, code in ((cast.member_seat, "D"), (cast.chair_seat, "A")):
        workflow.rate(round=round_, record=record, member=seat, version=0, level=levels.get(code=code))
    _, sheets = snapshot.build(round_)
    assert sheets[0]["content"]["committee_ratings"] == [
        {"code": "A", "words": "順調", "count": 1},
        {"code": "D", "words": "遅れ", "count": 1},
    ]


def test_earlier_years_stand_beside(cast):
    builders.indicator(cast.walk, targets={2021: 10, 2022: 12})
    builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu, year=2021), cast.jimu)
    round_ = builders.in_committee(
        builders.round_(cast.term, cast.committee, cast.jimu, year=2022), cast.jimu
    )
    _, sheets = snapshot.build(round_)
    content = sheets[0]["content"]
    assert content["years"][0]["year"] == "R3"
    assert content["indicators"][0]["years"] == [
        {"year": "R3", "target": "10", "original_target": "", "actual": "12", "shown": "12回"}
    ]


def test_only_what_was_approved_is_a_reply(cast):
    round_ = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    builders.replied(builders.opinion(round_, cast.member_seat), cast.jimu, text="決裁前の案", approve=False)
    head, _ = snapshot.build(round_)
    assert "決裁前の案" not in str(head)
    assert head["summary"]["opinions"] == {"received": 1, "replied": 0, "reflected": 0}


@pytest.mark.parametrize("fields", [{"approve": False}, {"summary": ""}])
def test_nothing_is_made_public_without_an_approved_summary(cast, fields):
    round_ = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    opinion = builders.opinion(round_, cast.member_seat, text="町内の山田さんが困っている。")
    with pytest.raises(ValueError, match="令和4-001"):
        snapshot.build(round_, is_public=True)
    response = builders.replied(opinion, cast.jimu, **{"summary": "困っている世帯がある。"} | fields)
    with pytest.raises(ValueError, match="令和4-001"):
        snapshot.build(round_, is_public=True)
    builders.replied(opinion, cast.jimu, version=response.version, summary="困っている世帯がある。")
    head, _ = snapshot.build(round_, is_public=True)
    assert [shown["text"] for shown in head["general_opinions"]] == ["困っている世帯がある。"]
    assert "山田さん" not in str(head)


def test_shares_leave_the_house_when_they_were_handed_in_and_the_record_is_accepted(cast):
    builders.initiative(cast.goal, cast.elderly, "2-1", support=[cast.children, cast.shakyo_office])
    round_ = builders.round_(cast.term, cast.committee, cast.jimu)
    record = round_.request.records.get(number="2-1")
    builders.handed(record, cast.children, cast.suzuki, done="園で開いた。", issue="人手が足りない。")

    def sheet():
        return next(row["content"] for row in snapshot.build(round_)[1] if row["number"] == "2-1")

    assert sheet()["shares"] == []
    builders.accepted(record, cast.jimu)
    assert sheet()["shares"] == [
        {"department": "子育て支援課", "done": "園で開いた。", "issue": "人手が足りない。"}
    ]
