"""秘匿: what is few is hidden, and nothing that is hidden can be computed from what is shown."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.surveys.secrecy import SHARE, Item, N, Row, hidden_cells
from evaluations.surveys.suppression import Limits

LIMITS = Limits(n=10, count=5)
POSITIVE = [True, True, False, False]


def hidden(*rows, positive=POSITIVE, limits=LIMITS, valid=10_000):
    return hidden_cells([Item(list(rows), positive)], limits, valid)[0]


def row(*counts, breakdown="", name=""):
    return Row(breakdown, sum(counts), counts, name)


def test_large_numbers_are_all_shown():
    assert hidden(row(300, 250, 250, 200), row(150, 125, 125, 100, breakdown="地区")) == [[], []]


def test_nobody_is_no_secret():
    assert hidden(row(50, 30, 20, 0)) == [[]]


@pytest.mark.parametrize(("people", "is_hidden"), [(0, False), (1, True), (4, True), (5, False)])
def test_few_people_are_hidden_below_the_limit(people, is_hidden):
    (cells,) = hidden(row(50, 30, 20, people))
    assert ("3" in cells) == is_hidden


def test_a_single_hidden_cell_takes_another_with_it():
    (cells,) = hidden(row(50, 30, 17, 3))
    assert cells == ["2", "3"]


def test_the_limits_are_data():
    assert hidden(row(50, 30, 17, 3), limits=Limits(n=10, count=3)) == [[]]
    assert hidden(row(5, 5, 5, 5), limits=Limits(n=21, count=5)) == [["0", "1", "2", "3", N, SHARE]]


@pytest.mark.parametrize(("n", "is_hidden"), [(9, True), (10, False)])
def test_a_group_of_few_shows_nothing_at_all(n, is_hidden):
    half = row(n - 5, 5, 0, 0, breakdown="年代") if n == 10 else Row("年代", 9, (9, 0, 0, 0))
    whole = tuple(a + b + c for a, b, c in zip(half.counts, (60, 60, 60, 60), (70, 70, 70, 70), strict=True))
    rows = (
        Row("", sum(whole), whole),
        half,
        row(60, 60, 60, 60, breakdown="年代"),
        row(70, 70, 70, 70, breakdown="年代"),
    )
    everybody, few, other, third = hidden(*rows)
    assert (few == ["0", "1", "2", "3", N, SHARE]) == is_hidden
    assert everybody == []
    assert (N in other or N in third) == is_hidden


def test_two_hidden_cells_that_are_few_together_take_a_third():
    (cells,) = hidden(row(50, 30, 17, 2, 1), positive=[True, True, False, False, False])
    assert cells == ["2", "3", "4"]


def test_the_share_is_hidden_where_it_tells_of_few():
    (cells,) = hidden(row(2, 1, 50, 40))
    assert SHARE in cells


def test_the_share_does_not_tell_the_only_positive_category():
    (cells,) = hidden(row(3, 60, 40), positive=[True, False, False])
    assert SHARE in cells
    assert "0" in cells


def test_a_small_group_beside_which_no_other_was_entered_does_not_take_everybody_with_it():
    alone = row(1, 3, 5, 0, breakdown="地区", name="東")
    everybody, few = hidden(row(100, 200, 280, 5), alone, valid=585)
    assert everybody == []
    assert few == ["0", "1", "2", "3", N, SHARE]
    first, _ = hidden_cells([Item([row(150, 150, 140, 140)], POSITIVE), Item([alone], POSITIVE)], LIMITS, 585)
    assert first == [[]]


@pytest.mark.parametrize(("untold", "others_are_hidden"), [(9, True), (10, False)])
def test_those_who_told_of_no_group_shield_the_groups_once_they_are_as_many_as_a_group(
    untold, others_are_hidden
):
    groups = [row(8, 0, 0, 0, breakdown="年代"), row(50, 50, 50, 50, breakdown="年代")]
    everybody = row(58 + untold, 50, 50, 50)
    _, few, other = hidden(everybody, *groups)
    assert (N in few, N in other) == (True, others_are_hidden)


def test_a_cell_is_hidden_though_those_who_told_of_no_group_are_many_when_few_of_them_said_it():
    groups = [row(50, 30, 20, 3, breakdown="年代"), row(60, 50, 40, 20, breakdown="年代")]
    _, few, other = hidden(row(210, 180, 160, 27), *groups)
    assert ("3" in few, "3" in other) == (True, True)
    _, few, other = hidden(row(210, 180, 160, 28), *groups)
    assert ("3" in few, "3" in other) == (True, False)


# ---- several tables of one survey --------------------------------------------------------------------------


def aged(*sizes, share=2):
    """A table of three ages, of which each divides in the same way over the four categories."""
    names = ("若い", "中", "年長")
    groups = [
        row(n - n // share - 2 * (n // 8), n // share, n // 8, n // 8, breakdown="年代", name=name)
        for n, name in zip(sizes, names, strict=True)
    ]
    whole = tuple(map(sum, zip(*(group.counts for group in groups), strict=True)))
    return Item([row(*whole), *groups], POSITIVE)


def sizes_hidden(found: list[list[str]]) -> list[bool]:
    return [N in cells for cells in found]


def test_a_group_hidden_in_one_table_is_hidden_wherever_it_is_as_large():
    """Else one table shows the second age and the other the third, and the first follows from all the answers."""
    first, second = aged(8, 400, 592), aged(8, 592, 400)
    alone = [sizes_hidden(hidden(*item.rows, valid=1000)) for item in (first, second)]
    assert alone == [[False, True, True, False], [False, True, False, True]]
    same = Item([second.rows[0], second.rows[1], first.rows[2], first.rows[3]], POSITIVE)
    for found in hidden_cells([first, same], LIMITS, 1000):
        assert sizes_hidden(found) == [False, True, True, False]


def test_a_group_that_is_larger_in_another_table_may_stay():
    """Only few were asked the second question: that tells nothing of the first."""
    first, second = hidden_cells([aged(100, 400, 500), aged(8, 40, 50)], LIMITS, 1000)
    assert not any(sizes_hidden(first))
    assert sizes_hidden(second) == [False, True, True, False]


def test_all_answers_of_the_survey_do_not_tell_of_a_group_where_no_whole_was_written():
    groups = aged(8, 400, 592).rows[1:]
    assert sizes_hidden(hidden(*groups, valid=1000)) == [True, True, False]
    assert sizes_hidden(hidden(*groups, valid=1200)) == [True, False, False]


def test_two_ways_of_dividing_the_same_people_do_not_tell_of_each_other():
    ages, towns = aged(8, 400, 592).rows[1:], aged(300, 300, 400).rows[1:]
    towns = [Row("地区", town.n, town.counts, town.name) for town in towns]
    assert sizes_hidden(hidden(*ages, *towns, valid=2000))[:3] == [True, True, False]


# ---- whatever the numbers are -----------------------------------------------------------------------------


def equations(items, valid):
    """All sums that a reader knows of. A number is told apart by its table, row and column, the size of a group by
    itself: it is the same number wherever it is as large. ``None`` stands for a total that nobody wrote down.
    """
    for at, item in enumerate(items):
        whole = next((place for place, one in enumerate(item.rows) if not one.breakdown), None)
        sums = {}
        for place, one in enumerate(item.rows):
            cells = {number(items, at, place, str(c)): 1 for c in range(len(item.positive))}
            yield cells | {number(items, at, place, N): -1}
            good = {number(items, at, place, str(c)): 1 for c, yes in enumerate(item.positive) if yes}
            yield good | {number(items, at, place, SHARE): -1}
            sums[one.breakdown] = sums.get(one.breakdown, 0) + one.n
        for breakdown in sums.keys() - {""}:
            if whole is None and sums[breakdown] < max(sums.values()):
                continue
            for column in [*map(str, range(len(item.positive))), N]:
                groups = [place for place, one in enumerate(item.rows) if one.breakdown == breakdown]
                known = whole is None and column == N and valid == sums[breakdown]
                total = {} if known else {number(items, at, whole, column): -1}
                yield {number(items, at, place, column): 1 for place in groups} | total


def number(items, at, place, column):
    if place is None or column != N:
        return at, place, column
    one = items[at].rows[place]
    return "size", one.breakdown, one.name, one.n


def told(items, secret, valid) -> set:
    """The secret numbers that follow: with the sums reduced, a line holds nothing unknown but that number."""
    secret = secret - {("size", "", "", valid)}
    lines = list(equations(items, valid))
    unknown = sorted({key for line in lines for key in line if key in secret or key[1] is None}, key=str)
    rows = [[Fraction(line.get(key, 0)) for key in unknown] for line in lines]
    found = 0
    for column in range(len(unknown)):
        pivot = next((r for r in range(found, len(rows)) if rows[r][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        rows[found] = [part / rows[found][column] for part in rows[found]]
        for r, line in enumerate(rows):
            if r != found and (times := line[column]):
                rows[r] = [a - times * b for a, b in zip(line, rows[found], strict=True)]
        found += 1
    alone = [[key for key, part in zip(unknown, line, strict=True) if part] for line in rows[:found]]
    return {keys[0] for keys in alone if len(keys) == 1 and keys[0] in secret}


@st.composite
def tables(draw, sizes=None):
    """Everybody, or not, and one or two ways of dividing the same people; small numbers more often than large ones.

    ``sizes`` are those of the groups: in another table of the same survey the same people may answer otherwise.
    """
    width = draw(st.integers(2, 4))
    amount = st.one_of(st.integers(0, 6), st.integers(0, 40))
    if sizes is None:
        sizes = draw(st.lists(st.integers(0, 60), max_size=4))
    groups = []
    for size in sizes:
        cuts = sorted(draw(st.lists(st.integers(0, size), min_size=width - 1, max_size=width - 1)))
        groups.append(tuple(b - a for a, b in zip([0, *cuts], [*cuts, size], strict=True)))
    whole = tuple(map(sum, zip(*groups, strict=True))) if groups else draw(st.tuples(*[amount] * width))
    rows = [row(*counts, breakdown="年代", name=str(at)) for at, counts in enumerate(groups)]
    if groups and draw(st.booleans()):
        part = tuple(draw(st.integers(0, count)) for count in whole)
        rest = tuple(a - b for a, b in zip(whole, part, strict=True))
        rows += [row(*part, breakdown="地区", name="東"), row(*rest, breakdown="地区", name="西")]
    if not groups or draw(st.integers(0, 3)):
        rows = [row(*whole), *rows]
    mixed = st.lists(st.booleans(), min_size=width, max_size=width).filter(lambda p: any(p) and not all(p))
    return Item(rows, draw(mixed))


@st.composite
def surveys(draw):
    """One to three tables, most of them of the same people; now and then everybody answered everything."""
    first = draw(tables())
    sizes = [one.n for one in first.rows if one.breakdown == "年代"]
    more = draw(st.lists(st.one_of(tables(sizes=sizes), tables()), max_size=2))
    most = max(
        sum(one.n for one in item.rows if one.breakdown == kind)
        for item in [first, *more]
        for kind in ("", "年代")
    )
    return [first, *more], max(most + draw(st.sampled_from([0, 0, 25])), LIMITS.n)


@settings(max_examples=200, deadline=None)
@given(surveys())
def test_nothing_hidden_can_be_computed_and_nothing_few_is_shown(survey):
    items, valid = survey
    found = hidden_cells(items, LIMITS, valid)
    secret, shown = set(), set()
    for at, (item, rows) in enumerate(zip(items, found, strict=True)):
        for place, (one, cells) in enumerate(zip(item.rows, rows, strict=True)):
            secret |= {number(items, at, place, column) for column in cells}
            shown |= set() if N in cells else {one.size}
            assert N in cells or one.n >= LIMITS.n or one.size == ("", "", valid)
            assert N not in cells or {str(c) for c in range(len(item.positive))} <= set(cells)
            for c, people in enumerate(one.counts):
                assert str(c) in cells or not 0 < people < LIMITS.count
    assert not {key[1:] for key in secret if key[0] == "size"} & shown
    assert not told(items, secret, valid)
