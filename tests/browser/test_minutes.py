"""Minutes in a real browser: the office drafts and sends them, a member corrects them on a phone, everybody reads them."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import UnsavedPage
from evaluations.meetings import publication
from evaluations.models import Minutes, MinutesEdition, MinutesPassage, MinutesReading
from tests import minutes_scenes
from tests.browser.keyboard import enter, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def meeting(cast):
    row = minutes_scenes.held(cast.committee)
    now = timezone.now()
    return publication.publish(meeting=row, version=row.version, by=cast.jimu, now=now)


def test_a_member_corrects_the_minutes_by_phone_and_everybody_reads_them(walk, meeting):
    walk.sign_in("ito")
    draft(walk, meeting)
    walk.sign_out()
    walk.sign_in("yamamoto")
    correct_by_keyboard(walk, meeting)
    walk.sign_out()
    walk.sign_in("ito")
    judge_and_fix(walk, meeting)
    publish(walk)
    walk.sign_out()
    walk.go(f"/meetings/{meeting.pk}/").follow("会議録を読む")
    walk.reads("会場の数と場所について意見を交わした。")
    walk.reads_not("山本")


def draft(walk, meeting):
    walk.go(f"/staff/meetings/{meeting.pk}/minutes/")
    walk.press("会議録の案を作る")
    walk.reads("会場を増やすことについて意見を交わした。")
    walk.follow("文章を直す")
    walk.page.get_by_label("3番の種類と発言者").select_option("office")
    walk.write("3番の文章", "事務局から説明した。")
    walk.press("保存する")
    walk.reads("事務局から説明した。")
    walk.follow("委員に送る").press("この期限で送る")
    walk.reads("委員が確認中")


def correct_by_keyboard(walk, meeting):
    walk.go(f"/committee/meetings/{meeting.pk}/minutes/")
    enter(walk, "link", "訂正を申し出る")
    enter(walk, "button", "申し出を送る").reads("今の文章のままです")
    write(walk, "訂正後の文章", "会場の数と場所について意見を交わした。")
    write(walk, "訂正の理由", "場所のことも話したため。")
    enter(walk, "button", "申し出を送る").reads("訂正の申し出を事務局に送りました")
    walk.reads("事務局が確認中")
    enter(walk, "button", "確認しました").reads("確認済みです")


def judge_and_fix(walk, meeting):
    walk.go(f"/staff/meetings/{meeting.pk}/minutes/")
    walk.follow("令和4年度の評価について：会場の数と場所")
    walk.press("保存する")
    walk.reads("「申し出の扱い」を選んでください")
    walk.choose("反映する")
    walk.write("理由", "ご指摘のとおりです。")
    walk.press("保存する")
    walk.reads("委員に送った後の変更")
    yesterday = timezone.localdate() - timedelta(days=1)
    Minutes.objects.update(due_on=yesterday)  # the period goes by
    assert MinutesReading.objects.filter(confirmed_at__isnull=False).count() == 1
    walk.follow("確定に進む").press("確定する")
    walk.reads("まだ公表していません")


def publish(walk):
    walk.follow("公表に進む").press("公表する")
    walk.reads("に公表しました")
    assert MinutesEdition.objects.public().count() == 1


def test_what_is_typed_is_kept_and_a_long_section_is_written_page_by_page(walk, meeting):
    """The sign-in ends meanwhile; then the whole again from the page on which one left off."""
    section = minutes_scenes.drafted(meeting).sections.get()
    rows = (MinutesPassage(section=section, text=f"意見その{n}。", position=1000 + n) for n in range(300))
    MinutesPassage.objects.bulk_create(rows)
    address = f"/staff/meetings/minutes/sections/{section.pk}/"
    walk.sign_in("ito").go(address).reads("全302件のうち、1～20番")
    walk.press("保存して次へ").reads("21～40番")
    walk.page.get_by_label("21番の文章").press_sequentially("打ちかけ。")
    expect(walk.page.locator("[data-save-bar]")).to_contain_text("に自動保存しました", timeout=15_000)
    walk.go(address).reads("書きかけの内容を、欄に戻しました").reads("前回の続きを開いています")
    assert "打ちかけ。" in walk.page.get_by_label("21番の文章").input_value()
    Session.objects.all().delete()
    walk.press("保存して次へ").reads("入力した内容は1時間残してあります。")
    walk.sign_in_here("ito").press("もう一度送る").reads("41～60番")
    assert section.passages.filter(text__contains="打ちかけ。").count() == 1
    assert not UnsavedPage.objects.exists()
