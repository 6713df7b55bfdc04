"""How far the members of the demo are with their 事前意見. What they say stands in the files of opinions and ratings."""

from dataclasses import dataclass

from django.db.models import Q

from evaluations.models import EvaluationRound, Member, ReviewKey
from evaluations.prior_opinions import journey, links, writing
from otaru_welfare.demo.people import Cast, acting
from otaru_welfare.demo.shapes import Day, Sample, day, find, moment, naming, read_list


@dataclass(frozen=True, kw_only=True)
class ReviewSample(Sample):
    member: str
    begun_on: Day
    saved_on: Day
    finished_on: Day | None = None
    link: str = ""
    means: str = ""
    received_on: Day | None = None


def load_reviews(round_: EvaluationRound, file: str, cast: Cast) -> None:
    """Let each member have read what they wrote about, as far as the file says, through the verbs of the pages."""
    for sample in read_list(ReviewSample, f"prior_opinions/{file}", "member", "member"):
        member = find(cast.members, sample.member, sample.place, "委員")
        if sample.link:
            with naming(sample.place), acting(cast.secretariat):
                _hand_link(round_, member, sample, cast)
        with naming(sample.place), acting(cast.writer_for(member)):
            _read(round_, member, sample, cast)


def _hand_link(round_: EvaluationRound, member: Member, sample: ReviewSample, cast: Cast) -> None:
    """Issue a link whose address nobody knows: who tries the demo has a new letter printed."""
    now = moment(sample.begun_on, cast.today)
    until = links.last_moment(round_.opinions_due_on)
    link = links.issue(round=round_, member=member, expires_at=until, by=cast.secretariat, now=now)
    links.new_address(link, ReviewKey.Means(sample.link), now)


def _read(round_: EvaluationRound, member: Member, sample: ReviewSample, cast: Cast) -> None:
    row = {"round": round_, "member": member}
    journey.begin(**row, now=moment(sample.begun_on, cast.today))
    proxy = None
    if sample.received_on is not None:
        received_on = day(sample.received_on, cast.today)
        proxy = {"by": cast.secretariat, "means": sample.means, "received_on": received_on}
    said = Q(opinions__member=member) | Q(committee_ratings__member=member)
    for record in round_.request.records.filter(said).distinct().in_order():
        text, kind, level = writing.said(record, member)
        now = moment(sample.saved_on, cast.today)
        words = {"text": text, "kind": kind, "level": level}
        writing.save(**row, **words, record=record, version=0, now=now, proxy=proxy)
    if sample.finished_on is not None:
        journey.finish(**row, now=moment(sample.finished_on, cast.today), is_finished=True)
