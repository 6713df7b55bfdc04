"""The pages by which the secretariat keeps a 取組, its indicators, and how a linked plan words them."""

import re

import pytest

from initiatives.models import ActorRole, Indicator, Initiative, PlanLink
from tests import builders
from tests.initiatives.tree_pages import at, error_at, press, read


def typed_initiative(cast, **changes) -> dict:
    """What the browser sends of お茶の会, unchanged unless said otherwise."""
    row = Initiative.objects.get(pk=cast.tea.pk)
    data = {
        "version": row.version,
        "number": row.number,
        "code": row.code,
        "title": row.title,
        "content": row.content,
        "position": row.position,
        "measure": row.measure_id,
        "lead": cast.elderly.pk,
        f"plan-{cast.snow.pk}": "",
    }
    data |= {f"role-{actor}": "" for actor in ("citizen", "community", "council", "city")}
    return data | changes


def typed_indicator(**changes) -> dict:
    data = {"version": 0, "name": "開催回数", "unit": "回", "kind": "output", "direction": "up", "recipe": ""}
    data |= {
        "baseline": "",
        "baseline_year": "",
        "position": "",
        "value_type": "number",
        "counting": "yearly",
    }
    data |= dict.fromkeys(("question", "source", "counted_by", "final_when", "rubric"), "")
    return data | {f"target-{year}": "" for year in range(2024, 2029)} | changes


# ---- 取組 --------------------------------------------------------------------------------------------------


def test_an_initiative_is_saved_with_all_that_belongs_to_it(jimu, draft):
    changes = {
        "title": "お茶と体操の会",
        "lead": draft.children.pk,
        "support": [draft.elderly.pk, draft.shakyo_office.pk],
        "role-citizen": "参加します。\r\n声をかけます。",
        "role-city": "会場を貸します。",
        f"plan-{draft.snow.pk}": "relisted",
    }
    html = press(jimu, at("initiative-edit", draft.tea), typed_initiative(draft, **changes))
    assert "「1-1-1 お茶と体操の会」を保存しました。" in html
    row = Initiative.objects.get(pk=draft.tea.pk)
    assert row.departments_in("lead") == [draft.children]
    assert set(row.departments_in("support")) == {draft.elderly, draft.shakyo_office}
    assert row.role_texts() == {"citizen": "参加します。\n声をかけます。", "city": "会場を貸します。"}
    assert row.plan_links.get().get_kind_display() == "再掲"
    assert row.version == 2


def test_an_initiative_is_added_at_the_end(jimu, draft):
    data = typed_initiative(draft, version=0, number="1-1-2", code="r6-1-1-2", title="集い", position="")
    press(jimu, at("initiative-add", draft.draft), data)
    row = Initiative.objects.get(code="r6-1-1-2")
    assert (row.term, row.measure, row.position) == (draft.draft, draft.below, draft.tea.position + 1)


