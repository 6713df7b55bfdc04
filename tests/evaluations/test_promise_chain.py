"""去年の約束 → 今年の結果: the same chain for the office, the committee, the public and the printed report."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from evaluations import snapshot
from evaluations.reports import content
from initiatives.models import Promise
from tests import builders
from tests.evaluations.reports.builders import FakeEdition

REASON = "会場が決まらなかったため、6月に改めて開く。"
IMPROVEMENT = builders.TEXTS["improvement"]


@pytest.fixture
def second_year(cast):
    """Three promises of 令和3年度: two of 見守り活動 (its 改善 and an opinion) and one of ふれあいサロン."""
    first = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu, year=2021), cast.jimu)
    builders.opinion(first, cast.member_seat, first.request.records.get(initiative=cast.walk))
    builders.published(first, cast.jimu)
    return builders.round_(cast.term, cast.committee, cast.jimu, year=2022)


def answer_all(round_, by):
    """見守り活動: 改善 not yet, opinion done; ふれあいサロン: dropped."""
    for record in round_.request.records.all():
        said = {
            promise.pk: {"answer": _answer(promise, record), "answer_reason": REASON}
            for promise in record.promises.all()
        }
        builders.accepted(record, by, answers=said)


def _answer(promise, record):
    if record.number == "1-2":
        return "dropped"
    return "done" if promise.origin == Promise.Origin.OPINION else "not_yet"


@pytest.fixture
def published(cast, second_year):
    answer_all(second_year, cast.jimu)
    return builders.published(second_year, cast.jimu)


def counted(html: str) -> list[tuple[str, int]]:
    """What the page counts, read from its boxes."""
    boxes = html.split('<span class="stat__number">')[1:]
    read = [
        (box.partition('stat__label">')[2].partition("（件）")[0], int(box.partition("<")[0]))
        for box in boxes
    ]
    return [row for row in read if row[0] in Promise.Answer.labels]


ALL_THREE = [("実施した", 1), ("一部実施した", 0), ("まだ実施していない", 1), ("やめた", 1)]


def test_the_board_counts_what_was_said_and_what_is_open(client, cast, second_year):
    address = reverse("staff:round-board", args=[second_year.pk])
    client.force_login(cast.jimu)
    assert "所管課がまだ答えていない約束が3件あります。" in client.get(address).content.decode()
    answer_all(second_year, cast.jimu)
    html = client.get(address).content.decode()
    assert counted(html) == ALL_THREE
    assert "まだ答えていない約束" not in html


def test_the_public_counts_them_and_reads_them_one_by_one(client, published):
    html = client.get("/evaluations/2022/").content.decode()
    assert counted(html) == ALL_THREE
    assert 'href="/evaluations/2022/promises/"' in html
    html = client.get("/evaluations/2022/promises/").content.decode()
    assert counted(html) == ALL_THREE
    assert 'href="/initiatives/r3-1-1/#y2022">1-1　見守り活動</a>' in html
    for words in (
        "約束：令和3年度の改善",
        IMPROVEMENT,
        "約束：令和3年度の意見（令和3-001）",
        "学校と相談して進めます。",
        "その後：まだ実施していない",
        "その後：やめた",
        REASON,
    ):
        assert words in html


def test_the_page_of_the_initiative_tells_the_same(client, published):
    html = client.get("/initiatives/r3-1-1/").content.decode()
    assert "去年の約束と今年の結果" in html
    assert "その後：まだ実施していない" in html
    assert REASON in html


def test_the_committee_reads_it_before_it_writes(client, cast, second_year):
    answer_all(second_year, cast.jimu)
    round_ = builders.in_committee(second_year, cast.jimu)
    client.force_login(cast.member)
    record = round_.request.records.get(initiative=cast.walk)
    html = client.get(reverse("committee:record-review", args=[record.pk])).content.decode()
    assert "その後：実施した" in html
    assert "その後：まだ実施していない" in html
    assert REASON in html


def test_the_report_prints_the_counts_of_the_screen(published):
    edition = published.editions.get(is_draft=False)
    data = content.gather(edition)
    printed = render_to_string("reports/annual/_summary.html", data)
    assert "前の年度までの約束が、この年度にどうなったかの件数" in printed
    head = snapshot.build(published)[0]
    assert [(row["answer"], row["count"]) for row in head["summary"]["promises"]] == ALL_THREE


def test_a_year_without_promises_counts_none(client, cast):
    builders.published(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    html = client.get("/evaluations/2022/").content.decode()
    assert "評価のまとめ" in html
    assert "去年の約束" not in html
    assert (
        "前の年度までの約束は、ありませんでした。"
        in client.get("/evaluations/2022/promises/").content.decode()
    )


def test_an_edition_from_before_the_counting_is_still_read(client, published):
    head = published.editions.get(is_draft=False).head
    del head["summary"]["promises"]
    data = content.gather(FakeEdition(head, []))
    assert "前の年度までの約束" not in render_to_string("reports/annual/_summary.html", data)


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_costs_the_same_for_few_and_many(client, cast, more, django_assert_num_queries):
    for number in range(more):
        builders.initiative(cast.goal, cast.elderly, f"2-{number}")
    builders.published(builders.round_(cast.term, cast.committee, cast.jimu, year=2021), cast.jimu)
    builders.published(builders.round_(cast.term, cast.committee, cast.jimu, year=2022), cast.jimu)
    with django_assert_num_queries(4):
        html = client.get("/evaluations/2022/promises/").content.decode()
    assert html.count("その後：実施した") == 2 + more
