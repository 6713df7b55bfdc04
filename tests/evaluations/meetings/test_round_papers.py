"""The papers of a meeting that tell of its round: each says what members may read on the day on which it is made."""

from datetime import timedelta

import pytest
from django.utils import timezone

from evaluations import workflow
from evaluations.meetings import papers
from evaluations.models import Edition, MeetingDocument
from tests import builders, minutes_scenes
from tests.plans.press.reading import Reading

pytestmark = [pytest.mark.django_db, pytest.mark.real_pdf]


@pytest.fixture
def round_(cast):
    round_ = builders.round_(cast.term, cast.committee, cast.jimu, committee_rates=True)
    round_ = builders.in_committee(round_, cast.jimu)
    due_on(round_, -1)
    cast.record = round_.request.records.in_order().first()
    builders.opinion(round_, cast.chair_seat, cast.record, text="夜も開いてほしい。")
    vote(round_, cast, "A")
    return round_


def due_on(round_, days):
    round_.opinions_due_on = timezone.localdate() + timedelta(days=days)
    round_.save()


def vote(round_, cast, code):
    level = cast.term.rating_scales.get(stage="committee").levels.get(code=code)
    workflow.rate(round=round_, record=cast.record, member=cast.chair_seat, version=0, level=level)


def made(meeting, key) -> MeetingDocument:
    now = timezone.now()
    number = str(meeting.documents.count() + 1)
    row = papers.add_generated(meeting=meeting, key=key, number=number, title="資料", now=now)
    row.refresh_from_db()
    return row


def made_again(row) -> MeetingDocument:
    papers.make_again(document=row, version=row.version, now=timezone.now())
    row.refresh_from_db()
    return row


def text_of(document) -> str:
    assert document.problem == ""
    return Reading(bytes(document.file.data)).text


def meeting_of(cast, round_, **fields):
    return builders.meeting(cast.committee, round=round_, **fields)


def test_while_members_write_blind_no_paper_tells_what_others_said(cast, round_):
    due_on(round_, 3)
    builders.letter(round_)
    meeting = meeting_of(cast, round_)
    for key in ("prior", "opinions", "letter"):
        row = made(meeting, key)
        assert row.file is None
        assert "ほかの委員の意見と評価を載せる資料を作れません" in row.problem
    told = text_of(made(meeting, "points"))
    assert "ほかの委員の意見と評価は使っていません" in told
    assert "事務局限り" not in told
    assert "今回" not in told


def kept(round_, cast, **fields):
    """A draft of the report, its PDF as good as laid out."""
    edition = workflow.request_draft(round=round_, by=cast.jimu, now=timezone.now(), **fields)
    words = builders.pdf_file(2 if edition.is_blind else 3)
    Edition.objects.filter(pk=edition.pk).update(state="ready", pdf=words)


def test_the_report_of_the_office_is_no_paper_while_members_write_blind(cast, round_):
    due_on(round_, 3)
    kept(round_, cast)
    meeting = meeting_of(cast, round_)
    row = made(meeting, "report")
    assert row.file is None
    assert "委員に配る案" in row.problem
    kept(round_, cast, for_members=True)
    assert made_again(row).file.page_count == 2
    due_on(round_, -1)
    assert made_again(row).file.page_count == 3


def test_after_the_deadline_they_tell_votes_opinions_and_drafts_of_replies(cast, round_):
    opinion = round_.opinions.get()
    draft = {"approve": False, "disposition": "next_year", "text": "来年度に試します。", "summary": ""}
    builders.replied(opinion, cast.jimu, **draft)
    meeting = meeting_of(cast, round_)
    prior = text_of(made(meeting, "prior"))
    assert "A1人" in prior
    assert "夜も開いてほしい。" in prior
    assert "来年度に試します。" not in prior
    replies = text_of(made(meeting, "opinions"))
    assert "（決裁前の案）" in replies
    assert "来年度に試します。" in replies
    assert cast.chair_seat.name not in prior + replies
    assert "ほかの委員の意見と評価は使っていません" not in text_of(made(meeting, "points"))


def test_of_citizens_only_what_may_be_read_outside_stands_among_the_open_opinions(cast, round_):
    voice = builders.voice(text="塩谷の山田さんが困っています。")
    told = text_of(made(meeting_of(cast, round_), "opinions"))
    assert voice.number in told
    assert "山田" not in told
    assert "要旨は、まだありません" in told


def test_the_letter_is_a_draft_and_missing_until_somebody_begins_it(cast, round_):
    meeting = meeting_of(cast, round_)
    row = made(meeting, "letter")
    assert "答申書の案が、まだ書かれていません" in row.problem
    builders.letter(round_)
    told = text_of(made_again(row))
    assert "【案】" in told
    assert "事務局限り" not in told
    round_.recommendations.get().delete()
    fixed = builders.fixed_letter(round_, cast.chair_seat, cast.jimu)
    assert bytes(made_again(row).file.data) == bytes(fixed.print.pdf)


def test_every_page_of_a_sample_says_that_it_is_one(cast):
    """However long the name of the committee is: what is too long for the head is cut at its end."""
    cast.committee.name = "みほん市地域福祉計画・みほん市地域福祉活動計画推進委員会"
    cast.committee.save()
    meeting = builders.meeting(cast.committee, is_sample=True)
    assert text_of(made(meeting, "roster")).count("【見本データ】") == 1


def test_the_minutes_of_the_last_meeting_are_those_that_members_were_given(cast, round_):
    last = minutes_scenes.held(cast.committee)
    after = meeting_of(cast, round_, ordinal=2, held_on=last.held_on + timedelta(days=90))
    assert "まだ委員に送られていません" in made(after, "minutes").problem
    assert "ありません" in made(last, "minutes").problem
    minutes = minutes_scenes.drafted(last)
    row = after.documents.get(generator="minutes")
    assert made_again(row).file is None
    minutes_scenes.sent(minutes)
    assert "会議録（案）" in text_of(made_again(row))


def test_without_a_round_they_say_so(cast):
    meeting = builders.meeting(cast.committee)
    for key in ("points", "prior", "opinions", "letter"):
        assert "取り上げる評価の回が選ばれていません" in made(meeting, key).problem
