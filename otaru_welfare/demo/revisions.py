"""The sample revision (見直し) of the demo, prepared and published through the functions that the pages use."""

from initiatives import revisions
from initiatives.models import Indicator, Initiative, RevisionChange
from otaru_welfare.demo.people import Cast, acting
from otaru_welfare.demo.shapes import (
    RevisionChangeSample,
    RevisionSample,
    RoundSample,
    day,
    moment,
    naming,
    read_entries,
    read_list,
    year_of,
)
from plans.models import PlanRevision

Kind = RevisionChange.Kind


def load_revisions(before: RoundSample, cast: Cast) -> None:
    """Publish what was decided before the round was opened."""
    for sample in read_list(RevisionSample, "revisions.toml", "revision", "published_on"):
        if sample.before_round == before.year:
            with acting(cast.secretariat), naming(sample.place):
                _load(sample, cast)


def _load(sample: RevisionSample, cast: Cast) -> None:
    revision = revisions.prepare(
        term=cast.term,
        reason=sample.reason.strip(),
        decided_by=sample.decided_by,
        decided_on=day(sample.published_on, cast.today),
        meeting=sample.meeting,
        is_sample=True,
    )
    for change in read_entries(RevisionChangeSample, sample.change, f"{sample.place}、箇所", "initiative"):
        with naming(change.place):
            _change(revision, change)
    revisions.publish(
        revision=revision,
        seen=revisions.fingerprint(revision),
        by=cast.secretariat,
        now=moment(sample.published_on, cast.today),
    )


def _change(revision: PlanRevision, sample: RevisionChangeSample) -> None:
    row = Initiative.objects.get(term=revision.term, number=sample.initiative)
    kind, after = Kind.INITIATIVE, {"content": sample.content}
    if sample.indicator:
        row = Indicator.objects.select_related("initiative__term").get(initiative=row, name=sample.indicator)
        kind = Kind.TARGET
        after = {str(year_of(year, sample.place)): str(value) for year, value in sample.targets.items()}
    revisions.change(revision=revision, kind=kind, row=row, version=0, after=after, remarks=sample.remarks)
