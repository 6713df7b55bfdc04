"""Papers that the portal makes by itself: one maker a kind, found by its key. Other modules add theirs with ``generates``.

A maker is asked by the worker for one paper; it gives a print to be laid out or a whole PDF, or raises NotYet with
what is missing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from evaluations.models import Edition, MeetingDocument
from evaluations.models.meeting import Meeting

Kind = MeetingDocument.Kind


MISSING = "この評価の回の報告書（案）が、まだ作られていません。先に報告書のPDFを作ってください。"
BLIND_MISSING = "委員の意見の期限までは、意見と評価を除いた「委員に配る案」を資料にします。評価の回の「報告書（案）」で作ってください。"


class NotYet(Exception):
    """What the paper is made of is not there yet. The text is for people."""


@dataclass(frozen=True)
class Print:
    """A print of ``template`` (see ``plans.press``); head, day and 【見本データ】 are added by whoever lays it out.

    ``marks`` says on every page what it is worth (【案】).
    """

    template: str
    context: dict
    marks: str = ""


@dataclass(frozen=True)
class Maker:
    """How one kind of paper is made; ``label`` is what the page that offers it calls it, ``kind`` what it becomes."""

    key: str
    label: str
    kind: str
    make: Callable[[MeetingDocument], Print | bytes]


_MAKERS: dict[str, Maker] = {}


def generates(key: str, label: str, kind: str):
    """Let a function make papers of one kind; for a decorator. Upper modules register in ``AppConfig.ready``."""

    def register(make):
        _MAKERS[key] = Maker(key, label, kind, make)
        return make

    return register


def makers() -> list[Maker]:
    return list(_MAKERS.values())


def maker(key: str) -> Maker:
    return _MAKERS[key]


def marks(meeting: Meeting) -> str:
    """What stands in the middle of every head, where no long name of a committee can push it off the page."""
    return "【見本データ】" if meeting.is_sample else ""


@generates("agenda", "次第（議題から作ります）", Kind.AGENDA)
def agenda(document: MeetingDocument) -> Print:
    meeting = document.meeting
    papers = meeting.documents.in_force().exclude(generator="agenda").for_reading()
    shown = {"meeting": meeting, "items": list(meeting.agenda.all()), "papers": list(papers)}
    return Print("reports/evaluations/meeting_agenda.html", shown)


@generates("roster", "委員名簿（開催日に任期中の委員）", Kind.ROSTER)
def roster(document: MeetingDocument) -> Print:
    meeting = document.meeting
    members = meeting.committee.members.serving(meeting.held_on).in_order()
    return Print("reports/evaluations/meeting_roster.html", {"meeting": meeting, "members": members})


@generates("report", "進捗・評価報告書（取り上げる評価の回のもの）", Kind.PAPER)
def report(document: MeetingDocument) -> bytes:
    """The newest PDF of the round that the meeting deals with, as its members may read it: 「案」, or the published one."""
    round_ = document.meeting.round
    if round_ is None:
        raise NotYet("この会議には、取り上げる評価の回が選ばれていません。")
    today = timezone.localdate()
    edition = Edition.objects.filter(round=round_).newest_for_members(today)
    if edition is None:
        raise NotYet(BLIND_MISSING if round_.is_blind(today) else MISSING)
    return bytes(edition.pdf)
