"""反対側の目: the middle of the members, the cross table, the differences, and who may see them when."""

import re
from html import unescape
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from django.db import connection
from django.urls import reverse

from evaluations.judging.opposite_eyes import Choice, Pair, Year, goal_rows
from evaluations.models import Edition
from tests import builders
from tests.evaluations.judging.conftest import blind, vote

LEVELS = [{"code": code, "words": words} for code, words in builders.LEVELS]


def pair(own, votes, goal="1 つながり", number="1-1"):
    return Pair(goal, number, "見守り", "ABCD".index(own), tuple(votes.count(code) for code in "ABCD"))


@pytest.mark.parametrize(
    ("votes", "middle"),
    [("A", 0), ("AB", 1), ("AAB", 0), ("AABB", 1), ("ABCD", 2), ("AAAD", 0), ("BBBDDD", 3), ("", None)],
)
def test_the_middle_of_an_even_number_is_the_lower_one(votes, middle):
    assert pair("B", votes).middle == middle


def test_the_cross_table_counts_every_pair_once():
    year = Year(2022, LEVELS, LEVELS, [pair("A", "BBB"), pair("A", "A"), pair("B", ""), pair("C", "A")])
    rows = year.table()["rows"]
    counts = [[cell["count"] for cell in row["cells"]] for row in rows]
    assert counts == [[1, 1, 0, 0, 0, 2], [0, 0, 0, 0, 1, 1], [1, 0, 0, 0, 0, 1], [0, 0, 0, 0, 0, 0]]


def test_differences_come_widest_first_in_words():
    year = Year(
        2022, LEVELS, LEVELS, [pair("A", "BB", number="1"), pair("D", "AAB", number="2"), pair("B", "B")]
    )
    told = [year.told(found) for found in year.differences]
    assert [(line["pair"].number, line["gap"]) for line in told] == [
        ("2", "委員のほうが3段階高い"),
        ("1", "委員のほうが1段階低い"),
    ]
    assert told[0]["votes"] == "A 2人、B 1人"


def test_goals_and_years_stand_beside_each_other_and_none_is_lost():
    first = Year(2021, LEVELS, LEVELS, [pair("A", "A"), pair("A", "B", goal="2 支え合い")])
    second = Year(2022, LEVELS, LEVELS, [pair("B", "A"), pair("B", "")])
    rows = goal_rows([first, second], {2021: "/r3/", 2022: "/r4/"})
    assert [(row["name"], row["year"], row["counts"], row["missing"]) for row in rows] == [
        ("1 つながり", "令和3年度", [0, 1, 0], 0),
        ("1 つながり", "令和4年度", [1, 0, 0], 1),
        ("2 支え合い", "令和3年度", [0, 0, 1], 0),
        ("全体", "令和3年度", [0, 1, 1], 0),
        ("全体", "令和4年度", [1, 0, 0], 1),
    ]
    assert "委員のほうが高い 1件" in rows[1]["bar"]["words"]
    assert len(Choice("2 支え合い").within_goal(first).pairs) == 1
    assert [cell["count"] for cell in rows[1]["cells"]] == [1, 0, 0, 1]
    assert rows[1]["cells"][3]["address"] == "/r4/?goal=1+%E3%81%A4%E3%81%AA%E3%81%8C%E3%82%8A&side=none#list"


def test_every_number_of_the_cross_table_lists_its_own():
    """Of each level of the self-rating there is more than one of the committee's, and 評価なし."""
    pairs = [pair(own, votes) for own in "AB" for votes in ("A", "B", "B", "DD", "")]
    year = Year(2022, LEVELS, LEVELS, pairs)
    cells = [cell for row in year.table()["rows"] for cell in row["cells"]]
    assert [cell["count"] for cell in cells[:6]] == [1, 2, 0, 1, 1, 5]
    for cell in cells:
        asked = dict(parse_qsl(urlsplit(cell["address"]).query))
        assert len(Choice.read(asked, year).listed(year)) == cell["count"], asked


def test_what_a_query_does_not_know_chooses_nothing():
    year = Year(2022, LEVELS, LEVELS, [pair("A", "B")])
    choice = Choice.read({"goal": "ない目標", "side": "<b>", "own": "Z", "middle": "", "page": "9"}, year)
    assert choice == Choice()
    assert choice.listed(year) == year.differences


# ---- pages ------------------------------------------------------------------------------------------------


def read(client, user, round_, area="committee"):
    client.force_login(user)
    html = client.get(reverse(f"{area}:round-eyes", args=[round_.pk])).content.decode()
    return re.sub(r"[ \n]+", " ", html)


def test_members_see_it_when_all_have_written(client, judged):
    vote(judged, judged.member_seat, "C")
    vote(judged, judged.chair_seat, "B")
    assert "委員のほうが2段階低い" in read(client, judged.member, judged.round)
    assert "B 1人、C 1人" in read(client, judged.jimu, judged.round, "staff")
    blind(judged.round)
    html = read(client, judged.member, judged.round)
    assert "C 1人" not in html
    assert "この年度の委員の評価は、まだ表示していません" in html
    assert "委員のほうが2段階低い" in read(client, judged.jimu, judged.round, "staff")


def test_letters_of_the_committee_keep_their_own_words_and_other_letters_are_not_compared(client, judged):
    vote(judged, judged.member_seat, "C")
    scale = judged.term.rating_scales.get(stage="committee")
    scale.levels.filter(code="C").update(words="工夫が要る")
    assert "C　工夫が要る" in read(client, judged.member, judged.round)
    scale.levels.filter(code="C").update(code="Z")
    html = read(client, judged.member, judged.round)
    assert "委員のほうが2段階低い" not in html
    assert "委員が評価区分を付けていない" in html


