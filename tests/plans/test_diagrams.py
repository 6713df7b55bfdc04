"""The two drawings: nothing overlaps, nothing sticks out, nothing is lost, and what is unknown is not drawn as known."""

import re
from itertools import combinations

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from plans import diagrams, map_paper
from plans.lettering import letters, width, wrap
from plans.positions import Kind, Position
from tests.plans.drawn import NAMES, SOME, plan, text_width

LONG_NAMES = st.text(
    alphabet="小樽市高齢者保健福祉計画ーっ（）・「」、マスタープラン12", min_size=25, max_size=99
)
KINDS = st.sampled_from([*Kind, Kind.INDIVIDUAL, Kind.COORDINATES])
REGISTERS = st.lists(st.tuples(KINDS, st.one_of(NAMES, LONG_NAMES)), min_size=4, max_size=24)
"""Plans around one in the middle, each with how it stands to it: 5 to 25, in any mixture."""


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
    half = text.size / 2 if box.is_vertical else text_width(text) / 2
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
        right, top = caption.x + text_width(caption), caption.y - caption.size
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
