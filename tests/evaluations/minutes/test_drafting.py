"""The draft: what it is made of, and what a new one leaves alone."""

from datetime import timedelta

import pytest

from accounts.versioning import MoveRefused
from evaluations.minutes import content, drafting, editing
from evaluations.models import EvaluationRound, Meeting, Minutes, MinutesPassage
from tests import builders, minutes_scenes
from tests.minutes_scenes import DECISION, NOW, SUMMARY

pytestmark = pytest.mark.django_db


def texts(minutes) -> list[str]:
    return list(MinutesPassage.objects.filter(section__minutes=minutes).values_list("text", flat=True))


def test_the_draft_is_made_of_agenda_papers_and_decisions(cast):
    meeting = minutes_scenes.held(cast.committee)
    builders.paper(meeting, "2-1", "評価のまとめ", agenda_item=meeting.agenda.first())
    builders.handed_out(meeting)
    minutes = minutes_scenes.drafted(meeting)
    assert texts(minutes) == ["事務局から、資料2-1「評価のまとめ」により説明した。", SUMMARY, DECISION]
    shown = content.content(minutes)
    assert shown["sections"][0]["decisions"][0]["text"] == DECISION
    assert shown["audience"] == "3人"
    assert [row["label"] for row in shown["papers"]] == ["資料2-1"]


def test_there_is_one_draft_and_not_before_the_day(cast, meeting):
    minutes_scenes.drafted(meeting)
    with pytest.raises(MoveRefused, match="すでに作られています"):
        drafting.make(meeting=meeting, now=NOW)
    other = builders.meeting(cast.committee, ordinal=2, state="called")
    with pytest.raises(MoveRefused, match="会議の日"):
        drafting.make(meeting=other, now=NOW - timedelta(days=3))


@pytest.fixture
def with_round(cast):
    round_ = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    record = round_.request.records.get(initiative=cast.walk)
    builders.opinion(round_, cast.member_seat, record)
    return minutes_scenes.held(cast.committee, round=round_)


def test_opinions_come_in_when_members_may_read_each_other(cast, with_round):
    minutes = minutes_scenes.drafted(with_round)
    assert not any("若い人" in text for text in texts(minutes))  # the round takes opinions until 2099
    round_ = with_round.round
    type(round_).objects.filter(pk=round_.pk).update(opinions_due_on=NOW.date() - timedelta(days=5))
    minutes = Minutes.objects.for_reading().get(pk=minutes.pk)
    (offer,) = drafting.offers(minutes, NOW)
    assert "もっと若い人に声をかけてほしい。" in offer.words.text
    assert "見守り活動" in offer.words.text
    assert drafting.take(minutes=minutes, marks=[offer.mark], now=NOW) == 1
    passage = MinutesPassage.objects.get(source=offer.words.source)
    assert (passage.kind, passage.speaker) == ("note", None)  # as in the ledger: not who wrote it
    assert passage.is_original  # nobody has written a summary: it must be looked at before it is fixed


def test_what_stands_in_the_minutes_of_one_meeting_is_not_said_in_the_next(cast, with_round):
    EvaluationRound.objects.update(opinions_due_on=NOW.date() - timedelta(days=5))
    first = minutes_scenes.drafted(Meeting.objects.for_reading().get())
    assert "若い人" in str(texts(first))
    second = minutes_scenes.held(cast.committee, ordinal=2, round=with_round.round)
    second = minutes_scenes.drafted(Meeting.objects.for_reading().get(pk=second.pk))
    assert "若い人" not in str(texts(second))


def test_a_new_draft_leaves_alone_what_was_edited_and_offers_what_is_new(minutes):
    section = minutes.sections.get()
    passage = section.passages.get(text=SUMMARY)
    edited = editing.Written(passage.pk, "note", None, "整えた要旨。", passage.position)
    editing.save_section(
        section=section, version=section.version, title=section.title, is_closed=False, passages=[edited]
    )
    assert drafting.offers(minutes, NOW) == []
    item = section.item
    editing.save_notes(item=item, version=item.version, summary="新しい要旨。", decision=DECISION)
    (offer,) = drafting.offers(minutes, NOW)
    assert (offer.before, offer.words.text, offer.is_edited) == ("整えた要旨。", "新しい要旨。", True)
    assert "整えた要旨。" in texts(minutes)
    drafting.take(minutes=minutes, marks=[offer.mark], now=NOW)
    assert "新しい要旨。" in texts(minutes)
    assert drafting.offers(minutes, NOW) == []


def test_an_offer_that_was_overtaken_is_not_taken(minutes):
    item = minutes.sections.get().item
    editing.save_notes(item=item, version=item.version, summary="新しい要旨。", decision=DECISION)
    (offer,) = drafting.offers(minutes, NOW)
    item.refresh_from_db()
    editing.save_notes(item=item, version=item.version, summary="さらに新しい要旨。", decision=DECISION)
    with pytest.raises(MoveRefused, match="画面を開いた後に"):
        drafting.take(minutes=minutes, marks=[offer.mark], now=NOW)
    assert SUMMARY in texts(minutes)


def test_what_was_removed_comes_back_only_when_it_is_new(minutes):
    section = minutes.sections.get()
    passage = section.passages.get(text=DECISION)
    gone = editing.Written(passage.pk, "decision", None, DECISION, passage.position, is_removed=True)
    editing.save_section(
        section=section, version=section.version, title=section.title, is_closed=False, passages=[gone]
    )
    assert drafting.offers(minutes, NOW) == []
    assert content.content(minutes)["sections"][0]["decisions"] == []


def test_brackets_within_the_name_of_an_initiative_become_double_ones():
    assert drafting.quoted("世代をこえた「みんなの食卓」") == "「世代をこえた『みんなの食卓』」"
    assert drafting.quoted("見守り") == "「見守り」"
