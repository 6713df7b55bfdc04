"""Replies of city and council each, the promises that they make, grouping, and how far an opinion is."""

from datetime import date

import pytest
from django.db import IntegrityError

from accounts.versioning import MoveRefused, StaleVersion
from evaluations.ledger import assignment, groups, outcome, replies
from evaluations.ledger.status import with_status
from evaluations.models import Opinion
from evaluations.models.opinion import number_of
from initiatives import progress
from initiatives.models import Promise
from tests import builders
from tests.threads import at_once, while_open

pytestmark = pytest.mark.django_db
TODAY = date(2023, 6, 1)


def status(opinion) -> str:
    return with_status(Opinion.objects.filter(pk=opinion.pk), TODAY).get().status


def fresh(opinion) -> Opinion:
    return Opinion.objects.for_reading().get(pk=opinion.pk)


def answer(opinion, by, organization=None, **fields):
    opinion.refresh_from_db()
    return builders.replied(opinion, by, organization, **fields)


def grouped(representative, *members):
    rows = [representative, *members]
    for row in rows:
        row.refresh_from_db()
    return groups.group(representative=representative, members=rows)


def promised() -> set[tuple]:
    return set(Promise.objects.filter(origin="opinion").values_list("initiative__title", "reference"))


@pytest.fixture
def both(cast):
    """An opinion on a 取組 of the city and one of the council."""
    return builders.voice(initiatives=[cast.walk, cast.salon])


def test_where_both_owe_a_reply_only_both_together_answer(cast, both):
    assert status(both) == "unanswered"
    answer(both, cast.jimu, approve=False)
    assert status(both) == "considering"
    answer(both, cast.jimu, version=1, text="市の考え方")
    assert not fresh(both).is_replied
    assert status(both) == "considering"
    assert promised() == set()
    answer(both, cast.shakyo_jimu, text="社協の考え方", disposition="reference")
    assert fresh(both).is_replied
    assert promised() == {("見守り活動", both.number), ("ふれあいサロン", both.number)}
    (reply,) = set(Promise.objects.values_list("reply", flat=True))
    assert reply == "【みほん市】\n市の考え方\n\n【みほん市社会福祉協議会】\n社協の考え方"
    answer(both, cast.jimu, version=2, approve=False)
    assert promised() == set()


def test_the_other_side_is_told_when_the_shared_summary_changes(cast, both):
    seen = fresh(both)
    answer(both, cast.jimu, approve=False, summary="市が書いた要旨")
    with pytest.raises(StaleVersion):
        builders.replied(seen, cast.shakyo_jimu, summary="社協が書いた要旨")
    assert fresh(both).summary == "市が書いた要旨"


@pytest.mark.parametrize(
    ("disposition", "expected"),
    [
        ("reference", "done"),
        ("answered", "done"),
        ("difficult", "done"),
        ("reflected", "acting"),
        ("next_year", "acting"),
        ("next_plan", "acting"),
    ],
)
def test_what_promises_something_is_acted_on_until_it_is_closed(cast, disposition, expected):
    opinion = builders.voice()
    reason = "人手が足りないため。" if disposition == "difficult" else ""
    answer(opinion, cast.jimu, disposition=disposition, reason=reason)
    assert status(opinion) == expected
    opinion = outcome.close(opinion=opinion, version=fresh(opinion).version, today=TODAY)
    assert status(opinion) == "done"
    outcome.reopen(opinion=opinion, version=opinion.version)
    assert status(opinion) == expected


def test_an_unanswered_opinion_is_not_closed(cast):
    opinion = builders.voice()
    with pytest.raises(MoveRefused, match="対応済みにできません"):
        outcome.close(opinion=opinion, version=1, today=TODAY)


@pytest.mark.parametrize(("said", "expected"), [("done", "done"), ("dropped", "done"), ("not_yet", "acting")])
def test_the_answer_to_the_promise_tells_how_far_the_opinion_is(cast, said, expected):
    opinion = builders.voice(received_on=date(2022, 5, 8), initiatives=[cast.walk])
    answer(opinion, cast.jimu)
    round_ = builders.round_(cast.term, cast.committee, cast.jimu, year=2023)
    record = round_.request.records.get(initiative=cast.walk)
    promise = record.promises.get(origin="opinion")
    answers = {promise.pk: {"answer": said, "answer_reason": "9月に始めた。"}}
    record = builders.submitted(record, cast.sato, answers=answers)
    assert status(opinion) == "acting"
    progress.accept(record=record, version=record.version, by=cast.jimu, now=builders.NOW)
    assert status(opinion) == expected


