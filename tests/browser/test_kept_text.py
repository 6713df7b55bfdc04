"""A member writes for an hour, the sign-in ends meanwhile, and not a word is lost."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from evaluations.models import Opinion
from tests import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = "　若い世代にも声をかけてほしい。\n\n<b>太字</b>と𠮷野さん👨‍👩‍👧"


@pytest.fixture
def address(cast):
    """Where a member writes about 見守り活動."""
    round_ = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    return reverse("committee:record-review", args=[round_.request.records.get(initiative=cast.walk).pk])


def write_until_the_session_ends(walk, address):
    walk.sign_in("yamamoto").go(address)
    walk.write("この取組への意見", TEXT)
    Session.objects.all().delete()
    walk.press("保存して次の取組へ")
    walk.reads("入力した内容は1時間残してあります。")


def test_what_was_typed_is_sent_again_after_signing_in(walk, address):
    write_until_the_session_ends(walk, address)
    walk.sign_in_here("yamamoto")
    walk.reads("入力した内容は、まだ保存していません")
    assert walk.page.locator(".typed-texts li").all_inner_texts() == [TEXT]
    assert not Opinion.objects.exists()
    walk.press("もう一度送る")
    walk.reads("意見を受け付けました。")
    walk.go(address).reads("<b>太字</b>と𠮷野さん👨‍👩‍👧")
    assert Opinion.objects.get().text == TEXT
    walk.go("/accounts/kept/").reads("送られた内容は残っていません")


def test_another_person_on_the_same_machine_sees_nothing_of_it(walk, address):
    write_until_the_session_ends(walk, address)
    walk.sign_in_here("takahashi")
    walk.reads("送られた内容は残っていません")
    walk.reads_not("若い世代")


@pytest.fixture
def page_kept_for_back(browser_type, browser_type_launch_args):
    """A browser that keeps pages for 「戻る」 as people's browsers do; under test it does not by default."""
    options = browser_type_launch_args | {"ignore_default_args": ["--disable-back-forward-cache"]}
    browser = browser_type.launch(**options)
    yield browser.new_context(locale="ja-JP").new_page()
    browser.close()


def test_after_signing_out_going_back_shows_nothing(page_kept_for_back, live_server, cast, address):
    page = page_kept_for_back
    page.goto(f"{live_server.url}/accounts/login/?next={address}")
    page.get_by_label("利用者ID").first.fill("yamamoto")
    page.get_by_label("パスワード").first.fill(builders.PASSWORD)
    page.get_by_role("button", name="ログイン", exact=True).click()
    assert builders.TEXTS["done"] in page.locator("main").inner_text()
    page.get_by_role("button", name="ログアウト").click()
    page.wait_for_url(live_server.url + "/")
    page.go_back(wait_until="commit")
    assert "職員・委員のログイン" in page.locator("main").inner_text()
    assert builders.TEXTS["done"] not in page.locator("main").inner_text()


def test_texts_that_failed_the_security_check_can_be_copied(walk, address):
    walk.sign_in("yamamoto").go(address)
    walk.write("この取組への意見", TEXT)
    walk.page.context.clear_cookies(name="csrftoken")
    walk.press("保存して次の取組へ")
    walk.reads("送られた内容を受け取れませんでした")
    assert walk.page.locator(".typed-texts li").all_inner_texts() == [TEXT]
    assert walk.page.get_by_role("button", name="もう一度送る").count() == 0
