"""Every page of Django's administration opens for the administrator; what has its own pages is not there."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib import admin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import Department, DepartmentName, User
from accounts.versioning import VersionedModel
from evaluations.models import Committee, Edition, Opinion
from initiatives.models import AnnualRecord
from plans.models import Chapter, GlossaryTerm, Portal
from tests import builders

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
OUR_OWN = [
    model
    for model in MODELS
    if model._meta.app_label in ("accounts", "plans", "initiatives", "evaluations", "otaru_welfare")
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_list_and_form_open(client, cast, model):
    client.force_login(cast.kanri)
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    assert client.get(reverse(f"{name}_changelist")).status_code == 200
    assert client.get(reverse(f"{name}_add")).status_code in (200, 403)
    if row := model._base_manager.first():
        assert client.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200


def test_the_administration_speaks_japanese_and_offers_nothing_that_does_nothing(client, cast):
    """Groups give nobody any right here, and the table of tasks is the worker's own."""
    client.force_login(cast.kanri)
    html = client.get(reverse("admin:index")).content.decode()
    assert "グループ" not in html
    assert "Task" not in html
    for model in MODELS:
        assert not str(model._meta.verbose_name_plural).isascii(), model


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


# ---- two administrators at once -----------------------------------------------------------------------------


@pytest.fixture
def full(cast):
    """The cast with a row of every model that the administration holds."""
    builders.indicator(cast.walk)
    Chapter.objects.create(term=cast.term, number=1, slug="shushi", title="計画の趣旨", body="本文")
    GlossaryTerm.objects.create(word="見守り", reading="みまもり", slug="mimamori", definition="見守ること。")
    Portal.objects.create(nickname="ほほえみポータル", organization=cast.city)
    return cast


def address(row, action="change") -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{action}", args=[row.pk])


def shown(page) -> dict:
    """What the browser would send of the form as it is shown."""
    formsets = [table.formset for table in page.context["inline_admin_formsets"]]
    forms = [page.context["adminform"].form, *(formset.management_form for formset in formsets)]
    forms += [form for formset in formsets for form in formset.forms]
    values = {field.html_name: field.value() for form in forms for field in form if not field.field.disabled}
    return {name: "" if value is None else value for name, value in values.items() if value is not False}


@pytest.mark.parametrize("model", OUR_OWN, ids=lambda model: model._meta.label)
def test_the_second_of_two_administrators_overwrites_nothing(client, full, model):
    assert issubclass(model, VersionedModel)
    row = model._base_manager.first()
    client.force_login(full.kanri)
    stale = shown(client.get(address(row)))
    assert client.post(address(row), stale).status_code == 302
    answer = client.post(address(row), stale)
    assert "中村さんが先に保存したため、まだ保存していません。" in answer.content.decode()
    assert model._base_manager.get(pk=row.pk).version == row.version + 1


def test_the_second_administrator_sees_the_other_role_and_no_password(client, full):
    client.force_login(full.kanri)
    stale = shown(client.get(address(full.sato))) | {"name": "佐藤（新）"}
    first = stale | {"name": "佐藤", "role": "secretariat", "email": "sato@example.jp"}
    assert client.post(address(full.sato), first).status_code == 302
    hidden = User.objects.get(pk=full.sato.pk).password
    html = client.post(address(full.sato), stale).content.decode()
    assert "中村さんが保存した「役割」：事務局" in html
    assert "中村さんが保存した「メールアドレス」：sato@example.jp" in html
    assert 'value="佐藤（新）"' in html
    assert hidden not in html
    assert User.objects.get(pk=full.sato.pk).name == "佐藤"


def test_what_was_typed_into_a_table_stays_beside_what_it_holds_by_now(client, full):
    """Also when the other administrator has deleted a row of it."""
    extra = DepartmentName.objects.create(department=full.elderly, first_year=2018, name="長寿課")
    client.force_login(full.kanri)
    stale = shown(client.get(address(full.elderly)))
    first = stale | {"names-1-DELETE": "on", "names-2-first_year": 2020, "names-2-name": "地域福祉課"}
    assert client.post(address(full.elderly), first).status_code == 302
    assert not DepartmentName.objects.filter(pk=extra.pk).exists()
    typed = {"names-1-name": "長寿社会課", "names-2-first_year": 2022, "names-2-name": "ことぶき課"}
    html = client.post(address(full.elderly), stale | typed).content.decode()
    assert "いま保存されている「所管課の名称」2：この名称になった年度 2020、名称 地域福祉課" in html
    assert 'value="長寿社会課"' in html
    assert 'value="ことぶき課"' in html
    assert "画面を開き直して入力してください" in html
    names = Department.objects.get(pk=full.elderly.pk).names.values_list("name", flat=True)
    assert list(names) == ["高齢者福祉課", "地域福祉課"]


def test_a_new_password_does_not_take_back_what_was_saved_meanwhile(client, full, monkeypatch):
    """The password page was read before the other administrator's save, and writes after it."""
    save = AdminPasswordChangeForm.save

    def save_late(form, commit=True):
        User.objects.filter(pk=full.sato.pk).update(is_active=False)
        return save(form, commit=commit)

    monkeypatch.setattr(AdminPasswordChangeForm, "save", save_late)
    client.force_login(full.kanri)
    page = reverse("admin:auth_user_password_change", args=[full.sato.pk])
    new = "ながいあいことば2022"
    data = {"usable_password": "true", "password1": new, "password2": new, "set-password": "1"}
    assert client.post(page, data).status_code == 302
    full.sato.refresh_from_db()
    assert (full.sato.is_active, full.sato.check_password(new)) == (False, True)


def test_an_address_that_the_person_changed_is_not_taken_back(client, full):
    client.force_login(full.kanri)
    stale = shown(client.get(address(full.sato)))
    full.sato.email = "own@example.jp"
    full.sato.save(update_fields=["email"])
    assert "まだ保存していません" in client.post(address(full.sato), stale).content.decode()
    assert User.objects.get(pk=full.sato.pk).email == "own@example.jp"


@pytest.mark.django_db(transaction=True)
def test_of_many_administrators_at_once_one_wins(full):
    browsers = [Client() for _ in range(4)]
    for browser in browsers:
        browser.force_login(full.kanri)
    row = Committee.objects.get()
    typed = shown(browsers[0].get(address(row)))

    def save(place):
        try:
            return browsers[place].post(address(row), typed | {"alias": f"通称{place}"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(browsers)) as people:
        answers = list(people.map(save, range(len(browsers))))
    assert sorted(answers) == [200, 200, 200, 302]
    row.refresh_from_db()
    assert (row.alias, row.version) == (f"通称{answers.index(302)}", 2)
