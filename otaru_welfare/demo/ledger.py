"""The sample opinions that did not come from the committee, and the ready-made replies, through the verbs of the pages."""

from accounts.models import Organization
from evaluations.ledger import groups, intake, outcome, publishing, replies, template_writing
from evaluations.models import Opinion, ReplyTemplate
from initiatives.models import Initiative
from otaru_welfare.demo.people import Cast, acting
from otaru_welfare.demo.shapes import (
    ReplySample,
    TemplateSample,
    VoiceChangeSample,
    VoiceSample,
    day,
    find,
    moment,
    naming,
    read_entries,
    read_list,
)

FILE = "ledger.toml"


def load_ledger(cast: Cast) -> None:
    """Take all opinions in by their order, answer and group them, then publish what the file says."""
    initiatives = {row.number: row for row in cast.term.initiatives.all()}
    samples = read_list(VoiceSample, FILE, "voice", "name")
    taken: dict[str, Opinion] = {}
    for sample in samples:
        with naming(sample.place), acting(cast.secretariat):
            taken[sample.name] = _take_in(sample, initiatives, cast)
        for kind, reply in sample.reply.items():
            _reply(taken[sample.name], kind, ReplySample.read(f"{sample.place}、{kind}", reply), cast)
        _note_changes(taken[sample.name], sample, initiatives, cast)
    for sample in samples:
        with naming(sample.place), acting(cast.secretariat):
            _group(taken, sample)
    for sample in samples:
        with naming(sample.place), acting(cast.secretariat):
            _publish(taken[sample.name], sample, cast)
    _add_templates(cast)


def _take_in(sample: VoiceSample, initiatives: dict[str, Initiative], cast: Cast) -> Opinion:
    return intake.take_in(
        source=Opinion.Source(sample.source).value,
        source_note=sample.source_note,
        kind=Opinion.Kind(sample.kind).value,
        text=sample.text,
        received_on=day(sample.received_on, cast.today),
        now=moment(sample.received_on, cast.today),
        initiatives=[find(initiatives, number, sample.place, "取組") for number in sample.about],
        due_on=None if sample.due_on is None else day(sample.due_on, cast.today),
        is_sample=True,
    )


def _reply(opinion: Opinion, kind: str, sample: ReplySample, cast: Cast) -> None:
    """Each body's secretariat writes its own, beside the summary that they share."""
    organization = find({row.kind: row for row in Organization.objects.all()}, kind, sample.place, "団体")
    by = cast.secretariat_of(organization)
    opinion.refresh_from_db()
    with naming(sample.place), acting(by):
        replies.reply(
            opinion=opinion,
            organization=organization,
            seen_version=opinion.version,
            version=0,
            summary=sample.summary,
            text=sample.text,
            disposition=sample.disposition,
            reason=sample.reason,
            what_changed=sample.what_changed,
            approve=sample.approved_on is not None,
            by=by,
            now=moment(sample.approved_on or 0, cast.today),
        )


def _note_changes(
    opinion: Opinion, sample: VoiceSample, initiatives: dict[str, Initiative], cast: Cast
) -> None:
    for change in read_entries(VoiceChangeSample, sample.change, f"{sample.place}、変わったこと", "words"):
        with naming(change.place), acting(cast.secretariat):
            outcome.note_change(
                opinion=opinion,
                change=None,
                version=0,
                happened_on=day(change.happened_on, cast.today),
                words=change.words,
                initiative=find(initiatives, change.about, change.place, "取組") if change.about else None,
                revision_change=None,
            )


def _group(taken: dict[str, Opinion], sample: VoiceSample) -> None:
    if not sample.same_as:
        return
    lead = find(taken, sample.same_as, sample.place, "代表の意見")
    for row in (lead, taken[sample.name]):
        row.refresh_from_db()
    groups.group(representative=lead, members=[taken[sample.name]])


def _publish(opinion: Opinion, sample: VoiceSample, cast: Cast) -> None:
    if sample.published_on is None:
        return
    opinion.refresh_from_db()
    now = moment(sample.published_on, cast.today)
    publishing.publish(opinion=opinion, version=opinion.version, by=cast.secretariat, now=now)


def _add_templates(cast: Cast) -> None:
    for sample in read_list(TemplateSample, FILE, "template", "name"):
        with naming(sample.place), acting(cast.secretariat):
            row = template_writing.save(
                template=None, version=0, name=sample.name, disposition=sample.disposition, text=sample.text
            )
            ReplyTemplate.objects.filter(pk=row.pk).update(is_sample=True)
