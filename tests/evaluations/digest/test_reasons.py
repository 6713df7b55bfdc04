"""The rules one by one: what applies, what does not, and the sentence with its numbers."""

from dataclasses import replace
from datetime import date

import pytest

from evaluations.digest.facts import Kept
from evaluations.digest.method import Reason, default
from evaluations.digest.reasons import reasons
from tests.evaluations.digest.builders import facts, method, value


def said(facts_, reason, by=None) -> tuple:
    """The sentences of one reason; empty where it does not apply."""
    return next((one.words for one in reasons(facts_, by or default()) if one.reason == reason), ())


def test_nothing_is_said_of_what_is_in_order():
    good = facts("A", "B", votes="AA", values=[value(130, 120, 100)], opinions=2)
    assert reasons(good, default()) == []


def test_a_rating_that_fell_is_named_with_both_letters():
    assert said(facts("C", "B"), Reason.FELL) == ("自己評価 B → C",)
    assert said(facts("B", "C"), Reason.FELL) == ()
    assert said(facts("", "B"), Reason.FELL) == ()
    assert said(facts("C", ""), Reason.FELL) == ()


def test_the_threshold_of_a_fall_is_data():
    two = method(fell=(5, 2))
    assert said(facts("C", "B"), Reason.FELL, two) == ()
    assert said(facts("D", "B"), Reason.FELL, two) == ("自己評価 B → D",)


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ({"actual": 54, "target": 120}, "「相談」目標120件に対し54件（45％）"),
        ({"actual": 96, "target": 120}, ""),  # exactly 80 %
        ({"actual": 95, "target": 120}, "「相談」目標120件に対し95件（79％）"),
        ({"actual": 0, "target": 120}, "「相談」目標120件に対し0件（0％）"),
        ({"actual": None, "target": 120}, ""),  # missing is never zero
        ({"actual": 54, "target": None}, ""),
        ({"actual": 54, "target": 0}, ""),
        ({"actual": 20, "target": 10, "direction": "down"}, "「相談」目標10件に対し20件（50％）"),
        ({"actual": 9, "target": 10, "direction": "down"}, ""),
        ({"actual": 3, "target": 0, "direction": "down"}, "「相談」目標0件に対し3件（0％）"),
        ({"actual": 70, "target": 100, "direction": "keep"}, "「相談」目標100件に対し70件（70％）"),
        ({"actual": 130, "target": 100, "direction": "keep"}, "「相談」目標100件に対し130件（70％）"),
        ({"actual": -5, "target": 10}, ""),
    ],
)
def test_far_from_the_target(numbers, sentence):
    assert "".join(said(facts(values=[value(**numbers)]), Reason.FAR)) == sentence


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ({"actual": 90, "last": 120}, "「相談」前の年度120件 → 90件（－25％）"),
        ({"actual": 115, "last": 120}, ""),
        ({"actual": 114, "last": 120}, "「相談」前の年度120件 → 114件（－5％）"),
        ({"actual": 90, "last": 120, "target": 80}, ""),  # it is where it should be
        ({"actual": 12, "last": 10, "direction": "down"}, "「相談」前の年度10件 → 12件（＋20％）"),
        ({"actual": 12, "last": 10, "direction": "keep"}, ""),
        ({"actual": 80, "last": 100, "target": 100, "direction": "keep"}, "「相談」前の年度100件 → 80件（－20％）"),
        ({"actual": 90, "last": 0}, ""),
        ({"actual": None, "last": 120}, ""),
    ],
)  # fmt: skip
def test_moving_away_from_the_target(numbers, sentence):
    assert "".join(said(facts(values=[value(**numbers)]), Reason.MOVED_AWAY)) == sentence


