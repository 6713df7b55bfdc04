"""The two drawings: nothing overlaps, nothing sticks out, nothing is lost, and what is unknown is not drawn as known."""

import re
from itertools import combinations, pairwise
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from plans import diagrams, map_paper, period_chart, periods
from plans.lettering import letters, width, wrap
from plans.models import PlanTerm
from plans.positions import Kind, Position

End = PlanTerm.End
R1_TO_R10 = range(2019, 2029)
NAMES = st.text(alphabet="高齢者保健福祉計画ー（）・、。ょっABC12 𠮷👪", min_size=1, max_size=40)
LONG_NAMES = st.text(
    alphabet="小樽市高齢者保健福祉計画ーっ（）・「」、マスタープラン12", min_size=25, max_size=99
)
KINDS = st.sampled_from([*Kind, Kind.INDIVIDUAL, Kind.COORDINATES])
REGISTERS = st.lists(st.tuples(KINDS, st.one_of(NAMES, LONG_NAMES)), min_size=4, max_size=24)
"""Plans around one in the middle, each with how it stands to it: 5 to 25, in any mixture."""
SOME = settings(max_examples=150, deadline=None)


def plan(name, *terms):
    return SimpleNamespace(
        name=name,
        short_name="",
        closed_year=None,
        owners=SimpleNamespace(all=lambda: ["小樽市"]),
        terms=SimpleNamespace(all=lambda: list(terms)),
        get_absolute_url=lambda: "/plans/x/",
    )


