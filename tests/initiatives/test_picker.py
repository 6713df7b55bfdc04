"""Picking 取組 out of many: on the shelves of their goals and 施策, folded, with what is chosen on top."""

import gzip
import re

import pytest
from django import forms

from initiatives.models import Initiative
from initiatives.picker import UNFOLDED, InitiativeField, InitiativesField
from plans.models import Measure
from tests import builders
from tests.large_city import triggers_off


def drawn(field, value=None) -> str:
    form = type("F", (forms.Form,), {"rows": field})(initial={"rows": value})
    return str(form["rows"])


def rows():
    return Initiative.objects.select_related("term__plan").in_order()


def many(measure, count: int) -> None:
    like = Initiative.objects.first()
    with triggers_off():
        Initiative.objects.bulk_create(
            Initiative(
                term=like.term,
                measure=measure,
                code=f"many-{measure.pk}-{at}",
                number=f"{measure.number}-{at}",
                title=f"地域の居場所をひらく取組その{at}",
                content="内容",
                position=at,
            )
            for at in range(count)
        )


def test_few_lie_open_below_their_goal(cast):
    html = drawn(InitiativesField(rows()), [cast.walk.pk])
    assert re.search(rf"<details open><summary>{cast.walk.term.name}　{re.escape(str(cast.goal))}<", html)
    assert f'value="{cast.walk.pk}" checked' in html
    assert "選んでいる取組：<span>1-1 見守り活動</span>" in html


def test_many_are_folded_by_their_measures_and_what_is_chosen_lies_open(cast):
    below = builders.measure(cast.goal, "1-9")
    many(below, UNFOLDED)
    html = drawn(InitiativesField(rows()), [cast.walk.pk])
    assert html.count("<details open>") == 2
    assert f"<details><summary>{below}<" in html
    assert "<details open>" not in drawn(InitiativesField(rows()))


def test_the_same_goal_of_two_plans_stands_twice_with_the_names_of_the_plans(cast):
    other = builders.plan("betsu", "べつの計画")
    term = builders.term(other)
    goal = Measure.objects.create(
        term=term, depth=1, number=cast.goal.number, title=cast.goal.title, position=1
    )
    builders.initiative(goal, number="1-1", code="betsu-1", title="べつの取組")
    html = drawn(InitiativesField(rows()))
    assert f"{term}　{goal}" in html
    assert f"{cast.term}　{cast.goal}" in html


def test_of_one_that_is_asked_for_none_can_be_chosen_and_those_at_hand_come_first(cast):
    field = InitiativeField("変わった取組", rows(), empty="選ばない", near=[cast.salon.pk])
    html = drawn(field)
    assert '<input type="radio" name="rows" value="" checked>選ばない' in html
    first = html.index("この意見に関係する取組")
    assert first < html.index("1-2") < html.index("1-1")
    assert field.clean(str(cast.walk.pk)) == cast.walk
    assert field.clean("") is None


@pytest.mark.parametrize("sent", [["0"], ["x"], ["\x00"], ["99999999999999999999"]])
def test_what_is_no_choice_is_refused_and_the_rest_stays_ticked(cast, sent):
    form = type("F", (forms.Form,), {"rows": InitiativesField(rows())})
    data = forms.Form({}).data | {"rows": [str(cast.walk.pk), *sent]}
    form = form(data)
    assert "rows" in form.errors
    assert f'value="{cast.walk.pk}" checked' in str(form["rows"])


def test_six_hundred_weigh_little_and_cost_two_queries(cast, django_assert_num_queries):
    for place in range(1, 21):
        many(builders.measure(cast.goal, f"7-{place}"), 30)
    with django_assert_num_queries(2):
        html = drawn(InitiativesField(rows()))
    assert html.count('type="checkbox"') > 600
    assert len(html.encode()) < 110_000
    assert len(gzip.compress(html.encode())) < 12_000
