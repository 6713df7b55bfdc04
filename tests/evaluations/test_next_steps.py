"""What the member's first page asks for, and that the pages of a round, its meetings and its year lead to each other."""

from datetime import date

import pytest
from django.urls import reverse

from evaluations.meetings import calling, publication
from evaluations.minutes import circulation
from evaluations.models import Attendance
from evaluations.next_steps import next_steps
from evaluations.prior_opinions import journey
from tests import builders, minutes_scenes

TODAY = date(2023, 8, 3)


@pytest.fixture
def asked(cast):
    """Opinions are waited for until 2099; of two meetings one is over, with minutes to confirm, and one is to come."""
    cast.round = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    cast.minutes = minutes_scenes.sent(minutes_scenes.drafted(minutes_scenes.held(cast.committee)))
    cast.next = builders.meeting(
        cast.committee, 2, state="called", held_on=date(2023, 9, 1), round=cast.round
    )
    return cast


def addresses(user, today=TODAY) -> list[tuple[str, date]]:
    return [(step.address, step.due_on) for step in next_steps(user, today)]


def test_a_member_is_asked_for_everything_that_waits_nearest_day_first(asked):
    assert addresses(asked.member) == [
        ("committee:minutes-detail", minutes_scenes.DUE_ON),
        ("committee:meeting-detail", date(2023, 9, 1)),
        ("committee:round-detail", date(2099, 8, 31)),
    ]
    assert addresses(asked.member, date(2023, 9, 2)) == [("committee:round-detail", date(2099, 8, 31))]
    stranger = builders.member(
        builders.committee(asked.term, "別の委員会"), builders.user("mori", "森", "member")
    )
    for user in (stranger.user, asked.jimu, asked.sato):
        assert addresses(user) == []


def test_what_is_done_is_asked_for_no_more_and_the_others_are_still_asked(asked):
    attendance = Attendance.objects.get(meeting=asked.next, member=asked.member_seat)
    words = {"answer": "present", "proxy_name": "", "note": ""}
    calling.answer(
        attendance=attendance, version=attendance.version, **words, by=asked.member, now=builders.NOW
    )
    journey.finish(round=asked.round, member=asked.member_seat, now=builders.NOW, is_finished=True)
    reading = asked.minutes.readings.get(member=asked.member_seat)
    circulation.confirm(reading=reading, version=reading.version, by=asked.member, now=minutes_scenes.NOW)
    assert addresses(asked.member) == []
    assert len(addresses(asked.chair)) == 3


def test_the_first_page_asks_and_says_when_nothing_waits(client, asked):
    client.force_login(asked.member)
    html = client.get(reverse("committee:home")).content.decode()
    assert "令和4年度の評価について、事前意見を書いてください。" in html
    assert "期限：令和81年8月31日" in html
    journey.finish(round=asked.round, member=asked.member_seat, now=builders.NOW, is_finished=True)
    html = client.get(reverse("committee:home")).content.decode()
    assert "いま、お願いしていることはありません。" in html


def test_a_round_and_its_meetings_lead_to_each_other(client, asked):
    client.force_login(asked.member)
    round_page = reverse("committee:round-detail", args=[asked.round.pk])
    meeting_page = reverse("committee:meeting-detail", args=[asked.next.pk])
    assert meeting_page in client.get(round_page).content.decode()
    assert round_page in client.get(meeting_page).content.decode()
    uncalled = builders.meeting(asked.committee, 3, held_on=date(2023, 10, 1), round=asked.round)
    address = reverse("committee:meeting-detail", args=[uncalled.pk])
    assert address not in client.get(round_page).content.decode()


def test_so_do_a_published_year_and_the_published_meetings(client, cast):
    round_ = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    opinion = builders.opinion(round_, cast.member_seat)
    builders.replied(opinion, cast.jimu)
    builders.published(round_, cast.jimu)
    meeting = builders.meeting(cast.committee, state="called", round=round_)
    hidden = builders.meeting(cast.committee, 2, state="called", round=round_)
    publication.publish(meeting=meeting, version=meeting.version, by=cast.jimu, now=builders.NOW)
    year = client.get(reverse("evaluation-detail", args=[2022])).content.decode()
    assert reverse("meeting-page", args=[meeting.pk]) in year
    assert reverse("meeting-page", args=[hidden.pk]) not in year
    assert f"{reverse('voice-list')}?year=2022" in year
    page = client.get(reverse("meeting-page", args=[meeting.pk])).content.decode()
    assert reverse("evaluation-detail", args=[2022]) in page
