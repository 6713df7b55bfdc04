"""From an opinion, an evening and a survey to the public page: by keyboard at 320 px, and without JavaScript."""

import pytest

from evaluations.models import Opinion, OpinionCard, PublicVoice
from evaluations.surveys import results_file
from tests import voices
from tests.browser import keyboard

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_opinion_is_taken_in_answered_and_read_by_keyboard(walk, cast):
    keyboard.sign_in(walk, "ito")
    walk.go("/staff/ledger/")
    keyboard.enter(walk, "link", "意見を受け付ける")
    keyboard.tab_to(walk, "combobox", "出どころ").press("ArrowDown")
    keyboard.write(walk, "意見・質問（原文）", "夜も相談したい。")
    keyboard.write(walk, "番号・名前で探す", "見守り", role="searchbox")
    keyboard.tick(walk, "checkbox", "1-1 見守り活動")
    walk.reads("選んでいる取組：1-1 見守り活動")
    keyboard.enter(walk, "button", "受け付ける", exact=True)
    walk.reads("1件の意見を受け付けました")
    assign(walk)
    reply(walk)
    publish(walk)
    walk.sign_out()
    walk.go("/voices/")
    keyboard.enter(walk, "link", PublicVoice.objects.get().number)
    walk.reads("月に一度、夜に開きます。")


def assign(walk):
    keyboard.enter(walk, "link", "担当・期限・取組を決める")
    keyboard.write(walk, "回答の期限", "令和5年6月30日")
    keyboard.enter(walk, "button", "保存する")
    walk.reads("担当と期限などを保存しました。")


def reply(walk):
    keyboard.enter(walk, "link", "考え方を書く・直す")
    keyboard.write(walk, "公表する意見の要旨", "夜も相談できるようにしてほしい。")
    keyboard.write(walk, "市・社協の考え方", "月に一度、夜に開きます。")
    keyboard.tick(walk, "radio", "反映")
    keyboard.enter(walk, "button", "保存する")


def publish(walk):
    keyboard.enter(walk, "button", "決裁・公開の確認へ")
    keyboard.enter(walk, "button", "決裁済みにして公開する")
    walk.reads("1件の回答を決裁済みにして公開しました。")


def test_the_evening_is_pasted_grouped_and_published_by_keyboard(walk, cast):
    workshop = voices.workshop()
    keyboard.sign_in(walk, "ito")
    walk.go(f"/staff/workshops/{workshop.pk}/")
    keyboard.tab_to(walk, "textbox", "意見（1行に1枚）")
    for line in ("遊び場がほしい", "除雪を頼みたい"):
        walk.page.keyboard.type(line)
        walk.page.keyboard.press("Enter")
    keyboard.enter(walk, "button", "カードにする")
    walk.reads("カードを2枚加えました。")
    keyboard.tick(walk, "checkbox", "除雪を頼みたい")
    keyboard.write(walk, "または新しい見出し", "冬のくらし")
    keyboard.enter(walk, "button", "動かす", exact=True)
    assert OpinionCard.objects.get(group__heading="冬のくらし").text == "除雪を頼みたい"
    keyboard.enter(walk, "link", "公開する内容を確かめる")
    keyboard.enter(walk, "button", "公開する", exact=True)
    walk.sign_out()
    walk.go(f"/workshops/{workshop.fiscal_year}/{workshop.pk}/")
    walk.reads("冬のくらし")


def test_the_answers_to_an_item_are_entered_and_published_by_keyboard(walk, cast):
    item = voices.item(voices.series(), goals=[cast.goal])
    survey = voices.survey(item.series)
    keyboard.sign_in(walk, "ito")
    walk.go(f"/staff/surveys/{survey.pk}/items/{item.pk}/")
    for category, number in zip(voices.CATEGORIES, (320, 280, 220, 180), strict=True):
        keyboard.write(walk, f"全体の「{category}」", str(number))
    keyboard.enter(walk, "button", "保存して、一覧に戻る")
    keyboard.enter(walk, "link", "公開する内容を確かめる")
    keyboard.enter(walk, "button", "公開する", exact=True)
    walk.sign_out()
    walk.go("/surveys/")
    keyboard.enter(walk, "link", f"{survey.year_label}の結果")
    walk.reads("320")


def test_results_are_sent_as_a_file_and_by_form_and_published_without_javascript(plain, cast, tmp_path):
    item = voices.item(voices.series(), goals=[cast.goal])
    survey = voices.survey(item.series)
    plain.sign_in("ito").go(f"/staff/surveys/{survey.pk}/items/{item.pk}/")
    for place, number in enumerate((320, 280, 220, 180)):
        plain.write(f"全体の「{voices.CATEGORIES[place]}」", str(number))
    plain.press("保存して、一覧に戻る")
    plain.reads("入力済み")
    held = results_file.write(survey, survey.series.items.for_reading(), survey.answers.for_reading())
    sheet = tmp_path / "kekka.csv"
    sheet.write_bytes(held.replace(b"320", b"420").replace(b"280", b"180"))
    plain.go(f"/staff/surveys/{survey.pk}/file/")
    plain.page.locator("input[type=file]").set_input_files(sheet)
    plain.press("送って、変わるところを確かめる")
    plain.press("結果を書き込む（1項目）")
    plain.go(f"/staff/surveys/{survey.pk}/publish/").press("公開する")
    plain.sign_out()
    plain.go(f"/surveys/{survey.pk}/")
    plain.reads("420")
    plain.go("/initiatives/")
    plain.reads("つながりを感じる人の割合")


def test_an_opinion_is_taken_in_and_found_without_javascript(plain, cast):
    plain.sign_in("ito").go("/staff/ledger/add/")
    plain.page.get_by_label("出どころ").first.select_option("letter")
    plain.write("意見・質問（原文）", "電話がつながらない。")
    plain.choose("1-2 ふれあいサロン")
    plain.press("受け付ける")
    assert list(Opinion.objects.get().initiatives.all()) == [cast.salon]
    plain.go("/staff/ledger/")
    plain.page.get_by_text("ほかの条件").click()
    plain.page.get_by_label("出どころ").first.select_option("letter")
    plain.press("絞り込む")
    plain.reads("電話がつながらない。")
