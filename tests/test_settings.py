"""What the settings refuse, each tried in a process of its own as an administrator would start it."""

import os
import subprocess
import sys

import pytest

PRODUCTION = {
    "SECRET_KEY": "a-long-secret-for-this-test-only-0123456789-abcdefghijklmnopq",
    "ALLOWED_HOSTS": "portal.example.jp",
    "DATABASE_URL": "postgres://portal@127.0.0.1:1/portal",
}
TELL_DOORS = """
import django; django.setup()
from django.urls import get_resolver
print("demo_sign_in" in get_resolver().reverse_dict)
"""


def start(environment: dict, code: str = "from django.conf import settings; settings.DATABASES"):
    clean = {k: v for k, v in os.environ.items() if k not in {"DEMO", *PRODUCTION}}
    clean |= {"DJANGO_SETTINGS_MODULE": "otaru_welfare.settings"} | environment
    return subprocess.run(
        [sys.executable, "-c", code], env=clean, capture_output=True, text=True, check=False, timeout=60
    )


def test_production_starts_with_all_that_it_needs():
    assert start(PRODUCTION).returncode == 0


@pytest.mark.parametrize("missing", PRODUCTION)
def test_production_does_not_start_without(missing):
    result = start({key: value for key, value in PRODUCTION.items() if key != missing})
    assert result.returncode != 0
    assert missing in result.stderr


@pytest.mark.parametrize("hosts", ["*", ""])
def test_production_names_its_own_hosts(hosts):
    result = start(PRODUCTION | {"ALLOWED_HOSTS": hosts})
    assert "ALLOWED_HOSTS must name" in result.stderr


def test_the_number_of_trusted_proxies_is_none_until_it_is_said():
    code = "from django.conf import settings; print(settings.ALLAUTH_TRUSTED_PROXY_COUNT)"
    assert start(PRODUCTION, code).stdout.strip() == "0"
    assert start(PRODUCTION | {"TRUSTED_PROXY_COUNT": "2"}, code).stdout.strip() == "2"
    for wrong in ("-1", "two"):
        assert start(PRODUCTION | {"TRUSTED_PROXY_COUNT": wrong}, code).returncode != 0


@pytest.mark.parametrize("address", ["sqlite:///portal.db", ""])
def test_only_postgresql_will_do(address):
    result = start(PRODUCTION | {"DATABASE_URL": address})
    assert "must be a postgres:// address" in result.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_the_demo_cannot_be_switched_on_in_production(name):
    result = start({"DEMO": "1", "DATABASE_URL": PRODUCTION["DATABASE_URL"], name: PRODUCTION[name]})
    assert f"cannot be combined with {name}" in result.stderr


def test_the_demo_answers_on_this_machine_only():
    code = "from django.conf import settings; print(settings.ALLOWED_HOSTS)"
    result = start({"DEMO": "1", "DATABASE_URL": PRODUCTION["DATABASE_URL"]}, code)
    assert result.stdout.strip() == "['127.0.0.1', 'localhost', '[::1]']"


@pytest.mark.parametrize(
    ("environment", "there"),
    [(PRODUCTION, "False"), ({"DEMO": "1", "DATABASE_URL": PRODUCTION["DATABASE_URL"]}, "True")],
)
def test_the_door_of_the_demo_is_not_even_there_in_production(environment, there):
    assert start(environment, TELL_DOORS).stdout.strip() == there


def test_debug_is_never_on_in_production():
    code = "from django.conf import settings; print(settings.DEBUG)"
    assert start(PRODUCTION | {"DEBUG": "1"}, code).stdout.strip() == "False"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "https://portal.example.jp"),
        ({"PORTAL_URL": "https://fukushi.example.jp/"}, "https://fukushi.example.jp"),
    ],
)
def test_links_in_mails_lead_to_the_portals_own_address(given, expected):
    code = "from django.conf import settings; print(settings.PORTAL_URL)"
    assert start(PRODUCTION | given, code).stdout.strip() == expected


def test_an_address_that_no_link_can_begin_with_is_refused():
    assert "PORTAL_URL must be" in start(PRODUCTION | {"PORTAL_URL": "portal.example.jp"}).stderr
