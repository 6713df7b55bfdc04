"""What a published revision leaves behind: first values of targets, 取組 and indicators that come and go, and no other way."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.versioning import MoveRefused
from evaluations import snapshot
from initiatives import revisions
from initiatives.models import Indicator, Initiative
from plans.models import Chapter
from plans.publication import unpublish_term
from tests import builders
from tests.initiatives.test_revisions import target

# ---- targets show both values -----------------------------------------------------------------------------


def test_a_target_that_was_raised_prints_both_values_everywhere(cast, count):
    round_ = builders.round_(cast.term, cast.committee, cast.jimu)
    builders.published_revision(cast.term, cast.jimu, {count: {"target_2022": "30"}})
    value = round_.request.records.for_reading().get(initiative=cast.walk).values.get()
    assert value.target_shown == "30回（当初24回）"
    builders.in_committee(round_, cast.jimu)
    _, sheets = snapshot.build(round_)
    [shown] = sheets[0]["content"]["indicators"]
    assert (shown["target"], shown["original_target"]) == ("30", "24")


def test_the_first_value_is_kept_through_a_second_revision(cast, count):
    builders.published_revision(cast.term, cast.jimu, {count: {"target_2022": "30"}})
    builders.published_revision(cast.term, cast.jimu, {count: {"target_2022": "36"}})
    assert target(count, 2022).shown == "36回（当初24回）"
    builders.published_revision(cast.term, cast.jimu, {count: {"target_2022": "24"}})
    assert target(count, 2022).shown == "24回"


def test_a_target_may_be_added_and_not_taken_away(cast):
    indicator = builders.indicator(cast.walk, targets={2022: 24})
    builders.published_revision(cast.term, cast.jimu, {indicator: {"target_2023": "26"}})
    assert target(indicator, 2023).shown == "26回"
    with pytest.raises(MoveRefused, match="令和4年度の目標値は、空欄にできません"):
        builders.change(builders.revision(cast.term), indicator, target_2022="")


# ---- 取組 and indicators that come and go -------------------------------------------------------------------


def test_a_new_initiative_gets_an_address_and_is_asked_for_from_its_first_year(cast):
    revision = builders.revision(cast.term)
    builders.new_initiative(revision, cast.goal, cast.elderly, number="1-3", first_year="2023")
    builders.publish_revision(revision, cast.jimu)
    added = Initiative.objects.get(number="1-3")
    assert (added.code, added.title, added.measure) == ("r3-1-3", "雪かきの手伝い", cast.goal)
    assert added.departments_in("lead") == [cast.elderly]
    assert [str(i) for i in Initiative.objects.in_order()][-1] == "1-3 雪かきの手伝い"
    asked = {
        year: set(
            builders.round_(cast.term, cast.committee, cast.jimu, year=year).request.records.values_list(
                "number", flat=True
            )
        )
        for year in (2022, 2023)
    }
    assert asked == {2022: {"1-1", "1-2"}, 2023: {"1-1", "1-2", "1-3"}}


def test_an_address_is_never_given_twice(cast):
    revision = builders.revision(cast.term)
    cast.walk.number = "9-9"
    cast.walk.save()
    builders.new_initiative(revision, cast.goal, cast.elderly, number="1-1")
    builders.publish_revision(revision, cast.jimu)
    assert Initiative.objects.get(number="1-1").code == "r3-1-1-n2"


def test_an_initiative_that_ends_stays_and_is_not_asked_for_any_more(cast):
    builders.published_revision(cast.term, cast.jimu, {cast.walk: {"last_year": "2022"}})
    cast.walk.refresh_from_db()
    assert cast.walk.years_label == "令和4年度で終了"
    records = builders.round_(cast.term, cast.committee, cast.jimu, year=2023).request.records
    assert list(records.values_list("number", flat=True)) == ["1-2"]


def test_a_new_indicator_comes_with_its_targets_and_an_ended_one_is_not_asked_for(cast, count):
    revision = builders.revision(cast.term)
    builders.change(revision, count, last_year="2022")
    after = {"name": "参加者数", "kind": "output", "unit": "人", "direction": "up", "baseline_year": "", "baseline": "", "recipe": "", "target-2023": "300"}  # fmt: skip
    revisions.add(
        revision=revision, kind="new_indicator", parent=cast.walk, version=0, after=after, remarks=""
    )
    builders.publish_revision(revision, cast.jimu)
    added = Indicator.objects.get(name="参加者数")
    assert target(added, 2023).shown == "300人"
    assert revision.changes.get(kind="new_indicator").row_id == added.pk
    record = builders.round_(cast.term, cast.committee, cast.jimu, year=2023).request.records.get(
        initiative=cast.walk
    )
    assert [value.indicator for value in record.values.all()] == [added]


# ---- no other way -----------------------------------------------------------------------------------------


def test_loaders_and_forms_meet_the_rule(cast, count):
    chapter = builders.chapter(cast.term)
    for row, name, text in (
        (cast.term, "philosophy", "ほかの理念"),
        (chapter, "body", "ほかの本文"),
        (cast.goal, "title", "ほかの題"),
        (cast.walk, "content", "ほかの内容"),
        (count, "unit", "件"),
        (target(count, 2023), "value", Decimal(30)),
    ):
        row.full_clean()
        setattr(row, name, text)
        with pytest.raises(ValidationError, match="「見直し」を準備してください"):
            row.full_clean()
    with pytest.raises(ValidationError, match="「見直し」を準備してください"):
        Chapter(term=cast.term, number=9, slug="new", title="新しい章", body="本文").full_clean()


def test_before_publication_everything_can_be_written(cast):
    unpublish_term(term=cast.term)
    chapter = Chapter(term=cast.term, number=9, slug="new", title="新しい章", body="本文")
    cast.term.refresh_from_db()
    chapter.full_clean()


@pytest.mark.parametrize("count", [1, 3])
def test_publishing_costs_so_many_queries_a_change(cast, count):
    rows = [builders.chapter(cast.term, number) for number in range(1, count + 1)]
    revision = builders.revision(cast.term)
    for row in rows:
        builders.change(revision, row, body="新しい本文です。")
    seen = revisions.fingerprint(revision)
    with CaptureQueriesContext(connection) as queries:
        revisions.publish(revision=revision, seen=seen, by=cast.jimu, now=builders.NOW)
    assert len(queries) == 18 + 5 * count


@pytest.mark.parametrize("count", [1, 3])
def test_what_was_overtaken_is_found_with_as_many_queries_as_kinds(cast, count, django_assert_num_queries):
    revision = builders.revision(cast.term)
    for number in range(1, count + 1):
        row = builders.initiative(cast.goal, cast.elderly, f"3-{number}")
        counted = builders.indicator(row, targets={2022: 24, 2023: 24})
        builders.change(revision, row, title="新しい題")
        builders.change(revision, counted, target_2023="30")
        counted.targets.filter(fiscal_year=2023).update(value=27)
    with django_assert_num_queries(4):  # the changes, the 取組, the indicators, their targets
        found = revisions.clashes(revision)
    assert [(clash.prepared_from, clash.now, clash.wanted) for clash in found] == [
        ("24回", "27回", "30回")
    ] * count
