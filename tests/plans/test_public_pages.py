"""What anyone reads of the plans, and what nobody reads before it is published."""

import itertools
import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from accounts.roles import Role
from plans.models import Chapter, GlossaryTerm, Measure, Plan, PlanRelation, PlanTerm
from plans.publication import unpublish_term
from tests import builders

NOW = datetime(2022, 6, 1, 3, 0, tzinfo=UTC)


@pytest.fixture
def otaru(db):
    """The real register of Otaru; its 第1期 is published."""
    loader = builders.user("nakamura", "中村", Role.ADMINISTRATOR)
    return builders.otaru(loader, now=NOW)


@pytest.fixture
def june_2022(monkeypatch):
    """Today is 1 June 2022: 令和4年度."""
    monkeypatch.setattr("plans.views.drawings.timezone.localdate", lambda: NOW.date())


def page(client, name, *args, query=""):
    response = client.get(reverse(name, args=args) + query)
    assert response.status_code == 200
    return response.content.decode()


def words(html) -> str:
    """The page as one reads it, without tags and white space."""
    body = re.sub(r"(?s)^.*<main|</main>.*$", "", html)
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", " ", body))


def many(count):
    """A plan in the middle with ``count`` individual plans below it, each with two terms."""
    city = builders.organization()
    middle = builders.plan()
    for number in range(count):
        plan = builders.plan(f"kobetsu-{number}", f"個別計画その{number}", position=number)
        plan.owners.add(city)
        builders.term(plan, published=False)
        builders.term(plan, "第2期", 2, 2024, 2028, published=False)
        PlanRelation.objects.create(plan=middle, other=plan, kind="individual")


# ---- the list ---------------------------------------------------------------------------------------------


def test_the_list_names_every_plan_once_with_owner_and_years(client, otaru):
    html = page(client, "plan-list")
    for plan in Plan.objects.all():
        assert html.count(f">{plan.name}</a></h3>") == 1
    read = words(html)
    assert "小樽市社会福祉協議会　策定：任意" in html
    assert "第7次令和元年度～令和10年度" in read
    assert "第10期令和9年度～不明" in read
    assert "第3期年度は不明" in read
    assert html.count("本文を公開中") == 1


@pytest.mark.parametrize("name", ["plan-list", "plan-map", "plan-periods"])
def test_without_any_plan_the_pages_say_so(client, db, name):
    assert "まだありません" in page(client, name)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("plan-list", 5), ("plan-map", 4), ("plan-periods", 3)])
def test_the_pages_cost_the_same_for_one_and_three(
    client, db, django_assert_num_queries, name, queries, count
):
    many(count)
    with django_assert_num_queries(queries):
        html = page(client, name)
    assert f"個別計画その{count - 1}" in html


# ---- one plan ---------------------------------------------------------------------------------------------


def test_the_plan_page_tells_what_the_plan_is(client, otaru):
    html = page(client, "plan-detail", "chiiki-fukushi")
    for expected in (
        "たるたる支え愛ぷらん",
        "社会福祉法第107条（市町村地域福祉計画）",
        "努力義務（策定に努めることとされています）",
        "『お互いさま』と支え合い、誰もがしあわせを実感できるまち",
        "令和3年度（2021年度）～令和5年度（2023年度）",
        "令和6年度（2024年度）～令和10年度（2028年度）",
        "令和3年3月",
    ):
        assert expected in html
    read = words(html)
    for goal in ("つながりを持てる地域づくり", "助けてと言える地域づくり", "安心して暮らせる地域づくり"):
        assert goal in read
    assert "上位計画小樽市総合計画" in read
    assert "個別計画小樽市高齢者保健福祉計画小樽市介護保険事業計画" in read


def test_the_contents_lead_to_every_chapter_and_headings_do_not_jump(client, otaru):
    html = page(client, "plan-detail", "chiiki-fukushi")
    anchors = re.findall(r'<li><a href="#([^"]+)">', html)
    assert "chapter-suishin" in anchors
    for anchor in anchors:
        assert html.count(f'id="{anchor}"') == 1
    levels = [int(level) for level in re.findall(r"<h(\d)", html)]
    assert levels[0] == 1
    assert all(level <= above + 1 for above, level in itertools.pairwise(levels))


