"""What citizens read of the bridge between two terms: あの取組はどこへ行った？"""

import re

import pytest
from django.urls import reverse

from evaluations import carried_issues
from evaluations.models import CarriedIssue
from evaluations.reports.handover import content, pdf
from initiatives import carry_over as verbs
from initiatives.family import family
from initiatives.inheritance import Successor
from initiatives.models import CarryOver, Indicator
from plans.publication import publish_term, unpublish_term
from tests import builders
from tests.plans.press.reading import Reading

WHY = "担い手が重なるため。"


@pytest.fixture
def bridge(cast):
    """見守り活動 and ふれあいサロン were merged; 雪かき is new; nothing is public yet."""
    cast.bridge = builders.carried_over(cast.term)
    (line,) = builders.carried(cast.bridge, cast.walk, "merged", WHY, title="見守りとサロン")
    builders.carried(cast.bridge, cast.salon, "merged", WHY, successors=[Successor(existing=line.new)])
    cast.new = line.new
    place = cast.bridge.new_term.measures.get()
    cast.fresh = builders.initiative(place, cast.elderly, "1-9", code="r6-1-9", title="雪かき")
    verbs.call_new(carry_over=cast.bridge, reasons={cast.fresh: "大雪が続いたため。"})
    builders.chapter(cast.bridge.new_term)
    return cast


def public(cast) -> CarryOver:
    publish_term(term=cast.bridge.new_term, by=cast.jimu, now=builders.NOW)
    return CarryOver.objects.for_reading().get(pk=cast.bridge.pk)


def read(client, address) -> str:
    return client.get(address).content.decode()


def family_of(client, initiative) -> str:
    """The section as it is heard: without marks, spaces made one."""
    html = read(client, initiative.get_absolute_url())
    found = re.search(r'(?s)<section id="family">.*?</section>', html)
    return re.sub(r"\s+", "", re.sub(r"<.*?>", "", found[0])) if found else ""


def test_a_next_term_that_is_not_public_is_nowhere_seen(client, bridge):
    assert client.get("/plans/chiiki-fukushi/bridge/2/").status_code == 404
    assert client.get("/plans/chiiki-fukushi/bridge/2/handover.pdf").status_code == 404
    assert family_of(client, bridge.walk) == ""
    assert client.get(bridge.new.get_absolute_url()).status_code == 404
    assert "でどうなったか" not in read(client, reverse("initiative-list"))
    public(bridge)
    assert "見守りとサロン" in family_of(client, bridge.walk)
    unpublish_term(term=bridge.bridge.new_term)
    assert family_of(client, bridge.walk) == ""
    assert client.get("/plans/chiiki-fukushi/bridge/2/").status_code == 404


def test_the_family_tree_is_told_from_both_ends(client, bridge):
    public(bridge)
    old = family_of(client, bridge.walk)
    assert "統合第2期の「1-1見守りとサロン」になりました。" in old
    assert "いっしょになった取組：1-2ふれあいサロン" in old
    assert WHY in old
    new = family_of(client, bridge.new)
    assert "第1期の「1-1見守り活動」から統合" in new
    assert "第1期の「1-2ふれあいサロン」から統合" in new
    fresh = family_of(client, bridge.fresh)
    assert "新規第2期（令和6年度～令和10年度）から新しく始めた取組です。大雪が続いたため。" in fresh


def test_it_is_told_through_three_terms_in_one_query(bridge, django_assert_num_queries):
    public(bridge)
    third = builders.term(bridge.plan, "第3期", 3, 2029, 2033, published=False)
    place = builders.goal(third)
    second = verbs.begin(old_term=bridge.bridge.new_term, new_term=third)
    builders.carried(second, bridge.fresh, "completed", "除雪車が入ったため。")
    builders.carried(second, bridge.new, "renamed", WHY, title="集いの場", measure=place)
    with django_assert_num_queries(1):
        found = family(bridge.walk)
    assert found.descendants[0].further == []
    builders.chapter(third)
    publish_term(term=third, by=bridge.jimu, now=builders.NOW)
    with django_assert_num_queries(1):
        found = family(bridge.walk)
    assert found.descendants[0].further[0].initiative.title == "集いの場"
    newest = third.initiatives.get()
    with django_assert_num_queries(1):
        found = family(newest)
    assert {relative.initiative for relative in found.ancestors[0].further} == {bridge.walk, bridge.salon}
    assert family(bridge.fresh).descendants[0].initiative is None


def test_the_bridge_lists_old_and_new(client, bridge):
    address = public(bridge).get_absolute_url()
    assert address == "/plans/chiiki-fukushi/bridge/2/"
    html = read(client, address)
    for words in (
        "見守り活動",
        "ふれあいサロン",
        "見守りとサロン",
        WHY,
        "大雪が続いたため。",
        "統合</dt><dd>2件",
    ):
        assert words in html
    assert 'href="/plans/chiiki-fukushi/bridge/2/handover.pdf"' in html
    assert client.get(f"{address}handover.pdf").content.startswith(b"%PDF")
    assert f'href="{address}"' in read(client, reverse("initiative-list"))


