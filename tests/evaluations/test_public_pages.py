"""What the public reads of an evaluation, and that it stays as it was published."""

import re

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from evaluations import snapshot
from evaluations.models import Edition, EditionSheet
from plans.publication import unpublish_term
from tests import builders

PAGES = (
    "/",
    "/evaluations/",
    "/evaluations/2022/",
    "/evaluations/2022/opinions/",
    "/initiatives/",
    "/initiatives/r3-1-1/",
)


@pytest.fixture
def published(cast):
    """令和4年度, published, with an opinion on 見守り活動 that was answered and one on the whole plan."""
    round_ = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    record = round_.request.records.get(initiative=cast.walk)
    opinion = builders.opinion(
        round_, cast.member_seat, record, text="原文：うちの町内の山田さんが困っている。"
    )
    builders.replied(
        opinion, cast.jimu, summary="支援の届かない世帯がある。", what_changed="訪問を月2回に増やした。"
    )
    builders.replied(
        builders.opinion(round_, cast.chair_seat, text="計画をもっと知らせてほしい。"), cast.jimu
    )
    return builders.published(round_, cast.jimu)


def pages(client) -> dict[str, str]:
    return {address: client.get(address).content.decode() for address in PAGES}


def test_the_year_shows_ratings_and_opinions_on_the_whole(client, published):
    html = client.get("/evaluations/2022/").content.decode()
    for words in ("見守り活動", "B おおむね順調", "計画をもっと知らせてほしい。", "学校と相談して進めます。"):
        assert words in html


def test_the_original_words_and_the_members_name_stay_inside(client, cast, published):
    assert published.opinions.filter(text__contains="山田さん").exists()
    for html in pages(client).values():
        assert "山田さん" not in html
        assert cast.member.name not in html


def test_the_initiative_shows_its_years(client, published):
    html = client.get("/initiatives/r3-1-1/").content.decode()
    assert "令和4年度（2022年度）" in html
    assert builders.TEXTS["done"] in html
    assert "訪問を月2回に増やした。" in html


def test_the_letters_are_explained_beside_the_ratings(client, published):
    html = client.get("/initiatives/r3-1-1/").content.decode()
    assert "自己評価・最終評価の区分" in html
    assert "おおむね順調である" in html


def test_nothing_unpublished_can_be_reached(client, cast):
    round_ = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    builders.opinion(round_, cast.member_seat)
    for address in (
        "/evaluations/2022/",
        "/evaluations/2022/opinions/",
        "/evaluations/2022/report.pdf",
        "/evaluations/2021/",
        "/evaluations/99999/",
    ):
        assert client.get(address).status_code == 404
    for address in ("/", "/evaluations/", "/initiatives/", "/initiatives/r3-1-1/"):
        html = client.get(address).content.decode()
        assert builders.TEXTS["done"] not in html
        assert "/evaluations/2022/" not in html


def test_a_term_that_was_not_published_hides_its_initiatives(client, cast, published):
    assert "見守り活動" in client.get("/initiatives/").content.decode()
    cast.term.published_at = None
    cast.term.save()
    assert "見守り活動" not in client.get("/initiatives/").content.decode()
    assert client.get("/initiatives/r3-1-1/").status_code == 404


def test_the_evaluation_of_a_withdrawn_term_stays_without_leading_into_nothing(client, cast, published):
    link = 'href="/initiatives/r3-1-1/"'
    assert link in client.get("/evaluations/2022/").content.decode()
    unpublish_term(term=cast.term)
    html = client.get("/evaluations/2022/").content.decode()
    assert "1-1　見守り活動" in html
    opinions = client.get("/evaluations/2022/opinions/").content.decode()
    assert "支援の届かない世帯がある。" in opinions
    assert "1-1　見守り活動" in opinions
    pages = (
        "evaluations/",
        "evaluations/2022/",
        "evaluations/2022/opinions/",
        "initiatives/",
        "plans/chiiki-fukushi/",
    )
    for address in ("/", *(f"/{page}" for page in pages)):
        found = set(re.findall(r'href="(/[^"#]*)', client.get(address).content.decode()))
        dead = [
            href for href in found if not href.startswith("/static/") and client.get(href).status_code == 404
        ]
        assert dead == [], address
    assert client.get("/evaluations/2022/report.pdf").status_code == 200


