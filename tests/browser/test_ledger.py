"""An opinion from the window to the public page, in a real browser: taken in, drafted, approved, grouped, published."""

import pytest

from evaluations.models import PublicVoice
from tests import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def before(cast):
    builders.voice(text="夕方にも相談したい。", initiatives=[cast.walk])
    builders.reply_template()
    return cast


def test_an_opinion_goes_from_the_window_to_the_public_page(walk, before):
    take_in(walk)
    draft_as_the_department(walk)
    group_and_publish(walk)
    say_what_changed(walk)
    read_as_a_citizen(walk)


def take_in(walk):
    walk.sign_in("ito").go("/staff/ledger/")
    walk.follow("意見を受け付ける")
    walk.press("受け付ける")
    walk.reads("「出どころ」を選んでください。")
    walk.page.get_by_label("出どころ").first.select_option("window")
    walk.write("意見・質問（原文）", "・夜も相談したい。\n・電話が混んでいる。")
    walk.choose("1行に1件")
    walk.choose("1-1 見守り活動")
    walk.press("受け付ける")
    walk.reads("2件の意見を受け付けました")
    walk.sign_out()


def draft_as_the_department(walk):
    walk.sign_in("sato").go("/staff/ledger/?q=夜も")
    walk.page.locator("table a").first.click()
    walk.look()
    walk.follow("回答の案を書く・直す")
    walk.press("考え方の欄に入れる")
    walk.reads("市・社協の考え方")
    walk.write("公表する意見の要旨", "夜も相談できるようにしてほしい。")
    walk.write("市・社協の考え方", "月に一度、夜に開きます。")
    walk.choose("対応困難")
    walk.press("保存する")
    walk.reads("「対応困難」のときは、理由を入力してください。")
    walk.page.get_by_label("次年度に対応").check()
    walk.press("保存する")
    walk.reads("決裁前の案")
    walk.sign_out()


def group_and_publish(walk):
    walk.sign_in("ito").go("/staff/ledger/?q=相談")
    for box in walk.page.get_by_role("checkbox", name="を選ぶ").all():
        box.check()
    walk.press("同じ趣旨としてまとめる")
    walk.page.get_by_role("radio").last.check()
    walk.press("まとめる")
    walk.reads("まとめました")
    walk.press("決裁・公開の確認へ")
    walk.press("決裁済みにして公開する")
    walk.reads("1件の回答を決裁済みにして公開しました。")


def say_what_changed(walk):
    walk.go("/staff/ledger/?status=acting")
    walk.page.locator("table a").last.click()
    walk.look()
    walk.follow("変わったことを書く")
    walk.press("保存する")
    walk.reads("変わったことを書くか、")
    walk.write("変わったこと", "毎月第3水曜日に、午後8時まで開くようにしました。")
    walk.press("保存する")
    walk.press("決裁・公開の確認へ")
    walk.press("今の決裁のまま公開する")
    walk.go("/staff/ledger/templates/")
    walk.sign_out()


def read_as_a_citizen(walk):
    walk.go("/voices/")
    walk.reads("夜も相談できるようにしてほしい。")
    walk.reads_not("電話が混んでいる。")
    walk.follow(PublicVoice.objects.get().number)
    walk.reads("毎月第3水曜日に、午後8時まで開くようにしました。")
    walk.follow("1-1 見守り活動")
    walk.reads("意見とその後")