def test_the_text_links_its_glossary_words_and_reads_the_easy_words_aloud(client, otaru):
    html = page(client, "plan-detail", "chiiki-fukushi")
    glossary = page(client, "glossary")
    links = re.findall(r'<a href="/glossary/#([^"]+)">[^<]+※</a>', html)
    assert len(links) >= 10
    for slug in links:
        assert f'id="{slug}"' in glossary
    assert "<ruby>小樽市<rp>（</rp><rt>おたるし</rt><rp>）</rp></ruby>" in html
    assert "やさしい日本語" in html


def test_the_plan_page_leads_to_map_periods_initiatives_and_evaluations(client, otaru):
    html = page(client, "plan-detail", "chiiki-fukushi")
    for name in ("plan-map", "plan-periods", "evaluation-list", "glossary"):
        assert f'href="{reverse(name)}"' in html
    assert f'href="{reverse("initiative-list")}?term={otaru.pk}"' in html


def test_the_council_s_plan_leads_to_the_common_book(client, otaru):
    html = page(client, "plan-detail", "chiiki-fukushi-katsudo")
    assert "小樽市地域福祉計画とひとつの計画書として策定しました" in html
    assert f'href="/plans/chiiki-fukushi/?term={otaru.pk}"' in html
    assert "一体的に策定する計画小樽市地域福祉計画" in words(html)


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("sogo", "この計画を上位計画とする計画小樽市地域福祉計画"),
        ("seinen-koken", "この計画を含む計画小樽市地域福祉計画"),
        ("kodomo-kosodate", "上位計画小樽市地域福祉計画"),
        ("yuki", "連携する計画小樽市地域福祉計画"),
        ("shogaisha", "第3期開始・終了の年度は不明"),
        ("shogaisha", "義務（策定しなければなりません）"),
        ("yuki", "この計画の期間は、まだ登録していません。"),
        ("kanko", "根拠不明策定の義務不明掲載場所不明"),
    ],
)
def test_every_other_plan_says_how_it_stands(client, otaru, slug, expected):
    assert expected in words(page(client, "plan-detail", slug))


def test_of_two_published_terms_the_newer_is_shown_and_the_older_can_be_chosen(client, otaru):
    second = PlanTerm.objects.get(plan=otaru.plan, ordinal=2)
    PlanTerm.objects.filter(pk=second.pk).update(published_at=NOW)
    Chapter.objects.create(term=second, number=1, slug="new", title="新しい章", body="第2期の本文です。")
    assert "第2期の本文です。" in page(client, "plan-detail", "chiiki-fukushi")
    older = page(client, "plan-detail", "chiiki-fukushi", query=f"?term={otaru.pk}")
    assert "計画の趣旨" in older
    assert "第2期の本文です。" not in older
    assert "第2期の本文です。" in page(client, "plan-detail", "chiiki-fukushi", query="?term=x")


def test_a_plan_that_does_not_exist_is_404(client, otaru):
    assert client.get("/plans/chiiki-fukushi/").status_code == 200
    assert client.get("/plans/nai-keikaku/").status_code == 404


# ---- nothing before it is published -----------------------------------------------------------------------


def test_text_goals_and_philosophy_of_an_unpublished_term_are_nowhere(client, otaru):
    secret = PlanTerm.objects.get(plan=otaru.plan, ordinal=2)
    PlanTerm.objects.filter(pk=secret.pk).update(philosophy="まだ秘密の理念", nickname="まだ秘密の愛称")
    Chapter.objects.create(
        term=secret, number=1, slug="draft", title="秘密の章", body="秘密の本文", easy_summary="秘密の要約"
    )
    Measure.objects.create(term=secret, depth=1, number="1", title="秘密の目標")
    assert secret.chapters.exists()
    assert secret.measures.exists()
    addresses = [
        reverse(name) for name in ("home", "plan-list", "plan-map", "plan-periods", "initiative-list")
    ]
    detail = reverse("plan-detail", args=["chiiki-fukushi"])
    for address in (
        *addresses,
        detail,
        f"{detail}?term={secret.pk}",
        reverse("plan-detail", args=["chiiki-fukushi-katsudo"]),
    ):
        html = client.get(address).content.decode()
        assert "秘密" not in html, address
    assert "第2期" in page(client, "plan-detail", "chiiki-fukushi")


