"""The published opinions of a year: on their own page, each with a permanent link; and how large a big year gets."""

import pytest
from django.urls import reverse

from evaluations.models import Edition, EditionSheet
from tests import builders
from tests.evaluations.reports import builders as frozen

ADDRESS = "/evaluations/2022/opinions/"
LARGEST_PAGE = 150_000


@pytest.fixture
def published(cast):
    round_ = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    record = round_.request.records.get(initiative=cast.walk)
    opinion = builders.opinion(round_, cast.member_seat, record, text="原文：山田さんが困っている。")
    builders.replied(
        opinion, cast.jimu, summary="支援の届かない世帯がある。", what_changed="訪問を増やした。"
    )
    whole = builders.opinion(round_, cast.chair_seat, text="計画をもっと知らせてほしい。")
    builders.replied(whole, cast.jimu, disposition="reference")
    return builders.published(round_, cast.jimu)


def large_edition(cast, count: int) -> Edition:
    """A published year of ``count`` 取組, each with one answered opinion, as full as a year gets."""
    round_ = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    contents = frozen.year_of(count)
    for place, content in enumerate(contents, start=1):
        content["opinions"] = [frozen.opinion(place)]
    summary = frozen.summary(contents) | {
        "opinions": dict.fromkeys(("received", "replied", "reflected"), count)
    }
    edition = Edition.objects.create(
        round=round_,
        is_draft=False,
        state=Edition.State.READY,
        head=frozen.head(contents, summary=summary),
        digest="0" * 64,
        requested_by=cast.jimu,
        requested_at=builders.NOW,
        pdf=b"%PDF-1.7",
    )
    EditionSheet.objects.bulk_create(
        EditionSheet(
            edition=edition,
            initiative=builders.initiative(cast.goal, cast.elderly, f"9-{position}"),
            position=position,
            self_rating="B おおむね順調",
            final_rating="B おおむね順調",
            content=content,
            **{name: content[name] for name in ("number", "title", "goal", "department")},
        )
        for position, content in enumerate(contents, start=1)
    )
    edition.published_at = builders.NOW
    edition.save()
    return edition


def test_opinions_stand_under_what_they_are_about_with_their_replies(client, published):
    html = client.get(ADDRESS).content.decode()
    whole, about = html.index("どの取組にも当てはまらない意見"), html.index("1-1　見守り活動</a></h3>")
    assert whole < html.index("計画をもっと知らせてほしい。") < about
    for words in ("支援の届かない世帯がある。", "訪問を増やした。"):
        assert about < html.index(words)
    assert "/initiatives/r3-1-1/#y2022" in html


def test_every_number_is_a_link_to_its_own_place(client, published):
    html = client.get(ADDRESS).content.decode()
    for number in ("001", "002"):
        assert f'id="R4-{number}"' in html
        assert f'<a href="?page=1#R4-{number}">令和4-{number}</a>' in html


def test_what_was_received_answered_and_reflected_is_counted(client, published):
    html = client.get(ADDRESS).content.decode()
    for number, words in ((2, "受け付けた意見"), (2, "回答した意見"), (1, "反映・一部反映")):
        assert f'{number}</span><span class="stat__label">{words}（件）' in html


def test_originals_and_names_stay_inside(client, cast, published):
    assert published.opinions.filter(text__contains="山田さん").exists()
    html = client.get(ADDRESS).content.decode()
    for words in ("山田さん", cast.member.name, cast.chair.name):
        assert words not in html


def test_the_evaluation_leads_there_and_keeps_opinions_on_the_whole(client, published):
    html = client.get("/evaluations/2022/").content.decode()
    assert f'<a href="{ADDRESS}">取組への意見（1件）と、市・社協の考え方を読む</a>' in html
    assert "計画をもっと知らせてほしい。" in html
    assert "支援の届かない世帯がある。" not in html


def test_a_year_without_opinions_says_so(client, cast):
    builders.published(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    assert "意見はありませんでした。" in client.get(ADDRESS).content.decode()
    assert ADDRESS not in client.get("/evaluations/2022/").content.decode()


def test_a_year_that_is_not_published_has_no_opinions(client, cast):
    round_ = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    builders.replied(builders.opinion(round_, cast.member_seat), cast.jimu)
    for year in (2022, 2021, 99999):
        assert client.get(reverse("evaluation-opinions", args=[year])).status_code == 404


@pytest.mark.parametrize("extra", [0, 2])
def test_the_page_costs_the_same_for_few_and_many(client, cast, extra, django_assert_num_queries):
    for number in range(extra):
        builders.initiative(cast.goal, cast.elderly, f"3-{number}")
    round_ = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    for record in round_.request.records.all():
        builders.replied(builders.opinion(round_, cast.member_seat, record), cast.jimu)
    builders.published(round_, cast.jimu)
    with django_assert_num_queries(3):
        client.get(ADDRESS)


def test_a_year_of_300_initiatives_and_300_opinions_stays_small(client, cast):
    large_edition(cast, 300)
    rows = 0
    for page in (1, 2, 3):
        detail = client.get("/evaluations/2022/", {"page": page})
        assert len(detail.content) <= LARGEST_PAGE
        rows += detail.content.decode().count("（その")
    assert rows == 300
    numbers = []
    for page in range(1, 7):
        html = client.get(ADDRESS, {"page": page}).content
        assert len(html) <= LARGEST_PAGE
        numbers += [number for number in range(1, 301) if f'id="R4-{number:03d}"' in html.decode()]
    assert numbers == list(range(1, 301))


@pytest.mark.parametrize("page", ["0", "-1", "7", "x", "", "９９", "1e9"])
def test_a_page_that_is_not_there_shows_one_that_is(client, published, page):
    assert "支援の届かない世帯がある。" in client.get(ADDRESS, {"page": page}).content.decode()
