"""A meeting from its first plan to its publication: calling, answering, quorum, papers, and what the public reads."""

from datetime import date, time
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import OutgoingMail
from accounts.versioning import MoveRefused, StaleVersion
from evaluations import appointments
from evaluations.meetings import calling, papers, planning, publication
from evaluations.models import Attendance, Meeting, MeetingDocument, Member, Quorum
from evaluations.models.meeting import needed
from tests import builders
from tests.threads import at_once

Answer = Attendance.Answer
FACTS = {
    "held_on": date(2023, 8, 1),
    "starts_at": time(14),
    "ordinal": 1,
    "mode": "in_person",
    "place": "市役所",
}


def plan(cast, meeting=None, tell=False, **fields):
    return planning.save_meeting(
        committee=cast.committee,
        meeting=meeting,
        version=meeting.version if meeting else 0,
        fields=fields if meeting else FACTS | fields,
        tell=tell,
        now=builders.NOW,
    )


def seat(meeting, member):
    return meeting.attendances.get(member=member)


def answer(attendance, answer, by=None, proxy_name="", note="", version=None):
    return calling.answer(
        attendance=attendance,
        version=attendance.version if version is None else version,
        answer=answer,
        proxy_name=proxy_name,
        note=note,
        by=by,
        now=builders.NOW,
    )


# ---- planning -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("closed_reason", {"openness": "partly"}),
        ("closed_reason", {"openness": "open", "closed_reason": "個人情報"}),
        ("place", {"place": ""}),
        ("online_address", {"online_address": "https://meet.example.jp/1"}),
        ("ends_at", {"ends_at": time(13)}),
        ("answer_due_on", {"answer_due_on": date(2023, 8, 2)}),
    ],
)
def test_what_a_kind_of_meeting_asks_for_is_said_at_its_box(cast, field, fields):
    with pytest.raises(ValidationError) as refusal:
        plan(cast, **fields)
    assert list(refusal.value.message_dict) == [field]


def test_a_number_is_given_once_a_year(cast):
    plan(cast)
    with pytest.raises(ValidationError, match="同じ回の会議"):
        plan(cast)
    assert plan(cast, held_on=date(2024, 8, 1)).label == "令和6年度第1回"


def test_the_agenda_keeps_its_order_while_points_move(cast):
    meeting = builders.meeting(cast.committee, items=("一", "二", "三"))
    third = meeting.agenda.get(title="三")
    planning.move_item(item=third, version=third.version, up=True)
    assert list(meeting.agenda.values_list("title", flat=True)) == ["一", "三", "二"]
    first = meeting.agenda.get(title="一")
    with pytest.raises(MoveRefused, match="これより先"):
        planning.move_item(item=first, version=first.version, up=True)
    with pytest.raises(StaleVersion):
        planning.move_item(item=third, version=third.version, up=True)


def test_only_a_meeting_that_nobody_was_told_of_is_deleted(cast, called):
    fresh = builders.meeting(cast.committee, 2)
    planning.delete_meeting(meeting=fresh, version=fresh.version)
    with pytest.raises(MoveRefused, match="中止にしてください"):
        planning.delete_meeting(meeting=called, version=called.version)


# ---- calling ------------------------------------------------------------------------------------------------


def test_everybody_in_office_on_the_day_is_called_once(addresses):
    builders.member(addresses.committee, None, name="任期の終わる人", term_ends_on=date(2023, 7, 31))
    meeting = builders.meeting(addresses.committee)
    reached = calling.call(meeting=meeting, version=meeting.version, now=builders.NOW)
    assert {row.name for row in reached.mailed} == {"高橋", "山本"}
    assert [row.name for row in reached.on_paper] == ["紙の委員"]
    meeting.refresh_from_db()
    with pytest.raises(MoveRefused, match="すべて通知済み"):
        calling.call(meeting=meeting, version=meeting.version, now=builders.NOW)
    assert OutgoingMail.objects.count() == 2
    late = builders.member(addresses.committee, None, name="途中からの人")
    assert calling.call(meeting=meeting, version=meeting.version, now=builders.NOW).on_paper == [late]
    assert OutgoingMail.objects.count() == 2


