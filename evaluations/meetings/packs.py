"""綴り: all papers of a meeting as one PDF with running numbers, and the same for each member with a cover."""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.versioning import MoveRefused
from evaluations.meetings import binding, making
from evaluations.models import Meeting, MeetingDocument, MeetingPack, Member
from plans.press import page_html

State = MeetingPack.State


class Unready(Exception):
    """A paper is missing its file. The text is for people."""


@dataclass(frozen=True)
class Bound:
    pdf: bytes
    page_count: int
    seal: str


# ---- asking -----------------------------------------------------------------------------------------------


@transaction.atomic
def ask(*, meeting: Meeting, by: User, now: datetime) -> MeetingPack:
    """Have the pack of the whole meeting made; one that is being made already is waited for.

    Generated papers that nobody has yet are made anew first, so that the pack says what holds now.
    """
    Meeting.objects.select_for_update(of=["self"]).get(pk=meeting.pk)
    _refuse_empty(meeting)
    return _asked(meeting, None, by, now)


@transaction.atomic
def ask_for_members(*, meeting: Meeting, by: User, now: datetime) -> int:
    """Have a pack made for each member who was called; give how many."""
    Meeting.objects.select_for_update(of=["self"]).get(pk=meeting.pk)
    _refuse_empty(meeting)
    called = [row.member for row in meeting.attendances.of_the_day(meeting).in_order()]
    if not called:
        raise MoveRefused("通知した委員がいません。先に開催通知を送ってください。")
    if not meeting.documents.held_by_members().exists():
        raise MoveRefused("配布した資料がありません。先に資料を配布してください。")
    meeting.packs.filter(member__isnull=False).exclude(member__in=called).delete()
    for member in called:
        _asked(meeting, member, by, now)
    return len(called)


def _refuse_empty(meeting: Meeting) -> None:
    documents = list(meeting.documents.in_force())
    if not documents:
        raise MoveRefused("資料がありません。先に資料を登録してください。")
    if missing := [row.label for row in documents if row.file_id is None and not row.is_generated]:
        raise MoveRefused(f"{'、'.join(missing)}のPDFがありません。")


def _asked(meeting: Meeting, member: Member | None, by: User, now: datetime) -> MeetingPack:
    held = MeetingPack.objects.filter(meeting=meeting, member=member).defer("pdf").first()
    if held and held.is_on_its_way(now):
        return held
    fields = {"state": State.WAITING, "requested_at": now, "requested_by": by, "pdf": None, "problem": ""}
    pack, _ = MeetingPack.objects.update_or_create(meeting=meeting, member=member, defaults=fields)
    making.make_pack.enqueue(pack.pk)
    return pack


def seal_of(meeting: Meeting, documents: list[MeetingDocument], member: Member | None) -> str:
    """Say in one word of what a pack is bound: the facts on its cover and every file, in order."""
    shown = [str(meeting), meeting.day_label, meeting.time_label, meeting.where_label, str(member or "")]
    shown += [[row.label, row.title, row.file.sha256 if row.file else ""] for row in documents]
    return sha256(json.dumps(shown, ensure_ascii=False).encode()).hexdigest()


# ---- binding ----------------------------------------------------------------------------------------------


def papers_of(meeting: Meeting, member: Member | None) -> list[MeetingDocument]:
    """What goes into a pack: for the office every paper in force, for a member what was handed out to them."""
    if member is None:
        return list(meeting.documents.in_force().for_reading())
    handed = meeting.documents.held_by_members().handed_to([member])
    return list(handed.with_held_back(timezone.localdate()).filter(is_held_back=False).for_reading())


def bind(pack: MeetingPack) -> Bound:
    """Make what is still to be made and bind it. Raises Unready, or LibrariesMissing where Pango is missing."""
    from plans.press import libraries_at_hand

    meeting, member = pack.meeting, pack.member
    if member is None:
        _make_unfixed(meeting)
    documents = papers_of(meeting, member)
    parts = [_part(row) for row in documents]
    with libraries_at_hand():
        from plans.press.hand import do
    front = _front(pack, documents, parts)
    title = f"{meeting}　{'資料一式' if member is None else member.name + '様'}"
    pdf = binding.bind(
        title=title, front=front, parts=parts, fonts=do({"glyphs": binding.needed_glyphs(parts)})
    )
    return Bound(pdf, making.count_pages(pdf), seal_of(meeting, documents, member))


def _make_unfixed(meeting: Meeting) -> None:
    """Make the generated papers anew that nobody has yet."""
    for document in meeting.documents.in_force().filter(handed_out_at__isnull=True).exclude(generator=""):
        MeetingDocument.objects.filter(pk=document.pk).update(asked_at=timezone.now())
        making.make_paper.func(document.pk)


def _part(document: MeetingDocument) -> binding.Part:
    if document.file is None:
        reason = f"：{document.problem}" if document.problem else ""
        raise Unready(f"{document.label}のPDFができていません{reason}"[:200])
    title = document.title if document.title == document.label else f"{document.label}　{document.title}"
    return binding.Part(document.label, title, bytes(document.file.data), document.file.page_count)


def _front(pack: MeetingPack, documents: list[MeetingDocument], parts: list[binding.Part]) -> bytes:
    """Lay out cover and contents; they carry no running number, so they know all the others beforehand."""
    from plans.press import binder
    from plans.press.hand import do

    rows = list(zip(documents, parts, binding.numbers(parts), strict=True))
    context = {
        "head": str(pack.meeting),
        "made_on": timezone.localdate(pack.requested_at),
        "meeting": pack.meeting,
        "member": pack.member,
        "rows": rows,
        "total": sum(part.page_count for part in parts),
    }
    piece = do({"html": page_html("reports/evaluations/meeting_pack.html", context)})
    lines = [[] for _ in piece.leaves]
    return binder.bind([piece], lines, do({"glyphs": binder.glyphs_for([piece], lines)}))
