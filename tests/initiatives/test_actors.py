"""担い手: who does what in a 取組, and who is asked for a yearly record."""

import pytest
from django.core.exceptions import ValidationError

from initiatives.models import ActorRole, Initiative
from tests import builders


@pytest.fixture
def neighbours(cast):
    """A 取組 that citizens and the community carry alone; no department answers for it."""
    row = builders.initiative(cast.goal, None, "1-3", title="となり近所の声かけ")
    builders.actor_role(row, "citizen")
    builders.actor_role(row, "community")
    return row


def opened(cast):
    return builders.round_(cast.term, cast.committee, cast.jimu).request


def test_what_citizens_and_the_community_carry_alone_gets_no_yearly_record(cast, neighbours):
    assert set(opened(cast).records.values_list("title", flat=True)) == {"見守り活動", "ふれあいサロン"}


def test_it_is_asked_when_a_department_answers_for_it_all_the_same(cast, neighbours):
    neighbours.responsibilities.create(department=cast.elderly, role="lead")
    assert opened(cast).records.filter(initiative=neighbours).exists()


@pytest.mark.parametrize("actor", ["council", "city"])
def test_a_role_of_the_council_or_the_city_needs_a_department(cast, neighbours, actor):
    builders.actor_role(neighbours, actor)
    with pytest.raises(ValidationError, match=r"主管課のない取組があります。.*1-3 となり近所の声かけ"):
        opened(cast)


def test_without_any_role_a_department_is_needed(cast):
    builders.initiative(cast.goal, None, "1-3", title="担い手が未登録の取組")
    with pytest.raises(ValidationError, match="1-3 担い手が未登録の取組"):
        opened(cast)


def test_a_term_in_which_nobody_is_to_be_asked_cannot_be_opened(cast, neighbours):
    Initiative.objects.exclude(pk=neighbours.pk).delete()
    with pytest.raises(ValidationError, match="年度記録を求める取組が登録されていません"):
        opened(cast)


def test_each_actor_has_one_text(cast, neighbours):
    again = ActorRole(initiative=neighbours, actor="citizen", text="もう一つ")
    with pytest.raises(ValidationError, match="この担い手の役割は、すでに登録されています"):
        again.full_clean()


@pytest.mark.parametrize("code", ["tree", "plans"])
def test_a_code_that_is_another_page_is_refused(cast, code):
    cast.walk.code = code
    with pytest.raises(ValidationError, match="ほかのページのアドレスに使っています"):
        cast.walk.full_clean()
