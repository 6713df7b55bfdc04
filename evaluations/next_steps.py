"""いま、お願いしていること: what a member is asked for now, over opinions, meetings and minutes.

Four queries, however much is asked. It tells of nothing but what the member has and has not done.
"""

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from evaluations.models import Attendance, EvaluationRound, Meeting, Member, Minutes, MinutesReading


@dataclass(frozen=True)
class NextStep:
    """One thing that is asked: its words, the address (name and key) where it is done, and the last day for it."""

    words: str
    address: str
    key: int
    due_on: date


def next_steps(user: User, today: date) -> list[NextStep]:
    """Give everything that is asked of the person on ``today``, the nearest day first."""
    seats = list(Member.objects.serving(today).filter(user=user))
    found = [*_opinions(seats, today), *_answers(seats, today), *_minutes(seats, today)]
    return sorted(found, key=lambda step: step.due_on)


def _opinions(seats: list[Member], today: date):
    """Rounds in which the member writes and has not said to be done."""
    asked = EvaluationRound.objects.blind(today).filter(committee__in=[seat.committee_id for seat in seats])
    done = asked.filter(reviews__member__in=seats, reviews__finished_at__isnull=False)
    for row in asked.exclude(pk__in=done.order_by().values("pk")).select_related("request"):
        words = f"{row}について、事前意見を書いてください。"
        yield NextStep(words, "committee:round-detail", row.pk, row.opinions_due_on)


def _answers(seats: list[Member], today: date):
    """Meetings to come to whose notice there is no answer yet."""
    rows = Attendance.objects.filter(member__in=seats, answer="", meeting__held_on__gte=today)
    for row in rows.filter(meeting__state=Meeting.State.CALLED).select_related("meeting"):
        meeting = row.meeting
        words = f"{meeting.day_label}の会議（{meeting.label}）に出席されるか、お知らせください。"
        yield NextStep(
            words, "committee:meeting-detail", meeting.pk, meeting.answer_due_on or meeting.held_on
        )


def _minutes(seats: list[Member], today: date):
    """Minutes that were sent to the member and wait for a word."""
    rows = MinutesReading.objects.filter(member__in=seats, confirmed_at__isnull=True)
    rows = rows.filter(minutes__state=Minutes.State.CONFIRMING, minutes__due_on__gte=today)
    rows = rows.exclude(minutes__in=Minutes.objects.telling_blind(today))
    for row in rows.select_related("minutes__meeting"):
        words = f"{row.minutes.meeting.label}の会議録（案）を確かめてください。"
        yield NextStep(words, "committee:minutes-detail", row.minutes.meeting_id, row.minutes.due_on)
