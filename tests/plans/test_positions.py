"""Which plan stands where on the map, whoever entered the relation."""

import pytest

from plans.models import Plan, PlanRelation
from plans.positions import Kind, position
from tests import builders


@pytest.fixture
def plans(db):
    """地域福祉計画 with 総合計画 above it and 活動計画 beside it; the others are still alone."""
    made = {
        slug: builders.plan(slug, slug, position=number)
        for number, slug in enumerate(("fukushi", "sogo", "katsudo", "korei", "koken", "bosai"))
    }
    relate(made, "fukushi", Kind.UPPER, "sogo")
    relate(made, "fukushi", Kind.INTEGRATED, "katsudo")
    return made


def relate(plans, one, kind, other):
    PlanRelation.objects.create(plan=plans[one], kind=kind, other=plans[other])


def found():
    place = position(Plan.objects.prefetch_related("relations"))
    groups = {kind: [plan.slug for plan in plans] for kind, plans in place.related.items() if plans}
    return place.middle.slug, groups, [plan.slug for plan in place.unrelated]


def test_the_plan_with_the_most_relations_is_in_the_middle(plans):
    middle, groups, alone = found()
    assert middle == "fukushi"
    assert groups == {Kind.UPPER: ["sogo"], Kind.INTEGRATED: ["katsudo"]}
    assert alone == ["korei", "koken", "bosai"]


@pytest.mark.parametrize(
    ("kind", "seen"),
    [
        (Kind.UPPER, Kind.INDIVIDUAL),
        (Kind.INDIVIDUAL, Kind.UPPER),
        (Kind.COORDINATES, Kind.COORDINATES),
        (Kind.INTEGRATED, Kind.INTEGRATED),
        (Kind.CONTAINS, Kind.UPPER),
    ],
)
def test_a_relation_that_only_the_other_plan_has_entered_counts(plans, kind, seen):
    relate(plans, "korei", kind, "fukushi")
    _, groups, alone = found()
    assert "korei" in groups[seen]
    assert alone == ["koken", "bosai"]


def test_what_the_plan_made_as_one_contains_belongs_to_the_map(plans):
    relate(plans, "katsudo", Kind.CONTAINS, "koken")
    relate(plans, "katsudo", Kind.COORDINATES, "bosai")
    _, groups, alone = found()
    assert groups[Kind.CONTAINS] == ["koken"]
    assert groups[Kind.COORDINATES] == ["bosai"]
    assert alone == ["korei"]


def test_the_word_of_the_plan_in_the_middle_holds(plans):
    relate(plans, "fukushi", Kind.INDIVIDUAL, "korei")
    relate(plans, "katsudo", Kind.COORDINATES, "korei")
    assert found()[1][Kind.INDIVIDUAL] == ["korei"]


def test_a_relation_to_a_plan_that_is_not_shown_is_passed_over(plans):
    relate(plans, "korei", Kind.COORDINATES, "bosai")
    place = position(Plan.objects.exclude(slug="bosai").prefetch_related("relations"))
    assert [plan.slug for plan in place.unrelated] == ["korei", "koken"]
