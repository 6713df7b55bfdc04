"""What stands beside a year: for the public only what is published, for the committee only what it was given."""

import pytest
from django.urls import reverse

from evaluations import snapshot, workflow
from tests import builders

ANSWER_LATER = {"answer": "not_yet", "answer_reason": "会場が取れなかった。"}


def opened(cast, year):
    """A year whose records say which year they are of, accepted but not given to the committee yet."""
    round_ = builders.round_(cast.term, cast.committee, cast.jimu, year=year)
    for record in round_.request.records.all():
        texts = {name: f"{year}年の{name}" for name in ("done", "improvement")}
        answers = {promise.pk: ANSWER_LATER for promise in record.promises.all()}
        builders.accepted(record, cast.jimu, answers=answers, **texts)
    return round_


@pytest.fixture
def first(cast):
    """令和3年度, in the committee, with an answered opinion; not published."""
    builders.indicator(cast.walk, targets={2021: 10, 2022: 12})
    round_ = workflow.start_committee(round=opened(cast, 2021))
    opinion = builders.opinion(round_, cast.member_seat, round_.request.records.get(initiative=cast.walk))
    builders.replied(opinion, cast.jimu, summary="2021年の要旨", text="2021年の考え方")
    return round_


def public_text(client, year) -> str:
    addresses = ("/", "/evaluations/", f"/evaluations/{year}/", "/initiatives/", "/initiatives/r3-1-1/")
    return "".join(client.get(address).content.decode() for address in addresses)


def edition_text(round_) -> str:
    edition = round_.editions.get(is_draft=False)
    return str(edition.head) + str([sheet.content for sheet in edition.sheets.all()])


def test_publishing_out_of_order_shows_nothing_of_the_unpublished_year(client, cast, first):
    second = workflow.start_committee(round=opened(cast, 2022))
    draft = str(snapshot.build(second))
    for words in ("2021年のimprovement", "2021年の要旨", "2021年の考え方", "'year': 'R3'"):
        assert words in draft
    builders.published(second, cast.jimu)
    for text in (public_text(client, 2022), edition_text(second)):
        assert "2022年のimprovement" in text
        for words in ("2021年", "'year': 'R3'", "令和3年度の", "令和3-001"):
            assert words not in text
    builders.published(first, cast.jimu)
    assert "2021年の要旨" in public_text(client, 2021)
    assert "2021年" not in edition_text(second)


def test_in_order_the_chain_is_public(client, cast, first):
    builders.published(first, cast.jimu)
    second = workflow.start_committee(round=opened(cast, 2022))
    builders.published(second, cast.jimu)
    text = edition_text(second)
    for words in ("2021年のimprovement", "2021年の要旨", "2021年の考え方", "'year': 'R3'"):
        assert words in text


def test_a_promise_that_was_carried_on_does_not_carry_out_an_unpublished_year(client, cast, first):
    builders.published(workflow.start_committee(round=opened(cast, 2022)), cast.jimu)
    third = workflow.start_committee(round=opened(cast, 2023))
    assert "2021年の要旨" in str(snapshot.build(third))
    builders.published(third, cast.jimu)
    text = edition_text(third)
    assert "2022年のimprovement" in text
    assert "2021年" not in text


def test_the_committee_sees_only_years_that_it_was_given(client, cast, first):
    second = opened(cast, 2022)
    third = workflow.start_committee(round=opened(cast, 2023))
    address = reverse("committee:record-review", args=[third.request.records.get(initiative=cast.walk).pk])
    client.force_login(cast.member)
    for text in (client.get(address).content.decode(), str(snapshot.build(third))):
        assert "2023年のdone" in text
        assert "2022年" not in text.replace("（2022年度）", "")
    html = client.get(address).content.decode()
    assert "2021年のdone" in html
    workflow.start_committee(round=second)
    html = client.get(address).content.decode()
    for words in ("2022年のdone", "2022年のimprovement", "2021年の要旨"):
        assert words in html


def counted(round_) -> tuple[str, list[int]]:
    summary = snapshot.build(round_)[0]["summary"]
    return summary["stage_label"], summary["all"]["counts"]


def test_the_summary_counts_final_evaluations_only_when_all_are_decided(cast):
    round_ = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    level = cast.term.rating_scales.get(stage="final").levels.get(code="A")
    for record in round_.request.records.all():
        assert counted(round_) == ("自己評価", [0, 2, 0, 0])
        workflow.decide_final(
            round=round_,
            record=record,
            seen_version=record.version,
            version=0,
            level=level,
            comment="",
            by=cast.jimu,
            now=record.accepted_at,
        )
    assert counted(round_) == ("最終評価", [2, 0, 0, 0])


def test_before_anything_is_accepted_the_summary_is_of_self_ratings(cast):
    head, _ = snapshot.build(builders.round_(cast.term, cast.committee, cast.jimu))
    assert (head["summary"]["stage"], head["summary"]["all"]["missing"]) == ("self", 2)
