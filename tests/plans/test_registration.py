"""The verbs of the register, and the rules that keep it in itself consistent."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.versioning import MoveRefused, StaleVersion
from otaru_welfare.urls import public
from plans import registration
from plans.models import Plan
from plans.models.plan import RESERVED_SLUGS
from plans.periods import rows
from plans.positions import position
from tests import builders
from tests.plans.registering import End, told
from tests.plans.test_registered_relations import relate
from tests.plans.test_registered_terms import save_term
from tests.threads import at_once

# ---- plans -------------------------------------------------------------------------------------------------


def save_plan(plan=None, version=0, owners=(), **fields):
    sensible = {
        "name": "雪対策基本計画",
        "short_name": "",
        "slug": "yuki",
        "legal_basis": "",
        "obligation": "unknown",
        "website": "",
        "description": "",
        "lead_department": None,
        "position": None,
    }
    return registration.save_plan(plan=plan, version=version, owners=list(owners), **sensible | fields)


def test_a_plan_is_added_with_owners_and_department_and_comes_last(cast):
    cast.plan.position = 7
    cast.plan.save()
    row = save_plan(owners=[cast.city, cast.council], lead_department=cast.elderly)
    assert (row.version, row.position, row.lead_department) == (1, 8, cast.elderly)
    assert set(row.owners.all()) == {cast.city, cast.council}


def test_a_change_counts_the_version_up_and_keeps_the_place(cast):
    row = save_plan()
    changed = save_plan(row, 1, [cast.council], name="雪対策の計画")
    assert (changed.name, changed.version, changed.position) == ("雪対策の計画", 2, row.position)
    assert list(changed.owners.all()) == [cast.council]
    with pytest.raises(StaleVersion):
        save_plan(row, 1, name="古い画面から")


@pytest.mark.parametrize("slug", RESERVED_SLUGS)
def test_a_slug_that_is_another_page_is_refused(cast, slug):
    with pytest.raises(ValidationError) as refusal:
        save_plan(slug=slug)
    assert "ほかのページのアドレスに使っています" in told(refusal)["slug"]


@pytest.mark.parametrize("below", ["plans", "initiatives/plans"])
def test_every_fixed_word_beside_the_slugs_is_reserved(below):
    """So that a page added below these addresses later on cannot hide a plan."""
    found = (re.match(rf"{below}/([-\w]+)/", str(entry.pattern)) for entry in public.urlpatterns)
    fixed = {match[1] for match in found if match}
    assert fixed <= set(RESERVED_SLUGS)
    assert below != "plans" or "map" in fixed


def test_a_slug_that_is_taken_is_refused_at_its_field(cast):
    with pytest.raises(ValidationError) as refusal:
        save_plan(slug=cast.plan.slug)
    assert told(refusal) == {"slug": "このアドレスの名前は、ほかの計画が使っています。"}


def test_the_address_of_a_published_plan_stays_and_that_of_another_may_change(cast):
    with pytest.raises(ValidationError) as refusal:
        save_plan(cast.plan, cast.plan.version, slug="atarashii")
    assert "「chiiki-fukushi」から変えられません" in told(refusal)["slug"]
    row = save_plan()
    assert save_plan(row, row.version, slug="yuki-taisaku").slug == "yuki-taisaku"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_add_the_same_plan_at_once_the_second_is_told(cast):
    outcomes = at_once(save_plan, save_plan)
    refused = [outcome for outcome in outcomes if isinstance(outcome, ValidationError)]
    assert len(refused) == 1
    assert Plan.objects.filter(slug="yuki").count() == 1


def test_a_plan_is_deleted_only_while_nothing_hangs_on_it(cast):
    snow = save_plan(owners=[cast.city])
    link = builders.plan_link(cast.walk, snow)
    with pytest.raises(MoveRefused, match="個別計画とのつながり"):
        registration.delete_plan(plan=snow, version=1)
    link.delete()
    relation = builders.relation(cast.plan, snow)
    with pytest.raises(MoveRefused, match="計画の位置付け"):
        registration.delete_plan(plan=snow, version=1)
    relation.delete()
    term = builders.term(snow, published=False)
    with pytest.raises(MoveRefused, match="計画の期"):
        registration.delete_plan(plan=snow, version=1)
    registration.delete_term(term=term, version=1)
    registration.delete_plan(plan=snow, version=1)
    assert not Plan.objects.filter(slug="yuki").exists()


# ---- closing -----------------------------------------------------------------------------------------------


def test_a_plan_is_closed_with_year_and_reason_and_opened_again(cast):
    snow = builders.plan("yuki", "雪対策基本計画")
    closed = builders.closed(snow)
    assert closed.closed_label == "令和4年度で廃止"
    assert snow not in Plan.objects.choosable()
    assert snow in Plan.objects.choosable(snow.pk)
    with pytest.raises(MoveRefused, match="すでに廃止・終了"):
        builders.closed(closed)
    reopened = registration.reopen_plan(plan=closed, version=closed.version)
    assert (reopened.closing, reopened.closed_year, reopened.closed_reason) == ("", None, "")
    with pytest.raises(MoveRefused, match="廃止・終了していません"):
        registration.reopen_plan(plan=reopened, version=reopened.version)


def test_a_year_of_closing_that_nobody_knows_is_said_to_be_unknown(cast):
    assert builders.closed(cast.plan, None, "ended").closed_label == "終了（年度は不明）"


def test_a_plan_is_not_closed_in_a_year_to_come_nor_before_its_last_term(cast):
    builders.term(cast.plan, "第2期", 2, 2024, 2028, published=False)
    with pytest.raises(ValidationError) as refusal:
        builders.closed(cast.plan, 2024)
    assert "令和5年度までを選んでください" in told(refusal)["closed_year"]
    with pytest.raises(ValidationError) as refusal:
        builders.closed(cast.plan, 2023)
    assert "その後に始まる期があります：第2期" in told(refusal)["closed_year"]


def test_closing_without_a_reason_is_refused_also_by_the_database(cast):
    with pytest.raises(ValidationError, match="理由を入力し"):
        builders.closed(cast.plan, reason="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.filter(pk=cast.plan.pk).update(closing="ended")


def test_nothing_new_is_related_to_a_closed_plan(cast):
    snow = builders.closed(builders.plan("yuki", "雪対策基本計画"))
    for plan, other in ((cast.plan, snow), (snow, cast.plan)):
        with pytest.raises(MoveRefused, match="「雪対策基本計画」は続いていないため"):
            relate(plan, other)


def test_a_relation_to_a_plan_that_was_closed_later_can_still_be_worded(cast):
    snow = builders.plan("yuki", "雪対策基本計画")
    row = relate(cast.plan, snow, "coordinates")
    builders.closed(snow)
    changed = relate(cast.plan, snow, "coordinates", relation=row, version=1, note="廃止まで")
    assert changed.note == "廃止まで"


def test_the_chart_ends_with_the_plan_and_the_map_leaves_it_out(cast):
    snow = builders.plan("yuki", "雪対策基本計画", position=9)
    builders.term(snow, "第1期", 1, 2019, None, published=False, end=End.OPEN)
    builders.relation(cast.plan, snow)
    assert position(Plan.objects.all()).related["individual"] == [snow]
    builders.closed(snow, 2022)
    (bar,) = rows([Plan.objects.get(pk=snow.pk)], range(2019, 2029))[0].bars
    assert (bar.first, bar.last) == (2019, 2022)
    found = position(Plan.objects.all())
    assert found.closed == [snow]
    assert found.groups()[-1] == {"title": "廃止・終了した計画", "plans": [snow]}


def test_a_term_cannot_begin_after_the_plan_was_closed(cast):
    closed = builders.closed(builders.plan("yuki", "雪対策基本計画"), 2022)
    with pytest.raises(ValidationError) as refusal:
        save_term(closed, first_year=2023, last_year=2025)
    assert "令和4年度で廃止" in told(refusal)["first_year"]
    assert save_term(closed, first_year=2020, last_year=2022).pk
