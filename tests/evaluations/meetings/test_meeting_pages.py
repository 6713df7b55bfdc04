"""The pages of committees and meetings: what the secretariat does, what members meet, and what everybody reads."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import OutgoingMail
from accounts.roles import Role
from evaluations.meetings import publication
from evaluations.models import Attendance, Meeting, Member
from tests import builders
from tests.evaluations.meetings.pages import at, press, read

SOON = timezone.localdate() + timedelta(days=30)


@pytest.fixture
def called(cast):
    """A meeting in a month to which everybody was called."""
    return builders.meeting(cast.committee, state="called", held_on=SOON)


# ---- the meeting ------------------------------------------------------------------------------------------


def facts(**typed):
    return {
        "version": "0",
        "ordinal": "１",
        "held_on": f"{SOON:%Y/%m/%d}",
        "starts_at": "午後2時半",
        "ends_at": "16:00",
        "mode": "in_person",
        "place": "市役所 第1会議室",
        "online_address": "",
        "openness": "open",
        "closed_reason": "",
        "audience_capacity": "10",
        "audience_note": "",
        "round": "",
        "answer_due_on": "",
        "message": "",
    } | typed


def test_a_meeting_is_planned_with_its_agenda_and_called(jimu, cast):
    cast.member.email = "yamamoto@example.jp"
    cast.member.save()
    html = press(jimu, at("meeting-add", cast.committee.pk), **facts())
    meeting = Meeting.objects.get()
    assert "14時30分から16時まで" in html
    typed = facts(version=str(meeting.version), place="市民会館", online_address="")
    assert "市民会館" in press(jimu, at("meeting-edit", meeting.pk), **typed)
    assert 'value="14:30"' in read(jimu, at("meeting-edit", meeting.pk))
    meeting.refresh_from_db()
    item = {"version": "0", "kind": "report", "title": "進捗の報告", "description": "", "more": "1"}
    assert "議題の追加" in press(jimu, at("agenda-item-add", meeting.pk), **item)
    html = read(jimu, at("meeting-call", meeting.pk))
    assert "山本（委員）：メール" in html
    assert "高橋（委員長）：紙で送る" in html
    assert "進捗の報告" in html
    html = press(jimu, at("meeting-call", meeting.pk), version=str(meeting.version))
    assert "1人に開催通知のメールを送ります。紙で送る委員は1人です。" in html
    press(jimu, at("meeting-call", meeting.pk), version=str(meeting.version + 1))
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"starts_at": "25時"}, "時刻として読み取れません"),
        ({"ends_at": "13:00"}, "終了時刻は、開始時刻より後"),
        ({"place": ""}, "対面で開くときは、場所を入力"),
        ({"openness": "closed"}, "理由を入力してください"),
        (
            {"mode": "online", "online_address": "javascript:alert(1)", "place": ""},
            "アドレスを入力してください",
        ),
        ({"ordinal": "0.5"}, "小数は0桁まで"),
        ({"audience_capacity": "-1"}, "0以上の数字"),
    ],
)
def test_bad_facts_are_told_at_their_place(jimu, cast, typed, words):
    html = press(jimu, at("meeting-add", cast.committee.pk), **facts(**typed))
    assert words in html
    assert "まだ保存" not in html
    assert not Meeting.objects.exists()


def test_the_office_enters_answers_and_the_day(jimu, cast, called):
    row = called.attendances.get(member=cast.member_seat)
    typed = {"version": "1", "answer": "proxy", "proxy_name": "代理の人", "note": ""}
    assert "山本さんの回答を入力しました。" in press(jimu, at("attendance-answer", row.pk), **typed)
    page = at("meeting-attendance", called.pk)
    html = read(jimu, page)
    assert "定足数に足りません" in html
    assert "伊藤　山本さんの出欠の変更" in html
    assert '<ins class="diff">代理の人</ins>' in html.replace("<p>", "").replace("</p>", "")
    chair = called.attendances.get(member=cast.chair_seat)
    day = {
        "version": str(called.version),
        f"presence-{row.pk}": "present",
        f"proxy-{row.pk}": "",
        f"presence-{chair.pk}": "present",
        f"proxy-{chair.pk}": "",
        "audience_count": "３",
        "office_present": "室長",
    }
    assert "開催日がまだ来ていない" in press(jimu, page, **day)
    html = press(jimu, page, **day | {f"proxy-{chair.pk}": "代理の方"})
    assert "出欠で「代理が出席」を選んでください" in html
    assert 'value="代理の方"' in html
    assert "開催日になると" in read(jimu, page)
    Meeting.objects.filter(pk=called.pk).update(held_on=timezone.localdate())
    html = press(jimu, page, **day)
    assert "当日の出欠を保存しました。" in html
    assert "成立" in html
    called.refresh_from_db()
    html = press(jimu, page, **day | {"version": str(called.version), "is_over": "on"})
    assert "開催済み" in html
    called.refresh_from_db()
    assert (called.state, called.audience_count, called.office_present) == ("held", 3, "室長")


def test_the_history_of_attendance_is_long_and_read_by_pages(jimu, called):
    for n in range(16):
        for row in called.attendances.all():
            row.note = f"連絡その{n}"
            row.save()
    page = at("meeting-attendance", called.pk)
    newest = read(jimu, page)
    assert newest.count("さんの出欠の") == 30
    assert "2ページ中1ページ目（全32件）" in newest
    oldest = read(jimu, f"{page}?page=2")
    assert oldest.count("さんの出欠の変更") == 2


def test_a_meeting_is_called_off_by_who_has_seen_it_as_it_stands(jimu, cast, called):
    page = at("meeting-cancel", called.pk)
    html = press(jimu, page, version="1", reason="大雪のため。")
    assert "先に保存したため、まだ保存していません" in html
    assert "大雪のため。" in html
    html = press(jimu, page, version=str(called.version), reason="大雪のため。")
    assert "この会議は中止になりました" in html
    assert "は中止のため" in press(jimu, page, version=str(called.version + 1), reason="もう一度")


def test_a_point_of_the_agenda_is_moved_and_taken_off(jimu, cast):
    meeting = builders.meeting(cast.committee, items=("一", "二"), held_on=SOON)
    second = meeting.agenda.last()
    assert "を動かしました" in press(jimu, at("agenda-item-move", second.pk), version="1", up="1")
    assert [item.title for item in meeting.agenda.all()] == ["二", "一"]
    assert "ほかの人が先に変更した" in press(jimu, at("agenda-item-move", second.pk), version="1", down="1")
    assert "を削除しました" in press(jimu, at("agenda-item-delete", second.pk), version="2")
    assert [item.title for item in meeting.agenda.all()] == ["一"]


# ---- the member -------------------------------------------------------------------------------------------


def test_a_member_answers_and_reads_what_is_for_them(client, cast, called):
    builders.paper(called, "1", "全員の資料")
    other = builders.paper(called, "2", "委員長だけの資料", only_for=[cast.chair_seat])
    builders.paper(called, "3", "あとの資料")
    called.documents.filter(number="3").update(handed_out_at=None)
    builders.handed_out(called)
    called.documents.filter(number="3").update(handed_out_at=None)
    client.force_login(cast.member)
    page = reverse("committee:meeting-detail", args=[called.pk])
    html = read(client, page)
    assert "全員の資料" in html
    assert "委員長だけ" not in html
    assert "あとの資料" not in html
    assert client.get(reverse("committee:meeting-paper", args=[other.pk])).status_code == 404
    html = press(client, page, version="1", answer="present", proxy_name="", note="")
    assert "出欠の回答（出席）を受け付けました。" in html
    assert Attendance.objects.get(member=cast.member_seat).answered_by == cast.member


def test_the_online_address_is_for_members_alone(client, cast):
    online = {"mode": "online", "place": "", "online_address": "https://meet.example.jp/secret"}
    meeting = builders.meeting(cast.committee, state="called", held_on=SOON, **online)
    client.force_login(cast.jimu)
    press(client, at("meeting-publish", meeting.pk), version=str(meeting.version))
    client.logout()
    public = reverse("meeting-page", args=[meeting.pk])
    assert "オンライン" in read(client, public)
    assert "secret" not in read(client, public)
    client.force_login(cast.member)
    assert "secret" in read(client, reverse("committee:meeting-detail", args=[meeting.pk]))
    ics = read(client, reverse("committee:meeting-calendar", args=[meeting.pk]))
    assert "DTSTART:" in ics
    assert "secret" not in ics


def test_a_meeting_that_is_prepared_is_hidden_from_members(client, cast):
    meeting = builders.meeting(cast.committee, held_on=SOON)
    client.force_login(cast.member)
    assert client.get(reverse("committee:meeting-detail", args=[meeting.pk])).status_code == 404
    assert meeting.label not in read(client, reverse("committee:home"))


def test_members_see_the_meetings_of_their_own_term_of_office(client, cast, called):
    """The one who came later sees none of before, though both sit in the committee today."""
    later = builders.user("later", "後の人", Role.MEMBER)
    builders.member(cast.committee, later, appointed_on=timezone.localdate())
    past = builders.meeting(cast.committee, 2)
    Meeting.objects.filter(pk=past.pk).update(state="held", called_at=builders.NOW)
    for user, status in ((cast.member, 200), (later, 404)):
        client.force_login(user)
        assert client.get(reverse("committee:meeting-detail", args=[past.pk])).status_code == status
        assert client.get(reverse("committee:meeting-detail", args=[called.pk])).status_code == 200


def test_rounds_that_were_over_before_a_member_came_stay_closed_to_them(client, cast):
    """Published before: not of their years. A round that goes on is, whenever it was opened."""
    over = builders.published(builders.round_(cast.term, cast.committee, cast.jimu, year=2021), cast.jimu)
    running = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    later = builders.user("later", "後の人", Role.MEMBER)
    tomorrow = timezone.localdate() + timedelta(days=1)
    seat = builders.member(cast.committee, later, appointed_on=timezone.localdate())
    assert over in type(over).objects.visible_to(later, timezone.localdate())  # published on the first day
    Member.objects.filter(pk=seat.pk).update(appointed_on=tomorrow)
    assert set(type(over).objects.visible_to(later, tomorrow)) == {running}
    assert set(type(over).objects.visible_to(cast.member, tomorrow)) == {over, running}


# ---- the public -------------------------------------------------------------------------------------------


def test_the_public_reads_what_was_published_until_it_is_published_again(client, cast, called):
    row = builders.paper(called, "1", "みんなの資料")
    called = builders.handed_out(called)
    page = reverse("meeting-page", args=[called.pk])
    pdf = reverse("meeting-page-paper", args=[called.pk, row.pk])
    assert [client.get(address).status_code for address in (page, pdf)] == [404, 404]
    client.force_login(cast.jimu)
    press(client, at("meeting-publish", called.pk), version=str(called.version))
    builders.agenda_item(called, "あとからの議題")
    assert "公表した後に、内容が変わっています" in read(client, at("meeting-publish", called.pk))
    client.logout()
    html = read(client, page)
    assert "みんなの資料" in html
    assert "あとからの議題" not in html
    assert client.get(pdf).content.startswith(b"%PDF")
    assert called.label in read(client, reverse("meeting-list"))
    client.force_login(cast.jimu)
    called.refresh_from_db()
    press(client, at("meeting-publish", called.pk), version=str(called.version), withdraw="1")
    client.logout()
    assert [client.get(address).status_code for address in (page, pdf)] == [404, 404]


# ---- lists ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "name", "words", "queries"),
    [
        ("jimu", "staff:committee-list", "別の委員会1", 4),
        ("jimu", "staff:meeting-list", "第1回", 7),
        ("member", "committee:home", "第1回", 10),
        (None, "meeting-list", "第1回", 5),
    ],
)
def test_lists_cost_the_same_for_one_row_and_for_three(
    client, cast, django_assert_num_queries, who, name, words, queries
):
    if who:
        client.force_login(getattr(cast, who))
    for count in (1, 3):
        while Meeting.objects.count() < count:
            number = Meeting.objects.count() + 1
            row = builders.meeting(cast.committee, number, state="called", held_on=SOON)
            publish(row, cast.jimu)
            builders.committee(cast.term, f"別の委員会{number}")
        with django_assert_num_queries(queries):
            assert words in read(client, reverse(name))


def publish(meeting, by):
    publication.publish(meeting=meeting, version=meeting.version, by=by, now=builders.NOW)


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("committee-detail", 6),
        ("meeting-detail", 7),
        ("meeting-attendance", 7),
        ("meeting-call", 7),
        ("paper-list", 7),
        ("meeting-pack", 8),
        ("meeting-publish", 8),
    ],
)
def test_pages_of_one_meeting_cost_the_same_however_much_hangs_on_it(
    client, cast, django_assert_num_queries, name, queries
):
    client.force_login(cast.jimu)
    meeting = builders.meeting(cast.committee, held_on=SOON)
    key = cast.committee.pk if name == "committee-detail" else meeting.pk
    for count in (1, 3):
        while meeting.documents.count() < count:
            number = str(meeting.documents.count() + 1)
            builders.agenda_item(meeting, f"議題{number}")
            builders.paper(meeting, number, only_for=[cast.chair_seat])
            builders.member(cast.committee, None, name=f"委員{number}")
            builders.pack(meeting, cast.jimu, builders.member(cast.committee, None, name=f"員{number}"))
        with django_assert_num_queries(queries):
            client.get(at(name, key))


def test_the_page_of_a_member_costs_the_same_for_one_paper_and_for_three(
    client, cast, called, django_assert_num_queries
):
    client.force_login(cast.member)
    for count in (1, 3):
        while called.documents.count() < count:
            builders.paper(called, str(called.documents.count() + 1))
        builders.handed_out(called)
        with django_assert_num_queries(11):
            client.get(reverse("committee:meeting-detail", args=[called.pk]))
