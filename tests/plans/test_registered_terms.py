"""Terms of the register: years that follow each other, what a published one keeps, and where its text stands."""

import pytest
from django.core.exceptions import ValidationError

from accounts.versioning import MoveRefused, StaleVersion
from plans import adoption, registration
from plans.models import Chapter, MeasureLevel, PlanTerm
from plans.publication import publish_term
from plans.succession import in_order, running
from tests import builders
from tests.plans.registering import THIS_YEAR, End, told
from tests.threads import while_open

# ---- terms -------------------------------------------------------------------------------------------------


def save_term(plan, term=None, version=0, today_year=THIS_YEAR, **fields):
    sensible = {
        "name": "第1期",
        "ordinal": 1,
        "first_year": 2021,
        "last_year": 2023,
        "period_note": "",
        "adopted_on": "",
        "nickname": "",
        "philosophy": "",
        "book": None,
    }
    if term:
        sensible |= {name: getattr(term, name) for name in sensible} | {"end": term.end}
    fields = sensible | fields
    fields.setdefault("end", End.YEAR)
    return registration.save_term(plan=plan, term=term, version=version, today_year=today_year, **fields)


def test_terms_follow_each_other_by_their_ordinals(cast):
    second = save_term(cast.plan, name="第2期", ordinal=2, first_year=2024, last_year=2028)
    first, last = in_order(PlanTerm.objects.filter(plan=cast.plan))
    assert (first.before, first.after, last.before, last.after) == (None, second, cast.term, None)
    assert running(cast.plan.terms.all(), 2025) == second
    assert running(cast.plan.terms.all(), 2030) is None


@pytest.mark.parametrize(
    ("fields", "at", "words"),
    [
        (
            {"first_year": 2023, "last_year": 2025},
            "first_year",
            "年度が重なっています：第1期（令和3年度～令和5年度）",
        ),
        ({"first_year": 2019, "last_year": 2022, "ordinal": 0}, "last_year", "年度が重なっています：第1期"),
        ({"first_year": 2026, "last_year": 2024}, "last_year", "終了年度は開始年度以後"),
        ({"ordinal": 1}, "ordinal", "同じ順番の期が、すでにあります。"),
        ({"name": "第1期"}, "name", "同じ名称の期が、すでにあります。"),
        ({"first_year": 2015, "last_year": 2017}, "ordinal", "順番と年度の前後が逆になります"),
        ({"first_year": 2022, "last_year": None, "end": "unknown"}, "first_year", "年度が重なっています"),
        ({"first_year": None, "last_year": 2022}, "last_year", "年度が重なっています"),
        ({"first_year": 2020, "last_year": None, "end": "open"}, "last_year", "年度が重なっています"),
        ({"adopted_on": "昨年の春"}, "adopted_on", "策定の時期として読み取れません"),
        ({"adopted_on": "令和12年3月"}, "adopted_on", "期が終わった後の時期です"),
    ],
)
def test_a_term_that_does_not_fit_is_refused_at_its_field(cast, fields, at, words):
    free = {"name": "第2期", "ordinal": 2, "first_year": 2024, "last_year": 2028}
    assert save_term(cast.plan, **free).pk
    PlanTerm.objects.filter(ordinal=2).delete()
    with pytest.raises(ValidationError) as refusal:
        save_term(cast.plan, **free | fields)
    assert words in told(refusal)[at]
    assert set(told(refusal)) == {at}


@pytest.mark.parametrize(
    "words",
    [
        "令和3年3月",
        "令和3年3月19日",
        "2021年3月",
        "令和元年度",
        "Ｒ３．３",
        "平成31年4月",
        "令和 3年",
        "令和9年3月（予定）",
    ],
)
def test_the_time_of_adoption_is_words_that_name_a_time(words):
    assert adoption.first_day_of(words).year >= 2019


@pytest.mark.parametrize(
    "words",
    [
        "",
        "未定",
        "令和3年13月",
        "令和3年2月30日",
        "平成35年1月",
        "3月",
        "令和0年3月",
        "9999年",
        "令和3年3月ごろ",
    ],
)
def test_words_that_name_no_time_are_no_time_of_adoption(words):
    with pytest.raises(ValueError):  # noqa: PT011 (the calendar has words of its own)
        adoption.first_day_of(words)


def test_what_a_published_term_prints_is_changed_by_a_revision_only(cast):
    term = cast.term
    for change in ({"philosophy": "新しい理念"}, {"ordinal": 9}):
        with pytest.raises(ValidationError) as refusal:
            save_term(cast.plan, term, term.version, **change)
        assert "見直し" in told(refusal)[next(iter(change))]
    assert save_term(cast.plan, term, term.version, nickname="べつの愛称").nickname == "べつの愛称"


NOTE = "当初は令和5年度まで。1年延長（令和5年3月決定）"


