"""Writes of the evaluation. One function owns each change; in which stage it is allowed is one table."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.versioning import MoveRefused
from evaluations import deadlines, snapshot
from evaluations.ledger import intake
from evaluations.models import (
    Committee,
    CommitteeRating,
    Edition,
    EditionSheet,
    EvaluationRound,
    FinalEvaluation,
    Member,
    Opinion,
    OverallComment,
)
from evaluations.tasks import make_report
from initiatives import calls, progress
from initiatives.models import AnnualRecord, RatingLevel
from plans.models import PlanTerm

Stage = EvaluationRound.Stage
DRAFTS_KEPT = 3

ALLOWED_IN = {
    "start_committee": {Stage.COLLECTING},
    "write_opinion": {Stage.COMMITTEE},
    "rate": {Stage.COMMITTEE},
    "close_opinions": {Stage.COMMITTEE},
    "write_overall_comment": {Stage.COMMITTEE, Stage.DECIDING},
    "decide_final": {Stage.COMMITTEE, Stage.DECIDING},
    "publish": {Stage.DECIDING},
}


def _hold(round_: EvaluationRound, verb: str) -> EvaluationRound:
    """Lock the round and make sure that ``verb`` is allowed in its stage; raise MoveRefused for people."""
    held = EvaluationRound.objects.select_for_update().get(pk=round_.pk)
    if held.stage not in ALLOWED_IN[verb]:
        raise MoveRefused(f"この評価の回は「{held.get_stage_display()}」の段階のため、この操作はできません。")
    return held


def _hold_record(record: AnnualRecord) -> AnnualRecord:
    """Lock the record, so that it is not returned meanwhile. Comes after the lock of its round."""
    return AnnualRecord.objects.select_for_update().get(pk=record.pk)


def _go_on(round_: EvaluationRound, stage: str) -> EvaluationRound:
    round_.stage = stage
    round_.version += 1
    round_.save(update_fields=["stage", "version"])
    return round_


# ---- the round --------------------------------------------------------------------------------------------


@transaction.atomic
def open_round(
    *,
    term: PlanTerm,
    target_year: int,
    due_on: date,
    opinions_due_on: date,
    committee: Committee,
    committee_rates: bool,
    message: str,
    by: User,
    now: datetime,
    meeting_on: date | None = None,
    is_sample: bool = False,
) -> EvaluationRound:
    """Open the evaluation of ``target_year``: freeze the list of 取組 and ask the departments.

    With the day of the meeting the round begins with a staircase of dates. Raises ValidationError for people; see
    ``calls.open_request``.
    """
    request = calls.open_request(
        term=term, target_year=target_year, due_on=due_on, message=message, by=by, now=now
    )
    round_ = EvaluationRound.objects.create(
        request=request,
        committee=committee,
        committee_rates=committee_rates,
        opinions_due_on=opinions_due_on,
        is_sample=is_sample or term.initiatives.filter(is_sample=True).exists(),
    )
    if meeting_on:
        deadlines.begin(round=round_, meeting_on=meeting_on, today=timezone.localdate(now))
    return round_


@transaction.atomic
def start_committee(*, round: EvaluationRound) -> EvaluationRound:
    """Hand the accepted records to the committee. Those still open follow when they are accepted."""
    held = _hold(round, "start_committee")
    if not held.request.records.filter(state=AnnualRecord.State.ACCEPTED).exists():
        raise MoveRefused("確認済みの取組が1件もありません。提出された記録を確認してから進めてください。")
    return _go_on(held, Stage.COMMITTEE)


@transaction.atomic
def close_opinions(*, round: EvaluationRound, now: datetime) -> EvaluationRound:
    """End the committee's writing and the departments' entry; all records must be accepted by now."""
    held = _hold(round, "close_opinions")
    progress.close_request(request=held.request, now=now)
    if count := held.request.records.exclude(state=AnnualRecord.State.ACCEPTED).count():
        raise MoveRefused(
            f"確認済みになっていない取組が{count}件あります。すべて確認してから締め切ってください。"
        )
    return _go_on(held, Stage.DECIDING)


# ---- the committee ----------------------------------------------------------------------------------------


def hold_for_opinions(round: EvaluationRound) -> EvaluationRound:
    """Lock the round for the running transaction while its committee writes; raise MoveRefused when it does not."""
    return _hold(round, "write_opinion")


@transaction.atomic
def write_opinion(
    *,
    round: EvaluationRound,
    record: AnnualRecord | None,
    member: Member,
    kind: str,
    text: str,
    now: datetime,
    entered_by: User | None = None,
    received_on: date | None = None,
) -> Opinion:
    """Take down an opinion or question on one 取組, or on the whole (``record`` None), under the next number.

    ``entered_by`` types it in for the member (代理入力), who gave it on ``received_on``. The same words twice (a button
    pressed twice) are refused.
    """
    held = _hold(round, "write_opinion")
    return intake.take_in(
        source=Opinion.Source.COMMITTEE,
        event=f"round:{held.pk} member:{member.pk} record:{record.pk if record else '-'}",
        round=held,
        record=record,
        member=member,
        kind=kind,
        text=text,
        received_on=received_on or timezone.localdate(now),
        now=now,
        is_sample=held.is_sample,
        entered_by=entered_by,
        entered_at=now if entered_by else None,
    )


@transaction.atomic
def edit_opinion(
    *,
    opinion: Opinion,
    version: int,
    kind: str,
    text: str,
    now: datetime | None = None,
    entered_by: User | None = None,
) -> Opinion:
    """Let the writer, or whoever types it in for them, mend an opinion while nobody has replied yet."""
    _hold(opinion.round, "write_opinion")
    opinion = Opinion.claim(version, pk=opinion.pk)
    if opinion.is_replied:
        raise MoveRefused(
            "この意見には、すでに回答が決まっているため、直せません。追加の意見として書いてください。"
        )
    opinion.kind, opinion.text = kind, text
    opinion.entered_by, opinion.entered_at = entered_by, now if entered_by else None
    opinion.save()
    return opinion


@transaction.atomic
def rate(*, round: EvaluationRound, record: AnnualRecord, member: Member, version: int, level: RatingLevel):
    """Keep one member's rating of one accepted record, where the round's settings ask for it."""
    held = _hold(round, "rate")
    if not held.committee_rates:
        raise MoveRefused("この評価の回では、委員会は評価区分を付けません。")
    held_record = _hold_record(record)
    if held_record.outcome:
        raise MoveRefused(f"「{held_record.get_outcome_display()}」の取組には、評価を付けません。")
    if not held_record.is_accepted:
        raise MoveRefused(
            "所管課が記入・修正しているため、いまは評価できません。確認が済んでから評価してください。"
        )
    rating = CommitteeRating.claim(version, record=record, member=member)
    rating.level = level
    rating.save()
    return rating


@transaction.atomic
def write_overall_comment(
    *, round: EvaluationRound, member: Member, version: int, text: str
) -> OverallComment:
    """Keep the chair's 総評."""
    held = _hold(round, "write_overall_comment")
    if not member.is_chair:
        raise MoveRefused("総評は委員長が書きます。")
    comment = OverallComment.claim(version, round=held)
    comment.text, comment.member = text, member
    comment.save()
    return comment


