"""しめきりの階段: count the days of a round back from the meeting, compare with what stands, and move them together."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from accounts.dates import write_day
from evaluations.models import Deadline, EvaluationRound
from initiatives import due_dates
from plans import working_days

Step = Deadline.Step
Stage = EvaluationRound.Stage

OFFSETS = {
    Step.REQUEST: -70,
    Step.SUBMISSION: -40,
    Step.CHECK: -25,
    Step.PAPERS: -15,
    Step.OPINIONS: -5,
    Step.MEETING: 0,
    Step.REPLY: 20,
    Step.PUBLICATION: 40,
}
"""Working days from the meeting, for a city that has no round with a staircase yet. A proposal, edited in each round."""

DONE_AFTER = {
    Step.SUBMISSION: Stage.COLLECTING,
    Step.CHECK: Stage.COLLECTING,
    Step.PAPERS: Stage.COLLECTING,
    Step.OPINIONS: Stage.COMMITTEE,
    Step.MEETING: Stage.COMMITTEE,
    Step.REPLY: Stage.DECIDING,
    Step.PUBLICATION: Stage.PUBLISHING,
}
"""The last stage in which a step still lies ahead; the request is behind as soon as there is a round."""


@dataclass(frozen=True)
class Stair:
    """One step as it is planned: ``fixed`` is the day set by hand, ``pk`` the row that it comes from."""

    step: str
    name: str
    offset: int
    fixed: date | None = None
    pk: int | None = None

    @property
    def offset_words(self) -> str:
        if not self.offset:
            return "委員会の日"
        return f"委員会の{abs(self.offset)}開庁日{'後' if self.offset > 0 else '前'}"

    def day(self, meeting_on: date) -> date:
        return self.fixed or working_days.shifted(meeting_on, self.offset)


@dataclass(frozen=True)
class Move:
    """What setting the staircase does to one step, and what is wrong with it."""

    stair: Stair
    old: date | None
    new: date
    is_done: bool
    conflicts: tuple[str, ...] = ()

    @property
    def is_moved(self) -> bool:
        return self.old != self.new

    @property
    def state(self) -> str:
        if self.is_done:
            return "済んでいるため、動かしません" if self.old else "日を決めないまま済んでいます"
        if self.stair.fixed:
            return "手で決めた日のため、委員会の日に合わせて動きません"
        if self.old is None:
            return "新しく決めます"
        return "変わりません" if self.old == self.new else "動かします"


# ---- what to start from -----------------------------------------------------------------------------------


def stairs_of(round: EvaluationRound) -> list[Stair]:
    """The round's own staircase; before it has one, the steps and offsets of the newest other round, or ours."""
    own = [_stair(row) for row in round.deadlines.all()]
    return own or first_stairs(round.request.term_id)


def first_stairs(term_id: int | None) -> list[Stair]:
    """Steps and offsets for a round that has none: those of the term's newest round with a staircase, or ours."""
    last = (
        Deadline.objects.filter(round__request__term=term_id).order_by("-round__request__target_year").first()
    )
    if last is None:
        return [Stair(step, step.label, offset) for step, offset in OFFSETS.items()]
    return [replace(_stair(row), fixed=None, pk=None) for row in last.round.deadlines.all()]


def _stair(row: Deadline) -> Stair:
    return Stair(row.step, row.name, row.offset, row.day if row.is_fixed else None, row.pk)


def counted(stairs: list[Stair], step: str, meeting_on: date) -> date | None:
    """The day that a staircase gives a step, None when it has no such step."""
    return next((stair.day(meeting_on) for stair in stairs if stair.step == step), None)


# ---- old and new ------------------------------------------------------------------------------------------


def moves(round: EvaluationRound, stairs: list[Stair], meeting_on: date, today: date) -> list[Move]:
    """Set what stands against what ``stairs`` would give, in their order, with every conflict at its place."""
    standing = standing_days(round)
    found: list[Move] = []
    for stair in stairs:
        old = standing.get(stair.step if stair.step != Step.OTHER else stair.pk)
        is_done = done(round, stair.step)
        new = old if is_done and old else stair.day(meeting_on)
        move = Move(stair, old, new, is_done)
        found.append(replace(move, conflicts=tuple(_conflicts(move, found[-1] if found else None, today))))
    return found


