"""Plans differ in depth: two levels or four, with names of their own."""

import pytest
from django.core.exceptions import ValidationError

from initiatives.tree import tree
from plans.models import Measure, MeasureLevel
from tests import builders


@pytest.fixture
def deep(cast):
    """Below the goal: 施策の方向 → 基本施策 → 重点 → a 取組."""
    above = cast.goal
    for depth, name in enumerate(("施策の方向", "基本施策", "重点"), start=2):
        MeasureLevel.objects.create(term=cast.term, depth=depth, name=name)
        above = Measure.objects.create(
            term=cast.term, parent=above, depth=depth, number=f"{above.number}-9", title=f"{name}のひとつ"
        )
    cast.deep = builders.initiative(above, cast.elderly, "深い取組", code="deep")
    return cast


def test_the_public_list_shows_every_level_by_its_name(client, deep):
    html = client.get("/initiatives/").content.decode()
    for words in ("基本目標", "施策の方向のひとつ", "基本施策のひとつ", "重点のひとつ", "深い取組"):
        assert words in html


def test_a_record_keeps_its_whole_path(deep):
    round_ = builders.round_(deep.term, deep.committee, deep.jimu)
    record = round_.request.records.get(initiative=deep.deep)
    assert record.path.split(" ＞ ") == [
        "1 つながりを持てる地域づくり",
        "1-9 施策の方向のひとつ",
        "1-9-9 基本施策のひとつ",
        "1-9-9-9 重点のひとつ",
    ]


def test_the_tree_costs_the_same_however_deep_it_is(deep, django_assert_num_queries):
    with django_assert_num_queries(5):
        goals = tree(deep.term)
    assert goals[0].children[0].children[0].children[0].initiatives == [deep.deep]


def test_a_knot_cannot_hang_below_itself(deep):
    top = Measure.objects.get(number="1-9")
    top.parent = Measure.objects.get(number="1-9-9-9")
    with pytest.raises(ValidationError, match="自分より上の階層"):
        top.full_clean()


def test_a_knot_of_another_term_is_refused(deep):
    other = builders.term(builders.plan("other", "別の計画"))
    with pytest.raises(ValidationError, match="同じ計画の期"):
        Measure(term=other, parent=deep.goal, number="9", title="迷子").full_clean()
