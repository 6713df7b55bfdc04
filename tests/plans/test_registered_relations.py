"""How plans of the register stand to each other: once, never in a circle, and read from both sides."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.versioning import MoveRefused, StaleVersion
from plans import registration
from plans.models import Plan, PlanRelation
from plans.positions import position
from tests import builders
from tests.plans.registering import told
from tests.threads import while_open

# ---- relations ---------------------------------------------------------------------------------------------


def relate(plan, other, kind="individual", relation=None, version=0, note=""):
    return registration.save_relation(
        plan=plan, relation=relation, version=version, kind=kind, other=other, note=note
    )


@pytest.fixture
def plans(db):
    return [builders.plan(f"plan-{letter.lower()}", f"計画{letter}") for letter in "ABCD"]


def test_a_plan_does_not_stand_to_itself(plans):
    with pytest.raises(ValidationError, match="ほかの計画を選んでください"):
        relate(plans[0], plans[0])


@pytest.mark.parametrize("kind", ["upper", "integrated", "contains", "individual", "coordinates"])
def test_two_plans_stand_to_each_other_once_whichever_way_one_looks(plans, kind):
    a, b, *_ = plans
    relate(a, b, "coordinates")
    for plan, other in ((a, b), (b, a)):
        with pytest.raises(ValidationError) as refusal:
            relate(plan, other, kind)
        assert "すでに登録されています（「計画A」から見て「計画B」は連携する計画）" in told(refusal)["other"]
        with pytest.raises(IntegrityError), transaction.atomic():
            builders.relation(plan, other, kind)


@pytest.mark.parametrize(
    ("chain", "last"),
    [
        ([("A", "upper", "B"), ("B", "upper", "C")], ("C", "upper", "A")),
        ([("A", "individual", "B"), ("B", "individual", "C")], ("C", "individual", "A")),
        ([("A", "contains", "B"), ("C", "upper", "B")], ("C", "contains", "A")),
        ([("B", "upper", "A"), ("B", "contains", "C")], ("A", "upper", "C")),
        ([("A", "individual", "B"), ("B", "contains", "C"), ("D", "upper", "C")], ("A", "upper", "D")),
    ],
)
def test_no_plan_stands_above_itself_however_long_the_chain(plans, chain, last):
    by_letter = dict(zip("ABCD", plans, strict=True))
    for plan, kind, other in chain:
        relate(by_letter[plan], by_letter[other], kind)
    plan, kind, other = last
    with pytest.raises(ValidationError) as refusal:
        relate(by_letter[plan], by_letter[other], kind)
    message = told(refusal)["other"]
    assert "上下の関係が一回りするため" in message
    named = re.findall("「計画(.)」", message)
    assert named[0] == named[-1]
    assert len(named) == len(chain) + 2
    assert relate(by_letter[plan], by_letter[other], "coordinates").pk


def test_the_chain_is_named_from_the_top_down(plans):
    a, b, c, _ = plans
    relate(a, b, "upper")
    relate(b, c, "upper")
    with pytest.raises(ValidationError) as refusal:
        relate(c, a, "upper")
    assert "「計画A」 → 「計画C」 → 「計画B」 → 「計画A」" in told(refusal)["other"]


def test_roads_that_meet_again_are_no_circle(plans):
    a, b, c, d = plans
    for upper, lower in ((a, b), (a, c), (b, d), (c, d)):
        relate(upper, lower)
    assert PlanRelation.objects.count() == 4


def test_a_relation_is_changed_and_removed(plans):
    a, b, c, _ = plans
    row = relate(a, b, "upper")
    changed = relate(a, b, "individual", relation=row, version=1, note="見直した")
    assert (changed.kind, changed.note, changed.version) == ("individual", "見直した", 2)
    assert relate(a, c, "individual", relation=row, version=2).other == c
    with pytest.raises(StaleVersion):
        relate(a, b, "upper", relation=row, version=1)
    registration.remove_relation(relation=row, version=3)
    assert not PlanRelation.objects.exists()
    with pytest.raises(MoveRefused, match="画面が古く"):
        relate(a, b, "upper", relation=row, version=3)


@pytest.mark.django_db(transaction=True)
def test_two_who_would_close_a_circle_together_do_not(plans):
    a, b, c, _ = plans
    relate(a, b)
    kept, refused = while_open(lambda: relate(b, c), lambda: relate(c, a))
    assert kept.pk
    assert "一回りする" in str(refused)


def test_the_map_is_the_same_from_whichever_plan_a_relation_was_entered(plans):
    a, b, c, d = plans
    relate(a, b, "individual")
    relate(c, a, "upper")
    relate(d, a, "individual")
    found = position(Plan.objects.prefetch_related("relations"))
    assert found.middle == a
    assert found.related["individual"] == [b, c]
    assert found.related["upper"] == [d]
