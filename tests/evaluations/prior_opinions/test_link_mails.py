"""個人リンク by mail, and the code that a new device is asked for."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import OutgoingMail
from accounts.versioning import MoveRefused
from evaluations.models import DeviceCode, Opinion
from evaluations.prior_opinions import link_mails, links
from tests.evaluations.prior_opinions.link_pages import address

# ---- mail -------------------------------------------------------------------------------------------------


@pytest.fixture
def mailed(opened):
    opened.member.email = "yamamoto@example.jp"
    opened.member.save()
    opened.member_seat.refresh_from_db()
    opened.link = links.issue(
        round=opened.round,
        member=opened.member_seat,
        expires_at=datetime(2099, 1, 1, tzinfo=UTC),
        by=opened.jimu,
        now=timezone.now(),
    )
    link_mails.send(link=opened.link, now=timezone.now())
    return opened


def test_the_address_stands_in_the_mail_that_goes_out_and_not_in_the_outbox(mailed, client):
    row = OutgoingMail.objects.get()
    assert link_mails.PLACE in row.body
    assert "/review/" not in row.body
    call_command("send_mail_queue", verbosity=0)
    (sent,) = mail.outbox
    found = re.search(r"http://127\.0\.0\.1:8000(/review/[\w-]+/)\n", sent.body) or re.search(
        r"(/review/[\w-]+/)", sent.body
    )
    assert client.get(found[1]).status_code == 200
    for words in ("山本", "見守り", link_mails.PLACE):
        assert words not in sent.body + sent.subject
    row.refresh_from_db()
    assert row.state == "sent"
    assert "/review/" not in row.body


def test_a_mail_whose_link_was_revoked_meanwhile_does_not_go_out(mailed):
    links.revoke(link=mailed.link, by=mailed.jimu, now=timezone.now())
    call_command("send_mail_queue", verbosity=0)
    assert not mail.outbox
    assert OutgoingMail.objects.get().state == "cancelled"


def test_a_member_without_a_mail_address_gets_a_letter(opened):
    with pytest.raises(MoveRefused, match="手紙で渡してください"):
        link_mails.send(link=opened.link, now=timezone.now())


# ---- a code on a new device -------------------------------------------------------------------------------


@pytest.fixture
def asking(mailed):
    mailed.round.links_ask_code = True
    mailed.round.save()
    return mailed


def code_of(sent) -> str:
    return re.search(r"^(\d{6})$", sent.body, re.MULTILINE)[1]


def test_a_new_device_needs_the_code_that_was_mailed_and_then_is_known(asking):
    client = Client()
    ask = address("review-code", asking.key)
    sheet = address("review-sheet", asking.key, asking.record)
    assert client.get(sheet)["Location"] == ask
    assert client.post(sheet, {"version": 0, "text": "コードの前"})["Location"] == ask
    assert (
        client.post(address("review-autosave", asking.key, asking.record), {"text": "あ"})["Location"] == ask
    )
    assert not Opinion.objects.exists()
    html = client.post(ask, {"send": 1}, follow=True).content.decode()
    assert "確認コードをメールで送りました" in html
    assert "山本" not in html
    code = code_of(mail.outbox[-1])
    wrong = "000000" if code != "000000" else "111111"
    assert "確認コードが違うか" in client.post(ask, {"code": wrong}).content.decode()
    full_width = code.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert client.post(ask, {"code": full_width})["Location"] == address("review-list", asking.key)
    assert client.get(sheet).status_code == 200
    assert Client().get(sheet)["Location"] == ask
    assert code not in str(DeviceCode.objects.values())


def test_a_code_is_tried_five_times_and_sent_five_times_an_hour(asking):
    client, ask = Client(), address("review-code", asking.key)
    client.post(ask, {"send": 1})
    code = code_of(mail.outbox[-1])
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        client.post(ask, {"code": wrong})
    assert "確認コードが違うか" in client.post(ask, {"code": code}).content.decode()
    for _ in range(4):
        client.post(ask, {"send": 1})
    assert "回数が多すぎます" in client.post(ask, {"send": 1}, follow=True).content.decode()
    assert len(mail.outbox) == 5


def test_a_code_is_good_for_half_an_hour(asking):
    client, ask = Client(), address("review-code", asking.key)
    client.post(ask, {"send": 1})
    DeviceCode.objects.update(sent_at=timezone.now() - timedelta(minutes=31))
    assert "30分" in client.post(ask, {"code": code_of(mail.outbox[-1])}).content.decode()


def test_a_member_without_a_mail_address_is_not_asked(opened):
    opened.round.links_ask_code = True
    opened.round.save()
    assert Client().get(address("review-list", opened.key)).status_code == 200
