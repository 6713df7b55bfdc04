"""会議録 with everybody's words, what members answered to them, and the corrections of a fixed one."""

from evaluations.models import MinutesCorrection, MinutesEdition, MinutesSpeaker
from tests.large_city.pouring import LONG, multiply, pour, retell


def build() -> None:
    """The minutes that members are confirming with 300 words, speakers, answers and corrections; fixed ones with as many versions."""
    correction = MinutesCorrection.objects.first()
    section, minutes = correction.section, correction.section.minutes
    members = list(
        minutes.meeting.attendances.exclude(member__in=minutes.cast.values("member")).values_list(
            "member", flat=True
        )
    )
    pour(
        MinutesSpeaker,
        (
            MinutesSpeaker(minutes=minutes, member_id=member, office="member", ordinal=100 + at)
            for at, member in enumerate(members)
        ),
    )
    multiply(
        minutes.readings.first(), len(members), member_id=lambda at: members[at - 1], mail_id=lambda at: None
    )
    words = multiply(
        correction.passage, source=lambda at: "", text=lambda at: f"発言{at}", position=lambda at: 100 + at
    )
    multiply(
        section, LONG, source=lambda at: f"copy{at}", position=lambda at: 50 + at, item_id=lambda at: None
    )
    multiply(correction, passage_id=lambda at: words[at - 1].pk)
    retell(correction.passage, text=lambda at: f"直した発言{at}")
    edition = MinutesEdition.objects.first()
    multiply(edition, number=lambda at: 1 + at, erratum=lambda at: f"正誤{at}")