def _conflicts(move: Move, before: Move | None, today: date):
    if not move.is_done and move.new < today:
        yield "過ぎた日になります。"
    if before and move.new < before.new:
        yield f"前の段「{before.stair.name}」（{write_day(before.new)}）より前になります。"
    if not move.is_done and (closed := working_days.why_closed(move.new)):
        yield f"閉庁日（{closed}）です。"


def standing_days(round: EvaluationRound) -> dict[str | int, date]:
    """The days that hold now: the call's and the round's own dates, and for all else the rows of the staircase."""
    rows = round.deadlines.all()
    return {(row.step if row.step != Step.OTHER else row.pk): row.day for row in rows} | {
        Step.REQUEST.value: timezone.localdate(round.request.opened_at),
        Step.SUBMISSION.value: round.request.due_on,
        Step.OPINIONS.value: round.opinions_due_on,
    }


def standing(round: EvaluationRound, today: date) -> list[Move]:
    """The staircase as it stands, with what is wrong with it by now; empty before the round has one."""
    meeting = next((row.day for row in round.deadlines.all() if row.step == Step.MEETING), None)
    if meeting is None:
        return []
    days = standing_days(round)
    found: list[Move] = []
    for row in round.deadlines.all():
        day = days[row.step if row.step != Step.OTHER else row.pk]
        move = Move(_stair(row), day, day, done(round, row.step))
        found.append(replace(move, conflicts=tuple(_conflicts(move, found[-1] if found else None, today))))
    return found


def done(round: EvaluationRound, step: str) -> bool:
    """Whether a step lies behind the round, so that its day is a fact and no plan any more."""
    if step == Step.REQUEST:
        return True
    if step == Step.OTHER:
        return round.stage == Stage.PUBLISHED
    stages = list(Stage)
    return stages.index(round.stage) > stages.index(DONE_AFTER[step])


def fingerprint(found: list[Move]) -> str:
    """A short mark of what was shown for confirmation."""
    shown = "|".join(f"{move.stair.name}:{move.old}:{move.new}:{bool(move.stair.fixed)}" for move in found)
    return sha256(shown.encode()).hexdigest()[:16]


def new_opinions_due(found: list[Move]) -> date | None:
    """The due date of the opinions that the moves would set; None where they set none."""
    return next((m.new for m in found if m.stair.step == Step.OPINIONS and not m.is_done), None)


# ---- moving together --------------------------------------------------------------------------------------


def begin(*, round: EvaluationRound, meeting_on: date, today: date) -> None:
    """Give a round that is just being opened its staircase; dates that were typed otherwise than counted are fixed."""
    typed = {Step.SUBMISSION: round.request.due_on, Step.OPINIONS: round.opinions_due_on}
    stairs = [
        replace(stair, fixed=typed[stair.step])
        if stair.step in typed and typed[stair.step] != stair.day(meeting_on)
        else stair
        for stair in first_stairs(round.request.term_id)
    ]
    _keep(round, moves(round, stairs, meeting_on, today))


@transaction.atomic
def set_stairs(
    *,
    round: EvaluationRound,
    version: int,
    stairs: list[Stair],
    meeting_on: date,
    reason: str,
    today: date,
    now: datetime,
) -> EvaluationRound:
    """Keep the staircase and move with it the due date of the call and that of the opinions, where they lie ahead.

    Raises StaleVersion when somebody has carried the round on or moved its dates meanwhile.
    """
    held = EvaluationRound.claim(version, pk=round.pk)
    found = moves(held, stairs, meeting_on, today)
    _keep(held, found)
    ahead = {move.stair.step: move.new for move in found if not move.is_done}
    if opinions_due_on := new_opinions_due(found):
        held.move_opinions_due(opinions_due_on, now)
    due_on = ahead.get(Step.SUBMISSION)
    if due_on and due_on != held.request.due_on:
        due_dates.change_call(request=held.request, due_on=due_on, reason=reason, now=now)
    held.save()
    return held


def _keep(round: EvaluationRound, found: list[Move]) -> None:
    """Bring the rows into line; each keeps its identity, by which calendars know it again."""
    rows = {row.pk: row for row in round.deadlines.all()}
    kept = {move.stair.pk for move in found}
    for pk, row in rows.items():
        if pk not in kept:
            row.delete()
    for position, move in enumerate(found, start=1):
        row = rows.get(move.stair.pk) or Deadline(round=round)
        row.step, row.name, row.offset = move.stair.step, move.stair.name, move.stair.offset
        row.day, row.is_fixed, row.position = move.new, bool(move.stair.fixed), position
        row.save()
