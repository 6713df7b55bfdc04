"""A meeting in a real browser, on a phone and on a desk: planned, called, answered, handed out, published."""

from datetime import timedelta

import pytest
from django.utils import timezone

from evaluations.models import Meeting
from tests import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SOON = timezone.localdate() + timedelta(days=30)


@pytest.fixture
def committee(cast):
    cast.member.email = "yamamoto@example.jp"
    cast.member.save()
    return cast.committee


def test_a_meeting_from_its_plan_to_its_publication(walk, cast, committee, tmp_path):
    walk.sign_in("ito")
    appoint(walk, committee)
    meeting = plan(walk, committee)
    call(walk, meeting)
    hand_out(walk, meeting, tmp_path)
    walk.sign_out()
    answer(walk, meeting)
    walk.sign_out()
    walk.sign_in("ito")
    publish(walk, meeting)
    walk.sign_out()
    walk.go("/meetings/").follow("みほん市地域福祉計画推進委員会")
    walk.reads("資料1　評価のまとめ")
    walk.reads_not("個別の事例")


def appoint(walk, committee):
    walk.go(f"/staff/committees/{committee.pk}/members/add/")
    walk.press("保存する")
    walk.reads("「氏名」を入力してください")
    walk.write("氏名", "川上")
    walk.choose("公募・学生")
    walk.write("委嘱日", "令和5年4月1日")
    walk.write("任期満了日", "2099/3/31")
    walk.press("保存する")
    walk.reads("川上さんの内容を保存しました。")
    walk.go(f"/staff/committees/{committee.pk}/reappoint/")


def plan(walk, committee) -> Meeting:
    walk.go(f"/staff/meetings/add/{committee.pk}/")
    walk.write("開催日", f"{SOON:%Y/%m/%d}")
    walk.write("開始時刻", "午後2時")
    walk.choose("一部非公開")
    walk.press("保存する")
    walk.reads("理由を入力してください")
    walk.write("場所", "市役所")
    walk.write("非公開とする理由", "個人が分かるため。")
    walk.press("保存する")
    meeting = Meeting.objects.get()
    for title, is_closed in (("評価について", False), ("個別の事例", True)):
        walk.go(f"/staff/meetings/{meeting.pk}/agenda/add/")
        walk.write("議題", title)
        if is_closed:
            walk.choose("非公開の議題")
        walk.press("保存する")
    return meeting


def call(walk, meeting):
    walk.go(f"/staff/meetings/{meeting.pk}/attendance/").follow("開催通知を確かめて送る")
    walk.reads("【開催通知】")
    walk.press("開催通知を送る")
    walk.reads("1人に開催通知のメールを送ります")


def hand_out(walk, meeting, folder):
    file = folder / "shiryo.pdf"
    file.write_bytes(builders.pdf_file(2))
    walk.go(f"/staff/meetings/{meeting.pk}/papers/add/")
    walk.write("番号", "1")
    walk.write("資料名", "評価のまとめ")
    walk.page.get_by_label("PDFファイル").set_input_files(file)
    walk.press("保存する")
    walk.go(f"/staff/meetings/{meeting.pk}/papers/add/agenda/")
    walk.press("資料に加えて、PDFを作る")
    walk.press("未配布の資料を配布する")
    walk.reads("資料を委員に配布しました。")
    walk.go(f"/staff/meetings/{meeting.pk}/pack/")


def answer(walk, meeting):
    walk.sign_in("yamamoto").follow(meeting.label)
    walk.reads("まだ回答していません")
    walk.choose("代理が出席")
    walk.press("回答する")
    walk.reads("代理の方の氏名を入力してください")
    walk.choose("欠席")
    walk.press("回答する")
    walk.reads("出欠の回答（欠席）を受け付けました。")
    walk.reads("資料1　評価のまとめ")


def publish(walk, meeting):
    walk.go(f"/staff/meetings/{meeting.pk}/publish/")
    walk.reads("（非公開の議題）")
    walk.press("この内容で公表する")
    walk.reads("を公表しました。")
