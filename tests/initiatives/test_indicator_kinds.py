"""Numbers, fractions and words: how each kind of indicator is set up, typed, asked about, shown and frozen."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from evaluations import snapshot
from initiatives import progress
from initiatives.forms import RecordForm
from initiatives.models import AnnualRecord, Indicator, IndicatorValue
from initiatives.models.indicator_value import percentage
from tests import builders

RUBRIC = "できた：すべての地区で行った\n一部できた：行った地区がある\nまだ：始めていない"
TODAY = date(2023, 5, 10)


@pytest.fixture
def share(cast):
    return builders.indicator(cast.walk, "続いている人の割合", "％", value_type="fraction")


@pytest.fixture
def depth(cast):
    return builders.indicator(cast.walk, "話合いの深まり", "", value_type="words", rubric=RUBRIC)


def record_of(cast, year=2022) -> AnnualRecord:
    round_ = builders.round_(cast.term, cast.committee, cast.jimu, year=year)
    return round_.request.records.for_reading().get(initiative=cast.walk)


def typed(record, **values) -> dict:
    """What the page of ``record`` sends when the boxes of its values are filled with ``values``."""
    form = RecordForm(record=record)
    sent = {name: form[name].value() or "" for name in form.fields}
    return sent | {record.values.get().box(part): value for part, value in values.items()}


def saved(record, **values) -> IndicatorValue:
    form = RecordForm(typed(record, **values), record=record)
    assert form.is_valid(), form.errors
    assert form.carry_out(progress.save_draft, record=record, today=TODAY), form.errors
    return record.values.get()


def refused(record, **values) -> dict:
    return RecordForm(typed(record, **values), record=record).errors


# ---- a fraction -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("numerator", "denominator", "percent"),
    [
        (106, 169, "62.7"),
        (1, 8, "12.5"),
        (1, 16, "6.3"),
        (0, 5, "0"),
        (5, 5, "100"),
        (1, 0, None),
        (None, 5, None),
    ],
)
def test_a_percentage_is_rounded_half_up_to_one_decimal(numerator, denominator, percent):
    parts = [part if part is None else Decimal(part) for part in (numerator, denominator)]
    assert percentage(*parts) == (percent if percent is None else Decimal(percent))


def test_both_numbers_behind_a_percentage_are_typed_and_shown(cast, share):
    value = saved(record_of(cast), numerator="１０６", denominator="169")
    assert (value.actual, value.shown) == (Decimal("62.7"), "62.7％（106／169）")


@pytest.mark.parametrize(
    ("parts", "at", "words"),
    [
        ({"numerator": "106", "denominator": ""}, "denominator", "分母も入力してください"),
        ({"numerator": "", "denominator": "169"}, "numerator", "分子も入力してください"),
        ({"numerator": "0", "denominator": "0"}, "denominator", "0より大きい数"),
        ({"numerator": "1", "denominator": "-5"}, "denominator", "0より大きい数"),
        ({"numerator": "百", "denominator": "5"}, "numerator", "数字で入力してください"),
        ({"numerator": "999999999999", "denominator": "0.001"}, "denominator", "大きくなりすぎます"),
        (
            {"numerator": "1", "denominator": "2", "missing_reason": "not_counted"},
            "missing_reason",
            "値がある",
        ),
    ],
)
def test_parts_that_do_not_go_together_are_refused_at_their_box(cast, share, parts, at, words):
    errors = refused(record_of(cast), **parts)
    assert words in errors[f"value-{share.pk}-{at}"][0]
    assert len(errors) == 1


def test_an_empty_fraction_is_a_gap_until_it_is_typed_or_a_reason_is_given(cast, share):
    record = record_of(cast)
    gaps = {gap.field for gap in record.gaps()}
    assert f"value-{share.pk}-numerator" in gaps
    assert saved(record, missing_reason="not_counted").shown == "未集計"


def test_the_database_refuses_a_denominator_of_zero(cast, share):
    value = record_of(cast).values.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        IndicatorValue.objects.filter(pk=value.pk).update(numerator=1, denominator=0)


# ---- words ------------------------------------------------------------------------------------------------


def test_a_level_is_chosen_by_its_words_and_its_meaning_is_shown(client, cast, depth):
    record = record_of(cast)
    client.force_login(cast.sato)
    html = client.get(reverse("staff:record-edit", args=[record.pk])).content.decode()
    assert "一部できた（行った地区がある）" in html
    assert saved(record, level="一部できた").shown == "一部できた"


def test_a_level_that_the_rubric_has_not_is_refused(cast, depth):
    assert f"value-{depth.pk}-level" in refused(record_of(cast), level="すばらしい")


def test_no_level_is_a_gap(cast, depth):
    assert f"value-{depth.pk}-level" in {gap.field for gap in record_of(cast).gaps()}


# ---- what is unusual --------------------------------------------------------------------------------------


@pytest.fixture
def unusual(cast):
    """A record whose value is ten times that of the year before."""
    cast.visits = builders.indicator(cast.walk, "訪問した世帯", "世帯")
    first = record_of(cast, 2021)
    builders.accepted(first, cast.jimu, values={cast.visits.pk: {"actual": Decimal(263)}})
    record = record_of(cast)
    saved(record, actual="2,870")
    return AnnualRecord.objects.for_reading().get(pk=record.pk)


def test_an_unusual_value_asks_for_one_line_and_keeps_the_record_back(client, cast, unusual):
    box = f"value-{cast.visits.pk}-explanation"
    assert box in {gap.field for gap in unusual.gaps()}
    client.force_login(cast.sato)
    page = client.get(reverse("staff:record-edit", args=[unusual.pk])).content.decode()
    assert "桁が違います" in page
    assert f'name="{box}"' in page
    check = client.get(reverse("staff:record-check", args=[unusual.pk])).content.decode()
    assert "「いつもと違う理由」を1行で入力してください" in check


def test_the_line_is_enough(cast, unusual):
    value = saved(unusual, explanation="今年度から市の全域を数えたため")
    assert value.is_explained
    again = AnnualRecord.objects.for_reading().get(pk=unusual.pk)
    assert not [gap for gap in again.gaps() if gap.field.startswith("value-")]


def test_a_value_that_is_put_right_is_asked_nothing(cast, unusual):
    assert saved(unusual, actual="287").asked == ""


def test_a_page_that_was_open_before_the_question_leaves_the_line_alone(cast, unusual):
    saved(unusual, explanation="全域を数えたため")
    record = AnnualRecord.objects.for_reading().get(pk=unusual.pk)
    old_page = {name: text for name, text in typed(record).items() if not name.endswith("explanation")}
    form = RecordForm(old_page, record=record)
    assert form.is_valid(), form.errors
    assert form.carry_out(progress.save_draft, record=record, today=TODAY)
    assert record.values.get().explanation == "全域を数えたため"


def test_looking_at_three_values_costs_as_much_as_looking_at_one(cast, django_assert_num_queries):
    rows = [builders.indicator(cast.walk, name) for name in ("甲", "乙", "丙")]
    record = record_of(cast)
    for some in (rows[:1], rows):
        record = AnnualRecord.objects.get(pk=record.pk)
        values = {row.pk: {"actual": Decimal(len(some))} for row in some}
        with django_assert_num_queries(12):
            progress.save_draft(
                record=record, version=record.version, texts={}, values=values, answers={}, today=TODAY
            )


# ---- setting up -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"unit": ""}, "unit"),
        ({"value_type": "fraction", "unit": "人"}, "unit"),
        ({"value_type": "words", "unit": "", "rubric": "できた：全部"}, "rubric"),
        ({"value_type": "words", "unit": "", "rubric": "できた：全部\nできた：一部"}, "rubric"),
        ({"value_type": "words", "unit": "", "rubric": RUBRIC, "baseline": Decimal(1)}, "baseline"),
        ({"value_type": "words", "unit": "", "rubric": f"{'長' * 31}\nまだ"}, "rubric"),
        ({"rubric": RUBRIC}, "rubric"),
    ],
)
def test_what_does_not_go_with_the_kind_of_value_is_refused(cast, fields, at):
    cast.term.published_at = None
    cast.term.save()
    row = Indicator(initiative=cast.walk, name="割合", **{"unit": "回"} | fields)
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    assert at in refusal.value.error_dict


def test_the_kind_of_a_value_is_fixed_when_the_indicator_is_made(cast, share):
    cast.term.published_at = None
    cast.term.save()
    share = Indicator.objects.get(pk=share.pk)
    share.value_type = "number"
    with pytest.raises(ValidationError, match="登録した後は変えられません"):
        share.full_clean()


def test_a_rubric_is_read_line_by_line():
    row = Indicator(rubric="できた: 全部 \n\n 一部できた：半分：くらい\nまだ")
    assert row.levels == [("できた", "全部"), ("一部できた", "半分：くらい"), ("まだ", "")]


# ---- shown and frozen -------------------------------------------------------------------------------------


def test_a_publication_keeps_the_numbers_behind_and_the_recipe(cast):
    share = builders.indicator(
        cast.walk, "割合", "％", value_type="fraction", source="受付簿", counting="cumulative"
    )
    record = record_of(cast)
    parts = {"numerator": Decimal(1), "denominator": Decimal(3), "explanation": "少ないため"}
    builders.accepted(record, cast.jimu, values={share.pk: parts})
    _, sheets = snapshot.build(record.request.round)
    frozen = next(sheet for sheet in sheets if sheet["number"] == "1-1")["content"]["indicators"][0]
    assert frozen["shown"] == "33.3％（1／3）"
    assert frozen["how_counted"] == [["数える範囲", "期のはじめからの累計"], ["出典", "受付簿"]]
    assert frozen["explanation"] == "少ないため"
