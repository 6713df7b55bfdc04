"""送信したお知らせ and the words of the mails."""

import re

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts import outbox
from accounts.models import OutgoingMail
from initiatives import mail_texts, reminders
from initiatives.mail_forms import MailTextForm
from initiatives.models import MailText
from tests import builders

WORDS = {
    "version": "0",
    "subject": "提出のお願い（{件数}件）",
    "body": "{所管課}のみなさま\n{一覧}\n{リンク}",
}


@pytest.fixture
def secretariat(client, cast):
    client.force_login(cast.jimu)
    return client


def letter(cast, **fields):
    mail = outbox.write(to=cast.sato, subject="年度記録の入力のお願い", body="本文", now=builders.NOW)
    OutgoingMail.objects.filter(pk=mail.pk).update(**fields)
    return mail


def test_the_list_says_what_went_wrong_and_is_narrowed(secretariat, cast):
    letter(cast, state="failed", last_error="SMTPDataError: (554, no)")
    letter(cast, subject="もう送ったもの", state="sent", sent_at=builders.NOW)
    html = secretariat.get(reverse("staff:mail-list")).content.decode()
    assert "送れなかったお知らせが1通あります" in html
    assert "SMTPDataError" in html
    assert "もう送ったもの" in html
    html = secretariat.get(reverse("staff:mail-list"), {"state": "failed"}).content.decode()
    assert "もう送ったもの" not in html


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(secretariat, cast, count, django_assert_num_queries):
    for person in (cast.sato, cast.suzuki, cast.shakyo)[:count]:
        outbox.write(to=person, subject="お願い", body="本文", now=builders.NOW)
    with django_assert_num_queries(7):
        secretariat.get(reverse("staff:mail-list"))


def test_a_failed_mail_is_sent_again_or_dropped(secretariat, cast):
    mail = letter(cast, state="failed", attempts=6)
    html = secretariat.post(reverse("staff:mail-retry", args=[mail.pk]), follow=True).content.decode()
    assert "送信待ちに戻しました。" in html
    html = secretariat.post(reverse("staff:mail-cancel", args=[mail.pk]), follow=True).content.decode()
    assert "このお知らせの送信を取りやめました。" in html
    html = secretariat.post(reverse("staff:mail-cancel", args=[mail.pk]), follow=True).content.decode()
    assert "このお知らせは「取りやめ」のため、取りやめられません。" in html


def test_a_mail_is_shown_as_text(secretariat, cast):
    mail = letter(cast, body="<script>alert(1)</script>\n2行目")
    html = secretariat.get(reverse("staff:mail-detail", args=[mail.pk])).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\n2行目" in html


def test_words_are_tried_with_a_real_example_then_saved_then_reset(secretariat, cast):
    builders.round_(cast.term, cast.committee, cast.jimu)
    address = reverse("staff:mail-text-edit", args=["before"])
    html = secretariat.post(address, WORDS | {"preview": "1"}).content.decode()
    assert "提出のお願い（1件）" in html
    assert "高齢者福祉課のみなさま" in html
    assert "http://127.0.0.1:8000/staff/records/" in html
    assert MailText.objects.count() == 0
    secretariat.post(address, WORDS)
    assert mail_texts.current()["before"].subject == WORDS["subject"]
    secretariat.post(address, {"reset": "1"})
    assert mail_texts.current()["before"] == mail_texts.default("before")


def test_two_people_wording_at_once_both_texts_are_shown(secretariat, cast):
    mail_texts.save(kind="before", version=0, subject="先の件名", body="先の本文 {リンク}")
    html = secretariat.post(reverse("staff:mail-text-edit", args=["before"]), WORDS).content.decode()
    assert "先の件名" in html
    assert 'value="提出のお願い（{件数}件）"' in html
    assert MailText.objects.get().subject == "先の件名"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"subject": "{氏名}様"}, "{氏名}は使えません"),
        ({"subject": "お願い\nBcc: all@example.jp"}, "件名は1行で入力してください。"),
        ({"body": "{一覧}"}, "本文に {リンク} を入れてください。"),
        ({"body": "{リンク} ｛件数｝"}, "半角の { } で書いてください"),
        ({"body": "{リンク} {件数"}, "組になっていません"),
        ({"body": "{リンク}" + "あ" * 2000}, "本文は2,000文字までです"),
        ({"body": "{リンク}\x00"}, "画面に表示されない文字"),
        ({"subject": ""}, "「件名」を入力してください。"),
    ],
)
def test_words_that_cannot_be_sent_are_refused_and_stay(secretariat, cast, changes, message):
    html = secretariat.post(
        reverse("staff:mail-text-edit", args=["before"]), WORDS | changes
    ).content.decode()
    assert message in html.replace("&#x27;", "'")
    assert MailText.objects.count() == 0


def test_a_kind_that_is_none_is_not_found(secretariat, cast):
    assert secretariat.get(reverse("staff:mail-text-edit", args=["nonsense"])).status_code == 404


@pytest.mark.parametrize("kind", mail_texts.DEFAULTS)
def test_our_own_words_pass_our_own_rules_and_leave_no_blank(cast, kind):
    words = mail_texts.default(kind)
    form = MailTextForm({"version": 0, "subject": words.subject, "body": words.body})
    assert form.is_valid(), form.errors
    filled = words.filled(reminders.example_blanks(kind, cast.jimu))
    assert not re.search("[{}]", filled.subject + filled.body)


@settings(deadline=None)
@given(subject=st.text(max_size=120), body=st.text(max_size=200), value=st.text(max_size=80))
def test_any_words_are_refused_or_sent_as_they_are(subject, body, value):
    form = MailTextForm({"version": 0, "subject": subject, "body": body + "{リンク}"})
    if form.is_valid():
        cleaned = form.cleaned_data
        words = mail_texts.Words(cleaned["subject"], cleaned["body"])
        filled = words.filled(dict.fromkeys(mail_texts.BLANKS, value))
        assert len(filled.subject.splitlines()) <= 1
        assert filled.body == value.join(mail_texts.BLANK.split(cleaned["body"])[::2])
    else:
        assert form["subject"].value() == subject


@settings(deadline=None)
@given(value=st.text(max_size=80))
def test_what_a_blank_holds_is_never_read_as_a_blank(value):
    assert mail_texts.fill("{一覧}", {"一覧": "{件数}" + value, "件数": "3"}) == "{件数}" + value
