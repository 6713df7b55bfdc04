"""A file meets the rules of the register as the pages do: closed plans, public years, one file after the other."""

import pytest
from django.db import connection

from accounts.roles import Role
from initiatives import plan_file
from initiatives.models import Indicator, Initiative
from plans import registration
from plans.models import OutreachActivity, Plan, PlanRelation, PlanTerm
from plans.outreach import publish_activity
from plans.publication import publish_term
from tests import builders
from tests.initiatives.plan_file.conftest import EXAMPLE, events, load, refused
from tests.threads import at_once, while_open

TERM = '[[term]]\nplan = "chiiki-fukushi"\nordinal = 4\n'


@pytest.fixture
def city(db, example):
    load(example)


@pytest.fixture
def published(city):
    by = builders.user("nakamura", "中村", Role.ADMINISTRATOR)
    return publish_term(term=PlanTerm.objects.get(plan__slug="chiiki-fukushi"), by=by, now=builders.NOW)


def test_a_register_brings_its_closed_plans_along_with_their_relations(example, db):
    load(
        f'{example}\n[[relation]]\nplan = "chiiki-fukushi"\nkind = "連携する計画"\nother = "hitorigurashi"\n'
    )
    plan = Plan.objects.get(slug="hitorigurashi")
    assert plan.closed_label == "令和5年度で終了"
    assert PlanRelation.objects.filter(other=plan).exists()


@pytest.mark.parametrize(
    "text",
    [
        '[[relation]]\nplan = "chiiki-fukushi"\nkind = "連携する計画"\nother = "hitorigurashi"\n',
        '[[relation]]\nplan = "hitorigurashi"\nkind = "上位計画"\nother = "sogo"\n',
        f'{TERM}[[term.initiative]]\ncode = "r6-2"\n[[term.initiative.link]]\nto = "hitorigurashi"\nkind = "関連"\n',
    ],
)
def test_nothing_new_hangs_onto_a_plan_that_was_closed_before(city, text):
    assert any(
        "続いていないため、新しく関係づけられません（令和5年度で終了）。" in line for line in refused(text)
    )


def test_a_plan_is_closed_and_opened_again_by_a_file(city):
    load(
        '[[plan]]\nslug = "koreisha"\nclosing = "廃止"\nclosed_year = ""\nclosed_reason = "統合したため。"\n'
    )
    assert Plan.objects.get(slug="koreisha").closed_label == "廃止（年度は不明）"
    load('[[plan]]\nslug = "koreisha"\nclosing = ""\nclosed_reason = ""\n')
    assert Plan.objects.get(slug="koreisha").closed_label == ""


def test_a_term_that_begins_after_the_end_of_its_plan_is_refused(city):
    text = (
        '[[term]]\nplan = "hitorigurashi"\nordinal = 2\nname = "第2期"\nfirst_year = 2024\nlast_year = 2026\n'
    )
    assert any("計画は令和5年度で終了しているため" in line for line in refused(text))


@pytest.mark.parametrize(
    ("years", "told"),
    [
        ("first_year = 2023", "公開した期の開始年度（令和6年度（2024年度））は、変えられません。"),
        ("last_year = 2025", "令和8年度（2026年度）か、それより後の年度を選んでください。"),
        ("last_year = 2029", "もとの期間（令和6年度～令和10年度）と理由を書いてください。"),
    ],
)
def test_the_years_of_a_public_term_change_as_the_page_lets_them(published, years, told):
    lines = refused(f"{TERM}{years}\n")
    assert any(told in line for line in lines), lines


def test_the_end_of_a_public_term_moves_with_a_reason(published):
    load(f'{TERM}last_year = 2029\nperiod_note = "令和10年度までだったものを、1年延ばした。"\n')
    assert PlanTerm.objects.get(pk=published.pk).last_year == 2029


def test_two_terms_may_change_their_years_in_one_file(city):
    nine, ten = ('[[term]]\nplan = "koreisha"\nordinal = {}\n{}\n'.format(*term) for term in ((9, "last_year = 2025"), (10, "first_year = 2026")))  # fmt: skip
    load(nine + ten)
    assert PlanTerm.objects.get(plan__slug="koreisha", ordinal=10).first_year == 2026


def test_a_public_activity_is_withdrawn_before_a_file_changes_it(city):
    row = OutreachActivity.objects.get()
    by = builders.user("nakamura", "中村", Role.ADMINISTRATOR)
    publish_activity(activity=row, version=1, by=by, now=builders.NOW, today=row.starts_on)
    text = '[[outreach]]\norganization = "mihon"\nstarts_on = "令和6年5月1日"\ntitle = "計画ができました展"\n'
    load(text)
    told = refused(f"{text}count = 400\n")
    assert any("「計画ができました展」は公開しています。先に公開をやめてください。" in line for line in told)


def test_the_kind_of_value_of_an_indicator_stays(city):
    text = f'{TERM}[[term.initiative]]\ncode = "r6-4"\n[[term.initiative.indicator]]\nname = "研修を受けた職員"\ncounting = "年度ごと"\n'
    assert any("値の形と数える範囲は、登録した後は変えられません。" in line for line in refused(text))
    words = Indicator.objects.get(name="窓口どうしのつながり")
    assert [level for level, _ in words.levels] == ["見届けている", "つないでいる", "案内している"]


# ---- two at once ----------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_loads_at_once_load_the_plan_once():
    text = EXAMPLE.read_text(encoding="utf-8")
    reports = at_once(*[lambda: load(text)] * 3)
    assert sorted(plan_file.changes_something(report) for report in reports) == [False, False, True]
    assert Initiative.objects.count() == 4
    once = events()
    load(text)
    assert events() == once


@pytest.mark.django_db(transaction=True)
def test_a_load_waits_for_a_page_of_the_register_and_the_other_way_round():
    text = EXAMPLE.read_text(encoding="utf-8")
    load(text)
    plan = Plan.objects.get(slug="koreisha")

    def close():
        fields = {"closing": "ended", "closed_year": None, "closed_reason": "統合したため。"}
        return registration.close_plan(plan=plan, version=plan.version, today_year=2026, **fields)

    def relate():
        new = '[[relation]]\nplan = "koreisha"\nkind = "連携する計画"\nother = "sogo"\n'
        try:
            return load(new)
        except plan_file.PlanFileError as refusal:
            return str(refusal)

    _, told = while_open(close, relate)
    assert "続いていないため、新しく関係づけられません" in told
    connection.close()