def position(names) -> Position:
    """Share the names among all kinds: one in the middle, one or two above, … the rest as individual plans."""
    kinds = [Kind.UPPER, Kind.INTEGRATED, Kind.CONTAINS, Kind.CONTAINS]
    kinds += [Kind.COORDINATES] * ((len(names) - 5) // 4)
    kinds += [Kind.INDIVIDUAL] * len(names)
    middle, *others = names
    return register(list(zip(kinds, others, strict=False)), middle)


def register(drawn, middle="地域福祉計画") -> Position:
    found = Position(plan(f"0{middle}"))
    for number, (kind, name) in enumerate(drawn, start=1):
        found.related[kind].append(plan(f"{number}{name}"))
    return found


def overlap(one, other) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


def inside(text, box) -> bool:
    half = text.size / 2 if box.is_vertical else diagrams.text_width(text) / 2
    top = text.y - text.size
    return box.x <= text.x - half and text.x + half <= box.right and box.y <= top and text.y <= box.bottom


# ---- the map ----------------------------------------------------------------------------------------------


@SOME
@given(REGISTERS)
def test_no_two_boxes_overlap_and_none_sticks_out(drawn):
    drawing = diagrams.positioning_map(register(drawn))
    assert len(drawing.boxes) == len(drawn) + 1
    for one, other in combinations(drawing.boxes, 2):
        assert not overlap(one, other), (one.name, other.name)
    for one, other in combinations(drawing.frames, 2):
        assert not overlap(one, other), (one.kind, other.kind)
    for box in drawing.boxes + drawing.frames:
        assert box.x >= 0
        assert box.y >= 0
        assert box.right <= drawing.width
        assert box.bottom <= drawing.height
    for frame in drawing.frames:
        for box in drawing.boxes:
            assert within(box, frame) or not overlap(frame, box)


def within(box, frame) -> bool:
    return frame.x <= box.x and box.right <= frame.right and frame.y <= box.y and box.bottom <= frame.bottom


@SOME
@given(REGISTERS)
def test_what_is_contained_stands_within_the_plans_made_as_one(drawn):
    drawing = diagrams.positioning_map(register(drawn))
    (frame,) = [frame for frame in drawing.frames if frame.kind == "integrated"]
    for box in drawing.boxes:
        assert within(box, frame) is (box.kind in ("integrated", "contains"))


@SOME
@given(REGISTERS)
def test_every_letter_of_every_name_stands_in_its_box(drawn):
    for box in diagrams.positioning_map(register(drawn)).boxes:
        assert all(inside(text, box) for text in box.texts), box
        shown = "".join(text.text for text in box.texts if text.size == diagrams.LETTER)
        assert shown.replace(" ", "") == box.name.replace(" ", "")
        for one, other in combinations(box.texts, 2):
            assert (one.x, one.y) != (other.x, other.y)


@SOME
@given(REGISTERS)
def test_no_heading_is_covered_by_a_box_and_no_arrow_crosses_one(drawn):
    drawing = diagrams.positioning_map(register(drawn))
    for caption in drawing.captions:
        right, top = caption.x + diagrams.text_width(caption), caption.y - caption.size
        for box in drawing.boxes:
            assert not (box.x < right and caption.x < box.right and box.y < caption.y and top < box.bottom)
    for arrow in drawing.arrows:
        for box in drawing.boxes + drawing.frames:
            apart_across = arrow.x2 < box.x or box.right < arrow.x1
            assert apart_across or arrow.y2 < box.y or box.bottom < arrow.y1


def test_more_coordinating_plans_than_a_sheet_is_long_stand_in_two_columns():
    drawing = diagrams.positioning_map(register([(Kind.COORDINATES, "都市計画マスタープラン")] * 12))
    assert len({box.x for box in drawing.boxes if box.kind == "coordinates"}) == 2
    assert drawing.height < drawing.width


@SOME
@given(REGISTERS)
def test_on_its_paper_no_letter_of_the_map_is_smaller_than_nine_points(drawn):
    drawing, paper = map_paper.on_paper(register(drawn))
    assert paper.points(drawing) >= map_paper.LEAST_POINTS
    assert len(drawing.boxes) == len(drawn) + 1
    scale = min(paper.width / drawing.width, paper.height / drawing.height) * 72 / 25.4
    for text in (*drawing.captions, *(text for box in drawing.boxes for text in box.texts)):
        assert text.size * scale >= 9


USUAL = "みほん市高齢者保健福祉・介護保険事業計画"


@pytest.mark.parametrize("kind", Kind)
def test_twenty_five_plans_with_names_as_they_are_need_no_more_than_a3(kind):
    named = [(kind, USUAL)] * 24
    _, paper = map_paper.on_paper(register(named))
    assert paper in map_paper.PAPERS[:3]


def test_the_map_of_a_few_plans_stays_on_a4():
    few = [(Kind.UPPER, "総合計画"), (Kind.INTEGRATED, "地域福祉活動計画")]
    few += [(Kind.INDIVIDUAL, "障害者計画")] * 6 + [(Kind.COORDINATES, "防災計画")] * 4
    _, paper = map_paper.on_paper(register(few))
    assert paper == map_paper.PAPERS[0]


def test_many_individual_plans_are_written_downward_and_few_across():
    few = diagrams.positioning_map(position(["計画"] * 7))
    many = diagrams.positioning_map(position(["子ども・子育て支援事業計画"] * 14))
    individual = [box for box in few.boxes if box.kind == "individual"]
    assert individual
    assert not any(box.is_vertical for box in individual)
    assert all(box.is_vertical for box in many.boxes if box.kind == "individual")


def test_long_marks_and_brackets_lie_on_their_side_in_vertical_writing():
    drawing = diagrams.positioning_map(position(["データ（活用）計画"] * 14))
    box = next(box for box in drawing.boxes if box.is_vertical)
    turned = {text.text for text in box.texts if text.turned}
    assert turned == {"ー", "（", "）"}


def test_without_a_relation_there_is_nothing_to_draw():
    assert diagrams.positioning_map(Position(None, unrelated=[plan("計画")])) is None


def test_the_picture_says_in_words_what_it_shows_and_its_links_lead_to_the_plans():
    drawing = diagrams.positioning_map(
        position(["地域福祉計画", "総合計画", "<b>活動計画", "後見", "再犯", "高齢", "防災"])
    )
    linked = render_to_string("public/plans/_map.svg.html", {"drawing": drawing, "linked": True})
    assert linked.count('<a href="/plans/x/"') == 7
    assert 'aria-label="1総合計画"' in linked
    assert "<b>" not in linked
    printed = render_to_string("public/plans/_map.svg.html", {"drawing": drawing})
    assert "<a " not in printed
    assert 'role="img"' in printed
    assert "上位計画：1総合計画。" in re.search(r"<title[^>]*>(.*)</title>", printed)[1]
    for svg in (linked, printed):
        assert "style=" not in svg
        assert re.search(r"<svg[^>]* font-family=", svg)


# ---- lettering --------------------------------------------------------------------------------------------


@given(NAMES, st.integers(3, 30))
def test_lines_hold_the_whole_text_and_stay_within_their_width(text, limit):
    lines = wrap(text, limit)
    assert "".join(lines) == text
    assert all(width(line) <= limit + 1e-6 for line in lines)


def test_lines_are_of_about_the_same_length_and_keep_the_rules_of_print():
    assert wrap("高齢者保健福祉計画", 8) == ("高齢者保健", "福祉計画")
    assert wrap("子ども・子育て支援事業計画", 3)[0] == "子ど"
    assert wrap("推進ビジョン2030と計画", 7.5) == ("推進ビジョン", "2030と計画")
    for line in wrap("あいう、えお（かき）くけ・こ", 4):
        assert line[0] not in "、）・"
        assert line[-1] != "（"


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("小樽市子ども・子育て支援事業計画", ("小樽市子ども・", "子育て支援事業計画")),
        ("小樽市障害福祉計画・障害児福祉計画", ("小樽市障害福祉計画・", "障害児福祉計画")),
        ("小樽市母子保健計画「すこやか親子おたる」", ("小樽市母子保健計画", "「すこやか親子おたる」")),
        ("障害者計画データ編", ("障害者計画", "データ編")),
    ],
)
def test_lines_end_where_a_reader_pauses(name, lines):
    assert wrap(name, 13 if len(name) > 10 else 6) == lines