def test_the_mail_says_when_and_where_and_not_the_online_address(addresses):
    online = {"mode": "hybrid", "online_address": "https://meet.example.jp/secret"}
    meeting = builders.meeting(addresses.committee, state="called", **online)
    mail = OutgoingMail.objects.filter(to=addresses.member).get()
    assert mail.subject == f"【開催通知】{meeting}"
    for words in ("令和5年8月1日（火）　14時から16時まで", "市役所 第1会議室", "令和4年度の評価について"):
        assert words in mail.body
    assert f"/committee/meetings/{meeting.pk}/" in mail.body
    assert "secret" not in mail.body


def test_a_meeting_without_agenda_or_in_the_past_is_not_called(cast):
    empty = builders.meeting(cast.committee, items=())
    with pytest.raises(MoveRefused, match="議題がありません"):
        calling.call(meeting=empty, version=empty.version, now=builders.NOW)
    past = builders.meeting(cast.committee, 2, held_on=date(2023, 4, 9))
    with pytest.raises(MoveRefused, match="開催日が過ぎている"):
        calling.call(meeting=past, version=past.version, now=builders.NOW)


def test_a_change_and_a_cancellation_are_told_to_those_who_were_called(cast, called):
    row = plan(cast, called, tell=True, place="市民会館")
    assert OutgoingMail.objects.filter(subject__startswith="【変更", body__contains="市民会館").count() == 2
    row = planning.cancel(meeting=row, version=row.version, reason="大雪のため。", now=builders.NOW)
    assert OutgoingMail.objects.filter(subject__startswith="【中止", body__contains="大雪").count() == 2
    with pytest.raises(MoveRefused, match="中止のため"):
        plan(cast, row, place="別の所")


@pytest.mark.django_db(transaction=True)
def test_two_who_call_at_once_write_each_mail_once(addresses):
    meeting = builders.meeting(addresses.committee)
    call = partial(calling.call, meeting=meeting, version=meeting.version, now=builders.NOW)
    outcomes = at_once(call, call)
    assert sorted(isinstance(outcome, StaleVersion) for outcome in outcomes) == [False, True]
    assert OutgoingMail.objects.count() == 2
    assert meeting.attendances.count() == 3


# ---- who comes ----------------------------------------------------------------------------------------------


def test_a_member_answers_and_the_second_of_two_answers_is_not_lost(cast, called):
    row = seat(called, cast.member_seat)
    answer(row, Answer.PROXY, cast.member, proxy_name="山本 代理", note="資料は郵送で")
    with pytest.raises(StaleVersion):
        answer(row, Answer.ABSENT, cast.jimu, version=1)
    row.refresh_from_db()
    assert (row.shown_label, row.proxy_name, row.answered_by) == ("代理が出席", "山本 代理", cast.member)


def test_an_answer_has_to_fit_the_meeting(cast, called):
    row = seat(called, cast.member_seat)
    with pytest.raises(ValidationError, match="オンラインでは参加できません"):
        answer(row, Answer.ONLINE, cast.member)
    with pytest.raises(ValidationError, match="代理の方の氏名"):
        answer(row, Answer.PROXY, cast.member)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("majority", [1, 2, 2, 3, 21]),
        ("half", [1, 1, 2, 2, 20]),
        ("two_thirds", [1, 2, 2, 3, 27]),
        ("none", [0] * 5),
    ],
)
def test_how_many_must_come_by_each_rule(rule, expected):
    assert [needed(rule, total) for total in (1, 2, 3, 4, 40)] == expected


def test_a_meeting_stands_by_the_answers_and_then_by_the_day(cast, called):
    def quorum():
        return Quorum.of(cast.committee, list(called.attendances.of_the_day(called)))

    answer(seat(called, cast.chair_seat), Answer.PRESENT, cast.chair)
    answer(seat(called, cast.member_seat), Answer.PROXY, cast.member, proxy_name="代理の人")
    assert (quorum().total, quorum().needed, quorum().present, quorum().stands) == (3, 2, 1, False)
    cast.committee.counts_proxies = True
    assert quorum().stands
    rows = {row.pk: (Answer.ABSENT, "") for row in called.attendances.all()}
    with pytest.raises(MoveRefused, match="まだ来ていない"):
        enter(called, rows, today=date(2023, 7, 31))
    enter(called, rows)
    assert (quorum().present, quorum().is_final, quorum().stands) == (0, True, False)


