"""The committee: its members, what each of them wrote and was sent, and its meetings with their papers."""

from datetime import timedelta

from evaluations.models import (
    Attendance,
    CommitteeRating,
    Deadline,
    Edition,
    EvaluationRound,
    Meeting,
    MeetingDocument,
    MeetingPack,
    Member,
    MemberReview,
    ReviewKey,
    ReviewLink,
    ReviewSheet,
)
from tests import builders
from tests.large_city.pouring import LONG, multiply, pour, retell


def build(cast) -> None:
    """20 committees; in that of ``cast`` 300 members and 300 meetings, in the first of which they all have their part."""
    multiply(cast.committee, 20, name=lambda at: f"第{at}委員会")
    seat = cast.member_seat
    members = multiply(seat, name=lambda at: f"委員{at}", user_id=lambda at: None, office=lambda at: "member")
    retell(seat, affiliation=lambda at: f"団体{at}")
    _meetings(cast, members)
    rated = EvaluationRound.objects.get(committee=cast.committee, committee_rates=True)
    _reviews(cast, rated, members)
    multiply(Edition.objects.order_by("pk").first(), **draft_of(rated))
    step = Deadline.objects.get(round=rated)
    multiply(step, LONG, name=lambda at: f"段{at}", position=lambda at: 20 + at)


def draft_of(round_: EvaluationRound) -> dict:
    """What is otherwise in 「案」 of a round that is made from an edition of another."""
    return {
        "round_id": lambda at: round_.pk,
        "is_draft": lambda at: True,
        "published_at": lambda at: None,
    }


def _reviews(cast, round_: EvaluationRound, members: list[Member]) -> None:
    """Every member with a link, a rating of one 取組 and a finished review; one member with a sheet of each 取組."""
    link = ReviewLink.objects.get(round=round_, member=cast.member_seat)
    links = multiply(link, member_id=lambda at: members[at - 1].pk)
    multiply(
        ReviewKey.objects.filter(link=link).first(),
        link_id=lambda at: links[at - 1].pk,
        digest=lambda at: f"{at:064x}",
    )
    fresh = list(round_.request.records.filter(number__startswith="9-").order_by("pk"))
    walk = round_.request.records.get(initiative=cast.walk)
    level = round_.request.term.rating_scales.get(stage="committee").levels.first()
    ratings = [(walk, who) for who in members] + [
        (row, who) for row in fresh for who in (cast.member_seat, members[0])
    ]
    pour(CommitteeRating, (CommitteeRating(record=row, member=who, level=level) for row, who in ratings))
    pour(
        ReviewSheet,
        (ReviewSheet(record=row, member=cast.member_seat, saved_at=builders.NOW) for row in fresh),
    )
    pour(MemberReview, (MemberReview(round=round_, member=who, finished_at=builders.NOW) for who in members))


def _meetings(cast, members: list[Member]) -> None:
    meeting = Meeting.objects.filter(committee=cast.committee).order_by("ordinal").first()
    multiply(
        meeting,
        ordinal=lambda at: 100 + at,
        held_on=lambda at: meeting.held_on + timedelta(days=at),
    )
    for row in Meeting.objects.filter(attendances__isnull=False).distinct():
        pour(Attendance, (Attendance(meeting=row, member=who) for who in members))
        multiply(row.agenda.first(), LONG, position=lambda at: 10 + at, title=lambda at: f"議題{at}")
    retell(meeting, place=lambda at: f"会場{at}")
    paper = MeetingDocument.objects.filter(meeting=meeting, file__isnull=False).first()
    multiply(paper, LONG, number=lambda at: f"9-{at}", position=lambda at: 10 + at)
    retell(paper, title=lambda at: f"資料{at}")
    pack = MeetingPack.objects.filter(meeting=meeting).exclude(member=None).first()
    multiply(pack, member_id=lambda at: members[at - 1].pk)
