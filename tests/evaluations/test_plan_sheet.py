"""一度の入力、いくつもの計画: the published results of a 取組 in the words and the unit of each plan that it serves."""

import re
from html import unescape

import pytest
from django.urls import reverse

from initiatives import drafting
from tests import builders

SHEET = "/initiatives/plans/korei/"


@pytest.fixture
def linked(cast):
    """見守り活動 counts people; the plan for elderly people counts thousands of people and has a name of its own."""
    cast.counted = builders.indicator(cast.walk, "参加者数", "人", targets={2021: 1100})
    cast.other = builders.plan("korei", "高齢者保健福祉計画")
    cast.link = builders.plan_link(cast.walk, cast.other, "relisted")
    return cast


def reworded(cast, **words):
    wording = {"own_name": "見守りの参加者", "own_unit": "千人", "multiplier": "0.001"} | words
    return drafting.save_wording(
        link=cast.link,
        version=cast.link.version,
        texts={"own_number": "2-(3)", "own_title": "見守りの輪", "note": "再掲した取組です。"},
        wordings={cast.counted.pk: wording},
    )


def published(cast, year=2021, **value):
    round_ = builders.round_(cast.term, cast.committee, cast.jimu, year=year)
    record = round_.request.records.get(initiative=cast.walk)
    given = {"actual": None, "missing_reason": ""} | value
    builders.accepted(record, cast.jimu, values={cast.counted.pk: given})
    return builders.published(round_, cast.jimu)


def read(client, address=SHEET) -> str:
    return client.get(address).content.decode()


def test_the_sheet_words_the_initiative_as_the_plan_does(client, linked):
    reworded(linked)
    html = read(client)
    assert "2-(3)　見守りの輪" in html
    assert "再掲した取組です。" in html
    assert "1-1　見守り活動" in html
    assert "公表した実績は、まだありません。" in html


def test_a_published_result_is_shown_in_the_plans_own_unit(client, linked):
    reworded(linked)
    published(linked, actual=1234)
    html = read(client)
    assert "見守りの参加者（千人）" in html
    assert '<td data-label="令和3年度">1.234千人</td>' in html
    assert "もとの指標：参加者数　もとの値に 0.001 を掛けています" in html


def test_without_words_of_its_own_it_is_shown_as_it_was_published(client, linked):
    published(linked, actual=1234)
    html = read(client)
    assert "1-1　見守り活動" in html
    assert '<td data-label="令和3年度">1,234人</td>' in html


def test_a_reason_for_a_missing_value_is_not_multiplied(client, linked):
    reworded(linked)
    published(linked, missing_reason="not_counted")
    assert '<td data-label="令和3年度">未集計</td>' in read(client)


def test_zero_stays_zero(client, linked):
    reworded(linked)
    published(linked, actual=0)
    assert '<td data-label="令和3年度">0千人</td>' in read(client)


def test_every_published_year_is_shown_and_an_unpublished_one_is_not(client, linked):
    published(linked, 2021, actual=1000)
    published(linked, 2022, actual=2000)
    later = builders.round_(linked.term, linked.committee, linked.jimu, year=2023)
    record = later.request.records.get(initiative=linked.walk)
    builders.accepted(record, linked.jimu, values={linked.counted.pk: {"actual": 3000, "missing_reason": ""}})
    html = read(client)
    assert '<td data-label="令和3年度">1,000人</td>' in html
    assert '<td data-label="令和4年度">2,000人</td>' in html
    assert "3,000" not in html


def test_a_renamed_indicator_keeps_its_words_and_its_years_together(client, linked):
    reworded(linked)
    published(linked, 2021, actual=1000)
    linked.counted.name = "延べ参加者数"
    linked.counted.save()
    published(linked, 2022, actual=2000)
    html = read(client)
    assert html.count("見守りの参加者（千人）") == 1
    assert '<td data-label="令和4年度">2千人</td>' in html


def test_a_plan_that_nothing_serves_says_so(client, linked):
    builders.plan("kanko", "観光基本計画")
    assert "この計画につながる取組は、まだ公開していません" in read(client, "/initiatives/plans/kanko/")
    assert client.get("/initiatives/plans/nothing/").status_code == 404


def test_links_of_a_term_that_is_not_public_stay_inside(client, linked):
    assert "見守り活動" in read(client)
    linked.term.published_at = None
    linked.term.save()
    assert "見守り活動" not in read(client)


@pytest.mark.parametrize("count", [1, 3])
def test_the_sheet_costs_the_same_for_one_and_three(client, linked, count, django_assert_num_queries):
    for number in range(2, count + 1):
        row = builders.initiative(linked.goal, linked.elderly, f"4-{number}")
        builders.indicator(row)
        builders.plan_link(row, linked.other)
    published(linked, actual=10)
    with django_assert_num_queries(7):
        html = read(client)
    assert html.count("もとの取組") == count


def test_a_long_sheet_is_turned_page_by_page(client, linked, monkeypatch):
    monkeypatch.setattr("evaluations.views.public.SHEETS_ON_A_PAGE", 2)
    for number in range(2, 4):
        builders.plan_link(builders.initiative(linked.goal, linked.elderly, f"4-{number}"), linked.other)
    first = read(client)
    assert first.count("もとの取組") == 2
    assert "にも役立つ3件です" in first
    (way,) = re.findall(r'rel="next" href="([^"]*)"', first)
    assert read(client, SHEET + unescape(way)).count("もとの取組") == 1


def test_the_entry_form_says_which_plans_the_entry_also_feeds(client, linked):
    reworded(linked)
    builders.plan_link(linked.walk, builders.plan("yuki", "雪対策基本計画"))
    round_ = builders.round_(linked.term, linked.committee, linked.jimu, year=2021)
    client.force_login(linked.sato)
    record = round_.request.records.get(initiative=linked.walk)
    html = read(client, reverse("staff:record-edit", args=[record.pk]))
    assert "この実績は、次の計画にも使われます" in html
    assert "高齢者保健福祉計画（再掲）：2-(3)　見守りの輪" in html
    assert "参加者数 → 見守りの参加者（千人）" in html
    assert "雪対策基本計画（関連）" in html


def test_the_entry_form_is_silent_where_no_plan_is_fed(client, linked):
    round_ = builders.round_(linked.term, linked.committee, linked.jimu, year=2021)
    client.force_login(linked.shakyo)
    record = round_.request.records.get(initiative=linked.salon)
    html = read(client, reverse("staff:record-edit", args=[record.pk]))
    assert "実績（Do）" in html
    assert "次の計画にも使われます" not in html
