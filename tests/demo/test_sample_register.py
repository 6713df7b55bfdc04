"""The sample register of the demo adds to Otaru's own and takes nothing from it; what is no real plan says so."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from initiatives import plan_file
from initiatives.plan_file.loading import changes_something
from otaru_welfare.demo.shapes import SAMPLES
from plans.models import Plan
from tests import builders

pytestmark = pytest.mark.django_db
DEPARTMENTS, REGISTER = "1-departments.toml", "6-register.toml"


def load(name: str):
    path = SAMPLES / "plan" / name
    return plan_file.load(plan_file.read(path.name, path.read_bytes()), today_year=2023)


@pytest.fixture
def otaru(db):
    """Otaru's register and the departments, as the demo has them before the sample register; its published term."""
    term = builders.otaru(builders.user("nakamura", "中村", Role.ADMINISTRATOR))
    load(DEPARTMENTS)
    return term


def known() -> dict:
    """All that the register says of each plan, and of its terms and relations, but for who is in charge."""
    own = [
        field.attname
        for field in Plan._meta.concrete_fields
        if field.name not in ("lead_department", "version")
    ]
    return {
        plan.slug: (
            {name: getattr(plan, name) for name in own},
            sorted(plan.owners.values_list("code", flat=True)),
            list(plan.terms.order_by("ordinal").values()),
            list(plan.relations.order_by("pk").values()),
        )
        for plan in Plan.objects.all()
    }


def test_a_row_with_few_columns_leaves_all_others_as_they_are(otaru):
    before = known()
    load(REGISTER)
    after = known()
    assert {slug: after[slug] for slug in before} == before
    assert after.keys() - before.keys() == {"mihon-fureai"}
    led = Plan.objects.filter(lead_department__isnull=False).values_list("slug", "lead_department__code")
    assert dict(led) == {"chiiki-fukushi": "fukushi-sogo", "mihon-fureai": "korei"}
    assert not changes_something(load(REGISTER))


def test_the_closed_plan_is_read_as_a_sample_and_stands_in_no_drawing(otaru, client):
    load(REGISTER)
    sample = Plan.objects.get(slug="mihon-fureai")
    html = client.get(sample.get_absolute_url()).content.decode()
    for words in (
        "（見本）ふれあい交流推進計画",
        "見本データです。この計画は実在しません。",
        "廃止",
        "令和2年度",
    ):
        assert words in html
    drawn = client.get(reverse("plan-map")).content.decode()
    svg = drawn.partition('id="map"')[2].partition("</svg>")[0]
    assert "総合計画" in svg
    assert "ふれあい" not in svg
    assert "（見本）ふれあい" in drawn
    assert "（見本）ふれあい" in client.get(reverse("plan-list")).content.decode()
    assert client.get(reverse("plan-periods")).status_code == 200


def test_the_department_in_charge_is_told_on_the_page_of_the_plan(otaru, client):
    load(REGISTER)
    assert "福祉保険部福祉総合相談室" in client.get(otaru.plan.get_absolute_url()).content.decode()
