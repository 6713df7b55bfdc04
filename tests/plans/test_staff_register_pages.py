"""How the secretariats keep the register of plans: pages, errors at their place, two savers, odd input."""

import pytest
from django.urls import reverse

from initiatives.models import PlanLink
from plans.models import Plan
from tests import builders
from tests.plans.register_pages import NASTY, at, error_at, press, read, typed_plan, words

pytestmark = pytest.mark.usefixtures("in_2023")


# ---- the list ----------------------------------------------------------------------------------------------


def many(cast, count):
    """``count`` plans besides that of the cast, each with all that the register knows of a plan."""
    for number in range(count):
        plan = builders.plan(f"plan-{number}", f"個別計画その{number}", lead_department=cast.elderly)
        plan.owners.add(cast.city, cast.council)
        for ordinal in range(6):
            first = 2000 + 5 * ordinal
            builders.term(plan, f"第{ordinal}期", ordinal, first, first + 4, published=False)
        builders.relation(cast.plan, plan)


@pytest.mark.parametrize("count", [1, 3, 25])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("list", 7), ("plan-add", 5), ("plan", 11), ("plan-edit", 7), ("plan-close", 5), ("relation-add", 6)],
)
def test_the_pages_cost_the_same_for_one_and_many(
    jimu, cast, django_assert_num_queries, name, queries, count
):
    many(cast, count)
    page = at(name, None if name in ("list", "plan-add") else cast.plan)
    with django_assert_num_queries(queries):
        html = read(jimu, page)
    assert name in ("plan-add", "plan-edit", "plan-close") or f"個別計画その{count - 1}" in html


@pytest.mark.parametrize("count", [1, 3, 25])
def test_the_public_pages_cost_the_same_for_one_and_many(client, cast, django_assert_num_queries, count):
    many(cast, count)
    cast.plan.owners.add(cast.council)
    for address, queries in ((cast.plan.get_absolute_url(), 9), (reverse("plan-list"), 5)):
        with django_assert_num_queries(queries):
            html = read(client, address)
        assert f"個別計画その{count - 1}" in html


@pytest.mark.parametrize("count", [1, 3, 6])
@pytest.mark.parametrize(("name", "queries"), [("term-edit", 6), ("term-delete", 5)])
def test_the_pages_of_a_term_cost_the_same_for_one_and_many(
    jimu, cast, django_assert_num_queries, name, queries, count
):
    for number in range(2, count + 1):
        builders.term(cast.plan, f"第{number}期", number, 2020 + 5 * number, 2024 + 5 * number)
    with django_assert_num_queries(queries):
        read(jimu, at(name, cast.term))


def test_the_list_shows_what_is_known_and_says_what_is_not(jimu, cast):
    builders.closed(builders.plan("kanko", "観光基本計画"))
    html = read(jimu, at("list"))
    read_ = words(html)
    assert "みほん市地域福祉計画みほん市不明第1期令和3年度～令和5年度1期" in read_
    assert "観光基本計画令和4年度で廃止不明不明―0期" in read_
    assert '<a href="/staff/register/" aria-current="page">計画の登録簿</a>' in html


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"みほん市地域福祉計画", "観光基本計画"}),
        ("?q=観光", {"観光基本計画"}),
        ("?q=観光振興法", {"観光基本計画"}),
        ("?state=closed", {"観光基本計画"}),
        ("?state=open", {"みほん市地域福祉計画"}),
        ("?owner=city", {"みほん市地域福祉計画"}),
        ("?owner=99999&state=x", {"みほん市地域福祉計画", "観光基本計画"}),
        ("?q=ない計画", set()),
    ],
)
def test_the_list_is_filtered_and_passes_over_what_it_cannot_read(jimu, cast, query, shown):
    builders.closed(builders.plan("kanko", "観光基本計画", legal_basis="観光振興法"))
    html = words(read(jimu, at("list") + query.replace("=city", f"={cast.city.pk}")))
    assert {name for name in ("みほん市地域福祉計画", "観光基本計画") if f"{name}" in html} == shown
    assert shown or "当てはまる計画はありません" in html


# ---- a plan ------------------------------------------------------------------------------------------------


def test_a_plan_is_added_and_read_by_everybody(jimu, cast):
    data = typed_plan(
        owners=[cast.city.pk, cast.council.pk],
        lead_department=cast.elderly.pk,
        legal_basis="条例第3条",
        obligation="effort",
        website="www.example.jp/yuki",
        description="一行目\r\n二行目",
    )
    html = press(jimu, at("plan-add"), data)
    assert "「雪対策基本計画」を保存しました。" in html
    row = Plan.objects.get(slug="yuki")
    assert (row.website, row.description, row.version) == ("https://www.example.jp/yuki", "一行目\n二行目", 1)
    public = words(read(jimu, row.get_absolute_url()))
    for expected in (
        "みほん市、みほん市社会福祉協議会",
        "担当課みほん市高齢者福祉課",
        "根拠条例第3条",
        "策定の義務努力義務",
    ):
        assert expected in public
    assert "問合せ先" in public