@given(LONG_NAMES, st.integers(8, 30))
def test_no_line_begins_or_ends_as_none_may_where_there_is_another_way(text, limit):
    sensible = re.sub(r"[ーっ・、）」]{2,}|[（「]{2,}", "計", text).strip("（「ーっ・、）」")
    lines = wrap(re.sub(r"[（「][）」ーっ・、]", "画", sensible), limit)
    assert not any(line[0] in "ーっ・、）」" for line in lines[1:])
    assert not any(line[-1] in "（「" for line in lines[:-1])


def test_an_emoji_family_and_a_flagged_kanji_are_one_letter():
    assert letters("𠮷か\u3099👨‍👩‍👧") == ["𠮷", "か\u3099", "👨‍👩‍👧"]


# ---- periods ----------------------------------------------------------------------------------------------


def term(ordinal, first, last, end=None):
    end = end or (End.YEAR if last else End.UNKNOWN)
    return PlanTerm(name=f"第{ordinal}期", ordinal=ordinal, first_year=first, last_year=last, end=end)


def bars(*terms, years=R1_TO_R10):
    (row,) = periods.rows([plan("計画", *terms)], years)
    return [(bar.words, bar.first, bar.last, bar.is_certain) for bar in row.bars]


def test_known_terms_are_drawn_in_their_years():
    assert bars(term(1, 2021, 2023), term(2, 2024, 2028)) == [
        ("第1期", 2021, 2023, True),
        ("第2期", 2024, 2028, True),
    ]


def test_an_unknown_end_is_dashed_up_to_what_is_known_next():
    assert bars(term(10, 2027, None)) == [("第10期（終了の年度は不明）", 2027, 2028, False)]
    assert bars(term(1, 2020, None), term(2, 2024, 2028))[0] == (
        "第1期（終了の年度は不明）",
        2020,
        2023,
        False,
    )


def test_two_terms_with_an_unknown_boundary_are_one_dashed_bar():
    assert bars(term(3, None, None), term(4, None, None)) == [
        ("第3期 → 第4期（開始・移行・終了の年度は不明）", 2019, 2028, False)
    ]
    assert bars(term(3, 2020, None), term(4, None, 2026)) == [
        ("第3期 → 第4期（移行の年度は不明）", 2020, 2026, False)
    ]


def test_an_unknown_beginning_follows_what_is_known_before():
    assert bars(term(1, 2019, 2020), term(2, None, 2023))[1] == (
        "第2期（開始の年度は不明）",
        2021,
        2023,
        False,
    )


def test_a_term_that_goes_on_beyond_the_table_says_until_when():
    assert bars(term(1, 2015, 2020), term(2, 2025, 2029)) == [
        ("第1期（平成27年度から）", 2019, 2020, True),
        ("第2期（令和11年度まで）", 2025, 2028, True),
    ]
    assert bars(term(1, 2021, None, End.OPEN)) == [("第1期（終期なし）", 2021, 2028, True)]


def test_a_term_without_an_end_has_the_head_of_an_arrow_and_one_that_goes_on_a_point():
    def corners(last, end):
        (row,) = periods.rows([plan("計画", term(1, 2021, last, end))], R1_TO_R10)
        (drawn,) = period_chart.period_chart([row], R1_TO_R10, 2022).rows
        return len(drawn.bars[0].outline.split())

    assert [corners(2023, End.YEAR), corners(2030, End.YEAR), corners(None, End.OPEN)] == [4, 5, 7]


def test_a_term_elsewhere_is_not_drawn_and_one_without_room_is_named():
    assert bars(term(1, 2010, 2012)) == []
    (row,) = periods.rows(
        [plan("計画", term(1, 2019, 2023), term(2, None, None), term(3, 2024, 2028))], R1_TO_R10
    )
    assert [bar.name for bar in row.bars] == ["第1期", "第3期"]
    assert row.left_out == ["第2期（年度不明）"]


