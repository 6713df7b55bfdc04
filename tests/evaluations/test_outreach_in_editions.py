"""周知・啓発 in the edition of a year: frozen with it, on its page and in its PDF."""

from datetime import date

import pytest
from django.urls import reverse

from evaluations import snapshot
from evaluations.models import Edition
from evaluations.reports.content import gather
from plans import outreach
from tests import builders

ROW = {
    "medium": "展示",
    "title": "写真展",
    "days": "令和4年11月1日から令和4年11月14日まで",
    "organization": "みほん市",
    "audience": "市民",
    "count": "210人",
    "link": "",
    "is_sample": False,
}


@pytest.fixture
def year(cast):
    """The round of 令和4年度, an activity of it that is public, and two that are not to be in it."""
    days = {"starts_on": date(2022, 11, 1), "ends_on": date(2022, 11, 14)}
    exhibition = {"title": "写真展", "medium": "exhibition", "count": 210, **days}
    cast.exhibition = builders.published_activity(cast.city, cast.jimu, **exhibition)
    builders.activity(cast.city, title="公開していない会")
    builders.published_activity(cast.city, cast.jimu, title="前の年の会", starts_on=date(2022, 3, 31))
    cast.round = builders.round_(cast.term, cast.committee, cast.jimu)
    return cast


def page(client) -> str:
    return client.get(reverse("evaluation-detail", args=[2022])).content.decode()


def test_an_edition_holds_what_was_public_of_its_year(year):
    head, _ = snapshot.build(year.round)
    assert head["outreach"] == [ROW]


def test_a_published_edition_keeps_it_whatever_becomes_of_the_activity(client, year):
    builders.published(year.round, year.jimu)
    before = page(client)
    assert '<section id="outreach">' in before
    assert "写真展" in before
    assert "210人" in before
    outreach.withdraw_activity(activity=year.exhibition, version=2)
    outreach.delete_activity(activity=year.exhibition, version=3)
    assert page(client) == before


def test_a_year_without_activities_has_no_such_part(client, cast):
    builders.published(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    assert Edition.objects.get(is_draft=False).head["outreach"] == []
    assert 'id="outreach"' not in page(client)


def test_an_edition_made_before_there_was_such_a_log_still_shows(client, cast, monkeypatch):
    build = snapshot._head
    monkeypatch.setattr(
        snapshot, "_head", lambda *args: {k: v for k, v in build(*args).items() if k != "outreach"}
    )
    builders.published(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    edition = Edition.objects.get(is_draft=False)
    assert "outreach" not in edition.head
    html = page(client)
    assert "取組ごとの評価" in html
    assert 'id="outreach"' not in html
    assert "周知・啓発" not in {section["title"] for section in gather(edition)["sections"]}