def test_a_reply_that_says_difficult_needs_its_reason_in_the_database_too(cast):
    opinion = builders.voice()
    with pytest.raises(IntegrityError, match="response_difficult_with_reason"):
        answer(opinion, cast.jimu, disposition="difficult")


def test_a_department_drafts_and_does_not_decide(cast):
    opinion = builders.voice(initiatives=[cast.walk])
    with pytest.raises(MoveRefused, match="事務局"):
        answer(opinion, cast.sato)
    draft = answer(opinion, cast.sato, approve=False, text="課の案")
    assert (draft.text, draft.is_approved) == ("課の案", False)
    with pytest.raises(MoveRefused, match="担当課が変わった"):
        answer(opinion, cast.suzuki, approve=False, version=1)
    decided = replies.approve(
        opinion=opinion,
        organization=cast.city,
        seen_version=fresh(opinion).version,
        version=1,
        by=cast.jimu,
        now=builders.NOW,
    )
    assert (decided.text, decided.approved_by) == ("課の案", cast.jimu)
    with pytest.raises(MoveRefused, match="すでに決まっています"):
        answer(opinion, cast.sato, approve=False, version=2)


# ---- grouping ---------------------------------------------------------------------------------------------


def test_one_reply_counts_for_the_whole_group_and_taking_apart_loses_nothing(cast):
    lead = builders.voice(text="夜の相談", initiatives=[cast.walk])
    other = builders.voice(text="夕方の相談", initiatives=[cast.salon])
    answer(other, cast.shakyo_jimu, approve=False, text="社協が書きかけた案", summary="夕方も")
    grouped(lead, other)
    answer(lead, cast.jimu, summary="夜も相談したい。")
    assert [fresh(row).is_replied for row in (lead, other)] == [True, True]
    assert fresh(other).public_summary == "夜も相談したい。"
    assert promised() == {("見守り活動", lead.number), ("ふれあいサロン", lead.number)}
    with pytest.raises(MoveRefused, match="まとめてあります"):
        answer(other, cast.shakyo_jimu, version=1)
    groups.ungroup(opinion=other, version=fresh(other).version)
    other = fresh(other)
    assert (other.public_summary, other.replies[0].text, other.is_replied) == (
        "夕方も",
        "社協が書きかけた案",
        False,
    )
    assert promised() == {("見守り活動", lead.number)}


def test_grouping_refuses_what_would_leave_somebody_without_an_answer(cast):
    lead, second, third = (builders.voice(text=f"声{n}") for n in range(3))
    with pytest.raises(MoveRefused, match="2件以上"):
        grouped(lead)
    grouped(lead, second)
    with pytest.raises(MoveRefused, match=f"{second}は、{lead}にまとめてあります"):
        grouped(second, third)
    with pytest.raises(MoveRefused, match="ほかの意見の代表です"):
        grouped(third, lead)
    with pytest.raises(StaleVersion):
        groups.group(representative=fresh(lead), members=[second, Opinion(pk=third.pk, version=7)])


def test_an_opinion_that_an_edition_shows_with_its_reply_is_not_grouped_any_more(cast):
    round_ = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    opinion = builders.opinion(round_, cast.member_seat)
    builders.published(round_, cast.jimu)
    with pytest.raises(MoveRefused, match="公表されています"):
        grouped(builders.voice(), opinion)


# ---- who owes, and what about -----------------------------------------------------------------------------


def assigned(opinion, **fields):
    opinion = fresh(opinion)
    known = {row.organization: row.department for row in opinion.responses.all()}
    options = {"owners": known, "initiatives": [], "due_on": None, "source_note": ""} | fields
    return assignment.assign(opinion=opinion, version=opinion.version, **options)


def test_promises_follow_the_initiatives_of_the_opinion(cast):
    opinion = builders.voice(initiatives=[cast.walk])
    answer(opinion, cast.jimu)
    assigned(opinion, initiatives=[cast.salon])
    assert promised() == {("ふれあいサロン", opinion.number)}


def test_the_initiative_of_a_members_own_record_stays(cast):
    round_ = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    opinion = builders.opinion(round_, cast.member_seat, round_.request.records.get(initiative=cast.walk))
    assigned(opinion, initiatives=[cast.salon], due_on=TODAY)
    assert set(opinion.initiatives.all()) == {cast.walk, cast.salon}
    assert fresh(opinion).due_on == TODAY


