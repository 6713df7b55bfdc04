"""Writes to the yearly records. One function owns each change of state; the allowed moves are one table."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Model

from accounts.models import User
from accounts.versioning import MoveRefused, StaleVersion
from initiatives import outcomes
from initiatives.models import (
    AnnualRecord,
    AnnualRequest,
    Initiative,
    Promise,
)
from initiatives.values import keep_values
from plans.models import PlanTerm

State = AnnualRecord.State

MOVES = {
    "save_draft": {State.NOT_STARTED: State.DRAFT, State.DRAFT: State.DRAFT, State.RETURNED: State.RETURNED},
    "submit": dict.fromkeys(AnnualRecord.EDITABLE_STATES, State.SUBMITTED),
    "ask_chief": dict.fromkeys(AnnualRecord.EDITABLE_STATES, State.AWAITING_CHIEF),
    "approve": {State.AWAITING_CHIEF: State.SUBMITTED},
    "send_back": {State.AWAITING_CHIEF: State.RETURNED},
    "accept": {State.SUBMITTED: State.ACCEPTED},
    "return_": dict.fromkeys((State.AWAITING_CHIEF, State.SUBMITTED, State.ACCEPTED), State.RETURNED),
}


def _move(record: AnnualRecord, verb: str) -> None:
    """Set the state that ``verb`` leads to; raise MoveRefused when the table has no such move."""
    if record.request.closed_at is not None:
        raise MoveRefused("この年度の受付は終わっているため、変更できません。")
    if record.state not in MOVES[verb]:
        raise MoveRefused(
            f"この記録は「{record.get_state_display()}」になっています。画面を開き直して、今の状態を確かめてください。"
        )
    record.state = MOVES[verb][record.state]


# ---- the department's work --------------------------------------------------------------------------------


@transaction.atomic
def save_draft(
    *,
    record: AnnualRecord,
    version: int,
    texts: dict,
    values: dict[int, dict],
    answers: dict[int, dict],
    today: date,
) -> AnnualRecord:
    """Save what was typed into a record: its own fields, indicator values by indicator, answers by promise.

    What looks unusual about a value is asked beside it (``initiatives.value_checks``), and kept from nobody. The
    values and promises that ``record`` brings along are those of its version: every change of theirs counts it up.
    Raises StaleVersion when somebody else saved first, MoveRefused when the record may not be edited now.
    """
    seen, record = record, AnnualRecord.claim(version, pk=record.pk)
    if seen.version != version:
        seen = record
    _move(record, "save_draft")
    for name, value in texts.items():
        setattr(record, name, value)
    record.save()
    keep_values(seen, values, today)
    _update({row: answers[row.pk] for row in seen.promises.all() if row.pk in answers})
    return record


@transaction.atomic
def set_outcome(*, record: AnnualRecord, version: int, outcome: str, reason: str) -> AnnualRecord:
    """Say that the record has no report but a reason (今年度は対象外, 完了); with an empty ``outcome`` it has one again.

    What was typed before stays in the record and is shown again then.
    """
    record = AnnualRecord.claim(version, pk=record.pk)
    _move(record, "save_draft")
    record.outcome, record.outcome_reason = outcome, reason if outcome else ""
    record.save()
    return record


def _update(rows: dict[Model, dict]) -> None:
    """Give each row its new values and write those that differ, in one query; the history notes each by itself."""
    changed, names = [], set()
    for row, fields in rows.items():
        differing = {name: value for name, value in fields.items() if getattr(row, name) != value}
        for name, value in differing.items():
            setattr(row, name, value)
        if differing:
            changed.append(row)
            names |= differing.keys()
    if changed:
        type(changed[0])._base_manager.bulk_update(changed, sorted(names))


@transaction.atomic
def submit(
    *,
    record: AnnualRecord,
    version: int,
    by: User,
    now: datetime,
    seen_shares: str | None = None,
    share_reason: str = "",
) -> AnnualRecord:
    """Hand the record to the secretariat, or where the organisation asks for it to the section chief first (課長確認).

    A chief who submits confirms with the same press. Raises ValidationError with all gaps while there are any.

    ``seen_shares`` are the shares as the page showed them (``AnnualRecord.shares_mark``): StaleVersion when one was
    written since. Without all of them it takes a ``share_reason``, which stays on the record.
    """
    record = AnnualRecord.claim(version, pk=record.pk)
    asks_chief = record.lead_department.organization.asks_section_chief
    is_chief = by.is_chief_of(record.lead_department_id)
    _move(record, "ask_chief" if asks_chief and not is_chief else "submit")
    if gaps := record.gaps():
        raise ValidationError([gap.message for gap in gaps])
    record.share_reason = _reason_without_shares(record, seen_shares, share_reason)
    record.submitted_at, record.submitted_by = now, by
    record.approved_at, record.approved_by = (now, by) if asks_chief and is_chief else (None, None)
    record.return_reason, record.is_returned_by_chief = "", False
    record.save()
    return record


@transaction.atomic
def approve(*, record: AnnualRecord, version: int, by: User, now: datetime) -> AnnualRecord:
    """Let the section chief confirm the record: it goes to the secretariat."""
    record = AnnualRecord.claim(version, pk=record.pk)
    _move(record, "approve")
    record.approved_at, record.approved_by = now, by
    record.save()
    return record


@transaction.atomic
def send_back(*, record: AnnualRecord, version: int, reason: str) -> AnnualRecord:
    """Let the section chief give the record back to the clerks with a reason."""
    return _give_back(record, version, reason, "send_back")


def _reason_without_shares(record: AnnualRecord, seen_shares: str | None, reason: str) -> str:
    """Why the record goes without the shares that are missing; empty when all are there.

    The record's lock keeps every share as it is (``initiatives.shares``).
    """
    if seen_shares is not None and seen_shares != record.shares_mark:
        raise StaleVersion(record)
    missing = record.missing_shares
    if missing and not reason:
        names = "、".join(share.department_name for share in missing)
        raise ValidationError(
            {
                "share_reason": f"担当分を受け取っていない関係課（{names}）があります。待たない理由を入力してください。"
            }
        )
    return reason if missing else ""


# ---- the secretariat's work -------------------------------------------------------------------------------


@transaction.atomic
def accept(*, record: AnnualRecord, version: int, by: User, now: datetime) -> AnnualRecord:
    """Accept a submitted record; its improvement becomes a promise that a later year must answer."""
    _hold_term(record.initiative)
    record = AnnualRecord.claim(version, pk=record.pk)
    _move(record, "accept")
    record.accepted_at, record.accepted_by = now, by
    record.save()
    year = record.request.target_year
    if record.outcome:
        outcomes.answer_for(record)
    else:
        promise(record.initiative, year, Promise.Origin.IMPROVEMENT, record.improvement)
    for unfulfilled in record.promises.filter(answer=Promise.Answer.NOT_YET):
        promise(
            record.initiative,
            year,
            Promise.Origin.CARRIED,
            unfulfilled.text,
            reply=unfulfilled.reply,
            reference=unfulfilled.first_source,
        )
    return record


@transaction.atomic
def return_(*, record: AnnualRecord, version: int, reason: str) -> AnnualRecord:
    """Send the record back to its department with a reason.

    Promises it had made are taken back if unanswered; those that came too late for it are asked for now.
    """
    return _give_back(record, version, reason, "return_")


def _give_back(record: AnnualRecord, version: int, reason: str, verb: str) -> AnnualRecord:
    _hold_term(record.initiative)
    record = AnnualRecord.claim(version, pk=record.pk)
    _move(record, verb)
    record.return_reason, record.is_returned_by_chief = reason, verb == "send_back"
    record.return_count += 1
    record.submitted_at = record.submitted_by = record.accepted_at = record.accepted_by = None
    record.approved_at = record.approved_by = None
    record.save()
    outcomes.take_answers_back(record)
    own = (Promise.Origin.IMPROVEMENT, Promise.Origin.CARRIED)
    take_back(record.initiative, record.request.target_year, origin__in=own)
    waiting = record.initiative.promises.filter(record__isnull=True, answer="")
    waiting.filter(made_year__lt=record.request.target_year).update(record=record)
    return record


@transaction.atomic
def close_request(*, request: AnnualRequest, now: datetime) -> None:
    """End the entry of the year; nothing of its records changes from here on.

    The records are locked first, so that a save that is under way ends before the door is shut.
    """
    list(request.records.select_for_update().values_list("pk"))
    request.closed_at = now
    request.save(update_fields=["closed_at"])


# ---- the chain of promises --------------------------------------------------------------------------------


def promise(
    initiative: Initiative, year: int, origin: str, text: str, *, reply: str = "", reference: str = ""
) -> Promise:
    """Write down what was promised in ``year``, and ask for it in the next record that can still be written.

    A promise that was answered already keeps its words: the answer was given to them. A record that is asked for
    something new counts its version up, so that whoever has its form open is told.
    """
    _hold_later_records(initiative, year)
    key = {"initiative": initiative, "made_year": year, "origin": origin, "reference": reference}
    made = Promise.objects.select_for_update().filter(**key).first() or Promise(**key)
    if made.answer:
        return made
    asked_before = (made.text, made.reply, made.record)
    made.text, made.reply = text, reply
    made.record = made.record or _next_open_record(initiative, year)
    made.save()
    if (made.text, made.reply, made.record) != asked_before:
        _count_up([made.record_id])
    return made


def take_back(initiative: Initiative, year: int, **which) -> None:
    """Delete promises made in ``year`` that nobody has answered yet; answered ones stay as they were given."""
    _hold_later_records(initiative, year)
    unanswered = initiative.promises.filter(made_year=year, answer="", answer_reason="", **which)
    _count_up(list(unanswered.values_list("record_id", flat=True)))
    unanswered.delete()


def _hold_term(initiative: Initiative) -> None:
    """Let one person at a time change promises of the term, and no call be opened meanwhile.

    Locks are taken in the same order everywhere: round, term, records, promises.
    """
    PlanTerm.objects.select_for_update(no_key=True).get(pk=initiative.term_id)


def _hold_later_records(initiative: Initiative, year: int) -> None:
    """Lock the records that a promise of ``year`` may hang on, so that none is submitted or closed meanwhile."""
    _hold_term(initiative)
    later = initiative.records.filter(request__target_year__gt=year).order_by("request__target_year")
    list(later.select_for_update(of=("self",)).values_list("pk"))


def _count_up(records: list[int | None]) -> None:
    """Count up the versions of the records whose promises changed: an open form must be filled in anew."""
    AnnualRecord.objects.filter(pk__in=records).update(version=F("version") + 1)


def _next_open_record(initiative: Initiative, year: int) -> AnnualRecord | None:
    return (
        initiative.records.filter(
            request__target_year__gt=year,
            request__closed_at__isnull=True,
            state__in=AnnualRecord.EDITABLE_STATES,
        )
        .order_by("request__target_year")
        .first()
    )
