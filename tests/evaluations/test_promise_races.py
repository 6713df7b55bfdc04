"""A reply is approved while the department works on the next year's record: no promise is lost or slips by.

Each story is told in both orders, the second person acting while the first one's transaction is still open.
"""

import pytest

from accounts.versioning import StaleVersion
from evaluations import workflow
from evaluations.models import Response
from initiatives import progress
from initiatives.models import AnnualRecord, Promise
from tests import builders
from tests.threads import at_once, while_open

pytestmark = pytest.mark.django_db(transaction=True)
TURNS = 10


@pytest.fixture
def first_year(cast):
    return builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu, year=2021), cast.jimu)


@pytest.fixture
def opinion(cast, first_year):
    return builders.opinion(
        first_year, cast.member_seat, first_year.request.records.get(initiative=cast.walk)
    )


@pytest.fixture
def record(cast, first_year):
    """The record of the second year, filled in and ready to be submitted."""
    second = builders.round_(cast.term, cast.committee, cast.jimu, year=2022)
    return builders.fill(second.request.records.get(initiative=cast.walk))


def replying(opinion, by, **fields):
    return lambda: builders.replied(opinion, by, **fields)


def taking_back(opinion, by):
    response = Response.objects.get(opinion=opinion)
    return replying(opinion, by, approve=False, version=response.version)


def submitting(record, by):
    return lambda: progress.submit(record=record, version=record.version, by=by, now=builders.NOW)


def answering(record, promise):
    answers = {promise.pk: {"answer": "done", "answer_reason": "学校で説明会を開いた。"}}
    return lambda: progress.save_draft(
        record=record, version=record.version, texts={}, values={}, answers=answers, today=builders.TODAY
    )


def promised() -> Promise:
    return Promise.objects.get(origin=Promise.Origin.OPINION)


def state_of(record) -> str:
    return AnnualRecord.objects.get(pk=record.pk).state


def test_a_reply_while_the_record_is_being_submitted_waits_for_the_next_call(cast, record, opinion):
    while_open(submitting(record, cast.sato), replying(opinion, cast.jimu))
    assert (state_of(record), promised().record) == ("submitted", None)


def test_submitting_while_the_reply_is_being_approved_is_told_of_the_promise(cast, record, opinion):
    _, told = while_open(replying(opinion, cast.jimu), submitting(record, cast.sato))
    assert isinstance(told, StaleVersion)
    assert (state_of(record), promised().record) == ("draft", record)


def test_however_reply_and_submission_meet_nothing_is_submitted_unanswered(cast, first_year):
    second = builders.round_(cast.term, cast.committee, cast.jimu, year=2022)
    record = builders.fill(second.request.records.get(initiative=cast.walk))
    about = first_year.request.records.get(initiative=cast.walk)
    for turn in range(TURNS):
        opinion = builders.opinion(first_year, cast.member_seat, about, text=f"意見{turn}")
        at_once(submitting(record, cast.sato), replying(opinion, cast.jimu))
        record = AnnualRecord.objects.get(pk=record.pk)
        promise = Promise.objects.get(reference=opinion.number)
        assert promise.record == (None if record.state == "submitted" else record)
        if record.state == "submitted":
            record = progress.return_(record=record, version=record.version, reason="もう一度")
        record = builders.fill(record)
    assert second.request.records.get(initiative=cast.walk).promises.filter(origin="opinion").count() == TURNS


def test_an_answer_to_a_promise_that_is_being_taken_back_is_refused(cast, record, opinion):
    builders.replied(opinion, cast.jimu)
    record.refresh_from_db()
    _, told = while_open(taking_back(opinion, cast.jimu), answering(record, promised()))
    assert isinstance(told, StaleVersion)
    assert not Promise.objects.filter(origin=Promise.Origin.OPINION).exists()


def test_a_promise_that_is_being_answered_is_not_taken_back(cast, record, opinion):
    builders.replied(opinion, cast.jimu)
    record.refresh_from_db()
    while_open(answering(record, promised()), taking_back(opinion, cast.jimu))
    assert (promised().answer, promised().record) == ("done", record)


def test_an_answer_is_never_given_to_words_that_are_being_changed(cast, record, opinion):
    response = builders.replied(opinion, cast.jimu)
    record.refresh_from_db()
    reword = replying(opinion, cast.jimu, version=response.version, summary="改めた要旨")
    _, told = while_open(reword, answering(record, promised()))
    assert isinstance(told, StaleVersion)
    assert (promised().text, promised().answer) == ("改めた要旨", "")


def test_words_that_are_being_answered_stay(cast, record, opinion):
    response = builders.replied(opinion, cast.jimu)
    record.refresh_from_db()
    reword = replying(opinion, cast.jimu, version=response.version, summary="改めた要旨")
    while_open(answering(record, promised()), reword)
    assert (promised().text, promised().answer) == (opinion.text, "done")


def test_a_call_that_is_being_opened_asks_for_the_reply_approved_meanwhile(cast, first_year, opinion):
    opening = lambda: builders.round_(cast.term, cast.committee, cast.jimu, year=2022)  # noqa: E731
    second, _ = while_open(opening, replying(opinion, cast.jimu))
    assert promised().record == second.request.records.get(initiative=cast.walk)


def test_a_call_that_is_opened_while_a_reply_is_being_approved_asks_for_it(cast, first_year, opinion):
    opening = lambda: builders.round_(cast.term, cast.committee, cast.jimu, year=2022)  # noqa: E731
    _, second = while_open(replying(opinion, cast.jimu), opening)
    assert promised().record == second.request.records.get(initiative=cast.walk)


def test_accepting_and_replying_at_once_never_block_each_other(cast, first_year):
    second = builders.round_(cast.term, cast.committee, cast.jimu, year=2022)
    builders.round_(cast.term, cast.committee, cast.jimu, year=2023)
    about = first_year.request.records.get(initiative=cast.walk)
    record = builders.submitted(second.request.records.get(initiative=cast.walk), cast.sato)
    for turn in range(TURNS):
        opinion = builders.opinion(first_year, cast.member_seat, about, text=f"意見{turn}")
        accepting = lambda record=record: progress.accept(  # noqa: E731
            record=record, version=record.version, by=cast.jimu, now=builders.NOW
        )
        accepted, _ = at_once(accepting, replying(opinion, cast.jimu))
        assert accepted.state == "accepted"
        record = progress.return_(record=accepted, version=accepted.version, reason="もう一度")
        record = builders.submitted(record, cast.sato)
    asked = Promise.objects.filter(origin=Promise.Origin.OPINION, record__isnull=False)
    assert asked.count() == TURNS


def test_replies_approved_at_once_are_all_asked_for(cast, first_year, record):
    about = first_year.request.records.get(initiative=cast.walk)
    opinions = [
        builders.opinion(first_year, cast.member_seat, about, text=f"意見{turn}") for turn in range(TURNS)
    ]
    at_once(*(replying(opinion, cast.jimu) for opinion in opinions))
    assert record.promises.filter(origin=Promise.Origin.OPINION).count() == TURNS


def test_an_opinion_is_never_answered_while_it_is_being_rewritten(cast, first_year, opinion):
    rewriting = lambda: workflow.edit_opinion(  # noqa: E731
        opinion=opinion, version=1, kind="opinion", text="書き直した意見"
    )
    _, told = while_open(rewriting, replying(opinion, cast.jimu))
    assert isinstance(told, StaleVersion)
    assert told.current.text == "書き直した意見"
    assert not Response.objects.get().is_begun
