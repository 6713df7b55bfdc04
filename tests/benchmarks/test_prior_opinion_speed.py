"""A whole committee at its 事前意見: 40 members × 150 取組 × 3 years, and 50 members who write at the same moment."""

import sys
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from evaluations.models import CommitteeRating, Opinion, Response, ReviewSheet
from evaluations.models.opinion import number_of
from initiatives.models import AnnualRecord, IndicatorValue
from tests import builders

MEMBERS, INITIATIVES, YEARS = 40, 150, (2021, 2022, 2023)
AT_ONCE, EACH = 50, 6


def seats(cast, count):
    return [
        builders.member(cast.committee, builders.user(f"member{n}", f"委員{n}", "member"))
        for n in range(count)
    ]


def accepted_round(cast, year):
    """A round of the year whose records are all accepted, filled in one statement."""
    round_ = builders.round_(cast.term, cast.committee, cast.jimu, year=year, committee_rates=True)
    level = cast.term.rating_scales.get(stage="self").levels.get(code="B")
    IndicatorValue.objects.filter(record__request=round_.request).update(actual=year - 2000)
    round_.request.records.update(
        **builders.TEXTS,
        self_rating=level,
        state="accepted",
        submitted_at=builders.NOW,
        accepted_at=builders.NOW,
    )
    type(round_).objects.filter(pk=round_.pk).update(stage="committee")
    round_.refresh_from_db()
    return round_


def test_the_review_page_of_a_whole_committee(client, cast, capsys, django_assert_max_num_queries):
    members = seats(cast, MEMBERS)
    for number in range(INITIATIVES - 2):
        initiative = builders.initiative(cast.goal, cast.elderly, f"2-{number}")
        builders.indicator(initiative, targets={2021: 20, 2022: 21, 2023: 22})
    rounds = [accepted_round(cast, year) for year in YEARS]
    for round_ in rounds:
        said = Opinion.objects.bulk_create(
            Opinion(
                round=round_,
                record=record,
                member=seat,
                text="意見です。",
                received_at=builders.NOW,
                received_on=builders.TODAY,
                number_year=round_.target_year,
                sequence=number * MEMBERS + place + 1,
                number=number_of(round_.target_year, number * MEMBERS + place + 1),
            )
            for number, record in enumerate(round_.request.records.all())
            for place, seat in enumerate(members)
        )
        Response.objects.bulk_create(Response(opinion=row, organization=cast.city, version=0) for row in said)
        type(round_).objects.filter(pk=round_.pk).update(opinions_due_on="2023-03-01")
    record = AnnualRecord.objects.get(request=rounds[-1].request, initiative__number="2-70")
    client.force_login(members[0].user)
    begun = perf_counter()
    with django_assert_max_num_queries(15):
        answer = client.get(reverse("committee:record-review", args=[record.pk]))
    with capsys.disabled():
        sys.stdout.write(
            f"\n{MEMBERS} members × {INITIATIVES} 取組 × {len(YEARS)} years: {perf_counter() - begun:.2f} s\n"
        )
    assert answer.content.decode().count("意見です。") == MEMBERS * len(YEARS) + 1


@pytest.mark.django_db(transaction=True)
def test_fifty_members_writing_at_once_lose_nothing(cast, capsys):
    """Each comes by an own link and writes and rates one 取組 after the other, with autosaves in between."""
    for number in range(EACH - 2):
        builders.initiative(cast.goal, cast.elderly, f"2-{number}")
    round_ = accepted_round(cast, 2022)
    level = cast.term.rating_scales.get(stage="committee").levels.get(code="B")
    keys = [
        builders.review_key(builders.review_link(round_, seat, cast.jimu)) for seat in seats(cast, AT_ONCE)
    ]
    records = list(round_.request.records.in_order())
    begun = perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        statuses = list(threads.map(lambda key: journey_of(key, records, level), keys))
    with capsys.disabled():
        sys.stdout.write(
            f"\n{AT_ONCE} members at once, {len(records)} 取組 each: {perf_counter() - begun:.1f} s\n"
        )
    assert {status for each in statuses for status in each} == {200, 302}
    assert Opinion.objects.count() == AT_ONCE * len(records)
    assert CommitteeRating.objects.count() == AT_ONCE * len(records)
    assert ReviewSheet.objects.count() == AT_ONCE * len(records)
    assert sorted(Opinion.objects.values_list("sequence", flat=True)) == list(
        range(1, AT_ONCE * len(records) + 1)
    )
    texts = set(Opinion.objects.values_list("text", flat=True))
    assert texts == {f"{key}の{record.number}への意見" for key in keys for record in records}


def journey_of(key, records, level) -> list[int]:
    client, statuses = Client(), []
    try:
        for record in records:
            text = f"{key}の{record.number}への意見"
            sheet = reverse("review-sheet", args=[key, record.pk])
            net = reverse("review-autosave", args=[key, record.pk])
            statuses += [
                client.get(sheet).status_code,
                client.post(net, {"version": 0, "text": text[:5]}).status_code,
                client.post(sheet, {"version": 0, "text": text, "level": level.pk}).status_code,
            ]
    finally:
        connection.close()
    return statuses
