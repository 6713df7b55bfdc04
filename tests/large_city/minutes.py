"""会議録 of a hall with 40 members and a long talk, what they answered to it, and the corrections of a fixed one."""

from evaluations.models import MinutesCorrection, MinutesEdition, MinutesPassage, MinutesSpeaker
from tests.large_city.pouring import LONG, MANY, multiply, pour, retell

SPEAKERS = 40
"""So many sit in a committee at most: each speech is written under the name of one of them."""


def build() -> None:
    """Minutes that members are confirming: 60 points, 300 speeches (60 of them to one point), 300 corrections; 60 versions."""
    asked = MinutesCorrection.objects.first()
    section, minutes = asked.section, asked.section.minutes
    waiting = minutes.meeting.attendances.exclude(member__in=minutes.cast.values("member"))
    members = list(waiting.order_by("pk").values_list("member", flat=True)[:SPEAKERS])
    pour(
        MinutesSpeaker,
        (
            MinutesSpeaker(minutes=minutes, member_id=member, office="member", ordinal=100 + at)
            for at, member in enumerate(members)
        ),
    )
    told = {"member_id": lambda at: members[at - 1], "mail_id": lambda at: None}
    multiply(minutes.readings.first(), len(members), **told)
    sections = multiply(
        section, LONG, source=lambda at: f"copy{at}", position=lambda at: 50 + at, item_id=lambda at: None
    )
    said = [section] * LONG + [row for row in sections for _ in range((MANY - LONG) // LONG)]
    words = multiply(
        asked.passage,
        len(said),
        section_id=lambda at: said[at - 1].pk,
        source=lambda at: "",
        text=lambda at: f"発言{at}",
        position=lambda at: 100 + at,
    )
    corrected = [(word, member) for word in words[:LONG] for member in members[: MANY // LONG]]
    multiply(
        asked,
        passage_id=lambda at: corrected[at - 1][0].pk,
        member_id=lambda at: corrected[at - 1][1],
    )
    retell(MinutesPassage.objects.get(pk=asked.passage_id), text=lambda at: f"直した発言{at}")
    edition = MinutesEdition.objects.first()
    multiply(edition, LONG, number=lambda at: 1 + at, erratum=lambda at: f"正誤{at}")