def test_a_committee_that_does_not_rate_is_said(client, cast):
    round_ = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    assert "委員が評価区分を付けていない" in read(client, cast.member, round_)


@pytest.fixture
def published(judged):
    vote(judged, judged.member_seat, "C")
    builders.goal_rated(judged.round, judged.chair, reason="委員会の見立て")
    builders.goal_rated(judged.round, judged.jimu, 1, "final", "A", reason="市と社協の見立て")
    builders.fixed_letter(judged.round, judged.chair_seat, judged.jimu)
    builders.accepted(judged.round.request.records.get(initiative=judged.visits), judged.jimu)
    judged.round = builders.published(judged.round, judged.jimu)
    return judged


def test_everybody_reads_both_eyes_ratings_and_letter_of_a_published_year(client, published):
    html = client.get(reverse("evaluation-eyes", args=[2022])).content.decode()
    assert "委員のほうが2段階低い" in html
    assert "C 1人" in html
    html = client.get(reverse("evaluation-detail", args=[2022])).content.decode()
    for words in (
        "委員会の見立て",
        "市と社協の見立て",
        "2件中2件",
        "令和4年度の評価について（答申）",
        "反対側の目",
    ):
        assert words in html
    letter = client.get(reverse("evaluation-letter", args=[2022]))
    assert letter["Content-Type"] == "application/pdf"


def test_what_was_published_stays_when_the_rows_behind_it_change(client, published):
    before = [
        client.get(reverse(name, args=[2022])).content for name in ("evaluation-detail", "evaluation-eyes")
    ]
    published.round.goal_ratings.update(reason="書き換えた理由")
    published.record.committee_ratings.all().update(
        level=published.term.rating_scales.get(stage="committee").levels.get(code="A")
    )
    after = [
        client.get(reverse(name, args=[2022])).content for name in ("evaluation-detail", "evaluation-eyes")
    ]
    assert before == after


def test_an_edition_of_an_earlier_version_stays_readable(client, cast):
    """It has neither of the keys that came with this page."""
    round_ = builders.published(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    edition = Edition.objects.published().get()
    head = {key: text for key, text in edition.head.items() if key not in ("goal_ratings", "recommendation")}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    Edition.objects.filter(pk=edition.pk).update(head=head)
    for name in ("evaluation-detail", "evaluation-eyes"):
        assert client.get(reverse(name, args=[round_.target_year])).status_code == 200
    assert client.get(reverse("evaluation-letter", args=[round_.target_year])).status_code == 404


def numbers(html: str) -> list[tuple[str, int]]:
    """Every number of the tables that leads somewhere, and where."""
    found = re.findall(r'<td class="number">\s*<a href="([^"]+)">(\d+)<', html)
    return [(unescape(address), int(count)) for address, count in found]


def listed(html: str) -> list[str]:
    return re.findall(r'<th scope="row">\s*<a href="([^"]+)">[^<]*</a>', html.partition('id="list"')[2])


def test_every_number_leads_to_as_many_initiatives_inside_and_outside(client, published):
    """Inside each 取組 leads to its record, outside to its public page in that year."""
    pages = {
        "public": (None, reverse("evaluation-eyes", args=[2022]), "/initiatives/"),
        "committee": (
            published.chair,
            reverse("committee:round-eyes", args=[published.round.pk]),
            "/committee/",
        ),
        "staff": (published.jimu, reverse("staff:round-eyes", args=[published.round.pk]), "/staff/records/"),
    }
    for user, page, beginning in pages.values():
        client.logout()
        if user:
            client.force_login(user)
        leads = numbers(client.get(page).content.decode())
        assert len(leads) >= 6, page
        for address, count in leads:
            html = client.get(urljoin(page, address)).content.decode()
            found = listed(html)
            assert len(found) == count, address
            assert all(link.startswith(beginning) for link in found), found
            assert f"取組（{count}件）" in html


def test_a_number_of_an_earlier_year_leads_to_that_year(client, cast):
    for year in (2021, 2022):
        round_ = builders.round_(cast.term, cast.committee, cast.jimu, year=year, committee_rates=True)
        cast.round = builders.in_committee(round_, cast.jimu)
        vote(cast, cast.member_seat, "A", cast.round.request.records.first())
        builders.published(cast.round, cast.jimu)
    html = client.get(reverse("evaluation-eyes", args=[2022])).content.decode()
    earlier = [address for address, _ in numbers(html) if "/2021/" in address]
    assert earlier
    assert "令和3年度の評価の組合せ" in client.get(earlier[0]).content.decode()


@pytest.mark.parametrize("extra", [0, 3])
def test_the_pages_cost_the_same_for_few_and_many(client, cast, extra, django_assert_num_queries):
    for number in range(extra):
        builders.initiative(cast.goal, cast.elderly, f"3-{number}")
    round_ = builders.round_(cast.term, cast.committee, cast.jimu, committee_rates=True)
    round_ = builders.in_committee(round_, cast.jimu)
    cast.round = round_
    for record in round_.request.records.all():
        vote(cast, cast.member_seat, "A", record)
    client.force_login(cast.jimu)
    with django_assert_num_queries(10):
        client.get(reverse("staff:round-eyes", args=[round_.pk]))
    builders.published(round_, cast.jimu)
    client.logout()
    with django_assert_num_queries(4):
        client.get(reverse("evaluation-eyes", args=[2022]))