@pytest.mark.parametrize(
    ("this_year", "fields", "at", "words"),
    [
        (
            2023,
            {"first_year": 2022, "period_note": NOTE},
            "first_year",
            "開始年度（令和3年度（2021年度））は",
        ),
        (2023, {"last_year": 2022, "period_note": NOTE}, "last_year", "令和5年度（2023年度）か、それより後"),
        (2025, {"last_year": 2022, "period_note": NOTE}, "last_year", "令和5年度（2023年度）か、それより後"),
        (
            2023,
            {"last_year": None, "end": "open", "period_note": NOTE},
            "last_year",
            "それより後の年度を選んで",
        ),
        (2023, {"last_year": 2024}, "period_note", "もとの期間（令和3年度～令和5年度）と理由"),
    ],
)
def test_years_that_have_begun_never_leave_a_published_term(cast, this_year, fields, at, words):
    with pytest.raises(ValidationError) as refusal:
        save_term(cast.plan, cast.term, cast.term.version, this_year, **fields)
    assert words in told(refusal)[at]


@pytest.mark.parametrize(("this_year", "last_year"), [(2022, 2024), (2022, 2022), (2025, 2024)])
def test_a_published_term_may_end_earlier_or_later_with_a_word_on_why(cast, this_year, last_year):
    fields = {"last_year": last_year, "period_note": NOTE}
    row = save_term(cast.plan, cast.term, cast.term.version, this_year, **fields)
    assert (row.last_year, row.period_note) == (last_year, NOTE)


def test_a_beginning_that_nobody_knew_can_be_filled_in_later(cast):
    snow = builders.plan("yuki", "雪対策基本計画")
    term = builders.term(snow, first_year=None)
    assert (
        save_term(snow, term, term.version, first_year=2021, period_note="市史で確かめた。").first_year
        == 2021
    )


def test_before_it_is_published_a_term_is_free(cast):
    term = builders.term(cast.plan, "第2期", 2, 2024, 2028, published=False)
    row = save_term(
        cast.plan, term, 1, first_year=2025, last_year=None, end=End.OPEN, philosophy="新しい理念"
    )
    assert row.period_label == "令和7年度～終期なし"


@pytest.fixture
def council_plan(cast):
    cast.activity = builders.plan("katsudo", "みほん市地域福祉活動計画")
    return cast


def test_the_text_may_stand_in_the_term_of_another_plan(council_plan):
    row = save_term(council_plan.activity, book=council_plan.term)
    assert list(council_plan.term.joint_terms.all()) == [row]


def test_a_text_elsewhere_must_be_a_text_and_leaves_none_here(council_plan):
    cast = council_plan
    joint = save_term(cast.activity, book=cast.term)
    third = builders.plan("daisan", "第三の計画")
    with pytest.raises(ValidationError) as refusal:
        save_term(third, book=joint)
    assert "本文も、ほかの計画にあります" in told(refusal)["book"]
    own = builders.term(third, published=False)
    Chapter.objects.create(term=own, number=1, slug="a", title="章", body="本文")
    with pytest.raises(ValidationError) as refusal:
        save_term(third, own, 1, book=cast.term)
    assert "この期には本文か体系が登録されています" in told(refusal)["book"]
    with pytest.raises(ValidationError) as refusal:
        save_term(cast.plan, cast.term, 1, book=own)
    assert "本文を公開しているため" in told(refusal)["book"]
    second = builders.term(cast.plan, "第2期", 2, 2024, 2028, published=False)
    with pytest.raises(ValidationError) as refusal:
        save_term(cast.plan, second, 1, book=cast.term)
    assert told(refusal)["book"] == "ほかの計画の期を選んでください。"
    later = save_term(cast.activity, name="第2期", ordinal=2, first_year=2024, last_year=2028, book=second)
    with pytest.raises(ValidationError) as refusal:
        save_term(cast.plan, second, 1, book=own)
    assert f"「{later}」の本文がこの期にあるため" in told(refusal)["book"]


def test_a_term_is_deleted_with_its_levels_and_with_nothing_else(cast):
    with pytest.raises(MoveRefused, match="公開している"):
        registration.delete_term(term=cast.term, version=cast.term.version)
    term = builders.term(cast.plan, "第2期", 2, 2024, 2028, published=False)
    goal = builders.goal(term)
    with pytest.raises(MoveRefused, match="施策があるため"):
        registration.delete_term(term=term, version=1)
    goal.delete()
    assert MeasureLevel.objects.filter(term=term).exists()
    registration.delete_term(term=term, version=1)
    assert not PlanTerm.objects.filter(ordinal=2).exists()


@pytest.mark.django_db(transaction=True)
def test_two_terms_saved_at_once_never_overlap(cast):
    snow = builders.plan("yuki", "雪対策基本計画")
    first = lambda: save_term(snow, first_year=2021, last_year=2023)  # noqa: E731
    second = lambda: save_term(snow, name="第2期", ordinal=2, first_year=2023, last_year=2025)  # noqa: E731
    kept, refused = while_open(first, second)
    assert kept.pk
    assert "年度が重なっています" in str(refused)
    assert snow.terms.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_term_that_is_published_meanwhile_is_not_written_over(cast):
    """The publication counts the version up, so the clerk's form is told."""
    term = builders.term(cast.plan, "第2期", 2, 2024, 2028, published=False)
    Chapter.objects.create(term=term, number=1, slug="a", title="章", body="本文")
    publish = lambda: publish_term(term=term, by=cast.jimu, now=builders.NOW)  # noqa: E731
    _, late = while_open(publish, lambda: save_term(cast.plan, term, 1, philosophy="後から"))
    assert isinstance(late, StaleVersion)
