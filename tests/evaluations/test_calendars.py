"""Calendar files, read back by a reader that knows nothing of our writing."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from evaluations import deadlines
from evaluations.calendars import Event, write
from tests import builders

NOW = datetime(2026, 11, 26, 3, 4, 5, tzinfo=UTC)
ANY_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n;,\\:\"'髙𠮷😀　"), max_size=200
)


def read(content: bytes):
    return Calendar.from_ical(content).walk("VEVENT")


@settings(deadline=None)
@given(title=ANY_TEXT, day=st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_whatever_a_step_is_called_is_read_back(title, day):
    content = write("予定", [Event("round-1-papers@example.jp", day, title, 3, "https://example.jp/")], NOW)
    (event,) = read(content)
    assert str(event["SUMMARY"]) == title
    assert event.decoded("DTSTART") == day
    assert event.decoded("DTEND") == day + timedelta(days=1)
    assert event.decoded("DTSTAMP") == NOW
    assert content.endswith(b"END:VCALENDAR\r\n")
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
        line.decode()  # never broken within a character


def test_control_characters_do_not_reach_the_file():
    (event,) = read(write("予定", [Event("u", date(2026, 1, 2), "資\x00料\x07\r\nSUMMARY:偽", 1, "")], NOW))
    assert str(event["SUMMARY"]) == "資料\nSUMMARY:偽"


@pytest.fixture
def round_(cast):
    return builders.round_(cast.term, cast.committee, cast.jimu, meeting_on=date(2099, 10, 1))


def calendar(client, page, round_):
    answer = client.get(reverse(page, args=[round_.pk]))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(event["UID"]): event for event in read(answer.content)}


def test_staff_get_every_step_and_members_their_own(client, cast, round_):
    client.force_login(cast.jimu)
    whole = calendar(client, "staff:round-calendar", round_)
    assert len(whole) == 8
    assert whole[f"round-{round_.pk}-submission@127.0.0.1"].decoded("DTSTART") == date(2099, 5, 31)
    builders.in_committee(round_, cast.jimu)
    client.force_login(cast.member)
    own = calendar(client, "committee:round-calendar", round_)
    assert [str(event["SUMMARY"]).split("（")[0] for event in own.values()] == [
        "委員への資料送付",
        "委員の意見の期限",
        "委員会の開催",
        "公表の目標",
    ]
    assert all("/committee/rounds/" in event["URL"] for event in own.values())


def test_a_step_that_moves_keeps_its_name_in_the_calendar_and_counts_up(client, cast, round_):
    client.force_login(cast.jimu)
    before = calendar(client, "staff:round-calendar", round_)
    deadlines.set_stairs(
        round=round_,
        version=round_.version,
        stairs=deadlines.stairs_of(round_),
        meeting_on=date(2099, 10, 15),
        reason="",
        today=date(2026, 11, 26),
        now=NOW,
    )
    after = calendar(client, "staff:round-calendar", round_)
    assert before.keys() == after.keys()
    uid = f"round-{round_.pk}-meeting@127.0.0.1"
    assert (before[uid].decoded("DTSTART"), after[uid].decoded("DTSTART")) == (
        date(2099, 10, 1),
        date(2099, 10, 15),
    )
    assert after[uid]["SEQUENCE"] > before[uid]["SEQUENCE"]


def test_a_round_without_a_staircase_has_its_two_dates(client, cast):
    round_ = builders.round_(cast.term, cast.committee, cast.jimu)
    client.force_login(cast.jimu)
    found = calendar(client, "staff:round-calendar", round_)
    assert sorted(event.decoded("DTSTART") for event in found.values()) == [
        date(2099, 5, 31),
        date(2099, 8, 31),
    ]
