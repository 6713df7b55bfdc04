"""Taking opinions in: every source through one door, each number once."""

from datetime import date

import pytest

from accounts.versioning import MoveRefused
from evaluations.models import Opinion
from tests import builders
from tests.threads import at_once


def responsible(opinion) -> set[tuple]:
    return {(row.organization.kind, row.department) for row in opinion.responses.all()}


@pytest.mark.django_db
def test_each_source_is_numbered_in_the_year_of_receipt(cast):
    sources = [source for source in Opinion.Source if source != Opinion.Source.COMMITTEE]
    taken = [builders.voice(source=source, text=f"{source}の声") for source in sources]
    assert [row.number for row in taken] == [f"令和5-{n:03d}" for n in range(1, len(sources) + 1)]
    assert builders.voice(received_on=date(2023, 3, 31)).number == "令和4-001"
    assert builders.voice(received_on=date(2019, 4, 1)).slug == "r1-001"


@pytest.mark.django_db
def test_the_committee_is_numbered_by_its_target_year_and_shares_the_row_of_numbers(cast):
    round_ = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    first = builders.opinion(round_, cast.member_seat)
    between = builders.voice(received_on=date(2022, 12, 1))
    last = builders.opinion(round_, cast.member_seat, text="別の意見")
    assert [row.number for row in (first, between, last)] == ["令和4-001", "令和4-002", "令和4-003"]
    assert (first.round, between.round) == (round_, None)


@pytest.mark.django_db
def test_the_same_words_on_the_same_occasion_are_one_opinion(cast):
    builders.voice(text="手すりがほしい。")
    with pytest.raises(MoveRefused, match="すでに受け付けています"):
        builders.voice(text="手すりがほしい。")
    builders.voice(text="手すりがほしい。", source="letter")
    builders.voice(text="手すりがほしい。", received_on=date(2023, 5, 9))
    assert Opinion.objects.count() == 3


@pytest.mark.django_db
def test_those_who_lead_the_initiatives_owe_the_reply(cast):
    assert responsible(builders.voice(text="1")) == {("city", None)}
    assert responsible(builders.voice(text="2", initiatives=[cast.salon])) == {
        ("council", cast.shakyo_office)
    }
    both = builders.voice(text="3", initiatives=[cast.salon, cast.walk, cast.salon])
    assert responsible(both) == {("city", cast.elderly), ("council", cast.shakyo_office)}
    assert list(both.initiatives.order_by("position")) == [cast.walk, cast.salon]
    chosen = builders.voice(text="4", initiatives=[cast.salon], owners={cast.city: cast.children})
    assert responsible(chosen) == {("city", cast.children)}


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_different_numbers_without_a_gap(cast):
    jobs = [lambda n=n: builders.voice(text=f"声{n}") for n in range(12)]
    numbers = sorted(row.sequence for row in at_once(*jobs))
    assert numbers == list(range(1, 13))


@pytest.mark.django_db(transaction=True)
def test_the_same_words_sent_twice_at_once_are_taken_once(cast):
    told = at_once(*[lambda: builders.voice(text="同じ声")] * 4)
    assert sum(isinstance(row, MoveRefused) for row in told) == 3
    assert Opinion.objects.count() == 1


@pytest.mark.django_db
def test_the_numbers_of_a_year_end_before_they_break_their_address(cast):
    row = builders.voice()
    Opinion.objects.filter(pk=row.pk).update(sequence=9999, number="令和5-9999")
    with pytest.raises(MoveRefused, match="使い切りました"):
        builders.voice(text="次の声")
