"""The year from opening to publication, through the verbs alone."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.versioning import MoveRefused
from evaluations import workflow
from evaluations.models import Edition
from evaluations.reports import annual
from initiatives import progress
from initiatives.models import Promise
from tests import builders


def test_opening_a_round_freezes_the_list_of_initiatives(cast):
    round_ = builders.round_(cast.term, cast.committee, cast.jimu)
    cast.walk.title = "改名した取組"
    cast.walk.save()
    assert [r.title for r in round_.request.records.in_order()] == ["見守り活動", "ふれあいサロン"]


def test_a_round_is_opened_once(cast):
    builders.round_(cast.term, cast.committee, cast.jimu)
    with pytest.raises(ValidationError, match="すでに開かれています"):
        builders.round_(cast.term, cast.committee, cast.jimu)


def test_a_round_outside_the_term_is_refused(cast):
    with pytest.raises(ValidationError, match="期間"):
        builders.round_(cast.term, cast.committee, cast.jimu, year=2024)


def test_an_incomplete_record_is_not_submitted_and_says_why(cast):
    builders.indicator(cast.walk)
    round_ = builders.round_(cast.term, cast.committee, cast.jimu)
    record = round_.request.records.get(initiative=cast.walk)
    with pytest.raises(ValidationError) as refusal:
        progress.submit(record=record, version=record.version, by=cast.sato, now=builders.NOW)
    assert len(refusal.value.messages) == 8
    assert "指標「開催回数」の実績値か、値がない理由を入力してください。" in refusal.value.messages


def test_submitting_twice_is_refused(cast):
    round_ = builders.round_(cast.term, cast.committee, cast.jimu)
    record = builders.submitted(round_.request.records.get(initiative=cast.walk), cast.sato)
    with pytest.raises(MoveRefused, match="提出済み"):
        progress.submit(record=record, version=record.version, by=cast.sato, now=builders.NOW)


def test_improvement_of_one_year_is_asked_for_in_the_next(cast):
    first = builders.round_(cast.term, cast.committee, cast.jimu, year=2021)
    builders.in_committee(first, cast.jimu)
    second = builders.round_(cast.term, cast.committee, cast.jimu, year=2022)
    record = second.request.records.get(initiative=cast.walk)
    assert [p.text for p in record.promises.all()] == [builders.TEXTS["improvement"]]


def test_a_reply_given_after_the_next_year_was_opened_still_arrives_there(cast):
    first = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu, year=2021), cast.jimu)
    second = builders.round_(cast.term, cast.committee, cast.jimu, year=2022)
    opinion = builders.opinion(first, cast.member_seat, first.request.records.get(initiative=cast.walk))
    builders.replied(opinion, cast.jimu)
    promise = second.request.records.get(initiative=cast.walk).promises.get(origin=Promise.Origin.OPINION)
    assert (promise.reference, promise.reply) == ("令和3-001", "学校と相談して進めます。")


def test_what_was_not_done_yet_is_carried_on(cast):
    first = builders.round_(cast.term, cast.committee, cast.jimu, year=2021)
    builders.in_committee(first, cast.jimu)
    second = builders.round_(cast.term, cast.committee, cast.jimu, year=2022)
    record = second.request.records.get(initiative=cast.walk)
    answers = {
        p.pk: {"answer": "not_yet", "answer_reason": "会場が取れなかった。"} for p in record.promises.all()
    }
    builders.accepted(record, cast.jimu, answers=answers)
    third = builders.round_(cast.term, cast.committee, cast.jimu, year=2023)
    asked = third.request.records.get(initiative=cast.walk).promises.all()
    assert {p.source_label for p in asked} == {"令和4年度の改善", "令和3年度の改善（持ち越し）"}


def test_a_returned_record_takes_its_promise_back(cast):
    round_ = builders.round_(cast.term, cast.committee, cast.jimu, year=2021)
    record = builders.accepted(round_.request.records.get(initiative=cast.walk), cast.jimu)
    assert cast.walk.promises.count() == 1
    progress.return_(record=record, version=record.version, reason="実績の人数を確かめてください。")
    assert cast.walk.promises.count() == 0


def test_publication_waits_until_everything_is_decided(cast):
    round_ = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    builders.opinion(round_, cast.member_seat)
    round_ = workflow.close_opinions(round=round_, now=builders.NOW)
    assert workflow.publication_gaps(round_) == [
        "最終評価の決まっていない取組が2件あります。",
        "回答の決まっていない意見が1件あります。",
    ]
    with pytest.raises(MoveRefused, match="最終評価"):
        workflow.publish(round=round_, version=round_.version, by=cast.jimu, now=builders.NOW)


def test_closing_needs_every_record_accepted(cast):
    round_ = builders.round_(cast.term, cast.committee, cast.jimu)
    builders.accepted(round_.request.records.get(initiative=cast.walk), cast.jimu)
    round_ = workflow.start_committee(round=round_)
    with pytest.raises(MoveRefused, match="1件"):
        workflow.close_opinions(round=round_, now=builders.NOW)
    round_.request.refresh_from_db()
    assert round_.request.closed_at is None


def test_a_failed_pdf_leaves_nothing_public_and_can_be_tried_again(cast, monkeypatch):
    def break_down(edition):
        raise RuntimeError("no ink")

    monkeypatch.setattr("evaluations.reports.annual.render", break_down)
    round_ = builders.published(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    assert (round_.stage, Edition.objects.published().count()) == ("deciding", 0)
    monkeypatch.setattr("evaluations.reports.annual.render", lambda edition: b"%PDF-1.7")
    workflow.publish(round=round_, version=round_.version, by=cast.jimu, now=builders.NOW)
    assert Edition.objects.published().count() == 1


def test_without_pango_a_publication_waits_and_is_made_later(cast, monkeypatch):
    def no_pango(edition):
        raise annual.LibrariesMissing("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr("evaluations.reports.annual.render", no_pango)
    round_ = builders.published(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    edition = round_.editions.get()
    assert (round_.stage, edition.state) == ("publishing", "waiting")
    monkeypatch.setattr("evaluations.reports.annual.render", lambda edition: b"%PDF-1.7")
    workflow.make_again(edition=edition, now=builders.NOW + timedelta(minutes=11))
    assert Edition.objects.published().count() == 1


def test_a_round_is_not_opened_for_a_department_that_has_ceased(cast):
    cast.elderly.last_year = 2021
    cast.elderly.save()
    with pytest.raises(ValidationError, match=r"令和4年度に主管課のない取組があります。.*見守り活動"):
        builders.round_(cast.term, cast.committee, cast.jimu, year=2022)
    assert builders.round_(cast.term, cast.committee, cast.jimu, year=2021)


def test_a_reply_that_came_too_late_is_asked_for_when_the_record_is_returned(cast):
    first = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu, year=2021), cast.jimu)
    second = builders.round_(cast.term, cast.committee, cast.jimu, year=2022)
    record = builders.submitted(second.request.records.get(initiative=cast.walk), cast.sato)
    opinion = builders.opinion(first, cast.member_seat, first.request.records.get(initiative=cast.walk))
    builders.replied(opinion, cast.jimu)
    assert not record.promises.filter(origin=Promise.Origin.OPINION).exists()
    progress.return_(record=record, version=record.version, reason="回答が決まりました。")
    assert record.promises.get(origin=Promise.Origin.OPINION).reference == "令和3-001"