# ---- city and council -------------------------------------------------------------------------------------


@transaction.atomic
def decide_final(
    *,
    round: EvaluationRound,
    record: AnnualRecord,
    seen_version: int,
    version: int,
    level: RatingLevel,
    comment: str,
    by: User,
    now: datetime,
) -> FinalEvaluation:
    """Set the final evaluation of one accepted record.

    Raises StaleVersion with the record when it was changed after it was seen.
    """
    _hold(round, "decide_final")
    record = AnnualRecord.see(seen_version, pk=record.pk)
    if not record.is_accepted:
        raise MoveRefused("確認済みの取組だけ、最終評価を決められます。")
    if record.outcome:
        raise MoveRefused(f"「{record.get_outcome_display()}」の取組には、最終評価を付けません。")
    final = FinalEvaluation.claim(version, record=record)
    final.level, final.comment = level, comment
    final.decided_by, final.decided_at = by, now
    final.save()
    return final


# ---- reports and publication ------------------------------------------------------------------------------


def publication_gaps(round: EvaluationRound) -> list[str]:
    """Say, for people, all that still keeps the round from being published."""
    records = round.request.records
    unaccepted = records.exclude(state=AnnualRecord.State.ACCEPTED).count()
    undecided = records.reported().exclude(pk__in=FinalEvaluation.objects.standing().values("record")).count()
    unanswered = round.opinions.unanswered().count()
    taken = (
        Edition.objects.published()
        .filter(round__request__target_year=round.target_year)
        .exclude(round=round)
        .exists()
    )
    checks = (
        (
            round.stage != Stage.DECIDING,
            f"評価の回が「{round.get_stage_display()}」の段階です。委員会の意見を締め切ってください。",
        ),
        (unaccepted, f"確認済みになっていない取組が{unaccepted}件あります。"),
        (undecided, f"最終評価の決まっていない取組が{undecided}件あります。"),
        (unanswered, f"回答の決まっていない意見が{unanswered}件あります。"),
        (taken, "この年度には、ほかの計画の評価がすでに公表されています。年度の公開ページは1つだけです。"),
    )
    return [message for fails, message in checks if fails]


