"""One year of the demo, from the call to where it stands, through the functions that the pages use."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.models import Organization
from evaluations import workflow
from evaluations.ledger import replies
from evaluations.models import EvaluationRound, Opinion, Response
from initiatives import due_dates, progress, shares
from initiatives.models import AnnualRecord, Promise
from otaru_welfare.demo.judging import load_judging
from otaru_welfare.demo.people import Cast, acting
from otaru_welfare.demo.prior_opinions import load_reviews
from otaru_welfare.demo.shapes import (
    Day,
    OpinionSample,
    RecordSample,
    ReplySample,
    RoundSample,
    SampleError,
    day,
    find,
    moment,
    naming,
    read_file,
    read_list,
    read_table,
    year_of,
)
from plans import working_days

Stage = EvaluationRound.Stage
State = AnnualRecord.State
DAYS_OF_ENTRY = 5
DAYS_TO_ACCEPT = timedelta(days=7)
VALUE_KEYS = {
    "actual": "actual",
    "of": "numerator",
    "out_of": "denominator",
    "level": "level",
    "missing": "missing_reason",
    "note": "note",
    "why": "explanation",
}


def load_year(sample: RoundSample, cast: Cast) -> None:
    """Carry one round as far as its ``stage``."""
    file = f"{sample.year.lower()}.toml"
    _ask_section_chiefs(sample, cast)
    round_ = _open(sample, cast)
    records = {record.number: record for record in round_.request.records.for_reading().in_order()}
    _ask_earlier(sample, records, cast)
    entries = read_table(RecordSample, f"records/{file}")
    for number, entry in entries.items():
        record = find(records, number, entry.place, "取組")
        records[number] = _enter(record, entry, sample, cast)
    if sample.stage == Stage.COLLECTING:
        load_judging(round_, sample, cast)
        return
    with naming(sample.place), acting(cast.secretariat):
        round_ = workflow.start_committee(round=round_)
    _hear(round_, records, f"opinions/{file}", cast)
    if sample.committee_rates:
        _rate(round_, records, f"ratings/{file}", cast)
    if sample.stage == Stage.COMMITTEE:
        load_reviews(round_, file, cast)
    if sample.stage == Stage.PUBLISHED:
        _comment(round_, f"opinions/{file}", cast)
    load_judging(round_, sample, cast)
    if sample.stage == Stage.PUBLISHED:
        _publish(round_, records, entries, sample, cast)


def _ask_section_chiefs(sample: RoundSample, cast: Cast) -> None:
    """Turn 課長確認 on for the organisations that ask for it from this round on, as the administrator does."""
    organizations = {row.code: row for row in Organization.objects.all()}
    for code in sample.asks_section_chief:
        organization = find(organizations, code, sample.place, "団体")
        organization.asks_section_chief = True
        with acting(cast.administrator):
            organization.save()


def _open(sample: RoundSample, cast: Cast) -> EvaluationRound:
    with naming(sample.place), acting(cast.secretariat):
        return workflow.open_round(
            term=cast.term,
            target_year=year_of(sample.year, sample.place),
            due_on=day(sample.due_on, cast.today),
            opinions_due_on=day(sample.opinions_due_on, cast.today),
            committee=cast.committee,
            committee_rates=sample.committee_rates,
            message=sample.message.strip(),
            by=cast.secretariat,
            now=moment(sample.opened_on, cast.today),
            meeting_on=_meeting_on(sample, cast),
            is_sample=True,
        )


def _meeting_on(sample: RoundSample, cast: Cast) -> date | None:
    """The day of the meeting, or the next one on which the offices are open; None for a round without a staircase."""
    if sample.meeting_on is None:
        return None
    return working_days.shifted(day(sample.meeting_on, cast.today) - timedelta(days=1), 1)


def _ask_earlier(sample: RoundSample, records: dict[str, AnnualRecord], cast: Cast) -> None:
    """Set another due date for the departments that are named, as the secretariat does on the board."""
    codes = {record.lead_department.code for record in records.values()}
    for code, due in sample.earlier_due.items():
        find(dict.fromkeys(codes), code, sample.place, "所管課")
        with acting(cast.secretariat):
            for record in records.values():
                if record.lead_department.code == code:
                    due_dates.change(
                        record=record,
                        seen=record.due_on,
                        due_on=day(due, cast.today),
                        reason=sample.earlier_reason,
                        now=moment(sample.opened_on, cast.today),
                    )


# ---- the departments --------------------------------------------------------------------------------------


def _enter(record: AnnualRecord, entry: RecordSample, sample: RoundSample, cast: Cast) -> AnnualRecord:
    """Fill the record in and carry it to the state that its entry names."""
    if entry.state not in set(State) - {State.NOT_STARTED}:
        raise SampleError(f"{entry.place}：状態「{entry.state}」はありません。")
    _hand_in_shares(record, entry, sample, cast)
    clerk = cast.clerk_of(record.lead_department)
    handed_in = moment(sample.entered_on, cast.today)
    handed_in += timedelta(days=record.initiative.position % DAYS_OF_ENTRY)
    with naming(entry.place), acting(clerk):
        record = progress.save_draft(
            record=record,
            version=record.version,
            today=timezone.localdate(handed_in),
            **_content(record, entry, cast.levels["self"]),
        )
        if entry.outcome:
            why = {"outcome": _known(AnnualRecord.Outcome, entry.outcome), "reason": entry.outcome_reason}
            record = progress.set_outcome(record=record, version=record.version, **why)
        if entry.state == State.DRAFT:
            return record
        row = {"record": record, "version": record.version, "share_reason": sample.share_reason}
        record = progress.submit(**row, by=clerk, now=handed_in)
    if record.awaits_chief and entry.state != State.AWAITING_CHIEF:
        chief = cast.chief_of(record.lead_department)
        with naming(entry.place), acting(chief):
            now = handed_in + timedelta(days=1)
            record = progress.approve(record=record, version=record.version, by=chief, now=now)
    if entry.state in (State.SUBMITTED, State.AWAITING_CHIEF):
        return record
    return _check(record, entry, handed_in + DAYS_TO_ACCEPT, cast)


def _hand_in_shares(record: AnnualRecord, entry: RecordSample, sample: RoundSample, cast: Cast) -> None:
    """Let the supporting departments that the entry names hand in their shares."""
    waiting = {share.department.code: share for share in record.shares.all()}
    for code, (done, issue) in entry.shares.items():
        share = find(waiting, code, entry.place, "関係課")
        clerk = cast.clerk_of(share.department)
        with naming(entry.place), acting(clerk):
            shares.write(
                share=share,
                version=share.version,
                done=done,
                issue=issue,
                hand_in=True,
                by=clerk,
                now=moment(sample.entered_on, cast.today),
            )


def _check(record: AnnualRecord, entry: RecordSample, now: datetime, cast: Cast) -> AnnualRecord:
    by = cast.secretariat_of(record.lead_department.organization)
    with naming(entry.place), acting(by):
        if entry.state == State.RETURNED:
            return progress.return_(record=record, version=record.version, reason=entry.return_reason)
        return progress.accept(record=record, version=record.version, by=by, now=now)


def _content(record: AnnualRecord, entry: RecordSample, levels: dict) -> dict:
    """Give what the entry says in the shape in which the form hands it over."""
    texts = {
        "planned": entry.planned,
        "done": entry.done,
        "rating_reason": entry.reason,
        "issue": entry.issue,
        "direction": entry.direction,
        "improvement": entry.improvement,
    }
    if entry.direction and entry.direction not in AnnualRecord.Direction.values:
        raise SampleError(f"{entry.place}：今後の方向性「{entry.direction}」はありません。")
    if entry.rating:
        texts["self_rating"] = find(levels, entry.rating, entry.place, "評価")
    return {"texts": texts, "values": _values(record, entry), "answers": _answers(record, entry)}


def _values(record: AnnualRecord, entry: RecordSample) -> dict[int, dict]:
    indicators = {value.indicator.name: value.indicator_id for value in record.values.all()}
    return {
        find(indicators, name, entry.place, "指標"): _value(value) for name, value in entry.values.items()
    }


def _value(value: float | dict) -> dict:
    """A number, or a table of ``actual`` (or ``of`` and ``out_of``, or ``level``) or ``missing``, with ``note`` and ``why``."""
    parts = value if isinstance(value, dict) else {"actual": value}
    if unknown := parts.keys() - VALUE_KEYS.keys():
        raise ValueError(f"実績値の「{'」「'.join(sorted(unknown))}」という項目はありません。")
    numbers = {"actual", "of", "out_of"}
    return {
        name: Decimal(str(parts[key])) if key in numbers else parts[key]
        for key, name in VALUE_KEYS.items()
        if key in parts
    }


def _answers(record: AnnualRecord, entry: RecordSample) -> dict[int, dict]:
    """Answers by promise. An entry names a promise by where it came from, 「改善」 of the year before by its origin."""
    promises = {promise.reference or promise.origin: promise.pk for promise in record.promises.all()}
    answers = {}
    for name, (answer, reason) in entry.answers.items():
        if answer not in Promise.Answer.values:
            raise SampleError(f"{entry.place}：約束への答え「{answer}」はありません。")
        answers[find(promises, name, entry.place, "約束")] = {"answer": answer, "answer_reason": reason}
    return answers


# ---- the committee, and what it is answered ---------------------------------------------------------------


def _hear(round_: EvaluationRound, records: dict[str, AnnualRecord], file: str, cast: Cast) -> None:
    """Take down all opinions in their order, then the replies."""
    heard = []
    for sample in read_list(OpinionSample, file, "opinion", "number"):
        record = find(records, sample.about, sample.place, "取組") if sample.about else None
        member = find(cast.members, sample.member, sample.place, "委員")
        with naming(sample.place), acting(cast.writer_for(member)):
            opinion = workflow.write_opinion(
                round=round_,
                record=record,
                member=member,
                kind=_known(Opinion.Kind, sample.kind),
                text=sample.text,
                now=moment(sample.received_on, cast.today),
                entered_by=None if member.user else cast.secretariat,
            )
        if opinion.sequence != sample.number:
            raise SampleError(f"{sample.place}：順番から数えた番号は{opinion.sequence}です。")
        heard.append((opinion, sample))
    for opinion, sample in heard:
        if sample.reply:
            _reply(opinion, ReplySample.read(f"{sample.place}、回答", sample.reply), cast)


def _known(choices, value: str) -> str:
    """Raise ValueError for a word that is none of ``choices``."""
    return choices(value).value


def _reply(opinion: Opinion, sample: ReplySample, cast: Cast) -> None:
    record = opinion.record
    by = cast.secretariat_of(record.lead_department.organization) if record else cast.secretariat
    approved_on: Day = 0 if sample.approved_on is None else sample.approved_on
    with naming(sample.place), acting(by):
        replies.reply(
            opinion=opinion,
            organization=by.organization,
            seen_version=opinion.version,
            version=0,
            summary=sample.summary,
            text=sample.text,
            disposition=_known(Response.Disposition, sample.disposition),
            reason=sample.reason,
            what_changed=sample.what_changed,
            approve=sample.approved_on is not None,
            by=by,
            now=moment(approved_on, cast.today),
        )


def _rate(round_: EvaluationRound, records: dict[str, AnnualRecord], file: str, cast: Cast) -> None:
    """Enter the members' ratings: a line a 取組, a letter a member, 「-」 for none yet."""
    sheet = read_file(file)
    for place, member in enumerate(cast.members.values()):
        with acting(cast.writer_for(member)):
            for number, letters in sheet.items():
                at = f"{file}、「{number}」"
                if len(letters) != len(cast.members):
                    raise SampleError(f"{at}：委員の数（{len(cast.members)}）だけ書いてください。")
                if letters[place] == "-":
                    continue
                record = find(records, number, at, "取組")
                level = find(cast.levels["committee"], letters[place], at, "評価")
                with naming(at):
                    workflow.rate(round=round_, record=record, member=member, version=0, level=level)


