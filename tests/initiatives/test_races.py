"""Many people at one record at the same moment: each save either stands or is refused, none is lost silently."""

import pytest
from django.core.exceptions import ValidationError

from accounts.versioning import MoveRefused
from evaluations import workflow
from evaluations.models import Opinion
from initiatives import drafting, progress
from initiatives.models import AnnualRecord
from plans.models import Chapter
from plans.publication import publish_term
from tests import builders
from tests.threads import at_once, while_open

ROUNDS = 10
PEOPLE = 6


def saving(record, text):
    return lambda: progress.save_draft(
        record=record,
        version=record.version,
        texts={"done": text},
        values={},
        answers={},
        today=builders.TODAY,
    )


@pytest.mark.django_db(transaction=True)
def test_of_several_savers_one_wins_and_the_others_are_told(cast):
    round_ = builders.round_(cast.term, cast.committee, cast.jimu)
    record = round_.request.records.get(initiative=cast.walk)
    for turn in range(ROUNDS):
        texts = [f"{turn}回目の{person}人目" for person in range(PEOPLE)]
        outcomes = at_once(*(saving(record, text) for text in texts))
        saved = [outcome for outcome in outcomes if isinstance(outcome, AnnualRecord)]
        assert len(saved) == 1
        record = AnnualRecord.objects.get(pk=record.pk)
        assert record.done == saved[0].done
    assert record.version == 1 + ROUNDS


@pytest.mark.django_db(transaction=True)
def test_saving_and_submitting_at_once_never_submits_unseen_words(cast):
    round_ = builders.round_(cast.term, cast.committee, cast.jimu)
    record = builders.fill(round_.request.records.get(initiative=cast.walk))
    submit = lambda: progress.submit(record=record, version=record.version, by=cast.sato, now=builders.NOW)  # noqa: E731
    outcomes = at_once(saving(record, "後から来た実績"), submit)
    assert sum(isinstance(outcome, AnnualRecord) for outcome in outcomes) == 1
    now = AnnualRecord.objects.get(pk=record.pk)
    assert (now.state == "submitted") == (now.done == builders.TEXTS["done"])


@pytest.mark.django_db(transaction=True)
def test_opinions_written_at_once_all_arrive_under_their_own_numbers(cast):
    round_ = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    outcomes = at_once(
        *(
            lambda text=f"意見{number}": builders.opinion(round_, cast.member_seat, text=text)
            for number in range(PEOPLE)
        )
    )
    assert all(isinstance(outcome, Opinion) for outcome in outcomes)
    assert sorted(Opinion.objects.values_list("sequence", flat=True)) == list(range(1, PEOPLE + 1))


@pytest.mark.django_db(transaction=True)
def test_a_round_published_from_two_windows_is_published_once(cast):
    round_ = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    builders.decided(round_, cast.jimu)
    round_ = workflow.close_opinions(round=round_, now=builders.NOW)
    press = lambda: workflow.publish(round=round_, version=round_.version, by=cast.jimu, now=builders.NOW)  # noqa: E731
    outcomes = at_once(press, press, press)
    assert sum(isinstance(outcome, MoveRefused) for outcome in outcomes) == 2
    assert round_.editions.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_several_who_give_the_same_number_one_wins_and_the_others_are_told_at_the_field(cast):
    term = builders.term(cast.plan, "第2期", 2, 2024, 2028, published=False)
    fields = {"parent": None, "number": "1", "title": "目標", "description": "", "position": None}
    add = lambda: drafting.save_measure(term=term, measure=None, version=0, **fields)  # noqa: E731
    outcomes = at_once(*[add] * PEOPLE)
    refused = [outcome for outcome in outcomes if isinstance(outcome, ValidationError)]
    assert term.measures.count() == 1
    assert [list(refusal.message_dict) for refusal in refused] == [["number"]] * (PEOPLE - 1)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_written_into_a_term_while_it_is_being_published(cast):
    term = builders.term(cast.plan, "第2期", 2, 2024, 2028, published=False)
    Chapter.objects.create(term=term, number=1, slug="a", title="章", body="本文")
    fields = {"parent": None, "number": "1", "title": "目標", "description": "", "position": None}
    _, late = while_open(
        lambda: publish_term(term=term, by=cast.jimu, now=builders.NOW),
        lambda: drafting.save_measure(term=term, measure=None, version=0, **fields),
    )
    assert isinstance(late, MoveRefused)
    assert not term.measures.exists()
