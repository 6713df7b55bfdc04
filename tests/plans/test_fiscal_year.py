"""年度: the western year of its April, and how it is written."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans import fiscal_year

YEARS = st.integers(fiscal_year.EARLIEST, fiscal_year.LATEST)


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2022, 3, 31), 2021),
        (date(2022, 4, 1), 2022),
        (date(2022, 12, 31), 2022),
        (date(2023, 1, 1), 2022),
        (date(2024, 2, 29), 2023),
    ],
)
def test_the_year_begins_on_the_first_of_april(day, year):
    assert fiscal_year.fiscal_year_of(day) == year


@given(YEARS)
def test_every_day_between_first_and_last_belongs_to_the_year_and_the_neighbours_do_not(year):
    first, last = fiscal_year.first_day(year), fiscal_year.last_day(year)
    assert fiscal_year.fiscal_year_of(first) == fiscal_year.fiscal_year_of(last) == year
    assert fiscal_year.fiscal_year_of(first - timedelta(days=1)) == year - 1
    assert fiscal_year.fiscal_year_of(last + timedelta(days=1)) == year + 1


@pytest.mark.parametrize(
    ("year", "short", "wareki", "label"),
    [
        (1989, "H1", "平成元年度", "平成元年度（1989年度）"),
        (2018, "H30", "平成30年度", "平成30年度（2018年度）"),
        (2019, "R1", "令和元年度", "令和元年度（2019年度）"),
        (2022, "R4", "令和4年度", "令和4年度（2022年度）"),
        (2028, "R10", "令和10年度", "令和10年度（2028年度）"),
    ],
)
def test_a_year_is_written_in_both_eras(year, short, wareki, label):
    assert fiscal_year.short(year) == short
    assert fiscal_year.wareki(year) == wareki
    assert fiscal_year.label(year) == label


def test_reiwa_begins_with_the_fiscal_year_although_its_april_was_still_heisei():
    assert fiscal_year.wareki(fiscal_year.fiscal_year_of(date(2019, 4, 1))) == "令和元年度"


def test_a_year_before_heisei_is_refused_not_guessed():
    with pytest.raises(ValueError, match="1988"):
        fiscal_year.wareki(1988)


def test_the_choices_run_from_first_to_last_with_their_label():
    assert fiscal_year.choices(2019, 2021) == [
        (2019, "令和元年度（2019年度）"),
        (2020, "令和2年度（2020年度）"),
        (2021, "令和3年度（2021年度）"),
    ]
    assert len(fiscal_year.choices()) == fiscal_year.LATEST - fiscal_year.EARLIEST + 1
