"""The evening of a workshop in a real browser at 320 px: the list is pasted, laid together and taken into the ledger."""

import pytest

from evaluations.models import OpinionCard
from tests import builders, voices
from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIST = "■ 集まれる場所\n歩いて行ける所がほしい\n空いている店を借りたい\n\n■ 冬\n除雪を頼みたい\n歩いて行ける所がほしい"


def test_the_evening_from_the_first_word_to_the_public_page(walk, cast):
    walk.sign_in("ito").go("/staff/workshops/")
    walk.page.set_viewport_size(PHONE)
    walk.follow("ワークショップを登録")
    walk.write("テーマ", "子どもの居場所")
    walk.write("開催日", "令和5年4月10日")
    walk.write("会場", "市民会館")
    walk.write("参加した人数", "24")
    walk.press("保存する")
    paste(walk)
    lay_together(walk)
    into_the_ledger(walk)
    publish(walk)


def paste(walk):
    walk.write("意見（1行に1枚）", f"{LIST}\n田中花子さんの家の前が暗い")
    walk.press("カードにする")
    walk.reads("8行目：人の名前のような言葉")
    assert walk.page.get_by_label("意見（1行に1枚）").input_value().startswith("■ 集まれる場所")
    walk.write("意見（1行に1枚）", LIST)
    walk.press("カードにする")
    walk.reads("カードを3枚加えました。")
    walk.reads("1行は加えませんでした")


def lay_together(walk):
    walk.choose("空いている店を借りたい")
    walk.write("または新しい見出し", "使える場所")
    walk.press("動かす")
    walk.reads("1枚のカードを、「使える場所」に動かしました。")
    walk.follow("集まれる場所")
    walk.choose("1-1 見守り活動")
    walk.press("保存する")
    walk.reads("関係する取組：1-1 見守り活動")


def into_the_ledger(walk):
    for words in ("歩いて行ける所がほしい", "除雪を頼みたい"):
        walk.choose(words)
    walk.press("1枚ずつ意見台帳に入れる")
    walk.reads("意見台帳に2件を入れました（令和5-001から令和5-002まで）。")
    assert OpinionCard.objects.filter(opinion__isnull=False).count() == 2


def publish(walk):
    walk.follow("公開する内容を確かめる")
    walk.press("公開する")
    walk.reads("公開しています")
    walk.sign_out()
    walk.go("/workshops/").follow("子どもの居場所")
    walk.reads("歩いて行ける所がほしい")
    walk.reads("意見台帳 令和5-001")


@pytest.mark.parametrize("javascript", [False])
def test_cards_are_moved_without_javascript(browser, live_server, cast, javascript):
    """As on the oldest phone: ticks, a list and a button."""
    workshop = voices.workshop()
    voices.pasted(workshop)
    page = browser.new_context(java_script_enabled=javascript, viewport=PHONE, locale="ja-JP").new_page()
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_label("利用者ID").first.fill("ito")
    page.get_by_label("パスワード").first.fill(builders.PASSWORD)
    page.get_by_role("button", name="ログイン", exact=True).first.click()
    page.goto(f"{live_server.url}/staff/workshops/{workshop.pk}/")
    page.get_by_label("遊び場がほしい").check()
    page.get_by_label("または新しい見出し").fill("遊び")
    page.get_by_role("button", name="動かす", exact=True).click()
    assert "「遊び」に動かしました" in page.inner_text("body")
    assert OpinionCard.objects.get(text="遊び場がほしい").group.heading == "遊び"


def test_a_survey_is_entered_read_and_published(walk, cast):
    """The grid, the preview and the public pages of a survey; each is looked at wide and narrow."""
    item = voices.item(voices.series(), goals=[cast.goal])
    before = voices.survey(item.series, 2021)
    voices.answers(before, item)
    voices.published_survey(before, cast.jimu)
    survey = voices.survey(item.series, 2022)
    walk.sign_in("ito").go("/staff/surveys/").go(f"/staff/surveys/series/{item.series_id}/items/add/")
    walk.go(f"/staff/surveys/{survey.pk}/items/{item.pk}/")
    for place, number in enumerate((320, 280, 220, 180)):
        walk.write(f"全体の「{voices.CATEGORIES[place]}」", str(number))
    walk.press("保存して、一覧に戻る")
    walk.reads("入力済み")
    walk.go(f"/staff/surveys/{survey.pk}/file/").go(f"/staff/surveys/{survey.pk}/publish/")
    walk.press("公開する")
    walk.sign_out()
    walk.go("/surveys/").go(f"/surveys/{survey.pk}/").go(f"/surveys/series/{item.series_id}/")
    walk.reads("+5.0ポイント")
    walk.follow("つながりを感じる人の割合")
    walk.reads("上がった")
