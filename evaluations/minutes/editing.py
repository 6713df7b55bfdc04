"""The office's pen: the head of the minutes, their sections, and the rule by which a committee makes them.

All verbs raise StaleVersion when somebody else saved first, MoveRefused when it cannot be done now, and
ValidationError for what was typed.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.versioning import MoveRefused
from evaluations.minutes.drafting import GAP, hold
from evaluations.models import (
    AgendaItem,
    Committee,
    Meeting,
    Minutes,
    MinutesPassage,
    MinutesRule,
    MinutesSection,
)

HIGHEST = 32_000


@dataclass(frozen=True)
class Written:
    """One passage as it was typed; ``pk`` is None for a new one, ``position`` None for the end."""

    pk: int | None
    kind: str
    speaker: int | None
    text: str
    position: int | None
    is_removed: bool = False
    keeps_original: bool = False


@transaction.atomic
def save_rule(*, committee: Committee, version: int, fields: dict) -> MinutesRule:
    """Say how the committee's minutes are made from the next ones on (version 0: for the first time)."""
    Committee.objects.select_for_update(of=["self"]).get(pk=committee.pk)
    row = MinutesRule.claim(version, committee=committee)
    return row.write(fields)


@transaction.atomic
def save_notes(*, item: AgendaItem, version: int, summary: str, decision: str) -> AgendaItem:
    """Note what was said and decided of a point of the agenda, from the day on which the members were called."""
    meeting = Meeting.objects.select_for_update(of=["self"]).get(pk=item.meeting_id)
    if meeting.state not in (Meeting.State.CALLED, Meeting.State.HELD):
        raise MoveRefused(f"「{meeting}」は{meeting.get_state_display()}のため、要旨を入力できません。")
    row = AgendaItem.claim(version, pk=item.pk)
    return row.write({"summary": summary, "decision": decision})


@transaction.atomic
def save_head(*, minutes: Minutes, version: int, fields: dict) -> Minutes:
    """How speakers are shown, how it was made, whom to ask."""
    hold(minutes)
    row = Minutes.claim(version, pk=minutes.pk)
    return row.write(fields)


@transaction.atomic
def save_section(
    *, section: MinutesSection, version: int, title: str, is_closed: bool, passages: list[Written]
) -> MinutesSection:
    """Write down a section as a whole; passages that are not named in ``passages`` stay as they are."""
    minutes = hold(section.minutes)
    row = MinutesSection.claim(version, pk=section.pk)
    row.title, row.is_closed = title, is_closed
    row.full_clean()
    row.save()
    held = {passage.pk: passage for passage in row.passages.select_for_update()}
    speakers = set(minutes.cast.values_list("pk", flat=True))
    last = max((passage.position for passage in held.values()), default=0)
    for written in passages:
        if written.speaker is not None and written.speaker not in speakers:
            raise ValidationError("発言した委員を選び直してください。")
        last = _write(row, held.get(written.pk), written, last)
    return row


def _write(section: MinutesSection, held: MinutesPassage | None, written: Written, last: int) -> int:
    """Write one passage down where it differs; give the last place by then."""
    passage = held or MinutesPassage(section=section, position=0)
    was = _state(passage)
    passage.is_original = passage.is_original and passage.text == written.text and not written.keeps_original
    passage.kind, passage.speaker_id = written.kind, written.speaker
    passage.text, passage.is_removed = written.text, written.is_removed
    passage.position = min(last + GAP, HIGHEST) if written.position is None else written.position
    if held is None or _state(passage) != was:
        passage.save()
    return max(last, passage.position)


def _state(passage: MinutesPassage) -> tuple:
    names = ("kind", "speaker_id", "text", "is_removed", "position", "is_original")
    return tuple(getattr(passage, name) for name in names)
