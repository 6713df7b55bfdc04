"""The sample meetings of a round, planned, called and held through the functions that the pages use."""

from dataclasses import fields as columns_of
from datetime import date, timedelta

from accounts.dates import read_clock
from accounts.models import OutgoingMail
from accounts.pdfs import clean_pdf
from evaluations.meetings import calling, making, papers, planning, publication
from evaluations.models import AgendaItem, Attendance, Committee, EvaluationRound, Meeting, MeetingDocument
from otaru_welfare.demo.meeting_shapes import AgendaSample, MeetingSample, PaperSample
from otaru_welfare.demo.people import Cast, acting
from otaru_welfare.demo.shapes import (
    SAMPLES,
    Day,
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
from plans import fiscal_year, working_days

Answer = Attendance.Answer
State = Meeting.State
PLAIN = ("mode", "online_address", "openness", "closed_reason", "audience_capacity", "audience_note")
LETTERS = {"○": Answer.PRESENT, "オ": Answer.ONLINE, "代": Answer.PROXY, "×": Answer.ABSENT, "-": ""}
GENERATED = (("agenda", "次第"), ("roster", "委員名簿"))


def load_meetings(sample: RoundSample, cast: Cast) -> None:
    """Hold the meetings that deal with one round."""
    year = year_of(sample.year, sample.place)
    round_ = EvaluationRound.objects.get(request__target_year=year, committee=cast.committee)
    for entry in read_list(MeetingSample, "meetings.toml", "meeting", "name"):
        if entry.round == sample.year:
            with naming(entry.place), acting(cast.secretariat):
                _load(entry, round_, cast)


def _load(sample: MeetingSample, round_: EvaluationRound, cast: Cast) -> None:
    meeting = _plan(sample, round_, cast)
    if sample.state == State.PREPARING:
        return
    called = moment(sample.called_on, cast.today)
    calling.call(meeting=meeting, version=meeting.version, now=called)
    mails = OutgoingMail.objects.filter(pk__in=meeting.attendances.values("mail"))
    mails.update(
        state=OutgoingMail.State.SENT, sent_at=called
    )  # nobody is written to about a meeting of the demo
    _answer(sample, meeting, cast)
    _hand_out(sample, meeting, cast)
    if sample.state == State.HELD:
        _hold(sample, meeting, cast)
    if sample.is_published:
        meeting.refresh_from_db()
        week_after = moment(meeting.held_on + timedelta(days=7), cast.today)
        now = week_after if sample.state == State.HELD else called
        publication.publish(meeting=meeting, version=meeting.version, by=cast.secretariat, now=now)


def _plan(sample: MeetingSample, round_: EvaluationRound, cast: Cast) -> Meeting:
    """The meeting with its agenda; a point of one that was held says what came of it."""
    held_on = _open_day(sample.held_on, cast.today)
    facts = {name: getattr(sample, name) for name in PLAIN} | {
        "round": round_,
        "place": sample.venue,
        "held_on": held_on,
        "ordinal": _ordinal(cast.committee, held_on),
        "starts_at": read_clock(sample.starts_at),
        "ends_at": read_clock(sample.ends_at) if sample.ends_at else None,
        "answer_due_on": None if sample.answer_due_on is None else day(sample.answer_due_on, cast.today),
        "is_sample": True,
    }
    now = moment(0, cast.today)
    meeting = planning.save_meeting(
        committee=cast.committee, meeting=None, version=0, fields=facts, tell=False, now=now
    )
    for entry in read_entries(AgendaSample, sample.agenda, f"{sample.place}、議題", "title"):
        texts = {c.name: getattr(entry, c.name) for c in columns_of(entry) if c.name != "place"}
        planning.save_item(meeting=meeting, item=None, version=0, fields=texts)
    return meeting


def _ordinal(committee: Committee, held_on: date) -> int:
    """The n-th of its fiscal year: the file tells days from today, which may lie before or after the first of April."""
    year = fiscal_year.fiscal_year_of(held_on)
    return 1 + committee.meetings.filter(fiscal_year=year, held_on__lt=held_on).count()


def _open_day(value: Day, today: date) -> date:
    """The day, or the next one on which the offices are open."""
    return working_days.shifted(day(value, today) - timedelta(days=1), 1)


def _answer(sample: MeetingSample, meeting: Meeting, cast: Cast) -> None:
    """A letter for each member in the order of the file."""
    if len(sample.answers) != len(cast.members):
        raise SampleError(f"{sample.place}：回答は、委員の数（{len(cast.members)}）だけ書いてください。")
    for member, letter in zip(cast.members.values(), sample.answers, strict=True):
        answer = find(LETTERS, letter, sample.place, "回答")
        if answer:
            attendance = meeting.attendances.get(member=member)
            calling.answer(
                attendance=attendance,
                version=attendance.version,
                answer=answer,
                proxy_name="見本代理" if answer == Answer.PROXY else "",
                note="",
                by=cast.writer_for(member),
                now=moment(sample.called_on, cast.today) + timedelta(days=1),
            )


def _hand_out(sample: MeetingSample, meeting: Meeting, cast: Cast) -> None:
    """Uploaded papers and those that the portal makes, as far as this machine can; then the corrected ones."""
    now = moment(sample.called_on, cast.today)
    items = list(meeting.agenda.all())
    entries = read_entries(PaperSample, sample.papers, f"{sample.place}、資料", "title")
    kept = [(entry, _upload(entry, meeting, items, now)) for entry in entries]
    for key, title in GENERATED:
        row = papers.add_generated(meeting=meeting, key=key, number="", title=title, now=now)
        making.make_paper.func(row.pk)  # here and now, not by the worker: it is to be handed out
    if meeting.documents.filter(file__isnull=True).exists():
        return  # without Pango they wait, and so does handing out
    _hand_out_now(meeting, now)
    corrected = [(entry, row) for entry, row in kept if entry.corrected]
    for entry, row in corrected:
        row.refresh_from_db()
        _upload(entry, meeting, items, now, replaces=row)
    if corrected:
        _hand_out_now(meeting, now)


def _hand_out_now(meeting: Meeting, now) -> None:
    meeting.refresh_from_db()
    papers.hand_out(meeting=meeting, version=meeting.version, now=now)


def _upload(
    entry: PaperSample,
    meeting: Meeting,
    items: list[AgendaItem],
    now,
    replaces: MeetingDocument | None = None,
) -> MeetingDocument:
    file = entry.corrected if replaces else entry.file
    facts = {"title": entry.title, "correction": entry.correction if replaces else ""}
    if replaces is None:
        item = items[entry.item - 1] if entry.item else None
        facts |= {"kind": entry.kind, "number": entry.number, "agenda_item": item}
    return papers.save_paper(
        meeting=meeting,
        document=None,
        version=0,
        fields=facts,
        only_for=(),
        pdf=clean_pdf((SAMPLES / "papers" / file).read_bytes()),
        now=now,
        replaces=replaces,
    )


def _hold(sample: MeetingSample, meeting: Meeting, cast: Cast) -> None:
    """Everybody came as they had answered."""
    meeting.refresh_from_db()
    rows = {row.pk: (row.answer or Answer.ABSENT, row.proxy_name) for row in meeting.attendances.all()}
    calling.enter_presence(
        meeting=meeting,
        version=meeting.version,
        presences=rows,
        audience_count=sample.audience_count,
        office_present="事務局（見本データ）",
        is_over=True,
        today=cast.today,
    )