def test_what_was_published_stays_whatever_is_edited_later(client, cast, published):
    before = client.get("/evaluations/2022/").content.decode()
    pdf = client.get("/evaluations/2022/report.pdf").content
    cast.walk.title = "別の名前"
    cast.walk.save()
    cast.elderly.names.update(name="改名した課")
    published.request.records.update(done="書き換え", title="書き換え")
    published.opinions.update(text="書き換え")
    cast.term.rating_scales.first().levels.update(words="書き換え")
    assert client.get("/evaluations/2022/").content.decode() == before
    assert client.get("/evaluations/2022/report.pdf").content == pdf


@pytest.mark.parametrize(
    "attempt",
    [
        lambda edition: Edition.objects.filter(pk=edition.pk).update(pdf=b"other"),
        lambda edition: Edition.objects.filter(pk=edition.pk).update(published_at=None),
        lambda edition: edition.sheets.update(title="書き換え"),
        lambda edition: edition.sheets.all().delete(),
        lambda edition: edition.delete(),
        lambda edition: EditionSheet.objects.create(
            edition=edition, initiative=edition.sheets.first().initiative, position=99, content={}
        ),
    ],
)
def test_the_database_itself_refuses_to_change_a_published_edition(published, attempt):
    edition = published.editions.get(is_draft=False)
    with pytest.raises(DatabaseError), transaction.atomic():
        attempt(edition)


def test_the_same_content_has_the_same_digest(published):
    head, sheets = snapshot.build(published)
    assert snapshot.digest(head, sheets) == snapshot.digest(*snapshot.build(published))
    assert snapshot.digest(head, sheets) == published.editions.get().digest


@pytest.mark.parametrize("extra", [0, 2])
def test_a_snapshot_costs_the_same_for_few_and_many(cast, extra, django_assert_num_queries):
    for number in range(1 + extra):
        row = builders.initiative(cast.goal, cast.elderly, f"3-{number}", support=[cast.children])
        builders.indicator(row, targets={2022: 5})
    round_ = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    for record in round_.request.records.all():
        builders.replied(builders.opinion(round_, cast.member_seat, record), cast.jimu)
    round_ = type(round_).objects.for_reading().get(pk=round_.pk)
    with django_assert_num_queries(28):
        snapshot.build(round_)


@pytest.mark.parametrize("extra", [0, 2])
@pytest.mark.parametrize(
    ("address", "queries"), [("/evaluations/2022/", 5), ("/initiatives/", 9), ("/evaluations/", 2)]
)
def test_public_pages_cost_the_same_for_few_and_many(
    client, cast, extra, address, queries, django_assert_num_queries
):
    for number in range(extra):
        builders.initiative(cast.goal, cast.elderly, f"3-{number}")
    builders.published(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    with django_assert_num_queries(queries):
        client.get(address)


def test_sample_data_is_marked_wherever_it_shows(client, cast):
    cast.term.initiatives.update(is_sample=True)
    builders.published(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    for address, html in pages(client).items():
        assert "見本データ" in html, address


def test_a_public_page_sets_no_cookie(client, published):
    for address in PAGES:
        assert not client.get(address).cookies


def test_html_in_texts_is_shown_as_text(client, cast):
    round_ = builders.round_(cast.term, cast.committee, cast.jimu)
    record = round_.request.records.get(initiative=cast.walk)
    builders.accepted(record, cast.jimu, done="<script>alert(1)</script>")
    builders.published(round_, cast.jimu)
    html = client.get(reverse("initiative-detail", args=["r3-1-1"])).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script>alert" not in html
