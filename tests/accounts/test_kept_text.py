"""What was typed when the sign-in had ended waits for its writer, for an hour, and for nobody else."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import kept_text
from evaluations.models import Opinion, OverallComment
from tests import builders

LOGIN, KEPT = reverse("account_login"), reverse("kept-text")
TEXT = '　若い人にも「声」をかけて。\r\n\r\n<b>太字</b> & "引用" 𠮷野さん👨‍👩‍👧'
SHOWN = "　若い人にも「声」をかけて。\r\n\r\n&lt;b&gt;太字&lt;/b&gt; &amp; &quot;引用&quot; 𠮷野さん👨‍👩‍👧"


@pytest.fixture
def round_(cast):
    return builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)


@pytest.fixture
def address(cast, round_):
    """Where 山本 writes an opinion on 見守り活動."""
    return reverse("committee:record-review", args=[round_.request.records.get(initiative=cast.walk).pk])


def sign_in(client, username, **data):
    return client.post(LOGIN, {"login": username, "password": builders.PASSWORD} | data, follow=True)


def end_every_session():
    assert Session.objects.exists()
    Session.objects.all().delete()


def typed_too_late(client, address, text=TEXT, **data):
    """山本 signed in, wrote, and sent it when the session had ended; give the answer."""
    sign_in(client, "yamamoto")
    end_every_session()
    return client.post(address, {"version": 0, "is_question": "on", "text": text} | data)


def hidden(html: str) -> dict[str, str]:
    """What the button 「もう一度送る」 sends."""
    form = re.search(r"<form[^>]*>(?:(?!</form>).)*もう一度送る", html, re.DOTALL)[0]
    return {name: unescape(value) for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', form)}


def test_the_writer_signs_in_reads_it_and_sends_it_again(client, cast, address):
    answer = typed_too_late(client, address)
    assert answer["Location"] == f"{LOGIN}?next={KEPT}"
    assert "入力した内容は1時間残してあります" in client.get(answer["Location"]).content.decode()
    answer = sign_in(client, "yamamoto", next=KEPT)
    html = answer.content.decode()
    assert answer.redirect_chain == [(KEPT, 302)]
    assert "入力した内容は、まだ保存していません" in html
    assert SHOWN in html
    assert f'<form method="post" action="{address}">' in html
    assert not Opinion.objects.exists()
    answer = client.post(address, hidden(html), follow=True)
    assert "意見を受け付けました" in answer.content.decode()
    assert Opinion.objects.get().text == TEXT.replace("\r\n", "\n")
    assert "送られた内容は残っていません" in client.get(KEPT).content.decode()


def test_the_security_check_is_passed_again_with_a_fresh_token(cast, address):
    client = Client(enforce_csrf_checks=True)
    token = lambda: client.cookies["csrftoken"].value  # noqa: E731
    client.get(LOGIN)
    sign_in(client, "yamamoto", csrfmiddlewaretoken=token())
    client.get(address)
    end_every_session()
    client.post(address, {"version": 0, "text": TEXT, "csrfmiddlewaretoken": token()})
    client.get(LOGIN)
    html = sign_in(client, "yamamoto", next=KEPT, csrfmiddlewaretoken=token()).content.decode()
    sent = hidden(html)
    assert set(sent) == {"csrfmiddlewaretoken", "version", "text"}
    client.post(address, sent)
    assert Opinion.objects.get().text == TEXT.replace("\r\n", "\n")


def test_what_failed_the_security_check_is_not_kept(cast, address):
    client = Client(enforce_csrf_checks=True)
    client.cookies[kept_text.COOKIE] = "forged"
    assert client.post(address, {"version": 0, "text": TEXT}).status_code == 403
    assert not Session.objects.exists()


def test_another_person_who_signs_in_never_sees_it(client, cast, address):
    typed_too_late(client, address)
    assert KEY_TEXT in stored()
    html = sign_in(client, "takahashi", next=KEPT).content.decode()
    assert "送られた内容は残っていません" in html
    assert KEY_TEXT not in html
    assert KEY_TEXT not in stored()
    client.post(reverse("account_logout"))
    assert KEY_TEXT not in sign_in(client, "yamamoto", next=KEPT).content.decode()


KEY_TEXT = "若い人にも"


def stored() -> str:
    return str([session.get_decoded() for session in Session.objects.all()])


@pytest.mark.parametrize("cookie", [None, "1", "1:forged:signature"])
def test_without_a_known_owner_nothing_is_kept_and_the_person_is_told(client, cast, address, cookie):
    if cookie:
        client.cookies[kept_text.COOKIE] = cookie
    answer = client.post(address, {"version": 0, "text": TEXT})
    assert answer["Location"] == f"{LOGIN}?next={address}"
    assert "送られた内容は保存していません" in client.get(answer["Location"]).content.decode()
    assert KEY_TEXT not in stored()


def test_the_cookie_is_for_this_site_alone_and_never_for_scripts(client, cast, settings):
    settings.SESSION_COOKIE_SECURE = True
    sign_in(client, "yamamoto")
    cookie = client.cookies[kept_text.COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", True)


def test_after_an_hour_it_is_gone(client, cast, address, monkeypatch):
    typed_too_late(client, address)
    assert SHOWN in sign_in(client, "yamamoto", next=KEPT).content.decode()
    late = timezone.now() + kept_text.MAX_AGE + timedelta(seconds=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: late)
    assert KEY_TEXT not in client.get(KEPT).content.decode()


def test_whoever_signs_in_by_another_way_is_led_to_it(client, cast, address):
    typed_too_late(client, address)
    assert sign_in(client, "yamamoto").redirect_chain[-1][0] == KEPT
    answer = client.post(KEPT, {"path": address}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("committee:home")
    assert "送らずに消しました" in answer.content.decode()
    assert KEY_TEXT not in stored()


def test_of_two_pages_both_wait_and_of_one_page_the_newest(client, cast, address, round_):
    typed_too_late(client, address, "はじめの文")
    client.post(address, {"version": 0, "text": "書き直した文"})
    client.post(
        reverse("committee:round-opinion", args=[round_.pk, 0]),
        {"version": 0, "kind": "opinion", "text": "全体への文"},
    )
    html = sign_in(client, "yamamoto", next=KEPT).content.decode()
    assert html.count("もう一度送る</button>") == 2
    assert "はじめの文" not in html
    assert html.index("書き直した文") < html.index("全体への文")


def test_a_session_keeps_no_more_than_a_few_places(client, cast, address):
    typed_too_late(client, address)
    for number in range(kept_text.PLACES):
        client.post(f"{address}?page={number}", {"version": 0, "text": f"{number}番目の文"})
    html = sign_in(client, "yamamoto", next=KEPT).content.decode()
    assert html.count("もう一度送る</button>") == kept_text.PLACES
    assert KEY_TEXT not in html


def test_what_is_too_long_is_not_kept_and_the_person_is_told(client, cast, address):
    answer = typed_too_late(client, address, "あ" * (kept_text.LIMIT + 1))
    assert answer["Location"] == f"{LOGIN}?next={address}"
    assert "送られた内容は保存していません" in client.get(answer["Location"]).content.decode()


def test_pressing_a_button_without_typing_leads_back_to_the_page(client, cast, address):
    sign_in(client, "yamamoto")
    end_every_session()
    answer = client.post(address, {"version": "3", "rating-version": "1", "text": " 　"})
    assert answer["Location"] == f"{LOGIN}?next={address}"


@pytest.mark.parametrize(
    "name", ["account_change_password", "account_set_password", "account_reauthenticate"]
)
def test_passwords_are_never_kept(client, cast, name):
    sign_in(client, "yamamoto")
    end_every_session()
    client.post(reverse(name), {"oldpassword": "ひみつの言葉", "code": "ひみつの番号"})
    client.post(reverse("committee:home"), {"password1": "ひみつの言葉"})
    assert "ひみつ" not in stored()
    assert "ひみつ" not in sign_in(client, "yamamoto", next=KEPT).content.decode()


def test_an_address_that_only_looks_like_ours_leads_nowhere(client, cast, address):
    typed_too_late(client, "//evil.example" + address)
    html = sign_in(client, "yamamoto", next=KEPT).content.decode()
    assert "evil.example" not in html


def test_what_could_not_be_saved_again_goes_on_waiting(client, cast, address):
    typed_too_late(client, address)
    html = sign_in(client, "yamamoto", next=KEPT).content.decode()
    sent = hidden(html)
    cast.member_seat.delete()
    assert client.post(address, sent).status_code == 404
    assert SHOWN in client.get(KEPT).content.decode()


def test_when_somebody_saved_meanwhile_both_texts_are_shown(client, cast, round_):
    address = reverse("committee:overall-comment", args=[round_.pk])
    sign_in(client, "takahashi")
    client.post(address, {"version": "0", "text": "はじめの総評"})
    saved = OverallComment.objects.get()
    end_every_session()
    client.post(address, {"version": str(saved.version), "text": "遅れて送った総評"})
    OverallComment.objects.update(text="先に直した総評", version=saved.version + 1)
    html = sign_in(client, "takahashi", next=KEPT).content.decode()
    html = client.post(address, hidden(html)).content.decode()
    assert "先に保存したため" in html
    assert "先に直した総評" in html
    assert "遅れて送った総評" in html
    assert OverallComment.objects.get().text == "先に直した総評"


# ---- the page after a failed security check ---------------------------------------------------------------


def failed_check(**data) -> str:
    answer = Client(enforce_csrf_checks=True).post(data.pop("address", "/staff/"), data)
    assert answer.status_code == 403
    assert "no-store" in answer["Cache-Control"]
    return answer.content.decode()


def test_a_failed_security_check_gives_the_texts_back_and_nothing_else(cast):
    html = failed_check(
        text=TEXT, kind="question", version="7", secret_name_of_field="x", csrfmiddlewaretoken="t" * 64
    )
    assert SHOWN in html
    assert "コピーして控えてください" in html
    assert "もう一度送る" not in html
    for other in ("secret_name_of_field", "question", "t" * 64, 'value="7"'):
        assert other not in html


def test_a_failed_security_check_never_shows_a_password(cast):
    assert "ひみつ" not in failed_check(address=LOGIN, login="山本です", password="ひみつの言葉")
    assert "ひみつ" not in failed_check(password1="ひみつの言葉", text="ひみつではない文")
    assert "コピーして" not in failed_check(version="3")