def test_what_nobody_knows_is_said_to_be_unknown_and_never_blank(jimu, cast):
    press(jimu, at("plan-add"), typed_plan())
    row = Plan.objects.get(slug="yuki")
    for address in (row.get_absolute_url(), at("plan", row)):
        html = words(read(jimu, address))
        for title in ("策定する団体", "担当課", "根拠", "策定の義務", "掲載場所"):
            assert f"{title}不明" in html, address
    assert "策定：不明" in words(read(jimu, reverse("plan-list")))


@pytest.mark.parametrize(
    ("changes", "field", "expected"),
    [
        ({"name": ""}, "name", "「計画名」を入力してください。"),
        ({"name": "あ" * 101}, "name", "100文字までです。今は101文字あります。"),
        ({"name": "計画\x00"}, "name", "画面に表示されない文字"),
        ({"slug": "map"}, "slug", "「map」は、ほかのページのアドレスに使っています。"),
        ({"slug": "chiiki-fukushi"}, "slug", "このアドレスの名前は、ほかの計画が使っています。"),
        ({"slug": "ゆき"}, "slug", "半角の英数字"),
        ({"slug": "a" * 51}, "slug", "50文字までです。"),
        ({"website": "javascript:alert(1)"}, "website", "「https://」から始まるアドレスを入力してください。"),
        ({"obligation": "must"}, "obligation", "選択"),
        ({"lead_department": "99999"}, "lead_department", "選択"),
        ({"owners": ["99999"]}, "owners", "選択"),
        ({"position": "三"}, "position", "数字で入力してください。"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field_and_kept(jimu, cast, changes, field, expected):
    html = press(jimu, at("plan-add"), typed_plan(description="消えない概要") | changes)
    assert expected in error_at(html, field)
    assert "消えない概要</textarea>" in html
    assert Plan.objects.count() == 1


def test_odd_letters_and_full_width_numbers_are_kept_as_text(jimu, cast):
    press(jimu, at("plan-add"), typed_plan(name=NASTY, position="１２"))
    row = Plan.objects.get(slug="yuki")
    assert (row.name, row.position) == (NASTY, 12)
    assert "<b>𠮷" not in read(jimu, at("plan", row))
    assert "&lt;b&gt;𠮷野家" in read(jimu, row.get_absolute_url())


def test_the_second_of_two_savers_sees_what_the_first_saved(jimu, client, cast):
    press(jimu, at("plan-add"), typed_plan())
    row = Plan.objects.get(slug="yuki")
    page = at("plan-edit", row)
    press(jimu, page, typed_plan(version=1, legal_basis="先の根拠", owners=[cast.council.pk]))
    client.force_login(cast.shakyo_jimu)
    html = press(client, page, typed_plan(version=1, legal_basis="後の根拠"))
    assert "伊藤さんが先に保存したため、まだ保存していません。" in html
    assert "先の根拠" in html
    assert 'value="後の根拠"' in html
    assert "みほん市社会福祉協議会</p>" in html
    row.refresh_from_db()
    assert row.legal_basis == "先の根拠"
    press(client, page, typed_plan(version=2, legal_basis="後の根拠"))
    row.refresh_from_db()
    assert (row.legal_basis, row.version) == ("後の根拠", 3)


def test_pressing_twice_adds_one_plan(jimu, cast):
    press(jimu, at("plan-add"), typed_plan())
    html = press(jimu, at("plan-add"), typed_plan())
    assert "ほかの計画が使っています" in error_at(html, "slug")
    assert Plan.objects.filter(name="雪対策基本計画").count() == 1


def test_a_department_that_is_gone_stays_where_it_leads(jimu, cast):
    Plan.objects.filter(pk=cast.plan.pk).update(lead_department=cast.elderly)
    type(cast.elderly).objects.filter(pk=cast.elderly.pk).update(last_year=2020)
    assert "高齢者福祉課" in read(jimu, at("plan-edit", cast.plan))
    assert "高齢者福祉課" not in read(jimu, at("plan-add"))


def test_a_plan_is_deleted_after_looking_once_more(jimu, cast):
    html = read(jimu, at("plan-delete", cast.plan))
    assert "削除できません" in html
    assert "<li>計画の期</li>" in html
    assert "削除する</button>" not in html
    snow = builders.plan("yuki", "雪対策基本計画")
    assert "削除する</button>" in read(jimu, at("plan-delete", snow))
    assert "「雪対策基本計画」を削除しました。" in press(jimu, at("plan-delete", snow), {"version": 1})
    html = press(jimu, at("plan-delete", cast.plan), {"version": cast.plan.version})
    assert "計画の期があるため、削除できません" in words(html).replace("・", "")
    assert Plan.objects.filter(pk=cast.plan.pk).exists()


# ---- closing -----------------------------------------------------------------------------------------------


def test_a_closed_plan_keeps_its_page_and_is_marked_everywhere(jimu, client, cast):
    snow = builders.plan("yuki", "雪対策基本計画")
    builders.term(snow, published=False)
    builders.relation(cast.plan, snow)
    data = {"version": 1, "closing": "abolished", "closed_year": "2022", "closed_reason": "統合したため。"}
    html = press(jimu, at("plan-close", snow), data)
    assert "廃止・終了した計画として登録しました" in html
    client.logout()
    for address in (
        snow.get_absolute_url(),
        cast.plan.get_absolute_url(),
        *(reverse(name) for name in ("plan-list", "plan-map", "plan-periods")),
        reverse("plan-sheet", args=["yuki"]),
    ):
        html = words(read(client, address))
        assert "雪対策基本計画" in html
        assert "令和4年度で廃止" in html, address
    assert "理由：統合したため。" in words(read(client, snow.get_absolute_url()))


@pytest.mark.parametrize(
    ("changes", "field", "expected"),
    [
        ({"closing": ""}, "closing", "「廃止・終了」を選んでください。"),
        ({"closed_year": ""}, "closed_year", "「廃止・終了した年度」を選んでください。"),
        ({"closed_year": "2024"}, "closed_year", "選択"),
        ({"closed_year": "2020"}, "closed_year", "その後に始まる期があります：第1期"),
        ({"closed_reason": " 　"}, "closed_reason", "「理由」を入力してください。"),
    ],
)
def test_closing_asks_for_year_and_reason(jimu, cast, changes, field, expected):
    data = {
        "version": cast.plan.version,
        "closing": "ended",
        "closed_year": "unknown",
        "closed_reason": "理由",
    }
    html = press(jimu, at("plan-close", cast.plan), data | changes)
    assert expected in error_at(html, field)
    assert Plan.objects.get(pk=cast.plan.pk).closing == ""


def test_closing_twice_says_so_and_loses_nothing(jimu, cast):
    data = {"version": 1, "closing": "ended", "closed_year": "unknown", "closed_reason": "先の理由"}
    page = at("plan-close", cast.plan)
    press(jimu, page, data)
    html = press(jimu, page, data | {"closed_reason": "後の理由"})
    assert "先の理由" in html
    assert "後の理由</textarea>" in html
    html = press(jimu, page, data | {"version": 2, "closed_reason": "後の理由"})
    assert "すでに廃止・終了として登録されています" in html
    assert Plan.objects.get(pk=cast.plan.pk).closed_reason == "先の理由"


def test_a_closed_plan_is_no_choice_for_new_links_and_can_be_opened_again(jimu, cast):
    snow = builders.plan("yuki", "雪対策基本計画")
    draft = builders.term(cast.plan, "第2期", 2, 2024, 2028, published=False)
    goal = builders.goal(draft)
    linked = builders.initiative(goal, cast.elderly, "1-1", code="r6-1-1")
    other = builders.initiative(goal, cast.elderly, "1-2", code="r6-1-2")
    builders.plan_link(linked, snow)
    form = reverse("staff:initiative-edit", args=[other.pk])
    assert "雪対策基本計画" in read(jimu, form)
    closed = builders.closed(snow)
    assert "雪対策基本計画" not in read(jimu, form)
    assert "雪対策基本計画" in read(jimu, reverse("staff:initiative-edit", args=[linked.pk]))
    assert "雪対策基本計画" not in read(jimu, at("relation-add", cast.plan))
    assert "関係を追加" not in read(jimu, at("plan", snow))
    html = press(jimu, at("plan-reopen", snow), {"version": closed.version})
    assert "続いている計画に戻しました" in html
    assert "雪対策基本計画" in read(jimu, form)


def test_a_plan_that_was_closed_while_the_form_was_open_is_not_linked(jimu, cast, monkeypatch):
    """The form still offers it (somebody closes it between the two looks); the verb looks again."""
    snow = builders.closed(builders.plan("yuki", "雪対策基本計画"))
    monkeypatch.setattr("initiatives.views.staff_tree._linkable", lambda term, initiative: [snow])
    draft = builders.term(cast.plan, "第2期", 2, 2024, 2028, published=False)
    goal = builders.goal(draft)
    data = {"version": 0, "number": "1-1", "code": "r6-1-1", "title": "お茶の会", "content": "集います。"}
    data |= {"position": "", "measure": goal.pk, "lead": cast.elderly.pk, f"plan-{snow.pk}": "related"}
    data |= {f"role-{actor}": "" for actor in ("citizen", "community", "council", "city")}
    html = press(jimu, reverse("staff:initiative-add", args=[draft.pk]), data)
    assert "この計画は続いていないため、新しくつなげません（令和4年度で廃止）" in error_at(
        html, f"plan-{snow.pk}"
    )
    assert not PlanLink.objects.exists()