def test_what_is_emptied_is_gone(jimu, draft):
    builders.actor_role(draft.tea, "citizen")
    builders.plan_link(draft.tea, draft.snow)
    press(jimu, at("initiative-edit", draft.tea), typed_initiative(draft))
    assert not ActorRole.objects.exists()
    assert not PlanLink.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("code", "r3-1-1", "このコードは、すでに使われています。"),
        ("code", "tree", "「tree」は、ほかのページのアドレスに使っています。"),
        ("code", "お茶", "半角の英数字、「-」、「_」だけで入力してください。"),
        ("number", "1-1-9", "この番号は、同じ期ですでに使われています。"),
        ("number", "あ" * 21, "20文字までです。今は21文字あります。"),
        ("title", "", "「取組名」を入力してください。"),
        ("title", "\x00", "画面に表示されない文字"),
        ("lead", "", "主管課を選んでください。"),
        ("measure", "999999", "正しく選択してください。"),
        ("position", "はじめ", "数字で入力してください。"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field_and_kept(jimu, draft, field, value, words):
    builders.initiative(draft.below, draft.elderly, "1-1-9", code="r6-1-1-9")
    data = typed_initiative(draft, **{field: value, "role-citizen": "参加します。"} | {"role-city": "貸す。"})
    html = press(jimu, at("initiative-edit", draft.tea), data)
    assert words in error_at(html, field)
    assert "参加します。" in html
    assert not ActorRole.objects.exists()


def test_the_lead_cannot_support_itself(jimu, draft):
    data = typed_initiative(draft, support=[draft.elderly.pk])
    html = press(jimu, at("initiative-edit", draft.tea), data)
    assert "「高齢者福祉課」は主管課です。関係課からは外してください。" in html


def test_what_citizens_carry_alone_needs_no_department(jimu, draft):
    data = typed_initiative(draft, lead="", **{"role-citizen": "参加します。"})
    assert "を保存しました。" in press(jimu, at("initiative-edit", draft.tea), data)
    assert not draft.tea.responsibilities.exists()


def test_a_supporting_department_needs_a_lead(jimu, draft):
    data = typed_initiative(draft, lead="", support=[draft.children.pk], **{"role-citizen": "参加します。"})
    html = press(jimu, at("initiative-edit", draft.tea), data)
    assert "関係課だけを置くことはできません。" in error_at(html, "lead")


def test_the_second_of_two_savers_sees_both(jimu, draft):
    stale = typed_initiative(draft, title="わたしの題名", support=[draft.children.pk])
    theirs = typed_initiative(draft, title="ほかの人の題名", **{f"plan-{draft.snow.pk}": "related"})
    press(jimu, at("initiative-edit", draft.tea), theirs)
    html = press(jimu, at("initiative-edit", draft.tea), stale)
    assert "伊藤さんが先に保存したため、まだ保存していません。" in html
    assert "ほかの人の題名" in html
    assert 'value="わたしの題名"' in html
    assert re.findall(r"先に保存した内容</p><p>(.*?)</p>", html) == [
        "ほかの人の題名",
        "（空欄）",
        "関連",
    ]
    draft.tea.refresh_from_db()
    assert draft.tea.title == "ほかの人の題名"


def test_the_code_stays_once_there_are_records(jimu, draft):
    draft.tea.term.requests.create(target_year=2024, due_on=builders.TODAY, opened_at=builders.NOW, opened_by=draft.jimu).records.create(
        initiative=draft.tea, due_on=builders.TODAY, number="1", title="題", content="文", goal="目標", path="目標", lead_department=draft.elderly,
    )  # fmt: skip
    html = press(jimu, at("initiative-edit", draft.tea), typed_initiative(draft, code="other"))
    assert "コードは「r6-1-1-1」から変えられません。" in error_at(html, "code")
    html = press(jimu, at("initiative-delete", draft.tea), {"version": 1})
    assert "年度記録や引継ぎなどで使われているため、削除できません。" in html


def test_an_initiative_with_indicators_is_not_deleted(jimu, draft):
    counted = builders.indicator(draft.tea)
    page = at("initiative-delete", draft.tea)
    assert "先に指標を削除してください。" in press(jimu, page, {"version": 1})
    press(jimu, at("indicator-delete", counted), {"version": 1})
    assert "「1-1-1 お茶の会」を削除しました。" in press(jimu, page, {"version": 1})
    assert not Initiative.objects.filter(pk=draft.tea.pk).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_an_initiative_costs_the_same_for_one_and_three(
    jimu, draft, count, django_assert_num_queries
):
    for number in range(count):
        builders.indicator(draft.tea, f"指標{number}", targets={2024: 1})
        builders.plan_link(draft.tea, builders.plan(f"p{number}", f"計画{number}"))
        builders.initiative(draft.below, draft.children, f"1-2-{number}", code=f"n{number}")
    with django_assert_num_queries(10):
        html = read(jimu, at("initiative-edit", draft.tea))
    assert html.count("での言い方を決める") == count


# ---- indicators --------------------------------------------------------------------------------------------


def test_an_indicator_is_saved_with_a_target_for_each_year(jimu, draft):
    data = typed_indicator(
        baseline="１，２００", baseline_year="2023", **{"target-2024": "▲5", "target-2028": "12.5"}
    )
    html = press(jimu, at("indicator-add", draft.tea), data)
    assert "指標「開催回数」を保存しました。" in html
    row = Indicator.objects.get()
    assert row.baseline_label == "1,200回（令和5年度）"
    assert [str(target) for target in row.targets.all()] == ["令和6年度 -5", "令和10年度 12.5"]


def test_a_target_that_is_emptied_is_gone_and_one_that_is_changed_changes(jimu, draft):
    row = builders.indicator(draft.tea, targets={2024: 1, 2025: 2})
    data = typed_indicator(version=1, **{"target-2025": "3"})
    press(jimu, at("indicator-edit", row), data)
    assert [str(target) for target in row.targets.all()] == ["令和7年度 3"]


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"unit": ""}, "unit", "「単位」を入力してください。"),
        ({"target-2024": "たくさん"}, "target-2024", "数字で入力してください。"),
        ({"baseline": "5"}, "baseline_year", "基準年度を選んでください。"),
        ({"baseline_year": "2023"}, "baseline", "基準値を入力してください。"),
        ({"target-2025": "1.2345"}, "target-2025", "小数は3桁まで"),
    ],
)
def test_an_indicator_that_does_not_fit_is_refused_at_the_field(jimu, draft, changes, field, words):
    html = press(jimu, at("indicator-add", draft.tea), typed_indicator(**changes))
    assert words in error_at(html, field)
    assert not Indicator.objects.exists()


