"""How the secretariats keep the register of plans: pages, errors at their place, two savers, odd input."""

import re

import pytest
from django.urls import reverse

from initiatives.models import PlanLink
from plans.models import Plan, PlanRelation, PlanTerm
from tests import builders

NASTY = "<b>𠮷野家</b>髙👨‍👩‍👧‍👦"


@pytest.fixture
def jimu(client, cast):
    client.force_login(cast.jimu)
    return client


@pytest.fixture(autouse=True)
def in_2023(monkeypatch):
    monkeypatch.setattr("plans.views.staff_register.timezone.localdate", lambda: builders.TODAY)


def at(name, row=None) -> str:
    return reverse(f"staff:register-{name}", args=[row.pk] if row else [])


def read(client, address) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def press(client, address, data) -> str:
    return client.post(address, data, follow=True).content.decode()


def error_at(html, field) -> str:
    found = re.search(rf'(?s)id="id_{field}_error">(.*?)</div>', html)
    return re.sub(r"<.*?>|エラー：|\s", "", found[1]) if found else ""


def words(html) -> str:
    body = re.sub(r"(?s)^.*<main|</main>.*$", "", html)
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", " ", body))


def typed_plan(**changes) -> dict:
    return {
        "version": 0,
        "name": "雪対策基本計画",
        "short_name": "",
        "slug": "yuki",
        "legal_basis": "",
        "obligation": "unknown",
        "lead_department": "",
        "website": "",
        "description": "",
        "position": "",
    } | changes


def typed_term(**changes) -> dict:
    return {
        "version": 0,
        "name": "第2期",
        "ordinal": "2",
        "first_year": "2024",
        "last_year": "2028",
        "period_note": "",
        "book": "",
        "adopted_on": "",
        "nickname": "",
        "philosophy": "",
    } | changes


def as_stored(term, **changes) -> dict:
    """What the browser sends of a stored term."""
    row = PlanTerm.objects.get(pk=term.pk)
    names = ("version", "name", "ordinal", "period_note", "adopted_on", "nickname", "philosophy")
    years = {"first_year": row.first_year or "unknown", "last_year": row.last_year or row.end}
    return {name: getattr(row, name) for name in names} | years | {"book": row.book_id or ""} | changes


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


# ---- terms -------------------------------------------------------------------------------------------------


def test_a_term_is_added_with_the_next_ordinal_and_shows_its_neighbours(jimu, cast):
    assert 'name="ordinal" value="2"' in read(jimu, at("term-add", cast.plan))
    html = press(jimu, at("term-add", cast.plan), typed_term(adopted_on="令和6年3月", nickname="ささえ愛"))
    assert "「みほん市地域福祉計画 第2期」を保存しました。" in html
    second = PlanTerm.objects.get(ordinal=2)
    assert "前の期第1期（令和3年度～令和5年度）次の期登録なし" in words(read(jimu, at("term-edit", second)))
    public = words(read(jimu, cast.plan.get_absolute_url()))
    assert "前の期登録なし次の期第2期（令和6年度～令和10年度）" in public


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({"first_year": "unknown", "last_year": "unknown"}, "開始・終了の年度は不明"),
        ({"last_year": "open"}, "令和6年度（2024年度）～（終期なし）"),
        ({"last_year": "unknown"}, "令和6年度（2024年度）～（終了年度不明）"),
    ],
)
def test_unknown_years_and_open_ends_are_said_in_words(jimu, cast, changes, shown):
    press(jimu, at("term-add", cast.plan), typed_term(**changes))
    for address in (at("plan", cast.plan), cast.plan.get_absolute_url()):
        assert shown in words(read(jimu, address))
    form = read(jimu, at("term-edit", PlanTerm.objects.get(ordinal=2)))
    for value in changes.values():
        assert f'<option value="{value}" selected>' in form


