"""What people said: opinions of the committee and of the window, their replies, and what everybody reads of them."""

from evaluations.models import (
    Opinion,
    OpinionChange,
    OpinionInitiative,
    PublicVoice,
    ReplyTemplate,
)
from initiatives.models import AnnualRecord, Initiative
from plans import fiscal_year
from tests.large_city.pouring import LONG, MANY, multiply, pour, retell


def build(cast) -> None:
    """300 opinions of the committee, 300 of the window with as many that say the same as one of them; all are owed replies."""
    committee = Opinion.objects.filter(source="committee").first()
    records = list(AnnualRecord.objects.filter(request=committee.record.request).order_by("pk"))
    spread = _opinions(
        committee, record_id=lambda at: (committee.record if at % 6 == 0 else records[at % len(records)]).pk
    )
    rows = list(Initiative.objects.filter(term=cast.term, number__startswith="9-").order_by("pk"))
    window = Opinion.objects.filter(source="window").first()
    said = _opinions(window, due_on=lambda at: window.received_on)
    _opinions(committee, LONG, representative_id=lambda at: committee.pk)
    _opinions(window, representative_id=lambda at: said[0].pk)
    pour(
        OpinionInitiative,
        (
            OpinionInitiative(opinion=row, initiative=rows[at % len(rows)])
            for at, row in enumerate((*spread, *said))
        ),
    )
    _published(window, said, rows)
    multiply(OpinionChange.objects.first(), LONG)
    multiply(ReplyTemplate.objects.first(), name=lambda at: f"ひな形{at}")
    for row in (committee, window):
        retell(row, text=lambda at: f"言い直した文{at}")


def _opinions(first: Opinion, count: int = MANY, **changes) -> list[Opinion]:
    """Opinions like ``first`` under the next numbers of its year; each is owed the replies that ``first`` is owed."""
    last = Opinion.objects.filter(number_year=first.number_year).order_by("sequence").last().sequence
    era = fiscal_year.wareki(first.number_year).removesuffix("年度")
    made = multiply(
        first,
        count,
        **{
            "sequence": lambda at: last + at,
            "number": lambda at: f"{era}-{last + at:03d}",
            "text": lambda at: f"{first.text}{at}",
        }
        | changes,
    )
    for reply in first.responses.all():
        multiply(reply, count, opinion_id=lambda at: made[at - 1].pk)
    return made


def _published(first: Opinion, said: list[Opinion], rows: list[Initiative]) -> None:
    made = multiply(
        first.public,
        len(said),
        opinion_id=lambda at: said[at - 1].pk,
        slug=lambda at: said[at - 1].slug,
        group=lambda at: said[at - 1].slug,
        number=lambda at: said[at - 1].number,
        sequence=lambda at: said[at - 1].sequence,
    )
    tie = PublicVoice.initiatives.through
    pour(tie, (tie(publicvoice=row, initiative=rows[at % 9]) for at, row in enumerate(made)))
