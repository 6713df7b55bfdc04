"""Every page of Django's administration opens for the administrator; what has its own pages is not there."""

import pytest
from django.contrib import admin
from django.urls import reverse

from evaluations.models import Edition, Opinion
from initiatives.models import AnnualRecord

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_list_and_form_open(client, cast, model):
    client.force_login(cast.kanri)
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    assert client.get(reverse(f"{name}_changelist")).status_code == 200
    assert client.get(reverse(f"{name}_add")).status_code in (200, 403)
    if row := model._base_manager.first():
        assert client.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200


@pytest.mark.parametrize("model", [AnnualRecord, Opinion, Edition])
def test_what_goes_its_own_way_is_not_in_the_administration(model):
    assert model not in admin.site._registry


def test_a_person_is_added_with_role_and_department(client, cast):
    client.force_login(cast.kanri)
    data = {
        "username": "kato",
        "name": "加藤",
        "role": "clerk",
        "department": cast.elderly.pk,
        "usable_password": "true",
        "password1": "ながいあいことば2021",
        "password2": "ながいあいことば2021",
    }
    answer = client.post(reverse("admin:accounts_user_add"), data, follow=True)
    assert "加藤" in answer.content.decode()
    client.logout()
    client.post(reverse("account_login"), {"login": "kato", "password": "ながいあいことば2021"})
    assert client.get(reverse("staff:record-list")).status_code == 200


def test_staff_without_a_department_are_refused_with_a_sentence(client, cast):
    client.force_login(cast.kanri)
    data = {"username": "kato", "name": "加藤", "role": "clerk", "usable_password": "false"}
    html = client.post(reverse("admin:accounts_user_add"), data).content.decode()
    assert "職員と事務局には、所属を入力してください。" in html


def test_people_are_not_deleted(client, cast):
    client.force_login(cast.kanri)
    assert client.post(reverse("admin:accounts_user_delete", args=[cast.sato.pk])).status_code == 403