@pytest.mark.parametrize(
    ("changes", "field", "expected"),
    [
        ({"first_year": "2023"}, "first_year", "年度が重なっています：第1期（令和3年度～令和5年度）"),
        ({"last_year": "2023"}, "last_year", "終了年度は開始年度以後にしてください。"),
        ({"first_year": ""}, "first_year", "「開始年度」を選んでください。"),
        ({"last_year": ""}, "last_year", "「終了年度」を選んでください。"),
        ({"first_year": "open"}, "first_year", "選択"),
        ({"last_year": "9999999999999999999"}, "last_year", "選択"),
        ({"ordinal": "１"}, "ordinal", "同じ順番の期が、すでにあります。"),
        ({"ordinal": "0"}, "ordinal", "1以上の数字を入力してください。"),
        ({"ordinal": "99999"}, "ordinal", "数字が長すぎます"),
        ({"name": "第1期"}, "name", "同じ名称の期が、すでにあります。"),
        ({"adopted_on": "そのうち"}, "adopted_on", "策定の時期として読み取れません"),
        ({"philosophy": "あ" * 201}, "philosophy", "200文字までです。今は201文字あります。"),
        ({"nickname": "愛\u202e称"}, "nickname", "画面に表示されない文字"),
        ({"book": "99999"}, "book", "選択"),
    ],
)
def test_a_term_that_does_not_fit_is_refused_at_its_field_and_kept(jimu, cast, changes, field, expected):
    html = press(jimu, at("term-add", cast.plan), typed_term(period_note="消えない補足") | changes)
    assert expected in error_at(html, field)
    assert 'value="消えない補足"' in html
    assert PlanTerm.objects.count() == 1


def test_the_clerk_says_in_plain_words_where_the_text_is(jimu, cast):
    activity = builders.plan("katsudo", "みほん市地域福祉活動計画")
    assert "本文は「みほん市地域福祉計画」" not in read(jimu, at("term-add", activity))
    builders.relation(cast.plan, activity, "integrated")
    form = read(jimu, at("term-add", activity))
    assert (
        "本文は「みほん市地域福祉計画」の第1期（令和3年度（2021年度）～令和5年度（2023年度））にある" in form
    )
    data = typed_term(name="第1期", ordinal="1", first_year="2021", last_year="2023", book=cast.term.pk)
    press(jimu, at("term-add", activity), data)
    term = activity.terms.get()
    assert term.book == cast.term
    assert "本文は「みほん市地域福祉計画」の同じ期（第1期）にある</option>" in read(
        jimu, at("term-edit", term)
    )
    assert "「みほん市地域福祉計画 第1期」にある" in words(read(jimu, at("plan", activity))).replace(
        "計画第", "計画 第"
    )


def test_a_published_term_shows_what_it_prints_and_does_not_take_it(jimu, cast):
    page = at("term-edit", cast.term)
    html = read(jimu, page)
    assert re.search(r'name="philosophy"[^>]* readonly', html)
    assert re.search(r'name="ordinal"[^>]* readonly', html)
    assert not re.search(r'name="nickname"[^>]* readonly', html)
    html = press(jimu, page, as_stored(cast.term, philosophy="こっそり変えた理念"))
    assert "「見直し」を準備してください" in error_at(html, "philosophy")
    assert 'value="こっそり変えた理念"' in html
    html = press(jimu, page, as_stored(cast.term, nickname="新しい愛称"))
    assert "を保存しました" in html
    cast.term.refresh_from_db()
    assert (cast.term.philosophy, cast.term.nickname) == ("ともに生きるまち", "新しい愛称")


def test_a_longer_published_term_says_so_to_everybody(jimu, cast):
    page = at("term-edit", cast.term)
    html = press(jimu, page, as_stored(cast.term, last_year="2024"))
    assert "もとの期間（令和3年度～令和5年度）と理由を書いてください" in error_at(html, "period_note")
    press(jimu, page, as_stored(cast.term, last_year="2024", period_note="当初は令和5年度まで。1年延長"))
    public = words(read(jimu, cast.plan.get_absolute_url()))
    assert "令和3年度（2021年度）～令和6年度（2024年度）当初は令和5年度まで。1年延長" in public


def test_a_term_saved_by_somebody_else_meanwhile_shows_both(jimu, client, cast):
    stale = as_stored(cast.term, nickname="後の愛称", last_year="2024", period_note="延長")
    press(jimu, at("term-edit", cast.term), as_stored(cast.term, nickname="先の愛称"))
    client.force_login(cast.shakyo_jimu)
    html = press(client, at("term-edit", cast.term), stale)
    assert "伊藤さんが先に保存した" in html
    assert "先の愛称" in html
    assert 'value="後の愛称"' in html
    assert "令和5年度（2023年度）</p>" in html  # what the other left in the box of the last year, in words


def test_a_term_is_deleted_unless_something_hangs_on_it(jimu, cast):
    html = read(jimu, at("term-delete", cast.term))
    for name in ("施策", "取組", "推進委員会"):
        assert f"<li>{name}</li>" in html
    second = builders.term(cast.plan, "第2期", 2, 2024, 2028, published=False)
    assert "を削除しました" in press(jimu, at("term-delete", second), {"version": 1})
    assert not PlanTerm.objects.filter(ordinal=2).exists()


