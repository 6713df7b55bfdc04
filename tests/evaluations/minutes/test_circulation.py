"""Sent once, answered in time, judged with a reason."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.models import OutgoingMail
from accounts.versioning import MoveRefused, StaleVersion
from evaluations.minutes import changes, circulation, content
from tests import minutes_scenes
from tests.minutes_scenes import DUE_ON, NOW, OVER

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(cast, minutes):
    for user in (cast.member, cast.chair):
        user.email = f"{user.username}@example.jp"
        user.save()
    return minutes_scenes.sent(minutes)


@pytest.fixture
def passage(sent):
    return sent.sections.get().passages.first()


def mails():
    return OutgoingMail.objects.filter(subject__startswith="【会議録の確認】")


def test_members_who_attended_get_it_once_by_mail_or_on_paper(cast, sent):
    assert sorted(mails().values_list("to__username", flat=True)) == ["takahashi", "yamamoto"]
    readings = {row.member_id: row.mail for row in sent.readings.select_related("mail")}
    assert set(readings) == {
        cast.chair_seat.pk,
        cast.member_seat.pk,
        cast.paper_seat.pk,
    }  # not who was absent
    assert readings[cast.paper_seat.pk] is None
    with pytest.raises(MoveRefused, match="すべて送付済み"):
        circulation.send(minutes=sent, version=sent.version, due_on=DUE_ON, now=NOW)
    assert mails().count() == 2


def test_the_date_can_be_moved_without_writing_again(sent):
    later = minutes_scenes.sent(sent, due_on=DUE_ON + timedelta(days=7))
    assert later.due_on == DUE_ON + timedelta(days=7)
    assert mails().count() == 2
    with pytest.raises(ValidationError):
        circulation.send(minutes=later, version=later.version, due_on=NOW.date() - timedelta(days=1), now=NOW)


def test_minutes_of_a_meeting_without_final_attendance_are_not_sent(cast, minutes):
    type(minutes.meeting).objects.filter(pk=minutes.meeting_id).update(state="called")
    with pytest.raises(MoveRefused, match="出欠を確定"):
        circulation.send(minutes=minutes, version=minutes.version, due_on=DUE_ON, now=NOW)


def test_a_member_confirms_once_and_in_time(cast, sent):
    reading = sent.readings.get(member=cast.member_seat)
    with pytest.raises(MoveRefused, match="期間は終わりました"):
        circulation.confirm(reading=reading, version=1, by=cast.member, now=OVER)
    circulation.confirm(reading=reading, version=1, by=cast.member, now=NOW)
    with pytest.raises(MoveRefused, match="すでに確認済み"):
        circulation.confirm(reading=reading, version=2, by=cast.member, now=NOW)


def test_a_proposal_is_taken_over_with_a_reason_and_the_change_is_seen(cast, sent, passage):
    before = passage.text
    row = minutes_scenes.proposed(sent, cast.member_seat, passage, before.replace("意見", "考え"))
    minutes_scenes.decided(row, cast.jimu)
    passage.refresh_from_db()
    assert "考え" in passage.text
    (change,) = changes.since_sending(sent, content.sections(sent))
    marked = [piece.text for block in change.line.after for piece in block.pieces if piece.is_changed]
    assert marked == ["考え"]
    row.refresh_from_db()
    assert (row.state, row.answer, row.seen_text) == ("accepted", "ご指摘のとおりです。", before)


def test_a_declined_proposal_leaves_the_text(cast, sent, passage):
    row = minutes_scenes.proposed(sent, cast.member_seat, passage, "まったく違う文章。")
    minutes_scenes.decided(row, cast.jimu, accept=False, answer="録音と違うため。")
    before = passage.text
    passage.refresh_from_db()
    assert passage.text == before
    row.refresh_from_db()
    with pytest.raises(MoveRefused, match="すでに"):
        minutes_scenes.decided(row, cast.jimu)


def test_sent_again_a_proposal_takes_the_place_of_the_first(cast, sent, passage):
    first = minutes_scenes.proposed(sent, cast.member_seat, passage, "一つ目。")
    minutes_scenes.proposed(sent, cast.member_seat, passage, "二つ目。", version=first.version)
    assert list(passage.corrections.values_list("text", flat=True)) == ["二つ目。"]
    with pytest.raises(StaleVersion):
        minutes_scenes.proposed(sent, cast.member_seat, passage, "三つ目。", version=0)


def test_a_proposal_on_a_text_that_changed_meanwhile_is_asked_again(cast, sent, passage):
    stale = type(passage).objects.select_related("section").get(pk=passage.pk)
    type(passage).objects.filter(pk=passage.pk).update(text="事務局が直した文章。")
    with pytest.raises(StaleVersion):
        minutes_scenes.proposed(sent, cast.member_seat, stale, "委員の文章。")
    assert not passage.corrections.exists()


def test_missing_words_are_added_as_spoken_by_the_member(cast, sent):
    row = circulation.propose(
        reading=sent.readings.get(member=cast.member_seat),
        section=sent.sections.get(),
        passage=None,
        version=0,
        seen="",
        text="送迎のことも話した。",
        reason="抜けているため。",
        by=cast.member,
        now=NOW,
    )
    minutes_scenes.decided(row, cast.jimu)
    last = content.content(sent)["sections"][0]["passages"][-1]
    assert (last["text"], last["kind"]) == ("送迎のことも話した。", "member")
    assert last["speaker"] == sent.cast.get(member=cast.member_seat).pk


def test_nothing_is_answered_after_the_period(cast, sent, passage):
    with pytest.raises(MoveRefused, match="期間は終わりました"):
        minutes_scenes.proposed(sent, cast.member_seat, passage, "遅れた文章。", now=OVER)
