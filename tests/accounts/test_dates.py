"""Days as offices type them: both eras, letters, full width, and days that never come."""

import contextlib
from datetime import UTC, date, datetime, time

import pytest
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from accounts import dates
from accounts.dates import EARLIEST, LATEST, NoSuchDay, era_of, read_day, write_day
from accounts.form_fields import JapaneseDateField, PortalForm


@pytest.mark.parametrize(
    "typed",
    [
        "2026/12/01", "2026/12/1", "2026.12.1", "2026-12-01", "2026年12月1日", "２０２６／１２／１", "2026年 12月 1日",
        "令和8年12月1日", "令和８年１２月１日", "令和8.12.1", "R8.12.1", "r8/12/1", "Ｒ８．１２．１", "㋿8年12月1日", "2026ー12ー1",
        "2026。12。1", "2026年12月1",
    ],
)  # fmt: skip
def test_a_day_is_read_as_it_was_meant(typed):
    assert read_day(typed) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("R1.5.1", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("平成元年1月8日", date(1989, 1, 8)),
        ("S64.1.7", date(1989, 1, 7)),
        ("昭和元年12月25日", date(1926, 12, 25)),
        ("令和6年2月29日", date(2024, 2, 29)),
    ],
)
def test_eras_are_read_to_their_very_ends(typed, day):
    assert read_day(typed) == day


@pytest.mark.parametrize(
    "typed",
    [
        "2026/2/30", "2026/13/1", "2026/0/1", "2025年2月29日", "令和8年2月30日", "令和0年5月1日", "令和元年4月30日", "平成31年5月1日",
        "平成35年12月1日", "昭和元年12月24日", "S64.1.8", "0000/1/1",
    ],
)  # fmt: skip
def test_a_day_that_never_comes_is_called_so(typed):
    with pytest.raises(NoSuchDay):
        read_day(typed)


@pytest.mark.parametrize(
    "typed",
    ["", "12月1日", "8.12.1", "26/12/1", "2026/12", "20261201", "明治3年1月1日", "来年の春", "2026/12/1ごろ"],
)
def test_what_is_not_written_as_one_day_is_refused(typed):
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 (the text typed is all that it says)
        read_day(typed)
    assert not isinstance(refusal.value, NoSuchDay)


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (None, ""),
        (date(2026, 12, 1), "令和8年12月1日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1926, 12, 24), "1926年12月24日"),
    ],
)
def test_a_day_is_written_in_its_era(day, written):
    assert write_day(day) == written


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{{ day|japanese_date }}", "令和8年12月1日"),
        ("{{ day|japanese_date:'（D）' }}", "令和8年12月1日（火）"),
        ("{{ moment|japanese_date:' H:i' }}", "令和8年12月1日 00:30"),
        ("{{ none|japanese_date }}", ""),
    ],
)
def test_templates_write_days_of_our_own_time_zone(template, shown):
    moment = datetime(2026, 11, 30, 15, 30, tzinfo=UTC)
    context = {"day": date(2026, 12, 1), "moment": moment, "none": None}
    assert engines["django"].from_string(template).render(context) == shown


@given(st.dates(EARLIEST, LATEST))
def test_what_is_written_is_read_back_in_both_eras(day):
    era = era_of(day)
    begins = {"昭和": 1926, "平成": 1989, "令和": 2019}[era]
    assert read_day(write_day(day)) == day
    assert read_day(f"{era}{day.year - begins + 1}年{day.month}月{day.day}日") == day


@given(
    st.text(
        alphabet=st.one_of(st.sampled_from("0123456789年月日令和平成元RHS./-　"), st.characters()),
        max_size=14,
    )
)
def test_any_text_is_a_day_or_refused(text):
    with contextlib.suppress(ValueError):
        assert isinstance(read_day(text), date)


# ---- the field --------------------------------------------------------------------------------------------


class Deadline(PortalForm):
    due_on = JapaneseDateField(label="提出期限")


def deadline(typed) -> Deadline:
    return Deadline({"due_on": typed})


def test_the_field_shows_the_day_that_it_read():
    form = deadline("\u200b Ｒ８.１２.１ ")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["due_on"] == date(2026, 12, 1)
    assert form["due_on"].value() == "令和8年12月1日"


def test_the_field_shows_the_day_it_was_given():
    form = Deadline(initial={"due_on": date(2026, 12, 1)})
    assert form["due_on"].value() == "令和8年12月1日"
    assert deadline(form["due_on"].value()).is_valid()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "「提出期限」を入力してください。"),
        ("　", "「提出期限」を入力してください。"),
        ("年度末", "日付として読み取れません。例：令和8年12月1日　R8.12.1　2026年12月1日　2026/12/1"),
        ("令和8年2月30日", "「令和8年2月30日」という日付はありません。月日と元号の年を確かめてください。"),
        ("1926/12/31", "1927年から2100年までの日付を入力してください。"),
        ("2101/1/1", "1927年から2100年までの日付を入力してください。"),
        ("9999/12/31", "1927年から2100年までの日付を入力してください。"),
    ],
)
def test_the_field_says_what_is_wrong_and_keeps_what_was_typed(typed, message):
    form = deadline(typed)
    assert form.errors == {"due_on": [message]}
    assert form["due_on"].value() == typed.strip("　")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("14:30", time(14, 30)),
        ("１４：３０", time(14, 30)),
        ("14時", time(14)),
        ("午後2時半", time(14, 30)),
        ("午前 9時5分", time(9, 5)),
        ("午後0時", time(12)),
        ("午前0時", time(0)),
    ],
)
def test_a_time_is_read_as_offices_write_it(typed, expected):
    assert dates.read_clock(typed) == expected


@pytest.mark.parametrize(
    "typed", ["", "25:00", "14:60", "午後12時", "午後13時", "14", "1430", "二時", "14:30:00"]
)
def test_what_is_no_time_is_refused(typed):
    with pytest.raises(ValueError, match=r".*"):
        dates.read_clock(typed)


def test_a_time_is_shown_as_it_is_read_again():
    assert dates.write_clock(time(9, 5)) == "09:05"
    assert dates.write_clock(None) == ""