def enter(meeting, rows, is_over=False, today=date(2023, 8, 1)):
    meeting.refresh_from_db()
    return calling.enter_presence(
        meeting=meeting,
        version=meeting.version,
        presences=rows,
        audience_count=3,
        office_present="福祉総合相談室長",
        is_over=is_over,
        today=today,
    )


def test_a_meeting_is_over_when_the_day_has_come_and_everybody_is_accounted_for(cast, called):
    with pytest.raises(ValidationError, match="入っていない委員が3人"):
        enter(called, {}, is_over=True)
    rows = {row.pk: (Answer.PRESENT, "") for row in called.attendances.all()}
    assert enter(called, rows, is_over=True).state == Meeting.State.HELD
    with pytest.raises(MoveRefused, match="受付は終わりました"):
        answer(seat(called, cast.member_seat), Answer.ABSENT, cast.member)


def test_who_resigned_before_the_day_is_neither_waited_for_nor_counted(cast, called):
    appointments.end_seat(
        member=cast.member_seat, version=1, ended_on=date(2023, 7, 1), ending=Member.Ending.RESIGNED
    )
    assert called.attendances.of_the_day(called).count() == 2


# ---- the public ---------------------------------------------------------------------------------------------


def publish(meeting, by):
    meeting.refresh_from_db()
    return publication.publish(meeting=meeting, version=meeting.version, by=by, now=builders.NOW)


def test_what_is_closed_never_gets_into_what_is_published(cast, called):
    closed = builders.agenda_item(called, "個別の事例について", is_closed=True)
    builders.paper(called, "1", "みんなの資料")
    builders.paper(called, "2", "内緒の資料", is_closed=True)
    builders.paper(called, "3", "個別の事例の資料", agenda_item=closed)
    papers.add_generated(meeting=called, key="roster", number="", title="委員名簿", now=builders.NOW)
    builders.handed_out(called)
    builders.paper(called, "4", "まだ配っていない資料")
    row = publish(called, cast.jimu)
    assert [item["title"] for item in row.publication["agenda"]] == [
        "令和4年度の評価について",
        "（非公開の議題）",
    ]
    assert [paper["title"] for paper in row.publication["papers"]] == ["みんなの資料"]
    for words in ("個別の事例", "内緒", "まだ配って", "名簿", "山本"):
        assert words not in str(row.publication)
    builders.agenda_item(called, "あとから加えた議題")
    assert publication.is_outdated(Meeting.objects.get(pk=row.pk))
    with pytest.raises(StaleVersion):
        publication.withdraw(meeting=row, version=row.version - 1)
    assert publication.withdraw(meeting=row, version=row.version).publication is None


def test_a_closed_meeting_shows_that_it_is_and_why_and_nothing_else(cast):
    meeting = builders.meeting(cast.committee, state="called", openness="closed", closed_reason="選考のため")
    builders.paper(meeting)
    builders.handed_out(meeting)
    shown = publish(meeting, cast.jimu).publication
    assert (shown["openness"], shown["closed_reason"]) == ("非公開", "選考のため")
    assert (shown["agenda"], shown["papers"], shown["audience"]) == ([], [], [])


def test_nothing_is_published_before_the_notice_or_twice_the_same(cast, called):
    fresh = builders.meeting(cast.committee, 2)
    with pytest.raises(MoveRefused, match="通知を送る前"):
        publish(fresh, cast.jimu)
    publish(called, cast.jimu)
    with pytest.raises(MoveRefused, match="変わっていません"):
        publish(called, cast.jimu)


def test_the_database_holds_the_number_and_the_reason(cast, called):
    with pytest.raises(IntegrityError, match="meeting_closed_with_reason"), transaction.atomic():
        Meeting.objects.filter(pk=called.pk).update(openness="closed")
    with pytest.raises(IntegrityError, match="paper_handed_out_with_file"), transaction.atomic():
        MeetingDocument.objects.create(meeting=called, title="空", handed_out_at=builders.NOW)
