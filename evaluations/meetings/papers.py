"""The papers of a meeting: adding, correcting, handing out. What members have stays as it is.

All verbs raise StaleVersion when somebody else saved first, MoveRefused when it cannot be done now, and
ValidationError for what was typed.
"""

import unicodedata
from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.pdfs import CleanPdf
from accounts.versioning import MoveRefused
from evaluations.meetings import generated
from evaluations.meetings.making import keep, let_go, make_paper
from evaluations.models import Meeting, MeetingDocument, Member

FIXED = "「{}」は委員に配布済みのため、直せません。訂正版を登録してください。"
HELD_BACK = (
    "{}は、委員が互いの意見を読めた間に作った資料です。意見の期限が延びたため、いまは配布できません。"
    "作り直すか、新しい期限を過ぎてから配布してください。"
)
Kind = MeetingDocument.Kind


@transaction.atomic
def save_paper(
    *,
    meeting: Meeting,
    document: MeetingDocument | None,
    version: int,
    fields: dict,
    only_for: Iterable[Member],
    pdf: CleanPdf | None,
    now: datetime,
    replaces: MeetingDocument | None = None,
) -> MeetingDocument:
    """Add a paper that somebody uploads (``document`` None, version 0), or change one that was not handed out.

    ``replaces`` makes a new one the corrected version (訂正版) of a paper that was handed out.
    """
    _open(meeting)
    row = MeetingDocument.claim(version, pk=document and document.pk)
    row.meeting = meeting
    _refuse_fixed(row)
    if document is None:
        _place(row, meeting, replaces)
    before = row.file_id
    _fill(row, fields, pdf, now)
    row.save()
    row.only_for.set(only_for)
    let_go(before)
    return row


def _fill(row: MeetingDocument, fields: dict, pdf: CleanPdf | None, now: datetime) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
    if pdf:
        row.file = keep(pdf.data, pdf.page_count, now)
    if row.file is None and not row.is_generated:
        raise ValidationError({"file": "PDFファイルを選んでください。"})
    _check_number(row)
    row.full_clean()


def _place(row: MeetingDocument, meeting: Meeting, replaces: MeetingDocument | None) -> None:
    """Put a new paper behind the others, or in the place of the one that it corrects."""
    if replaces is None:
        row.position = (meeting.documents.aggregate(last=Max("position"))["last"] or 0) + 1
        return
    held = MeetingDocument.objects.select_for_update(of=["self"]).get(pk=replaces.pk)
    if MeetingDocument.objects.filter(replaces=held).exists():
        raise MoveRefused(f"「{held}」には、すでに訂正版があります。その訂正版を訂正してください。")
    if not held.is_fixed:
        raise MoveRefused(f"「{held}」はまだ配布していません。そのまま直してください。")
    row.replaces, row.edition = held, held.edition + 1
    row.kind, row.number, row.position = held.kind, held.number, held.position
    row.agenda_item, row.is_closed = held.agenda_item, held.is_closed


def _check_number(row: MeetingDocument) -> None:
    """Write the number as １ and 1 are one; it is there where there has to be one, and only once."""
    row.number = unicodedata.normalize("NFKC", row.number)
    if row.kind in MeetingDocument.NUMBERED and not row.number:
        raise ValidationError({"number": "番号を入力してください。例：1　2-1"})
    same = MeetingDocument.objects.filter(
        meeting=row.meeting, kind=row.kind, number=row.number, edition=row.edition
    )
    if row.number and same.exclude(pk=row.pk).exists():
        raise ValidationError({"number": "同じ番号の資料が、すでにあります。"})


@transaction.atomic
def add_generated(*, meeting: Meeting, key: str, number: str, title: str, now: datetime) -> MeetingDocument:
    """Add a paper that the portal makes, and have the worker make it."""
    _open(meeting)
    maker = generated.maker(key)
    if meeting.documents.filter(generator=key).exists():
        raise MoveRefused(f"「{title}」は、すでに資料に入っています。")
    row = MeetingDocument(meeting=meeting, kind=maker.kind, generator=key, title=title, asked_at=now)
    row.number = number if row.kind in MeetingDocument.NUMBERED else ""
    _place(row, meeting, None)
    _check_number(row)
    row.full_clean()
    row.save()
    make_paper.enqueue(row.pk)
    return row


@transaction.atomic
def make_again(*, document: MeetingDocument, version: int, now: datetime) -> MeetingDocument:
    """Have a generated paper made anew of what holds now. The one that there is stays until the new one is ready."""
    _open(document.meeting)
    row = MeetingDocument.claim(version, pk=document.pk)
    _refuse_fixed(row)
    if not row.is_generated:
        raise MoveRefused("アップロードした資料は、作り直せません。")
    row.asked_at, row.problem = now, ""
    row.save()
    make_paper.enqueue(row.pk)
    return row


@transaction.atomic
def correct_generated(*, document: MeetingDocument, correction: str, now: datetime) -> MeetingDocument:
    """Have a generated paper that was handed out made anew as a corrected version."""
    _open(document.meeting)
    row = MeetingDocument(meeting=document.meeting, generator=document.generator, title=document.title)
    _place(row, document.meeting, document)
    row.correction, row.asked_at = correction, now
    row.full_clean()
    row.save()
    row.only_for.set(document.only_for.all())
    make_paper.enqueue(row.pk)
    return row


@transaction.atomic
def delete_paper(*, document: MeetingDocument, version: int) -> MeetingDocument:
    """Delete a paper that nobody has got yet."""
    _open(document.meeting)
    row = MeetingDocument.claim(version, pk=document.pk)
    _refuse_fixed(row)
    before = row.file_id
    row.delete()
    let_go(before)
    return row


@transaction.atomic
def hand_out(*, meeting: Meeting, version: int, now: datetime) -> int:
    """Let members read every paper that has a file; give how many were new to them. From now on these are fixed."""
    row = Meeting.see(version, pk=meeting.pk)
    if row.is_preparing:
        raise MoveRefused("先に開催通知を送ってください。通知の前の会議は、委員には見えません。")
    waiting = row.documents.filter(handed_out_at__isnull=True)
    if unready := [document.label for document in waiting if document.file_id is None]:
        raise MoveRefused(f"{'、'.join(unready)}のPDFができていません。できてから配布してください。")
    if not waiting:
        raise MoveRefused("配布していない資料はありません。")
    today = timezone.localdate(now)
    if held_back := [row.label for row in waiting.with_held_back(today) if row.is_held_back]:
        raise MoveRefused(HELD_BACK.format("、".join(held_back)))
    for document in waiting.select_for_update():
        document.handed_out_at = now
        document.version += 1
        document.save(update_fields=["handed_out_at", "version"])
    return len(waiting)


def _open(meeting: Meeting) -> None:
    """Lock the meeting; the papers of one that was called off are left as they are."""
    row = Meeting.objects.select_for_update(of=["self"]).get(pk=meeting.pk)
    if row.state == Meeting.State.CANCELLED:
        raise MoveRefused(f"「{row}」は中止のため、資料を変えられません。")


def _refuse_fixed(row: MeetingDocument) -> None:
    if row.is_fixed:
        raise MoveRefused(FIXED.format(row))
