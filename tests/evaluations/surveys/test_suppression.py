"""秘匿: what is few is hidden, and nothing that is hidden can be computed from what is shown."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.surveys.suppression import SHARE, Limits, N, Row, hidden_cells

LIMITS = Limits(n=10, count=5)
POSITIVE = [True, True, False, False]


def hidden(*rows, positive=POSITIVE, limits=LIMITS):
    return hidden_cells(list(rows), positive, limits)


def row(*counts, breakdown=""):
    return Row(breakdown, sum(counts), counts)


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


# ---- whatever the numbers are -----------------------------------------------------------------------------


def rank(matrix: list[list[int]]) -> int:
    rows, found = [[Fraction(x) for x in line] for line in matrix], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((r for r in range(found, len(rows)) if rows[r][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for r in range(len(rows)):
            if r != found and rows[r][column]:
                times = rows[r][column] / rows[found][column]
                rows[r] = [a - times * b for a, b in zip(rows[r], rows[found], strict=True)]
        found += 1
    return found


def equations(rows, positive):
    """All sums that a reader knows of, over cells (row, column) with columns 0…, n, share."""
    groups = range(1, len(rows))
    for at in range(len(rows)):
        yield {(at, str(c)): 1 for c in range(len(positive))} | {(at, N): -1}
        yield {(at, str(c)): 1 for c, good in enumerate(positive) if good} | {(at, SHARE): -1}
    for breakdown in {rows[at].breakdown for at in groups}:
        for column in [*map(str, range(len(positive))), N]:
            yield {(at, column): 1 for at in groups if rows[at].breakdown == breakdown} | {(0, column): -1}


def told(rows, positive, secret) -> set:
    """The secret cells of which the value follows: adding the cell alone as an equation adds nothing new."""
    unknown = sorted(secret)
    known = [[line.get(cell, 0) for cell in unknown] for line in equations(rows, positive)]
    return {
        cell
        for place, cell in enumerate(unknown)
        if rank(known) == rank([*known, [int(place == at) for at in range(len(unknown))]])
    }


@st.composite
def tables(draw):
    """Everybody, and one or two ways of dividing the same people; small numbers more often than large ones."""
    size = draw(st.integers(2, 4))
    number = st.one_of(st.integers(0, 6), st.integers(0, 40))
    groups = draw(st.lists(st.tuples(*[number] * size), min_size=0, max_size=4))
    whole = tuple(map(sum, zip(*groups, strict=True))) if groups else draw(st.tuples(*[number] * size))
    rows = [row(*whole), *(row(*counts, breakdown="年代") for counts in groups)]
    if groups and draw(st.booleans()):
        part = tuple(draw(st.integers(0, count)) for count in whole)
        rest = tuple(a - b for a, b in zip(whole, part, strict=True))
        rows += [row(*part, breakdown="地区"), row(*rest, breakdown="地区")]
    positive = draw(
        st.lists(st.booleans(), min_size=size, max_size=size).filter(lambda p: any(p) and not all(p))
    )
    return rows, positive


@settings(max_examples=200, deadline=None)
@given(tables())
def test_nothing_hidden_can_be_computed_and_nothing_few_is_shown(table):
    rows, positive = table
    found = hidden(*rows, positive=positive)
    secret = {(at, column) for at, cells in enumerate(found) for column in cells}
    for at, line in enumerate(rows):
        if line.n < LIMITS.n:
            assert (at, N) in secret
        for place, people in enumerate(line.counts):
            assert (at, str(place)) in secret or not 0 < people < LIMITS.count
        if (at, N) in secret:
            assert {(at, str(place)) for place in range(len(positive))} <= secret
    assert not told(rows, positive, secret)
