"""A meeting in a real browser, on a phone and on a desk: planned, called, answered, handed out, published."""

from datetime import timedelta

import pytest
from django.utils import timezone

from evaluations.models import Meeting
from tests import builders
from tests.browser import keyboard
from tests.browser.keyboard import enter, tick, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SOON = timezone.localdate() + timedelta(days=30)


@pytest.fixture
def committee(cast):
    cast.member.email = "yamamoto@example.jp"
    cast.member.save()
    return cast.committee


def test_a_meeting_from_its_plan_to_its_publication_without_javascript(plain, cast, committee, tmp_path):
    plain.sign_in("ito")
    appoint(plain, committee)
    meeting = plan(plain, committee)
    call(plain, meeting)
    hand_out(plain, meeting, tmp_path)
    plain.sign_out()
    answer(plain, meeting)
    plain.sign_out()
    plain.sign_in("ito")
    hold(plain, meeting)
    publish(plain, meeting)
    plain.sign_out()
    plain.go("/meetings/").follow("みほん市地域福祉計画推進委員会")
    plain.reads("資料1　評価のまとめ")
    plain.reads_not("個別の事例")


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


def hold(walk, meeting):
    Meeting.objects.update(held_on=timezone.localdate())  # the day has come
    walk.go(f"/staff/meetings/{meeting.pk}/attendance/").reads("山本さんの出欠の変更")
    for row in meeting.attendances.select_related("member"):
        walk.page.locator(f"[name=presence-{row.pk}]").select_option("present")
    walk.press("出欠を保存する").reads("当日の出欠を保存しました。")


def publish(walk, meeting):
    walk.go(f"/staff/meetings/{meeting.pk}/publish/")
    walk.reads("（非公開の議題）")
    walk.press("この内容で公表する")
    walk.reads("を公表しました。")


# ---- by keyboard alone ------------------------------------------------------------------------------------


def test_the_secretariat_and_a_member_meet_by_keyboard_alone(walk, committee, tmp_path):
    keyboard.sign_in(walk, "ito")
    take_a_seat(walk, committee)
    meeting = invite(walk, committee)
    lay_out(walk, meeting, tmp_path)
    walk.sign_out()
    keyboard.sign_in(walk, "yamamoto")
    find_all(walk, meeting)
    walk.sign_out()
    keyboard.sign_in(walk, "ito")
    count_and_publish(walk, meeting)


def take_a_seat(walk, committee):
    walk.page.goto(f"{walk.address}/staff/committees/{committee.pk}/")
    enter(walk, "link", "委員を追加")
    enter(walk, "button", "保存する").reads("「氏名」を入力してください")
    write(walk, "氏名", "川上")
    tick(walk, "radio", "公募・学生")
    write(walk, "委嘱日", "令和5年4月1日")
    write(walk, "任期満了日", "2099/3/31")
    enter(walk, "button", "保存する").reads("川上さんの内容を保存しました。")


def invite(walk, committee) -> Meeting:
    walk.page.goto(f"{walk.address}/staff/meetings/add/{committee.pk}/")
    write(walk, "開催日", f"{SOON:%Y/%m/%d}")
    write(walk, "開始時刻", "午後2時")
    write(walk, "場所", "市役所")
    enter(walk, "button", "保存する")
    enter(walk, "link", "議題を追加")
    write(walk, "議題", "評価について")
    enter(walk, "button", "保存する", exact=True)
    enter(walk, "link", "通知と出欠")
    enter(walk, "link", "開催通知を確かめて送る")
    enter(walk, "button", "開催通知を送る").reads("1人に開催通知のメールを送ります")
    return Meeting.objects.get()


def lay_out(walk, meeting, folder):
    file = folder / "shiryo.pdf"
    file.write_bytes(builders.pdf_file(2))
    enter(walk, "link", "資料", exact=True)
    enter(walk, "link", "PDFを登録する")
    write(walk, "番号", "1")
    write(walk, "資料名", "評価のまとめ")
    keys = keyboard.tab_to(walk, "button", "PDFファイル")
    with walk.page.expect_file_chooser(timeout=5_000) as asked:
        keys.press("Space")
    asked.value.set_files(file)
    enter(walk, "button", "保存する")
    enter(walk, "link", "（次第（議題から作ります）")
    enter(walk, "button", "資料に加えて、PDFを作る")
    enter(walk, "button", "未配布の資料を配布する").reads("資料を委員に配布しました。")
    enter(walk, "link", "綴り")
    enter(walk, "button", "資料一式を綴る").reads("資料一式を開く（PDF、")
    enter(walk, "button", "委員ごとの綴りを作る").reads("川上")


def find_all(walk, meeting):
    enter(walk, "link", meeting.label)
    tick(walk, "radio", "出席")
    enter(walk, "button", "回答する").reads("出欠の回答（出席）を受け付けました。")
    keys = keyboard.tab_to(walk, "link", "カレンダーに入れる（ICS）")
    with walk.page.expect_download() as calendar:
        keys.press("Enter")
    assert "BEGIN:VEVENT" in calendar.value.path().read_text()
    for name in ("あなたの資料一式", "資料1　評価のまとめ"):
        keyboard.tab_to(walk, "link", name)
        paper = walk.page.evaluate("document.activeElement.href")
        assert walk.page.request.get(paper).body().startswith(b"%PDF")


def count_and_publish(walk, meeting):
    Meeting.objects.update(held_on=timezone.localdate())  # the day has come
    walk.page.goto(f"{walk.address}/staff/meetings/{meeting.pk}/attendance/")
    for name in ("高橋", "川上"):  # 山本さん has answered, which is offered as it is
        keyboard.tab_to(walk, "combobox", f"{name}さんの出欠").press("ArrowDown")
    enter(walk, "button", "出欠を保存する").reads("当日の出欠を保存しました。")
    enter(walk, "link", "公表", exact=True)
    enter(walk, "button", "この内容で公表する").reads("を公表しました。")
    assert meeting.attendances.filter(presence="present").count() == 3
