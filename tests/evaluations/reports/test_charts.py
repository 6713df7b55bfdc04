"""The geometry of bars and trends."""

import pytest

from evaluations.reports import charts

LEVELS = [{"code": code, "words": code.lower()} for code in "ABCD"]


def year(name, actual, target="", shown=None):
    return {"year": name, "actual": actual, "target": target, "shown": shown or actual}


def bar(*counts, missing=0):
    return charts.stacked_bar(
        "x", {"counts": counts, "missing": missing, "total": sum(counts) + missing}, LEVELS
    )


def test_segments_fill_the_bar_and_leave_out_what_is_not_there():
    segments = bar(3, 0, 1, 0, missing=4)["segments"]
    assert [segment["pattern"] for segment in segments] == ["solid", "dots", "missing"]
    assert sum(segment["width"] for segment in segments) == pytest.approx(400)
    assert [segment["label"] for segment in segments] == ["A 3", "C 1", "－ 4"]


def test_narrow_segments_keep_the_letter_then_nothing():
    assert [segment["label"] for segment in bar(94, 5, 1, 0)["segments"]] == ["A 94", "B", ""]


def test_words_say_what_the_bar_shows():
    assert bar(1, 0, 0, 2, missing=3)["words"] == "A a 1件、B b 0件、C c 0件、D d 2件、評価なし 3件（計6件）"


def test_nothing_to_count_gives_an_empty_bar():
    assert bar(0, 0, 0, 0)["segments"] == []


def test_levels_beyond_the_patterns_begin_again():
    assert charts.pattern_of(len(charts.PATTERNS)) == charts.PATTERNS[0]


def test_trend_needs_two_values():
    assert charts.trend([]) is None
    assert charts.trend([year("R3", "5"), year("R4", "", shown="未集計")]) is None


def test_trend_rises_where_the_number_rises():
    points = charts.trend([year("R3", "980"), year("R4", "1,240")])["points"]
    assert points[0]["y"] > points[1]["y"]
    assert points[0]["x"] < points[1]["x"]


def test_trend_leaves_a_gap_where_there_is_no_value():
    drawing = charts.trend([year("R2", "1"), year("R3", "2"), year("R4", "", shown="中止"), year("R5", "4")])
    assert len(drawing["lines"]) == 1
    assert len(drawing["points"]) == 3
    assert "R4 中止" in drawing["words"]


def test_equal_values_lie_in_the_middle():
    ys = {point["y"] for point in charts.trend([year("R3", "-5"), year("R4", "-5")])["points"]}
    assert len(ys) == 1


def test_a_number_that_cannot_be_read_is_no_value():
    assert charts.trend([year("R3", "5"), year("R4", "だいたい6")]) is None