# ---- how a linked plan words it ----------------------------------------------------------------------------


def typed_wording(link, counted, **changes) -> dict:
    key = f"indicator-{counted.pk}"
    data = {"version": link.version, "own_number": "3", "own_title": "雪の日の集い", "note": ""}
    words = {"own_name": "", "own_unit": "百回", "multiplier": "0.01"} | changes
    return data | {f"{key}-{part}": value for part, value in words.items()}


def test_the_words_of_a_linked_plan_can_change_while_the_term_is_public(client, cast):
    counted = builders.indicator(cast.walk)
    link = builders.plan_link(cast.walk, builders.plan("yuki", "雪対策基本計画"))
    client.force_login(cast.jimu)
    assert "保存すると、すぐに公開のページに表示されます" in read(client, at("plan-link-edit", link))
    press(client, at("plan-link-edit", link), typed_wording(link, counted))
    link.refresh_from_db()
    assert (link.number, link.title, link.version) == ("3", "雪の日の集い", 2)
    assert str(link.wordings.get()) == "開催回数（百回）"
    emptied = typed_wording(link, counted, own_unit="", multiplier="")
    press(client, at("plan-link-edit", link), emptied)
    assert not link.wordings.exists()


@pytest.mark.parametrize(
    ("changes", "part", "words"),
    [
        ({"multiplier": "0"}, "multiplier", "0より大きい数を入力してください。"),
        ({"own_unit": ""}, "own_unit", "掛けた後の単位も入力してください。"),
        ({"multiplier": "半分"}, "multiplier", "数字で入力してください。"),
    ],
)
def test_a_factor_that_makes_no_sense_is_refused_at_the_field(jimu, draft, changes, part, words):
    counted = builders.indicator(draft.tea)
    link = builders.plan_link(draft.tea, draft.snow)
    html = press(jimu, at("plan-link-edit", link), typed_wording(link, counted, **changes))
    assert words in error_at(html, f"indicator-{counted.pk}-{part}")
    assert 'value="雪の日の集い"' in html
    assert not link.wordings.exists()
