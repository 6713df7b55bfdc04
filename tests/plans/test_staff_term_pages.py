"""The pages by which the secretariat keeps the terms of a plan, its relations, and reads their history."""

import re

import pytest

from plans.models import Plan, PlanRelation, PlanTerm
from tests import builders
from tests.large_city.pouring import retell, triggers_off
from tests.plans.register_pages import as_stored, at, error_at, press, read, typed_plan, typed_term, words

pytestmark = pytest.mark.usefixtures("in_2023")

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


def test_a_long_history_shows_its_newest_fifty_and_all_of_it_at_one_press(jimu, cast):
    with triggers_off():
        retell(cast.plan, 60, description=lambda at: f"{at}回目の説明")
    page = at("plan", cast.plan)
    short = read(jimu, page)
    told = short.count("<summary>")
    assert told == 50
    assert "60回目の説明" in short
    assert '<a href="?history=all#history">' in short
    whole = read(jimu, f"{page}?history=all")
    assert whole.count("<summary>") > 60
    assert ">1回目の説明" in whole
    assert ">1回目の説明" not in short
