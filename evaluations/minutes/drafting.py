"""The draft of the minutes, by one press: of agenda, papers, opinions and decisions as they stand.

Made anew it writes over nothing: what has changed since is offered, and people take what they want.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.versioning import MoveRefused
from evaluations.minutes import labels
from evaluations.models import (
    AgendaItem,
    Meeting,
    MeetingDocument,
    Minutes,
    MinutesPassage,
    MinutesRule,
    MinutesSection,
    Opinion,
)
from evaluations.models.minutes import OF_OPINION

BEFOREHAND = "事前に寄せられた意見・質問"
GAP = 10
"""Between two places, so that a sentence can be put in between."""
Kind = MinutesPassage.Kind


@dataclass(frozen=True)
class Words:
    """One passage as the draft would have it. Who said what is not known to it: that is for people to write."""

    source: str
    kind: str
    text: str
    is_original: bool = False


@dataclass(frozen=True)
class Part:
    source: str
    title: str
    item: AgendaItem | None
    words: list[Words]


@dataclass(frozen=True)
class Offer:
    """What a new draft would change: ``before`` is the text as it stands, empty for what is new."""

    section: str
    words: Words
    before: str
    is_edited: bool

    @property
    def mark(self) -> str:
        """Names the offer as somebody saw it: another text on either side is another offer."""
        text = f"{self.words.source}\n{self.before}\n{self.words.text}"
        return hashlib.sha256(text.encode()).hexdigest()[:16]


@transaction.atomic
def make(*, meeting: Meeting, now: datetime) -> Minutes:
    """Begin the minutes of a meeting that has taken place. Raises MoveRefused where there are some already."""
    row = Meeting.objects.select_for_update(of=["self"]).get(pk=meeting.pk)
    if row.state not in (Meeting.State.CALLED, Meeting.State.HELD) or row.held_on > timezone.localdate(now):
        raise MoveRefused("会議録の案は、会議の日になってから作れます。")
    if Minutes.objects.filter(meeting=row).exists():
        raise MoveRefused("この会議の会議録は、すでに作られています。")
    rule = MinutesRule.objects.filter(committee=row.committee_id).first() or MinutesRule()
    taken = {name: getattr(rule, name) for name in ("speakers", "method", "contact")}
    minutes = Minutes.objects.create(meeting=row, drafted_at=now, **taken)
    labels.draw(minutes, [seat.member for seat in row.attendances.in_order()])
    for part in parts(minutes, now):
        _add(_section(minutes, part), part.words)
    return minutes


def offers(minutes: Minutes, now: datetime) -> list[Offer]:
    """What a draft made now would say otherwise, and nobody has looked at yet."""
    held = {
        (row.section.source, row.source): row
        for row in MinutesPassage.objects.filter(section__minutes=minutes)
        .exclude(source="")
        .select_related("section")
    }
    found = []
    for part in parts(minutes, now):
        for words in part.words:
            row = held.get((part.source, words.source))
            if row is None:
                found.append(Offer(part.title, words, "", is_edited=False))
            elif words.text not in (row.drafted, row.text):
                before = "" if row.is_removed else row.text
                found.append(Offer(part.title, words, before, row.text != row.drafted or row.is_removed))
    return found


@transaction.atomic
def take(*, minutes: Minutes, marks: list[str], now: datetime) -> int:
    """Take over the offers that somebody ticked, as they saw them; give how many."""
    row = hold(minutes)
    labels.draw(row, [seat.member for seat in row.meeting.attendances.in_order()])
    wanted = {offer.words.source: offer for offer in offers(row, now) if offer.mark in marks}
    if len(wanted) != len(set(marks)):
        raise MoveRefused(
            "画面を開いた後に内容が変わりました。今の内容を確かめてから、もう一度選んでください。"
        )
    if not wanted:
        raise MoveRefused("取り込むものを選んでください。")
    for part in parts(row, now):
        chosen = [words for words in part.words if words.source in wanted]
        if chosen:
            section = row.sections.filter(source=part.source).first() or _section(row, part)
            _claim(section)
            for words in chosen:
                _put(section, words)
    return len(wanted)


def hold(minutes: Minutes) -> Minutes:
    """Lock the minutes, and make sure that their text may be written on."""
    row = (
        Minutes.objects.select_for_update(of=["self"]).select_related("meeting__committee").get(pk=minutes.pk)
    )
    if not row.is_open:
        raise MoveRefused("この会議録は確定しているため、変えられません。直すときは、正誤を始めてください。")
    return row


def _claim(section: MinutesSection) -> None:
    """Whoever has the section open is told that it has changed."""
    section.version += 1
    section.save()


def _section(minutes: Minutes, part: Part) -> MinutesSection:
    last = minutes.sections.aggregate(last=Max("position"))["last"] or 0
    return MinutesSection.objects.create(
        minutes=minutes, item=part.item, source=part.source, title=part.title, position=last + 1
    )


def _put(section: MinutesSection, words: Words) -> None:
    passage = section.passages.filter(source=words.source).first()
    if passage is None:
        _add(section, [words])
        return
    passage.text = passage.drafted = words.text
    passage.is_removed, passage.is_original = False, words.is_original
    passage.save()


def _add(section: MinutesSection, added: list[Words]) -> None:
    last = section.passages.aggregate(last=Max("position"))["last"] or 0
    MinutesPassage.objects.bulk_create(
        MinutesPassage(
            section=section,
            kind=words.kind,
            text=words.text,
            drafted=words.text,
            source=words.source,
            is_original=words.is_original,
            position=last + place * GAP,
        )
        for place, words in enumerate(added, start=1)
    )


# ---- what the portal knows --------------------------------------------------------------------------------


def parts(minutes: Minutes, now: datetime) -> list[Part]:
    """What a draft made now would say, in the order of the minutes."""
    meeting = minutes.meeting
    papers = list(meeting.documents.held_by_members().for_reading())
    found = [
        Part(f"item-{item.pk}", item.title, item, list(_words_of(item, papers)))
        for item in meeting.agenda.all()
    ]
    if opinions := _opinions(minutes, timezone.localdate(now)):
        found.insert(0, Part("opinions", BEFOREHAND, None, opinions))
    return found


def _words_of(item: AgendaItem, papers: list[MeetingDocument]):
    shown = [row for row in papers if row.agenda_item_id == item.pk]
    if shown:
        names = "、".join(f"{row.label}「{row.title}」" for row in shown)
        yield Words(f"papers-{item.pk}", Kind.NOTE, f"事務局から、{names}により説明した。")
    if item.summary:
        yield Words(f"summary-{item.pk}", Kind.NOTE, item.summary)
    if item.decision:
        yield Words(f"decision-{item.pk}", Kind.DECISION, item.decision)


def _opinions(minutes: Minutes, today) -> list[Words]:
    """What members wrote before the meeting, from the day on which they may read each other.

    As the ledger gives it to everybody: the number, and not who wrote it. What stands in the minutes of another
    meeting already is not said twice.
    """
    meeting = minutes.meeting
    if meeting.round is None or meeting.round.is_blind(today):
        return []
    said = MinutesPassage.objects.filter(source__startswith=OF_OPINION).exclude(section__minutes=minutes)
    elsewhere = set(
        said.filter(section__minutes__meeting__round=meeting.round).values_list("source", flat=True)
    )
    rows = Opinion.objects.filter(round=meeting.round, received_on__lte=meeting.held_on).for_reading()
    return [words for words in map(_opinion, rows) if words.source not in elsewhere]


def _opinion(row: Opinion) -> Words:
    summary = row.public_summary
    about = f"{quoted(row.record.initiative.title)}について　" if row.record else ""
    text = f"（{row.number}）{about}{summary or row.text}"
    return Words(f"{OF_OPINION}{row.pk}", Kind.NOTE, text, is_original=not summary)


def quoted(title: str) -> str:
    """「地域の『食卓』」: brackets within brackets are double ones."""
    return f"「{title.translate(str.maketrans('「」', '『』'))}」"
