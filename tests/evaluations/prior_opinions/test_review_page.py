"""The page of one 取組 for a member: all its years in one table, and the same number of queries however much there is."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from initiatives import entry
from initiatives.models import Promise
from tests import builders

WORST = 14


@pytest.fixture
def years(cast):
    """Three years of one 取組: an indicator, a supporting department, replies, a copy of last year with its reason."""
    cast.counted = builders.indicator(cast.walk, targets={2021: 10, 2022: 20, 2023: 30})
    for year in (2021, 2022, 2023):
        round_ = builders.round_(cast.term, cast.committee, cast.jimu, year=year, committee_rates=True)
        record = round_.request.records.get(initiative=cast.walk)
        builders.supported(record, cast.children)
        builders.handed(record, cast.children, cast.suzuki)
        counted = {cast.counted.pk: {"actual": year - 2010, "missing_reason": ""}}
        record = builders.fill(record, values=counted)
        for hint in entry.all_hints(record):
            if hint.may_be_unchanged:
                entry.settle_hint(
                    record=record,
                    fingerprint=hint.fingerprint,
                    field=hint.field,
                    reason="毎年同じ活動のため。",
                    by=cast.sato,
                    now=builders.NOW,
                )
        record.refresh_from_db()
        builders.accepted(record, cast.jimu, values=counted)
        round_ = builders.in_committee(round_, cast.jimu)
        for seat in (cast.chair_seat, cast.member_seat):
            opinion = builders.opinion(round_, seat, record, text=f"{year}年の{seat.name}の意見")
        if year < 2023:
            round_.opinions_due_on = "2023-03-01"
            round_.save()
            builders.replied(opinion, cast.jimu)
            builders.decided(round_, cast.jimu)
    cast.round, cast.record = round_, record
    return cast


def page_of(cast) -> str:
    return reverse("committee:record-review", args=[cast.record.pk])


def test_the_years_stand_side_by_side_with_drawing_promises_and_replies(client, years):
    client.force_login(years.member)
    html = client.get(page_of(years)).content.decode()
    table = re.search(r"<table.*?年度ごとの記録.*?</table>", html, re.DOTALL)[0]
    for year in ("令和5年度", "令和4年度", "令和3年度"):
        assert f'<th scope="col">{year}</th>' in table
    for cell in ("13回（目標 30回）", "12回（目標 20回）", "11回（目標 10回）"):
        assert cell in table
    assert table.count("B おおむね順調") == 3 + 2  # self ratings, and the final ones of the years before
    assert "<svg" in html
    assert "R3 11回（目標 10）、R4 12回（目標 20）、R5 13回（目標 30）" in html
    assert "教室の場所を貸した。" in html
    assert "前年度から変更なし" in html
    assert Promise.objects.filter(record=years.record).count() >= 2
    assert "その後：実施した" in html
    before = html.split("これまでの意見と回答")[1]
    assert "学校と相談して進めます。" in before
    assert "2022年の高橋の意見" in before
    assert "2023年の高橋の意見" not in html


@pytest.mark.parametrize("extra", [0, 6])
def test_the_page_costs_the_same_for_few_and_many(client, years, extra, django_assert_num_queries):
    add(years, extra)
    net = reverse("committee:record-autosave", args=[years.record.pk])
    client.force_login(years.member)
    client.post(net, {"version": 0, "text": "書きかけ"})
    with django_assert_num_queries(WORST):
        html = client.get(page_of(years)).content.decode()
    assert f"{2 + extra}件中" in html
    let_pass(years.round)
    with django_assert_num_queries(WORST):
        client.get(page_of(years))


@pytest.mark.parametrize("extra", [0, 6])
def test_so_does_the_page_of_a_link_and_its_list(years, extra, django_assert_num_queries):
    add(years, extra)
    key = builders.review_key(builders.review_link(years.round, years.member_seat, years.jimu))
    client = Client()
    with django_assert_num_queries(12):
        client.get(reverse("review-sheet", args=[key, years.record.pk]))
    with django_assert_num_queries(5):
        client.get(reverse("review-list", args=[key]))


@pytest.mark.parametrize("extra", [0, 6])
def test_so_do_the_pages_for_paper(client, years, extra, django_assert_num_queries):
    add(years, extra)
    client.force_login(years.jimu)
    member = [years.round.pk, years.member_seat.pk]
    with django_assert_num_queries(7):
        client.get(reverse("staff:review-member", args=member))
    with django_assert_num_queries(10):
        client.get(reverse("staff:review-entry", args=[*member, years.record.pk]))
    with django_assert_num_queries(11):
        client.get(reverse("staff:review-sheets", args=member))


def add(cast, extra):
    """More 取組, opinions and members in the last round."""
    record = cast.round.request.records.get(initiative=cast.walk)
    for number in range(extra):
        initiative = builders.initiative(cast.goal, cast.elderly, f"9-{number}")
        record.pk, record.initiative, record.number = None, initiative, f"9-{number}"
        record._state.adding = True
        record.save()
        seat = builders.member(cast.committee, builders.user(f"m{number}", f"委員{number}", "member"))
        builders.opinion(cast.round, seat, cast.round.request.records.get(initiative=cast.walk))
    cast.record = cast.round.request.records.get(initiative=cast.walk)


def let_pass(round_):
    round_.opinions_due_on = "2023-03-01"
    round_.save()
