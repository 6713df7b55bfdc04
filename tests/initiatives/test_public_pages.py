"""What the public reads of the tree, of who does what, and of the plans that a 取組 serves."""

import re

import pytest
from django.urls import reverse

from tests import builders

TREE, PLANS = "/initiatives/tree/", "/initiatives/plans/"


@pytest.fixture
def roles(cast):
    builders.actor_role(cast.walk, "citizen", "あいさつをします。\n様子を見ます。")
    builders.actor_role(cast.walk, "city", "研修を開きます。")
    builders.actor_role(cast.salon, "council", "会場を用意します。")
    return cast


def read(client, address) -> str:
    return client.get(address).content.decode()


def cells(html, title) -> list[tuple[str, str]]:
    """The cells of the row of a 取組: their label on a phone and what they say."""
    row = next(row for row in re.findall(r"(?s)<tr>.*?</tr>", html) if title in row)
    return re.findall(r'<td[^>]*data-label="(.*?)">(.*?)</td>', row)


def test_the_tree_shows_the_whole_plan_and_who_does_what(client, roles):
    html = read(client, TREE)
    assert "ともに生きるまち" in html
    assert "つながりを持てる地域づくり" in html
    assert cells(html, "見守り活動") == [
        ("市民", "あいさつをします。<br>様子を見ます。"),
        ("地域・事業者・団体", "―"),
        ("社協", "―"),
        ("市", "研修を開きます。"),
    ]


def test_the_tree_can_be_narrowed_to_what_one_actor_does(client, roles):
    html = read(client, f"{TREE}?actor=citizen")
    assert "<h1>市民ができること</h1>" in html
    assert cells(html, "見守り活動") == [("市民", "あいさつをします。<br>様子を見ます。")]
    assert "ふれあいサロン" not in html
    assert "研修を開きます。" not in html
    assert "ふれあいサロン" in read(client, f"{TREE}?actor=council")


def test_an_actor_without_any_role_is_said_to_have_none(client, roles):
    assert "あてはまる取組はありません" in read(client, f"{TREE}?actor=community")


def test_an_unknown_actor_shows_everything(client, roles):
    html = read(client, f"{TREE}?actor=<script>")
    assert "ふれあいサロン" in html
    assert "<script>" not in html


def test_hostile_text_stays_text(client, cast):
    builders.actor_role(cast.walk, "citizen", "<b>髙橋さん</b>𠮷😀")
    assert "&lt;b&gt;髙橋さん&lt;/b&gt;𠮷😀" in read(client, TREE)
    assert "&lt;b&gt;髙橋さん&lt;/b&gt;𠮷😀" in read(client, cast.walk.get_absolute_url())


def test_what_is_not_published_stays_inside(client, roles):
    assert "あいさつをします。" in read(client, TREE)
    roles.term.published_at = None
    roles.term.save()
    for address in (TREE, f"{TREE}?term={roles.term.pk}", PLANS):
        html = read(client, address)
        assert "見守り活動" not in html
        assert "公開した取組は、まだありません" in html


def test_the_page_of_an_initiative_shows_the_four_columns(client, roles):
    html = read(client, roles.walk.get_absolute_url())
    section = html[html.index("だれが何をするか") :]
    assert (
        section.index("市民ができること") < section.index("あいさつをします。") < section.index("社協が行う")
    )
    assert section.count("記載はありません") == 2


def test_an_initiative_without_a_department_says_so(client, cast):
    row = builders.initiative(cast.goal, None, "1-3")
    builders.actor_role(row, "citizen")
    assert "なし（市民や地域が担う取組です）" in read(client, row.get_absolute_url())


def test_the_list_leads_to_what_citizens_can_do(client, cast):
    assert 'actor=citizen">市民ができること</a>' in read(client, "/initiatives/")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("query", "queries"), [("", 5), ("?actor=citizen", 5)])
def test_the_tree_costs_the_same_for_one_and_three(
    client, cast, count, query, queries, django_assert_num_queries
):
    builders.actor_role(cast.walk, "citizen")
    for number in range(2, count + 1):
        builders.actor_role(builders.initiative(cast.goal, cast.elderly, f"2-{number}"), "citizen")
    with django_assert_num_queries(queries):
        html = read(client, TREE + query)
    assert html.count("声をかけ合います。") == count


@pytest.fixture
def linked(cast):
    """見守り活動 is listed again in the plan for elderly people and related to the one for snow; サロン to the first."""
    cast.elderly_plan = builders.plan("korei", "高齢者保健福祉計画", position=2)
    cast.snow_plan = builders.plan("yuki", "雪対策基本計画", short_name="雪対策", position=3)
    cast.walk_link = builders.plan_link(cast.walk, cast.elderly_plan, "relisted")
    builders.plan_link(cast.walk, cast.snow_plan)
    builders.plan_link(cast.salon, cast.elderly_plan)
    return cast


def test_the_matrix_shows_each_link_and_counts_them(client, linked):
    html = read(client, PLANS)
    assert cells(html, "見守り活動") == [
        ("高齢者保健福祉計画", "再掲"),
        ("雪対策", "関連"),
        ("計画の数", "2"),
    ]
    assert cells(html, "ふれあいサロン") == [("高齢者保健福祉計画", "関連"), ("計画の数", "1")]
    assert [count for _, count in cells(html, "再掲の取組")] == ["1", "0", "1"]
    assert [count for _, count in cells(html, "関連の取組")] == ["1", "1", "2"]
    assert [count for _, count in cells(html, '"row">計')] == ["2", "1", "3"]
    assert "2件の取組のうち2件が、2の計画とつながっています" in html


def test_the_matrix_leads_to_the_sheet_of_each_plan_and_back(client, linked):
    sheet = reverse("plan-sheet", args=["korei"])
    assert f'<a href="{sheet}">' in read(client, PLANS)
    assert f'<a href="{sheet}">' in read(client, linked.elderly_plan.get_absolute_url())
    assert f'<a href="{sheet}">' in read(client, linked.walk.get_absolute_url())
    assert linked.walk.get_absolute_url() in read(client, sheet)


def test_without_links_the_matrix_says_so(client, cast):
    assert "つながりを登録した計画は、まだありません" in read(client, PLANS)


@pytest.mark.parametrize("count", [1, 3])
def test_the_matrix_costs_the_same_for_one_and_three(client, cast, count, django_assert_num_queries):
    for number in range(count):
        plan = builders.plan(f"p{number}", f"計画{number}")
        builders.plan_link(builders.initiative(cast.goal, cast.elderly, f"3-{number}"), plan)
    with django_assert_num_queries(4):
        html = read(client, PLANS)
    assert html.count(">関連</td>") == count


def test_a_long_matrix_is_turned_page_by_page_with_the_sums_of_all(client, linked, monkeypatch):
    monkeypatch.setattr("initiatives.views.public.ROWS_ON_A_PAGE", 1)
    first, second = read(client, PLANS), read(client, f"{PLANS}?page=2")
    assert ("見守り活動" in first, "ふれあいサロン" in first) == (True, False)
    assert ("見守り活動" in second, "ふれあいサロン" in second) == (False, True)
    for html in (first, second):
        assert "2件の取組のうち2件が、2の計画とつながっています" in html
        assert [count for _, count in cells(html, '"row">計')] == ["2", "1", "3"]