def test_an_owner_who_has_written_stays_and_somebody_always_owes(cast, both):
    answer(both, cast.shakyo_jimu, approve=False)
    with pytest.raises(MoveRefused, match="外すことはできません"):
        assigned(both, owners={cast.city: None})
    with pytest.raises(MoveRefused, match="1つは選んで"):
        assigned(both, owners={})
    assigned(both, owners={cast.council: None})
    assert [row.organization for row in fresh(both).responses.all()] == [cast.council]


# ---- at the same moment -----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_people_who_reply_at_once_lose_nothing(cast):
    for turn in range(10):
        opinion = builders.voice(text=f"声{turn}")
        jobs = [lambda o=opinion, n=n: builders.replied(o, cast.jimu, text=f"考え方{n}") for n in range(2)]
        told = at_once(*jobs)
        kept = [row for row in told if not isinstance(row, StaleVersion)]
        assert len(kept) == 1
        assert opinion.responses.get().text == kept[0].text


@pytest.mark.django_db(transaction=True)
def test_both_sides_at_once_never_leave_a_promise_out(cast):
    for turn in range(10):
        opinion = builders.voice(text=f"声{turn}", initiatives=[cast.walk, cast.salon])
        Opinion.objects.filter(pk=opinion.pk).update(summary="要旨")
        opinion.refresh_from_db()
        at_once(
            lambda o=opinion: builders.replied(o, cast.jimu, summary="要旨"),
            lambda o=opinion: builders.replied(o, cast.shakyo_jimu, summary="要旨"),
        )
        assert fresh(opinion).is_replied
        assert Promise.objects.filter(reference=opinion.number).count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_draft_that_is_being_rewritten_is_not_approved_unread(cast):
    opinion = builders.voice()
    builders.replied(opinion, cast.jimu, approve=False, text="はじめの案")
    seen = {"organization": cast.city, "seen_version": 1, "version": 1, "by": cast.jimu, "now": builders.NOW}
    rewriting = lambda: builders.replied(opinion, cast.jimu, version=1, approve=False, text="直した案")  # noqa: E731
    _, told = while_open(rewriting, lambda: replies.approve(opinion=opinion, **seen))
    assert isinstance(told, StaleVersion)
    assert not opinion.responses.get().is_approved


@pytest.mark.django_db(transaction=True)
def test_grouping_while_the_member_is_being_answered_leaves_one_answer(cast):
    lead, other = builders.voice(text="声1"), builders.voice(text="声2", initiatives=[cast.walk])
    grouping = lambda: groups.group(representative=lead, members=[other])  # noqa: E731
    _, told = while_open(grouping, lambda: builders.replied(other, cast.jimu))
    assert isinstance(told, StaleVersion)
    assert not Promise.objects.exists()


@pytest.mark.parametrize("year", [1989, 2000, 2018, 2019, 2022, 2029])
def test_a_promise_carried_on_is_found_by_the_number_of_its_opinion(cast, year):
    """The words that the database puts together are those that the promise itself says."""
    number = number_of(year, 12)
    first = Promise(initiative=cast.walk, made_year=year, origin="opinion", reference=number, text="約束")
    first.save()
    Promise.objects.create(
        initiative=cast.walk, made_year=year + 1, origin="carried", reference=first.first_source, text="約束"
    )
    Promise.objects.create(initiative=cast.walk, made_year=year, origin="improvement", text="改善")
    found = Promise.objects.of_opinion(number)
    assert found.count() == 2
    assert {row.opinion_number for row in found} == {number}


def test_a_promise_put_off_is_open_until_the_year_to_which_it_was_carried_answers(cast):
    opinion = builders.voice(received_on=date(2021, 5, 8), initiatives=[cast.walk])
    answer(opinion, cast.jimu)
    told = []
    for year, said in ((2022, "not_yet"), (2023, "done")):
        round_ = builders.round_(cast.term, cast.committee, cast.jimu, year=year)
        record = round_.request.records.get(initiative=cast.walk)
        answers = {row.pk: {"answer": said, "answer_reason": "準備した。"} for row in record.promises.all()}
        builders.accepted(record, cast.jimu, answers=answers)
        told.append(status(opinion))
    assert told == ["acting", "done"]