def test_after_withdrawing_the_text_is_gone_and_the_register_stays(client, otaru):
    assert "計画の趣旨" in page(client, "plan-detail", "chiiki-fukushi")
    unpublish_term(term=otaru)
    html = page(client, "plan-detail", "chiiki-fukushi")
    for hidden in ("計画の趣旨", "お互いさま", "つながりを持てる", "たるたる支え愛ぷらん"):
        assert hidden not in html
    assert "社会福祉法第107条" in html
    assert "令和3年度（2021年度）～令和5年度（2023年度）" in html
    assert "本文を読む" not in page(client, "plan-detail", "chiiki-fukushi-katsudo")


# ---- map, periods, glossary -------------------------------------------------------------------------------


def test_the_map_shows_every_plan_as_a_list_first_and_in_the_drawing(client, otaru):
    html = page(client, "plan-map")
    assert html.index('id="list"') < html.index("<svg")
    drawing = html[html.index("<svg") : html.index("</svg>")]
    for plan in Plan.objects.all():
        assert f'aria-label="{plan.name}"' in drawing
        assert html.count(f'<a href="{plan.get_absolute_url()}"') == 2
    assert "style=" not in html


def test_a_plan_without_relation_is_in_the_list_of_the_map(client, otaru):
    builders.plan("minato", "港湾計画")
    html = page(client, "plan-map")
    assert "そのほかの計画港湾計画" in words(html)
    assert "港湾計画" not in html[html.index("<svg") : html.index("</svg>")]


def test_the_periods_are_shown_as_drawing_and_table_with_this_year_marked(client, otaru, june_2022):
    html = page(client, "plan-periods")
    assert "計画の期間（令和元年度から令和10年度まで）" in html
    table = html[html.index("<table") : html.index("</table>")]
    assert '<th scope="col" aria-current="date"><abbr title="令和4年度（2022年度）">R4</abbr>' in table
    read = words(table)
    assert "第1期R3～R5" in read
    assert "第3期→第4期（開始・移行・終了の年度は不明）" in read
    assert "第10期（終了の年度は不明）R9～" in read
    assert "第3期（令和11年度まで）R7～" in read
    for row in re.findall(r"(?s)<tr>(.*?)</tr>", table)[1:]:
        cells = re.findall(r"<td(?: colspan=\"(\d+)\")?>", row)
        assert sum(int(span or 1) for span in cells) == 10
    assert "小樽市雪対策基本計画" in html[html.index('id="without"') :]


def test_the_visitor_chooses_the_years(client, otaru, june_2022):
    html = page(client, "plan-periods", query="?from=2021&to=2023")
    table = html[html.index("<table") : html.index("</table>")]
    assert re.findall(r">(R\d+)</abbr>", table) == ["R3", "R4", "R5"]
    assert "第7次（令和元年度から、令和10年度まで）" in words(table)
    assert '<option value="2021" selected>' in html


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("?from=abc", "指定された年度は表示できない"),
        ("?from=1&to=99999999999999999999", "指定された年度は表示できない"),
        ("?from=2025&to=2020", "「はじめの年度」は「おわりの年度」より前"),
        ("?from=%00", "指定された年度は表示できない"),
        ("?to=<script>", "指定された年度は表示できない"),
        ("?from=&to=", ""),
        ("?from=2020", ""),
    ],
)
def test_years_that_cannot_be_shown_are_passed_over_with_a_message(client, otaru, june_2022, query, message):
    html = page(client, "plan-periods", query=query)
    assert (message or "計画の期間") in html
    assert ("はじめの表示に戻しました" in html) is bool(message)
    assert ">R10</abbr>" in html


def test_the_glossary_explains_each_word_in_the_order_of_the_kana(client, otaru):
    html = page(client, "glossary")
    listed = re.findall(r'<section id="([^"]+)">', html)
    expected = list(GlossaryTerm.objects.order_by("reading").values_list("slug", flat=True))
    assert listed == expected
    assert "家庭裁判所" in html
    assert "（せいねんこうけんせいど）" in html


@pytest.mark.parametrize("count", [1, 3])
def test_the_glossary_costs_the_same_for_one_and_three(client, db, django_assert_num_queries, count):
    for number in range(count):
        GlossaryTerm.objects.create(
            word=f"言葉{number}", reading="ことば", slug=f"w{number}", definition="<説明>"
        )
    with django_assert_num_queries(3):
        html = page(client, "glossary")
    assert html.count("&lt;説明&gt;") == count


@pytest.mark.parametrize("name", ["plan-list", "plan-map", "plan-periods", "glossary"])
def test_nothing_can_be_sent_to_these_pages(client, db, name):
    assert client.post(reverse(name)).status_code == 405