def test_the_page_of_the_plan_leads_to_the_bridge_once_both_terms_are_public(client, bridge):
    old = f"{bridge.plan.get_absolute_url()}?term={bridge.term.pk}"
    way = "次の期へ：第1期の取組は、第2期でどうなったか"
    assert way not in read(client, old)
    public(bridge)
    html = read(client, old)
    assert f'<a href="/plans/chiiki-fukushi/bridge/2/">{way}</a>' in html
    assert "第1期から第2期への引継ぎ" in html
    assert "次の期へ" not in read(client, bridge.plan.get_absolute_url())  # the second term leads nowhere yet
    unpublish_term(term=bridge.bridge.new_term)
    assert way not in read(client, old)


def test_a_long_bridge_is_turned_page_by_page(client, bridge, monkeypatch):
    """Each page says where every part begins; nothing is told twice, nothing left out."""
    monkeypatch.setattr("evaluations.views.public_bridge.LINES_ON_A_PAGE", 4)
    second = builders.goal(bridge.term, "2", "助けてと言える地域づくり")
    for number in range(1, 6):
        row = builders.initiative(second, bridge.elderly, f"2-{number}", title=f"相談の場{number}")
        builders.carried(bridge.bridge, row, "completed")
    address = public(bridge).get_absolute_url()
    first, last = read(client, address), read(client, f"{address}?page=2")
    assert "2ページ中1ページ目（全8件）" in first
    for html in (first, last):
        assert f'<a href="?page=1#goal-{second.pk}">2 助けてと言える地域づくり</a>' in html
        assert '<a href="?page=2#new">第2期で新しく始めた取組</a>' in html
        assert "完了</dt><dd>5件" in html
    assert [f"相談の場{number}" in first for number in range(1, 6)] == [True, True, False, False, False]
    assert [f"相談の場{number}" in last for number in range(1, 6)] == [False, False, True, True, True]
    assert f'id="goal-{second.pk}"' in first
    assert f'id="goal-{second.pk}"' in last
    assert ("大雪が続いたため。" in first, "大雪が続いたため。" in last) == (False, True)
    assert ("<h2>検討課題</h2>" in first, "<h2>検討課題</h2>" in last) == (False, True)
    assert "このページの内容" in first
    assert read(client, f"{address}?page=99") == last


def test_the_pages_of_the_old_term_stay_as_they_were_but_for_the_family_tree(client, bridge):
    builders.indicator(bridge.walk, targets={2022: 24})
    builders.published(builders.round_(bridge.term, bridge.committee, bridge.jimu), bridge.jimu)
    addresses = [bridge.walk.get_absolute_url(), bridge.salon.get_absolute_url(), "/evaluations/2022/"]
    addresses += [f"{bridge.plan.get_absolute_url()}?term={bridge.term.pk}"]

    def dump() -> list[str]:
        pages = [read(client, address) for address in addresses]
        pages = [page[page.index("<main") : page.index("</main")] for page in pages]
        pages = [re.sub(r'(?s)<section id="family">.*?</section>', "", page) for page in pages]
        # A plan with two published terms leads from one to the other.
        links = r'<dt>次の期</dt>\s*<dd>.*?</dd>|<li><a href="[^"]*/bridge/2/">.*?</li>'
        way = rf'(?s)\s+|<form class="filters".*?</form>|{links}'
        return [re.sub(way, "", page) for page in pages]

    before = dump()
    public(bridge)
    assert dump() == before


# ---- 検討課題 ----------------------------------------------------------------------------------------------


def test_only_decided_issues_with_a_summary_are_read(client, bridge):
    round_ = builders.in_committee(builders.round_(bridge.term, bridge.committee, bridge.jimu), bridge.jimu)
    builders.opinion(round_, bridge.member_seat, text="隣の佐々木さんが心配です。")
    carried_issues.collect(carry_over=bridge.bridge)
    address = public(bridge).get_absolute_url()
    html = read(client, address)
    assert "佐々木" not in html
    assert "若い世代に向けた説明会" not in html
    assert "扱いを検討している課題が3件あります。" in html
    issue = CarriedIssue.objects.get(opinion__isnull=False)
    told = {"summary": "近所を心配する意見", "decision": "reflected", "reason": "見守りを増やします。"}
    carried_issues.decide(issue=issue, version=1, new_initiative=bridge.new, **told)
    html = read(client, address)
    for words in ("令和4年度の意見（令和4-001）", "近所を心配する意見", "見守りを増やします。"):
        assert words in html
    assert "佐々木" not in html
    assert "このほかに、扱いを検討している課題が2件あります。" in html


# ---- indicators --------------------------------------------------------------------------------------------


