"""The verbs of the register, and the rules that keep it in itself consistent."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.versioning import MoveRefused, StaleVersion
from otaru_welfare.urls import public
from plans import adoption, registration
from plans.models import Chapter, MeasureLevel, Plan, PlanRelation, PlanTerm
from plans.models.plan import RESERVED_SLUGS
from plans.periods import rows
from plans.positions import position
from plans.publication import publish_term
from plans.succession import in_order, running
from tests import builders
from tests.threads import at_once, while_open

THIS_YEAR = 2023
End = PlanTerm.End


def told(refusal) -> dict[str, str]:
    return {name: "".join(messages) for name, messages in refusal.value.message_dict.items()}


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