# ---- relations ---------------------------------------------------------------------------------------------


def typed_relation(other, **changes) -> dict:
    return {"version": 0, "other": other.pk, "kind": "individual", "note": ""} | changes


def test_a_relation_is_added_changed_and_removed_and_both_plans_show_it(jimu, cast):
    snow = builders.plan("yuki", "雪対策基本計画")
    html = press(jimu, at("relation-add", cast.plan), typed_relation(snow, note="除雪の部分"))
    assert "「雪対策基本計画」との関係を保存しました。" in html
    row = PlanRelation.objects.get()
    assert "雪対策基本計画個別計画除雪の部分関係を直す" in words(read(jimu, at("plan", cast.plan)))
    assert "みほん市地域福祉計画上位計画除雪の部分関係を直す" in words(read(jimu, at("plan", snow)))
    press(jimu, at("relation-edit", row), typed_relation(snow, version=1, kind="coordinates"))
    assert "雪対策基本計画連携する計画" in words(read(jimu, at("plan", cast.plan)))
    assert "との関係を削除しました" in press(jimu, at("relation-delete", row), {"version": 2})
    assert not PlanRelation.objects.exists()


def test_a_circle_is_refused_with_the_chain(jimu, cast):
    snow = builders.plan("yuki", "雪対策基本計画")
    total = builders.plan("sogo", "総合計画")
    builders.relation(cast.plan, snow, "individual")
    builders.relation(cast.plan, total, "upper")
    html = press(
        jimu, at("relation-add", snow), typed_relation(total, kind="individual", note="消えない補足")
    )
    expected = "（上から順に「雪対策基本計画」→「総合計画」→「みほん市地域福祉計画」→「雪対策基本計画」）"
    assert expected in error_at(html, "other")
    assert 'value="消えない補足"' in html
    assert PlanRelation.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "field", "expected"),
    [
        ({"other": ""}, "other", "「相手の計画」を選んでください。"),
        ({"other": "99999"}, "other", "選択"),
        ({"kind": ""}, "kind", "「関係」を選んでください。"),
        ({"kind": "above"}, "kind", "選択"),
        ({"note": "あ" * 201}, "note", "200文字までです。"),
    ],
)
def test_a_relation_that_cannot_be_read_is_refused_at_its_field(jimu, cast, changes, field, expected):
    snow = builders.plan("yuki", "雪対策基本計画")
    html = press(jimu, at("relation-add", cast.plan), typed_relation(snow) | changes)
    assert expected in error_at(html, field)


def test_the_same_pair_the_other_way_round_is_refused(jimu, cast):
    snow = builders.plan("yuki", "雪対策基本計画")
    press(jimu, at("relation-add", cast.plan), typed_relation(snow))
    html = press(jimu, at("relation-add", snow), typed_relation(cast.plan, kind="upper"))
    assert (
        "すでに登録されています（「みほん市地域福祉計画」から見て「雪対策基本計画」は個別計画）"
        in error_at(html, "other")
    )


def test_a_relation_that_somebody_removed_meanwhile_is_not_there(jimu, cast):
    row = builders.relation(cast.plan, builders.plan("yuki", "雪対策基本計画"))
    page = at("relation-edit", row)
    read(jimu, page)
    row.delete()
    assert jimu.get(page).status_code == 404


# ---- history -----------------------------------------------------------------------------------------------


def test_the_history_tells_of_the_plan_and_of_all_that_hangs_on_it(jimu, cast):
    press(jimu, at("plan-add"), typed_plan(owners=[cast.council.pk], lead_department=cast.elderly.pk))
    row = Plan.objects.get(slug="yuki")
    press(jimu, at("term-add", row), typed_term(name="第9期", ordinal="1"))
    press(jimu, at("term-delete", row.terms.get()), {"version": 1})
    press(jimu, at("relation-add", row), typed_relation(cast.plan, kind="upper"))
    press(
        jimu,
        at("plan-close", row),
        {"version": 1, "closing": "ended", "closed_year": "unknown", "closed_reason": "終わったため。"},
    )
    html = words(read(jimu, at("plan", row)))
    history = html[html.index("更新履歴") :]
    for expected in (
        "伊藤計画の変更",
        "廃止・終了の理由終わったため。",
        "伊藤計画の位置付けの作成",
        "相手の計画みほん市地域福祉計画",
        "伊藤計画の期の削除",
        "第9期",
        "策定する団体の作成",
        "みほん市社会福祉協議会",
        "担当課高齢者福祉課",
        "画面：/staff/register/add/",
    ):
        assert expected in history