def test_an_indicator_in_words_moves_by_its_levels():
    row = value(places=("できた", "一部", "まだ"), level="まだ", last_level="できた")
    assert said(facts(values=[row]), Reason.MOVED_AWAY) == ("「相談」できた → まだ",)
    assert said(facts(values=[replace(row, level="できた", last_level="まだ")]), Reason.MOVED_AWAY) == ()
    assert said(facts(values=[replace(row, level="")]), Reason.MOVED_AWAY) == ()


def test_promises_that_were_not_kept_are_counted():
    promises = [
        Kept("令和3年度の改善", "説明会を開く", "done"),
        Kept("令和3年度の意見（令和3-002）", "夜の窓口を開く", "not_yet"),
        Kept("令和3年度の意見（令和3-003）", "冊子を作る", "partly"),
    ]
    (sentence,) = said(facts(promises=promises), Reason.NOT_DONE)
    assert (
        sentence == "約束3件のうち1件（令和3年度の意見（令和3-002）「夜の窓口を開く」：まだ実施していない）"
    )
    assert said(facts(promises=promises), Reason.NOT_DONE, method(not_done=(4, 2))) == ()


def test_department_and_committee_disagree_from_half_of_the_members_on():
    (sentence,) = said(facts("A", "A", votes="AABC"), Reason.DISAGREE)
    assert sentence == "自己評価 A、委員4人のうち2人が違う評価（A 2人、B 1人、C 1人）"
    assert said(facts("A", "A", votes="AAAB"), Reason.DISAGREE) == ()
    assert said(facts("A", "A"), Reason.DISAGREE) == ()


def test_many_opinions():
    assert said(facts(opinions=3), Reason.OPINIONS) == ("意見・質問3件",)
    assert said(facts(opinions=2), Reason.OPINIONS) == ()


def test_late_is_counted_in_days_and_returns_are_named():
    late = facts(submitted_on=date(2023, 6, 4), return_count=1)
    assert said(late, Reason.LATE) == ("期限（令和5年5月31日）の4日後に提出、差戻し1回の後",)
    assert said(facts(submitted_on=date(2023, 5, 31)), Reason.LATE) == ()


def test_of_a_record_that_has_not_arrived_only_that_is_said():
    waiting = facts("C", "A", is_readable=False, submitted_on=None, opinions=9)
    assert [one.reason for one in reasons(waiting, default())] == [Reason.LATE]
    assert said(waiting, Reason.LATE) == ("所管課が記入・修正中（提出期限 令和5年5月31日）",)


def test_missing_values_are_named_and_not_applicable_is_none():
    gaps = [value(missing="未集計"), value(missing="対象外"), value(12)]
    assert said(facts(values=gaps), Reason.MISSING) == ("指標3のうち1に値がない（「相談」未集計）",)
    assert said(facts(values=gaps[1:]), Reason.MISSING) == ()


def test_first_year():
    assert said(facts("B", "", is_first_year=True, last_texts=None), Reason.FIRST_YEAR) == (
        "前の年度の記録がない取組",
    )


def test_a_word_counts_when_it_is_new():
    texts = {"done": "苦情があった。", "rating_reason": "", "issue": "担い手不足と苦情。"}
    now = facts(texts=texts)
    assert said(now, Reason.NEW_WORDS) == (
        "実績に「苦情」（前の年度の記録にない言葉）",
        "課題に「担い手不足」「苦情」（前の年度の記録にない言葉）",
    )
    known = facts(texts=texts, last_texts={"done": "苦情", "rating_reason": "担い手不足", "issue": ""})
    assert said(known, Reason.NEW_WORDS) == ()
    assert said(facts(texts=texts, last_texts=None), Reason.NEW_WORDS) == ()


def test_a_record_without_a_report_has_no_reason():
    assert reasons(facts("D", "A", outcome="完了", opinions=9), default()) == []


def test_reasons_come_in_the_order_of_their_weights():
    found = reasons(facts("C", "B", opinions=3), method(opinions=(9, 3)))
    assert [(one.reason, one.weight) for one in found] == [("opinions", 9), ("fell", 5)]
