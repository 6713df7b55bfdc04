"""Signing in and where it leads; the doors of the demo; nobody signs up by themselves."""

import pytest
from allauth.account.adapter import get_adapter
from django.test import override_settings
from django.urls import reverse

from accounts.models import User
from accounts.roles import MAY, Permission, Role
from tests import builders

LOGIN = reverse("account_login")


@pytest.mark.parametrize(
    ("who", "lands_on"),
    [
        ("sato", "/staff/records/"),
        ("ito", "/staff/rounds/"),
        ("yamamoto", "/committee/"),
        ("nakamura", "/admin/"),
    ],
)
def test_signing_in_leads_to_ones_work(client, cast, who, lands_on):
    answer = client.post(LOGIN, {"login": who, "password": builders.PASSWORD}, follow=True)
    assert answer.redirect_chain[-1][0] == lands_on


def test_a_wrong_password_says_so_and_keeps_the_name(client, cast):
    html = client.post(LOGIN, {"login": "sato", "password": "wrong"}).content.decode()
    assert 'value="sato"' in html
    assert "利用者ID（またはメールアドレス）かパスワードが正しくありません。" in html


def test_a_person_who_was_made_inactive_stays_outside(client, cast):
    User.objects.filter(username="sato").update(is_active=False)
    client.post(LOGIN, {"login": "sato", "password": builders.PASSWORD})
    assert client.get("/staff/records/")["Location"].startswith(LOGIN)


def test_a_new_password_of_ones_own_takes_nothing_back(cast):
    """An administrator shuts the account while its owner's new password is on its way."""
    User.objects.filter(pk=cast.sato.pk).update(is_active=False)
    get_adapter().set_password(cast.sato, "ながいあいことば2022")
    cast.sato.refresh_from_db()
    assert (cast.sato.is_active, cast.sato.check_password("ながいあいことば2022")) == (False, True)


def test_nobody_signs_up_by_themselves(client, db):
    data = {
        "username": "intruder",
        "email": "a@example.jp",
        "password1": "long enough 123",
        "password2": "long enough 123",
    }
    client.post(reverse("account_signup"), data)
    assert not User.objects.filter(username="intruder").exists()


def test_the_page_asks_for_what_is_missing_by_name(client, db):
    html = client.post(LOGIN, {}).content.decode()
    assert "「利用者IDまたはメールアドレス」を入力してください。" in html


def test_demo_people_enter_with_one_press(client, cast):
    person = builders.user("korei", "見本 太郎", Role.CLERK, cast.elderly)
    assert "この役で入る" in client.get(LOGIN).content.decode()
    answer = client.post(reverse("demo_sign_in"), {"username": person.username}, follow=True)
    assert answer.redirect_chain[-1][0] == "/staff/records/"


@pytest.mark.parametrize(
    ("wish", "lands_on"), [("/glossary/", "/glossary/"), ("//evil.example/", "/accounts/my-area/")]
)
def test_demo_people_land_where_they_wanted_to_go(client, cast, wish, lands_on):
    builders.user("iincho", "委員長", Role.MEMBER)
    answer = client.post(reverse("demo_sign_in"), {"username": "iincho", "next": wish})
    assert answer["Location"] == lands_on


@pytest.mark.parametrize("username", ["ito", "", "nobody"])
def test_the_demo_door_opens_for_demo_people_only(client, cast, username):
    assert client.post(reverse("demo_sign_in"), {"username": username}).status_code == 404


def test_outside_the_demo_the_door_is_shut_and_not_shown(client, cast):
    builders.user("korei", "見本 太郎", Role.CLERK, cast.elderly)
    with override_settings(DEMO=False):
        assert client.post(reverse("demo_sign_in"), {"username": "korei"}).status_code == 404
        assert "この役で入る" not in client.get(LOGIN).content.decode()


def test_every_role_is_in_the_table_and_every_permission_is_given_to_somebody():
    assert set(MAY) == set(Role.values)
    assert set().union(*MAY.values()) == set(Permission)


def test_every_answer_carries_a_strict_content_security_policy(client, db):
    policy = client.get("/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_a_forgotten_password_is_set_anew_by_mail(client, cast, mailoutbox):
    User.objects.filter(username="sato").update(email="sato@example.jp")
    client.post(reverse("account_reset_password"), {"email": "sato@example.jp"})
    assert mailoutbox[0].subject == "パスワードの再設定のご案内"
    address = next(line for line in mailoutbox[0].body.splitlines() if line.startswith("http"))
    form = client.get(address, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": "あたらしいあいことば2026", "password2": "あたらしいあいことば2026"})
    client.post(LOGIN, {"login": "sato", "password": "あたらしいあいことば2026"})
    assert client.get("/staff/records/").status_code == 200


def test_nobody_is_written_to_who_has_no_account(client, cast, mailoutbox):
    client.post(reverse("account_reset_password"), {"email": "stranger@example.jp"})
    assert mailoutbox == []