def test_a_plan_without_terms_has_no_row():
    assert periods.rows([plan("計画")], R1_TO_R10) == []


def test_the_table_shows_the_years_of_the_longest_plan_of_today_and_ten_years_otherwise():
    plans = [plan("総合計画", term(7, 2019, 2028)), plan("福祉計画", term(1, 2021, 2023))]
    assert periods.frame(plans, 2022) == R1_TO_R10
    assert periods.frame(plans, 2035) == range(2031, 2041)
    assert periods.frame([], 1989)[0] == 1989
    assert periods.frame([], 2099)[-1] == 2099


KNOWN = st.one_of(st.none(), st.integers(2010, 2040))
TERMS = st.lists(st.tuples(KNOWN, KNOWN, st.sampled_from(End.values)), max_size=6)


def made_up(drawn):
    """Terms as the register may hold them: stated ends, years in order; whether they overlap is left to chance."""
    for ordinal, (first, last, end) in enumerate(drawn, start=1):
        if last and first and last < first:
            first, last = last, first
        if last is None and end == End.YEAR:
            end = End.UNKNOWN
        yield term(ordinal, first, last, End.YEAR if last else end)


@SOME
@given(
    st.lists(st.tuples(NAMES, TERMS), min_size=1, max_size=25), st.integers(2012, 2030), st.integers(1, 30)
)
def test_bars_never_overlap_their_text_fits_and_the_table_is_whole(drawn, first, length):
    years = range(first, first + length)
    rows = periods.rows([plan(name, *made_up(terms)) for name, terms in drawn], years)
    chart = period_chart.period_chart(rows, years, first)
    for row, drawn_row in zip(rows, chart.rows, strict=True):
        assert sum(cell["span"] for cell in row.cells(years)) == length
        for one, other in combinations(drawn_row.bars, 2):
            assert one.x + one.width <= other.x
        for bar in drawn_row.bars:
            assert bar.x >= period_chart.NAMES
            assert bar.x + bar.width <= chart.width
            for text in bar.texts:
                half = diagrams.text_width(text) / 2
                assert bar.x <= text.x - half
                assert text.x + half <= bar.x + bar.width
                assert drawn_row.y < text.y - text.size
                assert text.y < drawn_row.y + drawn_row.height
        for text in drawn_row.names:
            assert diagrams.text_width(text) <= period_chart.NAMES
    ends = [(row.y, row.y + row.height) for row in chart.rows]
    assert all(above[1] <= below[0] for above, below in pairwise(ends))


def test_the_present_year_is_marked_when_it_is_in_the_chart():
    rows = periods.rows([plan("計画", term(1, 2021, 2023))], R1_TO_R10)
    svg = render_to_string(
        "public/plans/_periods.svg.html", {"chart": period_chart.period_chart(rows, R1_TO_R10, 2022)}
    )
    assert svg.count("今年度") == 1
    assert "stroke-dasharray" not in svg
    assert "今年度" not in render_to_string(
        "public/plans/_periods.svg.html", {"chart": period_chart.period_chart(rows, R1_TO_R10, 2040)}
    )


@pytest.mark.parametrize(("last", "dashed"), [(2023, False), (None, True)])
def test_what_is_unknown_is_dashed(last, dashed):
    rows = periods.rows([plan("計画", term(1, 2021, last))], R1_TO_R10)
    chart = period_chart.period_chart(rows, R1_TO_R10, 2022)
    svg = render_to_string("public/plans/_periods.svg.html", {"chart": chart, "described": True})
    assert ("stroke-dasharray" in svg) is dashed
    assert 'role="img"' in svg
    assert "計画：第1期" in svg
    assert "style=" not in svg


@SOME
@given(st.lists(st.tuples(NAMES, TERMS), max_size=25), st.integers(2012, 2030), st.integers(1, 30))
def test_on_paper_every_term_of_every_year_is_on_a_sheet_that_can_be_read(drawn, first, length):
    years = range(first, first + length)
    plans = [plan(f"{number}{name}", *made_up(terms)) for number, (name, terms) in enumerate(drawn)]
    charts = period_chart.sheets(plans, years, first)
    for chart in charts:
        assert len(chart.heads) <= period_chart.YEARS_A_SHEET
        assert chart.height <= chart.width * period_chart.SHEET_SHAPE + 2 or len(chart.rows) == 1
    with_terms = sum(bool(plan.terms.all()) for plan in plans)
    runs = len({chart.heads[0]["year"] for chart in charts})
    assert sum(len(chart.rows) for chart in charts) == with_terms * runs
    if with_terms:
        shown = sorted({head["year"] for chart in charts for head in chart.heads})
        assert shown == list(years)