@pytest.fixture
def counted(cast):
    """見守り活動 goes on, and so does what is counted; 2022 is published."""
    cast.count = builders.indicator(cast.walk, targets={2022: 24})
    builders.published(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    cast.bridge = builders.carried_over(cast.term)
    (line,) = builders.carried(cast.bridge, cast.walk)
    builders.carried(cast.bridge, cast.salon, "completed")
    builders.chapter(cast.bridge.new_term)
    cast.new = line.new
    return cast


def test_values_go_on_through_the_terms(client, counted):
    public(counted)
    html = read(client, counted.new.get_absolute_url())
    table = html[html.index("期をまたぐ移り変わり") :]
    assert "令和4年度（2022年度）" in table
    assert "24回" in table
    assert "12回" in table
    assert "基準値：12回（令和4年度）" in table
    assert "定義が変わったため" not in html
    assert "期をまたぐ" not in read(client, counted.walk.get_absolute_url())


def test_a_changed_definition_is_a_visible_break(client, counted):
    Indicator.objects.filter(initiative=counted.new).update(unit="人", break_reason="人数で数えるため。")
    public(counted)
    html = read(client, counted.new.get_absolute_url())
    break_, above = html.index("定義が変わったため、つながりません"), html.index("単位：回")
    assert above < break_ < html.index("人数で数えるため。") < html.index("単位：人")


@pytest.mark.parametrize("extra", [0, 2])
def test_public_pages_cost_the_same_for_few_and_many(client, counted, extra, django_assert_num_queries):
    for number in range(extra):
        builders.indicator(counted.walk, f"指標{number}")
        row = builders.initiative(counted.goal, counted.elderly, f"5-{number}")
        builders.carried(counted.bridge, row)
    address = public(counted).get_absolute_url()
    with django_assert_num_queries(10):
        read(client, counted.new.get_absolute_url())
    with django_assert_num_queries(9):
        read(client, address)


# ---- 引継書 ------------------------------------------------------------------------------------------------


def test_the_public_paper_holds_back_what_the_house_may_see(bridge):
    round_ = builders.in_committee(builders.round_(bridge.term, bridge.committee, bridge.jimu), bridge.jimu)
    builders.opinion(round_, bridge.member_seat, text="隣の佐々木さんが心配です。")
    carried_issues.collect(carry_over=bridge.bridge)
    house = content(bridge.bridge, made_on=builders.TODAY, is_public=False)
    shown = content(bridge.bridge, made_on=builders.TODAY, is_public=True)
    assert house["parts"][0]["rows"][0]["years"]
    assert len(house["issues"]) == 3
    assert not shown["parts"][0]["rows"][0]["years"]
    assert shown["issues"] == []
    assert "（案）" in house["head"]
    assert "（案）" not in shown["head"]


@pytest.mark.real_pdf
def test_the_paper_is_one_accessible_pdf_with_draft_on_every_page(bridge):
    for number in range(30):
        row = builders.initiative(
            bridge.goal, bridge.elderly, f"6-{number}", title=f"髙𠮷の取組{number}🌸<b>"
        )
        builders.carried(bridge.bridge, row)
    paper = Reading(pdf(bridge.bridge, made_on=builders.TODAY, is_public=False))
    assert len(paper.pages) > 2
    assert all("引継書（案）" in page for page in paper.pages)
    assert "髙𠮷の取組3〓<b>" in paper.text


@pytest.mark.real_pdf
def test_a_long_paper_says_in_pieces_what_it_says_in_one(bridge, monkeypatch):
    """Each chapter and goal once, each 取組 in its order; only the breaks between the pages are others."""
    second = builders.goal(bridge.term, "2", "助けてと言える地域づくり")
    for number in range(1, 6):
        row = builders.initiative(second, bridge.elderly, f"2-{number}", title=f"相談の場{number}")
        builders.carried(bridge.bridge, row, "completed")
    whole = Reading(pdf(bridge.bridge, made_on=builders.TODAY, is_public=False))
    monkeypatch.setattr("evaluations.reports.handover.BLOCKS_IN_A_PIECE", 2)
    pieces = Reading(pdf(bridge.bridge, made_on=builders.TODAY, is_public=False))
    assert len(pieces.pages) > len(whole.pages)
    assert [title for _, title, _ in pieces.bookmarks] == [
        "1　引継ぎの一覧",
        "2　取組ごとの引継ぎ",
        "3　新規の取組",
        "4　検討課題",
    ]
    assert [title for _, title, _ in whole.bookmarks] == [title for _, title, _ in pieces.bookmarks]

    told = [
        "助けてと言える地域づくり",
        *(f"相談の場{number}" for number in range(1, 6)),
        WHY,
        "大雪が続いたため。",
    ]
    assert [pieces.text.count(words) for words in told] == [whole.text.count(words) for words in told]
    at = [pieces.text.rindex(f"相談の場{number}") for number in range(1, 6)]
    assert at == sorted(at)
