"""How the secretariat writes the tree of a term that is not public yet, without Django's administration."""

import pytest
from django.urls import reverse

from plans.models import Measure, MeasureLevel
from tests import builders
from tests.initiatives.test_staff_initiative_pages import typed_initiative
from tests.initiatives.tree_pages import at, error_at, press, read

LOCKED = "変えるときは「見直し」で行います。"


# ---- the tree ----------------------------------------------------------------------------------------------


def test_the_list_tells_which_terms_have_a_tree(jimu, draft):
    builders.term(draft.snow, "第1期", 1, 2024, 2025, published=False)
    html = read(jimu, reverse("staff:tree-list"))
    begun, empty = html.split("体系をまだ登録していない期")
    assert "みほん市地域福祉計画 第2期" in begun
    assert "未公開" in begun
    assert "雪対策基本計画 第1期" in empty


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(client, cast, count, django_assert_num_queries):
    for number in range(2, count + 1):
        builders.goal(builders.term(cast.plan, f"第{number}期", number, 2020 + 5 * number, 2024 + 5 * number))
    client.force_login(cast.jimu)
    with django_assert_num_queries(4):
        html = read(client, reverse("staff:tree-list"))
    assert html.count("みほん市地域福祉計画 第") == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_tree_costs_the_same_for_one_and_three(jimu, draft, count, django_assert_num_queries):
    for number in range(2, count + 1):
        row = builders.initiative(draft.below, draft.elderly, f"1-1-{number}", code=f"n{number}")
        builders.actor_role(row, "citizen")
        builders.indicator(row)
    with django_assert_num_queries(9):
        html = read(jimu, at("tree-detail", draft.draft))
    assert html.count("担い手：") == count


def test_the_names_of_the_levels_are_any_number_of_lines(jimu, draft):
    page = at("tree-levels", draft.draft)
    data = {"version": draft.draft.version, "names": "基本目標\r\n 施策の方向 \r\n\r\n基本施策\r\n重点"}
    assert "基本目標 → 施策の方向 → 基本施策 → 重点 → 取組" in press(jimu, page, data)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ("基本目標", "2階層目に施策があるため、名称は2行以上にしてください。"),
        ("施策\n施策", "同じ名称が2回書かれています"),
        ("基本目標\n" + "あ" * 31, "1つの名称は30文字までです"),
        ("", "「階層の名称」を入力してください。"),
    ],
)
def test_names_of_levels_that_do_not_fit_are_refused_at_the_field(jimu, draft, names, words):
    html = press(jimu, at("tree-levels", draft.draft), {"version": draft.draft.version, "names": names})
    assert words in error_at(html, "names")
    assert list(draft.draft.levels.values_list("name", flat=True)) == ["基本目標", "施策の方向"]


# ---- 施策 --------------------------------------------------------------------------------------------------


def typed_measure(**changes) -> dict:
    return {
        "version": 0, "parent": "", "number": "9", "title": "新しい施策", "description": "", "position": "",
    } | changes  # fmt: skip


def test_a_measure_is_added_below_another(jimu, draft):
    form = read(jimu, f"{at('measure-add', draft.draft)}?parent={draft.top.pk}")
    assert f'<option value="{draft.top.pk}" selected>1 集う地域づくり</option>' in form
    html = press(jimu, at("measure-add", draft.draft), typed_measure(parent=draft.top.pk))
    assert "「9 新しい施策」を保存しました。" in html
    row = Measure.objects.get(number="9")
    assert (row.parent, row.depth, row.position) == (draft.top, 2, 2)


def test_a_number_that_is_taken_is_refused_at_the_field(jimu, draft):
    html = press(jimu, at("measure-add", draft.draft), typed_measure(number="1-1"))
    assert error_at(html, "number") == "この番号は、同じ期ですでに使われています。"
    assert 'value="新しい施策"' in html


def test_a_measure_below_the_last_level_needs_a_name_for_its_level_first(jimu, draft):
    html = press(jimu, at("measure-add", draft.draft), typed_measure(parent=draft.below.pk))
    assert "先に「階層の名称」を1つ増やしてください。" in error_at(html, "parent")


