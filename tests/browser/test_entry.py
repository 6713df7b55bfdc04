"""A clerk at the form: nothing typed is lost, whatever happens to network, sign-in, colleagues and keyboard."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from initiatives.models import AnnualRecord, Autosave
from tests import builders
from tests.browser.keyboard import enter, tick, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BAR = "[data-save-bar]"
SOON = 15_000  # autosaving waits three seconds for a rest; the machine may be slow


@pytest.fixture
def record(cast):
    """見守り活動 with a year before it, so that there is something to copy and to answer."""
    builders.indicator(cast.walk, targets={2022: 12})
    first = builders.round_(cast.term, cast.committee, cast.jimu, year=2021)
    builders.accepted(first.request.records.get(initiative=cast.walk), cast.jimu, done="去年の実績です。")
    builders.initiative(cast.goal, cast.elderly, "1-3", title="配食")
    return builders.round_(cast.term, cast.committee, cast.jimu).request.records.get(initiative=cast.walk)


@pytest.fixture
def form(walk, record):
    """佐藤 with the form open."""
    walk.sign_in("sato").go(reverse("staff:record-edit", args=[record.pk]))
    return walk.page


def type_(page, text):
    page.get_by_label("実績（この").fill(text)


def expect_bar(page, words):
    expect(page.locator(BAR)).to_contain_text(words, timeout=SOON)


def stored(record, name="done") -> str:
    record.refresh_from_db()
    return getattr(record, name)


def test_what_is_typed_is_kept_and_offered_on_coming_back(walk, form, record):
    type_(form, "途中の文")
    expect_bar(form, "に自動保存しました")
    assert stored(record) == ""
    walk.look()
    form.goto(walk.address + reverse("staff:record-list"))  # no question: nothing would be lost
    walk.look().reads("保存していない入力があります")
    walk.go(reverse("staff:record-edit", args=[record.pk])).reads("自動保存された内容があります")
    walk.follow("欄に戻す").reads("まだ保存していません")
    assert form.get_by_label("実績（この").input_value() == "途中の文"
    walk.press("下書きを保存")
    assert stored(record) == "途中の文"
    assert not Autosave.objects.exists()


def test_the_status_is_said_once_and_nothing_is_kept_in_the_browser(form):
    voice = form.locator(f"{BAR} + [role=status]")
    for text in ("一", "二"):
        type_(form, text)
        expect_bar(form, "に自動保存しました")
    expect(voice).to_have_text("自動保存しています")
    assert form.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_while_kanji_are_being_chosen_nothing_is_sent(form):
    sent = []
    form.on("request", lambda request: sent.append(request.url) if "/autosave/" in request.url else None)
    form.get_by_label("実績（この").evaluate(
        """box => { box.dispatchEvent(new CompositionEvent("compositionstart", {bubbles: true}));
                    box.value = "みまも"; box.dispatchEvent(new InputEvent("input", {bubbles: true})); }"""
    )
    form.wait_for_timeout(4500)
    assert sent == []
    form.get_by_label("実績（この").evaluate(
        """box => { box.value = "見守り";
                    box.dispatchEvent(new CompositionEvent("compositionend", {bubbles: true})); }"""
    )
    expect_bar(form, "に自動保存しました")
    assert Autosave.objects.get().typed["done"] == ["見守り"]


def test_a_cut_network_is_told_and_mended(form):
    form.context.set_offline(True)
    type_(form, "切れている間の文")
    expect_bar(form, "つながらないため、自動保存できていません")
    assert form.get_by_label("実績（この").input_value() == "切れている間の文"
    form.context.set_offline(False)
    expect_bar(form, "に自動保存しました")
    assert Autosave.objects.get().typed["done"] == ["切れている間の文"]


def test_a_conflict_is_told_by_name_and_the_press_shows_both_texts(walk, form, record):
    type_(form, "佐藤の文")
    builders.fill(AnnualRecord.objects.get(pk=record.pk), done="先に保存された文")
    expect_bar(form, "先に保存しました。入力した内容は、この画面に残っています。")
    assert stored(record) == "先に保存された文"
    walk.press("下書きを保存")
    walk.reads("先に保存された文")
    assert form.get_by_label("実績（この").input_value() == "佐藤の文"
    assert stored(record) == "先に保存された文"


def test_a_record_that_was_submitted_meanwhile_says_so(form, cast, record):
    builders.submitted(AnnualRecord.objects.get(pk=record.pk), cast.jimu)
    type_(form, "もう一言")
    expect_bar(form, "「提出済み」になったため、保存できません")
    assert form.get_by_label("実績（この").input_value() == "もう一言"


def test_an_ended_sign_in_leaves_the_text_and_the_press_keeps_it(walk, form, record):
    Session.objects.all().delete()
    type_(form, "ログインが切れた後の文")
    expect_bar(form, "ログインの有効期間が過ぎたため")
    walk.look().press("下書きを保存")
    walk.reads("入力した内容は1時間残してあります。")
    walk.write("利用者ID", "sato")
    walk.write("パスワード", builders.PASSWORD)
    walk.press("ログイン")
    walk.press("もう一度送る")
    assert stored(record) == "ログインが切れた後の文"


def test_signing_in_on_another_page_lets_this_one_go_on(walk, form, record):
    Session.objects.all().delete()
    type_(form, "続きの文")
    expect_bar(form, "ログインの有効期間が過ぎたため")
    other = form.context.new_page()
    other.goto(walk.address + "/accounts/login/")
    other.get_by_label("利用者ID").first.fill("sato")
    other.get_by_label("パスワード").first.fill(builders.PASSWORD)
    other.get_by_role("button", name="ログイン", exact=True).first.click()
    other.wait_for_load_state()
    form.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # coming back to this page
    expect_bar(form, "に自動保存しました")
    walk.press("下書きを保存")
    assert stored(record) == "続きの文"


def test_the_end_of_the_sign_in_is_announced_and_put_off_by_one_press(walk, form):
    soon = timezone.now() + timedelta(seconds=200)
    Session.objects.update(expire_date=soon)
    form.reload()
    notice = form.get_by_role("alert")
    expect(notice).to_contain_text("あと3分で、ログインの有効期間が終わります", timeout=SOON)
    walk.look().press("ログインを延長する")
    expect(notice).to_contain_text("あと9時間有効です", timeout=SOON)
    assert Session.objects.get().expire_date > soon + timedelta(hours=8)


def test_last_year_is_copied_without_losing_what_is_typed(form, record):
    copy = form.locator("button[name=copy][value=done]")
    copy.click()
    assert form.get_by_label("実績（この").input_value() == "去年の実績です。"
    type_(form, "今年の実績。")
    copy.click()
    assert form.get_by_label("実績（この").input_value() == "今年の実績。\n去年の実績です。"
    assert stored(record) == ""
    expect_bar(form, "に自動保存しました")


def test_leaving_with_text_that_the_server_does_not_have_is_asked_about(walk, form):
    form.get_by_label("実績（この").press_sequentially("一言")
    asked = []
    form.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    form.get_by_role("link", name="わたしの担当").first.click()
    form.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    expect_bar(form, "に自動保存しました")
    form.get_by_role("link", name="わたしの担当").first.click()
    form.wait_for_url("**/staff/records/**")
    assert asked == ["beforeunload"]


def test_two_people_on_one_record_see_each_other(walk, form, browser, live_server):
    other = browser.new_context(locale="ja-JP").new_page()
    second = type(walk)(other, live_server.url)
    second.sign_in("ito").go(form.url.removeprefix(live_server.url))
    expect(other.locator("[data-presence]")).to_have_text("佐藤さんもこの記録を開いています。", timeout=SOON)
    form.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(form.locator("[data-presence]")).to_have_text("伊藤さんもこの記録を開いています。", timeout=SOON)
    other.context.close()


def test_the_whole_way_by_keyboard_alone(form, walk, record):
    """From the box to the check page, a hint settled, submitted, and on to the next record."""
    tick(walk, "radio", "実施した")
    for name, text in {
        "計画（この": "月1回の見守り。",
        "実績（この": "12回行った。",
        "開催回数": "12",
    }.items():
        write(walk, name, text)
    tick(walk, "radio", "A　順調")  # one of the group: the others are reached by the arrows
    for name, text in {"評価の理由": "年12回開催したため。", "課題": "担い手。"}.items():
        write(walk, name, text)
    tick(walk, "radio", "拡充")
    write(walk, "改善（次", "9月に説明会を開く。")
    enter(walk, "button", "保存して確認画面へ").reads("評価の理由が、数や増減だけになっています")
    enter(walk, "button", "このままでよい").reads("文章が変わるまで、同じ確認は出ません。")
    enter(walk, "button", "提出する").reads("次に入力する取組（残り1件）")
    enter(walk, "link", "1-3　配食を入力する").reads("1-3　配食")


def test_without_javascript_the_same_work_is_done(plain, record):
    page = plain.page
    plain.sign_in("sato").go(reverse("staff:record-edit", args=[record.pk]))
    page.locator("[name=done]").fill("今年の実績。")
    page.locator("button[name=copy][value=done]").click()
    assert page.url.endswith("#id_done")
    assert page.locator("[name=done]").input_value() == "今年の実績。\n去年の実績です。"
    assert stored(record) == ""
    page.locator("input[name$=-actual]").fill("3")
    page.locator("input[name$=-actual]").press("Enter")  # saves; it does not copy
    plain.look().reads("下書きを保存しました")
    assert stored(record) == "今年の実績。\n去年の実績です。"
