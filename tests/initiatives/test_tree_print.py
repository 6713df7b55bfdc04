"""The whole tree on paper: what a citizen takes home, and what it costs the server."""

import pytest

from initiatives.models import ActorRole, Initiative, Responsibility
from plans.models import KeptPrint, MeasureLevel
from tests import builders
from tests.plans.press.reading import Reading

TREE = "/initiatives/tree.pdf"


@pytest.fixture
def roles(cast):
    """Below the goal a 施策 with one 取組 that everybody carries."""
    MeasureLevel.objects.create(term=cast.term, depth=2, name="施策の方向")
    cast.step = builders.measure(cast.goal, "1-2", "居場所を増やす")
    cast.cafe = builders.initiative(cast.step, cast.children, "2-1", title="みんなの食堂")
    builders.actor_role(cast.cafe, "citizen", "あいさつをします。\n様子を見ます。")
    builders.actor_role(cast.cafe, "city", "研修を開きます。")
    return cast


def many(cast, count):
    """``count`` 取組 below the goal, each with a department and four roles."""
    rows = Initiative.objects.bulk_create(
        Initiative(
            term=cast.term,
            measure=cast.step,
            code=f"m-{number}",
            number=f"9-{number}",
            title=f"見守りの取組その{number}",
            position=100 + number,
        )
        for number in range(count)
    )
    Responsibility.objects.bulk_create(
        Responsibility(initiative=row, department=cast.elderly, role="lead") for row in rows
    )
    ActorRole.objects.bulk_create(
        ActorRole(initiative=row, actor=actor, text=f"{row.title}に参加し、近所の人と声をかけ合います。")
        for row in rows
        for actor in ("citizen", "community", "council", "city")
    )


def test_the_page_of_the_tree_leads_to_the_print(client, roles):
    html = client.get("/initiatives/tree/").content.decode()
    assert f'href="{TREE}?term={roles.term.pk}"' in html
    assert TREE not in client.get("/initiatives/tree/?actor=citizen").content.decode()


def test_looking_makes_nothing_and_a_button_has_it_made_once(client, roles, paper):
    assert "PDFを作る" in client.get(TREE).content.decode()
    assert not KeptPrint.objects.exists()
    for _ in range(2):
        assert client.post(TREE, follow=True).content == b"%PDF-1.7 quick"
    assert len(paper) == 1


def test_each_goal_is_a_piece_of_its_own(client, roles, paper):
    builders.goal(roles.term, "2", "助けてと言える地域づくり")
    client.post(TREE)
    (pages,) = paper
    assert ["みんなの食堂" in page for page in pages] == [False, True, False]
    assert KeptPrint.objects.get().piece_count == 3


def test_how_far_it_is_is_noted_piece_by_piece(client, roles, monkeypatch):
    noted = []

    def slow(pages, *, tell, **_):
        for done in range(1, len(pages) + 1):
            tell(done)
            noted.append(client.get(TREE).content.decode())
        return b"%PDF-1.7"

    monkeypatch.setattr("plans.tasks.print_pages", slow)
    client.post(TREE)
    assert "2のまとまりのうち、1まで組み終えました" in noted[0]


def test_what_is_not_published_is_not_printed(client, roles, paper):
    assert client.get(TREE).status_code == 200
    roles.term.published_at = None
    roles.term.save()
    for answer in (client.get(TREE), client.post(TREE), client.get(f"{TREE}?term={roles.term.pk}")):
        assert answer.status_code == 404
    assert not paper


@pytest.mark.parametrize("count", [1, 3, 600])
def test_the_print_costs_the_same_for_one_and_six_hundred(client, roles, count, django_assert_num_queries):
    many(roles, count)
    with django_assert_num_queries(8):
        assert "PDFを作る" in client.get(TREE).content.decode()


@pytest.mark.real_pdf
def test_the_tree_on_paper(client, roles):
    roles.walk.title = "見守り<b>髙𠮷</b>"
    roles.walk.is_sample = True
    roles.walk.save()
    report = Reading(client.post(TREE, follow=True).content)
    assert report.reader.metadata.title == "体系と担い手　みほん市地域福祉計画 第1期"
    assert report.catalog["/Lang"] == "ja"
    for words in (
        "基本理念ともに生きるまち",
        "基本目標1つながりを持てる地域づくり3",
        "施策の方向1-2居場所を増やす1",
        "2-1みんなの食堂",
        "子育て支援課",
        "あいさつをします。様子を見ます。",
        "研修を開きます。",
        "見守り<b>髙𠮷</b>",
    ):
        assert words in report.text
    assert "〓" not in report.text
    assert all("【見本データ】" in page for page in report.pages)
    assert [(depth, title) for depth, title, _ in report.bookmarks] == [
        (1, "体系"),
        (1, "基本目標　1 つながりを持てる地域づくり"),
        (2, "施策の方向　1-2 居場所を増やす"),
    ]
    assert {heading["/A"]["/Scope"] for heading in report.tagged("/TH")} == {"/Column", "/Row"}
    assert all(float(page.mediabox.width) > float(page.mediabox.height) for page in report.reader.pages)
    assert {font["/FontFamily"] for font in report.of_type("/FontDescriptor")} <= {
        "Report Gothic",
        "Report Fallback",
    }