# ---- the end of a round -----------------------------------------------------------------------------------


def _publish(
    round_: EvaluationRound,
    records: dict[str, AnnualRecord],
    entries: dict[str, RecordSample],
    sample: RoundSample,
    cast: Cast,
) -> None:
    """Close, decide all final ratings, and publish."""
    by, decided_at = cast.secretariat, moment(sample.decided_on, cast.today)
    with naming(sample.place), acting(by):
        round_ = workflow.close_opinions(round=round_, now=decided_at)
    for number, entry in entries.items():
        _decide(round_, records[number], entry, decided_at, cast)
    with naming(sample.place), acting(by):
        now = moment(sample.published_on, cast.today)
        workflow.publish(round=round_, version=round_.version, by=by, now=now)


def _comment(round_: EvaluationRound, file: str, cast: Cast) -> None:
    """Write the 総評: its first version, where the file has one, then the one that stands."""
    texts = read_file(file)
    last = find(texts, "overall_comment", file, "総評")
    drafts = [texts["overall_comment_draft"]] if "overall_comment_draft" in texts else []
    for version, text in enumerate([*drafts, last]):
        with naming(file), acting(cast.writer_for(cast.chair)):
            workflow.write_overall_comment(
                round=round_, member=cast.chair, version=version, text=text.strip()
            )


def _decide(
    round_: EvaluationRound, record: AnnualRecord, entry: RecordSample, now: datetime, cast: Cast
) -> None:
    """Set the final rating: the department's own unless the entry says another."""
    by = cast.secretariat_of(record.lead_department.organization)
    level = find(cast.levels["final"], entry.final or entry.rating, entry.place, "評価")
    with naming(entry.place), acting(by):
        workflow.decide_final(
            round=round_,
            record=record,
            seen_version=record.version,
            version=0,
            level=level,
            comment=entry.final_comment,
            by=by,
            now=now,
        )
