"""The sample minutes of the sample meetings, drafted, sent, judged, fixed and published through the pages' functions."""

from datetime import datetime

from accounts.models import OutgoingMail, User
from evaluations.minutes import circulation, content, drafting, editing, fixing, opinions
from evaluations.models import EvaluationRound, Meeting, Minutes, MinutesCorrection, MinutesEdition
from otaru_welfare.demo.meeting_shapes import MinutesSample, ProposalSample, SaidSample
from otaru_welfare.demo.people import Cast, acting
from otaru_welfare.demo.shapes import (
    RoundSample,
    SampleError,
    day,
    find,
    moment,
    naming,
    read_entries,
    read_list,
    year_of,
)

FILE = "minutes.toml"
OTHERS = ("office", "explainer", "observer", "note")


def load_minutes(sample: RoundSample, cast: Cast) -> None:
    """Write the minutes of the meetings that dealt with one round."""
    year = year_of(sample.year, sample.place)
    round_ = EvaluationRound.objects.get(request__target_year=year, committee=cast.committee)
    for entry in read_list(MinutesSample, FILE, "minutes", "year"):
        rows = Meeting.objects.for_reading().filter(round=round_, ordinal=entry.ordinal)
        meeting = rows.filter(fiscal_year=year_of(entry.year, entry.place)).first()
        if meeting:
            with naming(entry.place), acting(cast.secretariat):
                _load(entry, meeting, cast)


def _load(sample: MinutesSample, meeting: Meeting, cast: Cast) -> None:
    drafted = moment(sample.drafted_on, cast.today)
    minutes = drafting.make(meeting=meeting, now=drafted)
    head = {"speakers": sample.speakers, "method": sample.method, "contact": sample.contact}
    minutes = editing.save_head(minutes=minutes, version=minutes.version, fields=head)
    for said in read_entries(SaidSample, sample.said, f"{sample.place}、発言", "text"):
        _say(said, minutes, cast)
    now = moment(sample.sent_on or sample.drafted_on, cast.today)
    circulation.send(minutes=minutes, version=minutes.version, due_on=day(sample.due_on, cast.today), now=now)
    mails = OutgoingMail.objects.filter(pk__in=minutes.readings.values("mail"))
    mails.update(state=OutgoingMail.State.SENT, sent_at=now)  # nobody is written to about the demo
    for proposal in read_entries(ProposalSample, sample.proposal, f"{sample.place}、申し出", "text"):
        _propose(proposal, minutes, now, cast)
    for name in sample.confirmed:
        reading = minutes.readings.get(member=find(cast.members, name, sample.place, "委員"))
        by = cast.writer_for(reading.member)
        circulation.confirm(reading=reading, version=reading.version, by=by, now=now)
    if sample.state == "published":
        _fix_and_publish(minutes, moment(sample.finished_on, cast.today), cast.secretariat)


def _section(minutes: Minutes, item: int, place: str):
    rows = list(minutes.sections.filter(item__isnull=False))
    if not 0 < item <= len(rows):
        raise SampleError(f"{place}：議題{item}がありません。")
    return rows[item - 1]


def _say(sample: SaidSample, minutes: Minutes, cast: Cast) -> None:
    """Add what somebody said, before the decision and after what stands there."""
    section = _section(minutes, sample.item, sample.place)
    speaker = None
    if sample.who not in OTHERS:
        speaker = minutes.cast.get(member=find(cast.members, sample.who, sample.place, "委員")).pk
    kind = sample.who if speaker is None else "member"
    said = editing.Written(None, kind, speaker, sample.text, None)
    whole = {"title": section.title, "is_closed": section.is_closed, "passages": [said]}
    editing.save_section(section=section, version=section.version, **whole)


def _propose(sample: ProposalSample, minutes: Minutes, now: datetime, cast: Cast) -> None:
    section = _section(minutes, sample.item, sample.place)
    member = find(cast.members, sample.who, sample.place, "委員")
    texts = {
        passage.text[: len(sample.old)]: passage for passage in section.passages.select_related("section")
    }
    passage = find(texts, sample.old, sample.place, "文章")
    row = circulation.propose(
        reading=minutes.readings.get(member=member),
        section=section,
        passage=passage,
        version=0,
        seen=circulation.text_mark(passage.text),
        text=sample.text,
        reason=sample.reason,
        by=cast.writer_for(member),
        now=now,
    )
    if sample.answer or sample.refused:
        _decide(row, sample, now, cast)


def _decide(row: MinutesCorrection, sample: ProposalSample, now: datetime, cast: Cast) -> None:
    row.section.refresh_from_db()
    circulation.decide(
        correction=row,
        version=row.version,
        seen_version=row.section.version,
        accept=bool(sample.answer),
        text=sample.text,
        answer=sample.answer or sample.refused,
        by=cast.secretariat,
        now=now,
    )


def _fix_and_publish(minutes: Minutes, now: datetime, by: User) -> None:
    minutes = Minutes.objects.for_reading().get(pk=minutes.pk)
    seal = content.digest_of(content.content(minutes))
    edition = fixing.fix(minutes=minutes, version=minutes.version, seal=seal, by=by, now=now)
    if not opinions.not_public(fixing.publication(minutes, edition.content)):
        _publish(edition, now, by)


def _publish(edition: MinutesEdition, now: datetime, by: User) -> None:
    seal = content.digest_of(fixing.publication(edition.minutes, edition.content))
    fixing.publish(edition=edition, version=edition.version, seal=seal, by=by, now=now)


def publish_waiting(round_: EvaluationRound, *, now: datetime, by: User) -> None:
    """Publish the fixed minutes that waited for the opinions of ``round_`` to become public."""
    waiting = MinutesEdition.objects.with_meeting().filter(minutes__meeting__round=round_)
    for edition in waiting.filter(published_at__isnull=True):
        with acting(by):
            _publish(edition, max(now, edition.fixed_at), by)