@transaction.atomic
def publish(*, round: EvaluationRound, version: int, by: User, now: datetime) -> Edition:
    """Freeze the round into an edition and have its PDF made; it becomes public the moment the PDF is ready.

    Nothing of the round can be written meanwhile. Raises MoveRefused with what is still missing.
    """
    held = _hold(round, "publish")
    EvaluationRound.claim(version, pk=round.pk)
    if gaps := publication_gaps(held):
        raise MoveRefused(" ".join(gaps))
    _go_on(held, Stage.PUBLISHING)
    return _make_edition(held, by=by, now=now, is_draft=False)


@transaction.atomic
def request_draft(*, round: EvaluationRound, by: User, now: datetime, for_members: bool = False) -> Edition:
    """Give the 「案」 of the round as it stands: one that was made already, or a new one on its way.

    A member who asks while the members write blind gets one without anything of theirs, and so does a secretariat
    that asks for what it hands out (``for_members``).
    """
    today = timezone.localdate(now)
    is_blind = round.is_blind(today) if for_members else round.is_blind_for(by, today)
    head, sheets = snapshot.build(round, is_blind=is_blind)
    digest = snapshot.digest(head, sheets)
    made = round.editions.drafts().filter(digest=digest).exclude(state=Edition.State.FAILED).first()
    if made and made.has_stalled(now):
        make_again(edition=made, now=now)
    return made or _make_edition(round, by=by, now=now, is_draft=True, built=(head, sheets))


def is_outdated(edition: Edition, round: EvaluationRound) -> bool:
    """Whether ``round`` says something else by now than its draft ``edition`` does."""
    return edition.digest != snapshot.digest(*snapshot.build(round, is_blind=edition.is_blind))


@transaction.atomic
def make_again(*, edition: Edition, now: datetime) -> None:
    """Ask once more for a report whose making has stalled; one that is still being made is left alone."""
    if edition.has_stalled(now):
        Edition.objects.filter(pk=edition.pk).update(
            state=Edition.State.WAITING, requested_at=now, started_at=None
        )
        make_report.enqueue(edition.pk)


def _make_edition(round_: EvaluationRound, *, by: User, now: datetime, is_draft: bool, built=None) -> Edition:
    head, sheets = built or snapshot.build(round_, is_public=not is_draft)
    edition = Edition.objects.create(
        round=round_,
        is_draft=is_draft,
        is_blind=head.get("is_blind", False),
        head=head,
        digest=snapshot.digest(head, sheets),
        requested_by=by,
        requested_at=now,
    )
    EditionSheet.objects.bulk_create(EditionSheet(edition=edition, **sheet) for sheet in sheets)
    make_report.enqueue(edition.pk)
    if is_draft:
        _tidy_drafts(round_, edition)
    return edition


def _tidy_drafts(round_: EvaluationRound, edition: Edition) -> None:
    """Keep the newest drafts of a round of the kind of ``edition``: each holds a PDF of some megabytes, and everybody may ask for one."""
    finished = round_.editions.drafts().filter(
        is_blind=edition.is_blind, state__in=[Edition.State.READY, Edition.State.FAILED]
    )
    old = finished.order_by("-pk").values_list("pk", flat=True)[DRAFTS_KEPT:]
    round_.editions.filter(pk__in=list(old)).delete()