def test_a_measure_cannot_hang_below_what_hangs_below_it(jimu, draft):
    MeasureLevel.objects.create(term=draft.draft, depth=3, name="基本施策")
    data = typed_measure(version=1, parent=draft.below.pk, number="1", title="輪")
    html = press(jimu, at("measure-edit", draft.top), data)
    assert "自分より上の階層にある施策を選んでください。" in error_at(html, "parent")


def test_what_hangs_below_follows_a_measure_that_moves_up(jimu, draft):
    MeasureLevel.objects.create(term=draft.draft, depth=3, name="基本施策")
    leaf = builders.measure(draft.below, "1-1-1", "葉")
    data = typed_measure(version=1, number="2", title="上に移った施策")
    press(jimu, at("measure-edit", draft.below), data)
    draft.below.refresh_from_db()
    leaf.refresh_from_db()
    assert (draft.below.depth, leaf.depth, leaf.version) == (1, 2, 2)


def test_only_a_measure_on_which_nothing_hangs_can_be_deleted(jimu, draft):
    html = press(jimu, at("measure-delete", draft.below), {"version": 1})
    assert "この下に施策か取組があるため、削除できません。" in html
    draft.tea.delete()
    assert "「1-1 通いの場を増やす」を削除しました。" in press(
        jimu, at("measure-delete", draft.below), {"version": 1}
    )
    assert not Measure.objects.filter(pk=draft.below.pk).exists()


def test_a_row_that_somebody_just_changed_is_not_deleted_unseen(jimu, draft):
    Measure.objects.filter(pk=draft.top.pk).update(version=5)
    html = press(jimu, at("measure-delete", draft.top), {"version": 1})
    assert "ほかの人が先に変更しました。" in html
    assert 'name="version" value="5"' in html


# ---- a term that is public ---------------------------------------------------------------------------------


def test_the_pages_of_a_public_term_show_what_there_is_and_no_form(client, cast):
    counted = builders.indicator(cast.walk, targets={2022: 12})
    builders.actor_role(cast.walk, "citizen")
    client.force_login(cast.jimu)
    shown = {
        at("tree-detail", cast.term): "見守り活動",
        at("tree-levels", cast.term): "基本目標",
        at("measure-add", cast.term): "施策の追加",
        at("measure-edit", cast.goal): "つながりを持てる地域づくり",
        at("measure-delete", cast.goal): "削除",
        at("initiative-add", cast.term): "取組の追加",
        at("initiative-edit", cast.walk): "声をかけ合います。",
        at("initiative-delete", cast.walk): "削除",
        at("indicator-add", cast.walk): "指標の追加",
        at("indicator-edit", counted): "令和4年度 12回",
        at("indicator-delete", counted): "削除",
    }
    for address, words in shown.items():
        html = read(client, address)
        main = html[html.index("<main") : html.index("</main>")]
        assert words in main, address
        assert LOCKED in main, address
        assert "<form" not in main, address


def test_what_was_typed_while_the_term_became_public_is_kept_but_not_saved(jimu, draft):
    data = typed_initiative(draft, title="間に合わなかった題名")
    draft.draft.published_at = builders.NOW
    draft.draft.save()
    html = press(jimu, at("initiative-edit", draft.tea), data)
    assert "この期は公開しているため、体系・取組・指標は「見直し」で変更します。" in html
    assert "間に合わなかった題名" in html
    draft.tea.refresh_from_db()
    assert draft.tea.title == "お茶の会"


def test_a_term_made_as_one_with_another_has_no_tree_of_its_own(jimu, draft):
    joint = builders.term(draft.snow, "第1期", 1, 2024, 2028, published=False, book=draft.draft)
    html = read(jimu, at("tree-detail", joint))
    assert f'<a href="{at("tree-detail", draft.draft)}">みほん市地域福祉計画 第2期</a>' in html
    html = press(jimu, at("measure-add", joint), typed_measure())
    assert "一体的に策定した「みほん市地域福祉計画 第2期」にあります。" in html
