"""What the register's rows refuse, and what a term says of its years."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.versioning import StaleVersion
from plans.models import Chapter, Measure, PlanRelation, PlanTerm
from plans.periods import both_eras
from tests import builders

End = PlanTerm.End


@pytest.fixture
def plan(db):
    return builders.plan()


def new(plan, ordinal, first, last, end=None, **fields):
    """A term that is not saved yet."""
    end = end or (End.YEAR if last else End.UNKNOWN)
    return PlanTerm(
        plan=plan, name=f"第{ordinal}期", ordinal=ordinal, first_year=first, last_year=last, end=end, **fields
    )


def keep(*args, **fields):
    term = new(*args, **fields)
    term.full_clean()
    term.save()
    return term


@pytest.mark.parametrize(("first", "last"), [(2023, 2025), (2020, 2021), (2022, 2022), (2019, 2030)])
def test_two_terms_of_a_plan_never_overlap(plan, first, last):
    keep(plan, 1, 2021, 2023)
    with pytest.raises(ValidationError, match="年度が重なっています"):
        new(plan, 2, first, last).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        new(plan, 2, first, last).save()


def test_terms_that_follow_each_other_are_fine(plan):
    keep(plan, 1, 2021, 2023)
    keep(plan, 2, 2024, 2028)
    assert [term.name for term in plan.terms.in_year(2023)] == ["第1期"]
    assert [term.name for term in plan.terms.in_year(2024)] == ["第2期"]


def test_terms_of_different_plans_may_run_side_by_side(plan):
    keep(plan, 1, 2021, 2023)
    keep(builders.plan("betsu", "別の計画"), 1, 2021, 2023)
    assert PlanTerm.objects.in_year(2022).count() == 2


def test_a_term_without_end_leaves_no_room_after_it(plan):
    keep(plan, 1, 2021, None, End.OPEN)
    with pytest.raises(ValidationError, match="年度が重なっています"):
        new(plan, 2, 2030, 2032).full_clean()


def test_an_unknown_boundary_stands_in_nobody_s_way_and_is_not_counted_as_running(plan):
    keep(plan, 1, None, None, End.UNKNOWN)
    keep(plan, 2, 2027, None, End.UNKNOWN)
    keep(plan, 3, 2030, 2032)
    assert not plan.terms.in_year(2028).exists()
    assert plan.terms.in_year(2031).get().ordinal == 3


def test_a_term_without_end_counts_as_running(plan):
    keep(plan, 1, 2021, None, End.OPEN)
    assert plan.terms.in_year(2050).exists()
    assert not plan.terms.in_year(2020).exists()


@pytest.mark.parametrize(
    ("first", "last", "end", "message"),
    [
        (2023, 2021, End.YEAR, "終了年度は開始年度以後"),
        (2021, None, End.YEAR, "終了年度を入力するか"),
        (2021, 2023, End.OPEN, "終了年度を入力するか"),
        (2021, 2023, End.UNKNOWN, "終了年度を入力するか"),
    ],
)
def test_years_that_contradict_themselves_are_refused(plan, first, last, end, message):
    with pytest.raises(ValidationError, match=message):
        new(plan, 1, first, last, end).full_clean()


def test_the_same_ordinal_twice_is_refused(plan):
    keep(plan, 1, 2021, 2023)
    with pytest.raises(ValidationError, match="同じ順番の期が、すでにあります"):
        new(plan, 1, 2024, 2026).full_clean()


@pytest.mark.parametrize(
    ("first", "last", "end", "label", "both"),
    [
        (2021, 2023, End.YEAR, "令和3年度～令和5年度", "令和3年度（2021年度）～令和5年度（2023年度）"),
        (2018, 2019, End.YEAR, "平成30年度～令和元年度", "平成30年度（2018年度）～令和元年度（2019年度）"),
        (2027, None, End.UNKNOWN, "令和9年度～不明", "令和9年度（2027年度）～（終了年度不明）"),
        (2021, None, End.OPEN, "令和3年度～終期なし", "令和3年度（2021年度）～（終期なし）"),
        (None, 2023, End.YEAR, "不明～令和5年度", "開始年度不明～令和5年度（2023年度）"),
        (None, None, End.UNKNOWN, "不明～不明", "開始・終了の年度は不明"),
    ],
)
def test_a_term_says_what_is_known_and_what_is_not(first, last, end, label, both):
    term = PlanTerm(first_year=first, last_year=last, end=end)
    assert term.period_label == label
    assert both_eras(term) == both
    assert list(term.years) == (list(range(first, last + 1)) if first and last else [])


def test_a_plan_stands_in_one_relation_to_another_and_in_none_to_itself(plan):
    other = builders.plan("sogo", "総合計画")
    PlanRelation.objects.create(plan=plan, other=other, kind="upper")
    with pytest.raises(ValidationError, match="すでに登録されています"):
        PlanRelation(plan=plan, other=other, kind="coordinates").full_clean()
    with pytest.raises(ValidationError, match="ほかの計画を選んでください"):
        PlanRelation(plan=plan, other=plan, kind="upper").full_clean()


def test_the_depth_of_a_measure_comes_from_its_parent(plan):
    term = builders.term(plan, published=False)
    goal = builders.goal(term)
    child = Measure(term=term, parent=goal, number="1-1", title="見守り")
    child.clean()
    child.save()
    assert (goal.depth, child.depth) == (1, 2)
    goal.parent = child
    with pytest.raises(ValidationError, match="自分より上の階層"):
        goal.clean()
    elsewhere = builders.term(plan, "第2期", 2, 2024, 2028, published=False)
    with pytest.raises(ValidationError, match="同じ計画の期にある施策"):
        Measure(term=elsewhere, parent=goal, number="9", title="よそ").clean()


def test_only_terms_with_a_book_of_their_own_carry_a_text(plan):
    book = builders.term(plan)
    joint = builders.term(builders.plan("katsudo", "活動計画"), book=book)
    assert list(PlanTerm.objects.with_book()) == [book]
    assert list(book.joint_terms.all()) == [joint]


def test_the_second_of_two_writers_learns_of_the_first(plan):
    chapter = Chapter.objects.create(term=builders.term(plan), number=1, slug="a", title="章", body="本文")
    with transaction.atomic():
        first = Chapter.claim(1, pk=chapter.pk)
        first.body = "先に直した"
        first.save()
    with pytest.raises(StaleVersion) as stale, transaction.atomic():
        Chapter.claim(1, pk=chapter.pk)
    assert stale.value.current.body == "先に直した"


def test_a_term_whose_ending_is_refused_is_told_so_and_does_not_fall_over(cast):
    cast.term.end = "sometime"
    with pytest.raises(ValidationError) as refusal:
        cast.term.full_clean()
    assert set(refusal.value.message_dict) >= {"end"}
