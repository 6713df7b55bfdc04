"""Work outside the request: making generated papers, and binding packs. A worker runs it (``manage.py db_worker``)."""

import hashlib
import io
import logging
from datetime import datetime

import pikepdf
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from evaluations.meetings import generated
from evaluations.models import MeetingDocument, MeetingFile, MeetingPack
from plans.press import LibrariesMissing, print_page

logger = logging.getLogger(__name__)
State = MeetingPack.State
BROKEN = (
    "PDFを作れませんでした。もう一度作成してください。続けて起きるときは、システム管理者に知らせてください。"
)


def keep(data: bytes, page_count: int, now: datetime) -> MeetingFile:
    """Keep the bytes of a paper."""
    return MeetingFile.objects.create(
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        page_count=page_count,
        size=len(data),
        made_at=now,
    )


def let_go(file_id: int | None) -> None:
    """Delete the bytes that no paper has any more."""
    MeetingFile.objects.filter(pk=file_id, documents__isnull=True).delete()


def count_pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


@task()
def make_paper(document_id: int) -> None:
    """Make a generated paper of what holds now; one that members have meanwhile is left alone."""
    rows = MeetingDocument.objects.filter(pk=document_id, handed_out_at__isnull=True, asked_at__isnull=False)
    document = rows.select_related("meeting__committee__term__plan", "meeting__round").first()
    if document is None:
        return
    began = timezone.now()  # before anything is read: no paper passes for younger than its words
    try:
        pdf = made(document)
    except generated.NotYet as missing:
        _settle(document, problem=str(missing), file=document.file)
    except LibrariesMissing:
        logger.exception("paper %s waits for the libraries of the operating system", document_id)
    except Exception:
        logger.exception("paper %s could not be made", document_id)
        _settle(document, problem=BROKEN, file=document.file)
    else:
        _settle(document, problem="", file=keep(pdf, count_pages(pdf), began))


def made(document: MeetingDocument) -> bytes:
    """Give the PDF of a generated paper as it would be now. Raises NotYet or LibrariesMissing."""
    found = generated.maker(document.generator).make(document)
    if isinstance(found, bytes):
        return found
    meeting = document.meeting
    marks = found.marks + generated.marks(meeting)
    frame = {"head": str(meeting), "made_on": timezone.localdate(), "marks": marks}
    return print_page(found.template, found.context | frame)


@transaction.atomic
def _settle(document: MeetingDocument, **fields) -> None:
    """Write the outcome down, unless the paper was handed out or taken away meanwhile."""
    held = MeetingDocument.objects.select_for_update(of=["self"]).filter(pk=document.pk).first()
    if held is None or held.is_fixed:
        return
    before = held.file_id
    for name, value in fields.items():
        setattr(held, name, value)
    held.asked_at = None
    held.save(update_fields=[*fields, "asked_at"])  # nothing that people type: their version holds
    let_go(before)


@task()
def make_pack(pack_id: int) -> None:
    """Bind one pack. Where Pango is missing it goes on waiting."""
    from evaluations.meetings import packs  # asks for these tasks itself

    rows = MeetingPack.objects.filter(pk=pack_id, state=State.WAITING)
    if not rows.update(state=State.MAKING):
        return
    pack = MeetingPack.objects.select_related("meeting__committee__term__plan", "member").get(pk=pack_id)
    try:
        bound = packs.bind(pack)
    except LibrariesMissing:
        logger.exception("pack %s waits for the libraries of the operating system", pack_id)
        outcome = {"state": State.WAITING}
    except packs.Unready as refusal:
        outcome = {"state": State.FAILED, "problem": str(refusal)}
    except Exception:
        logger.exception("pack %s could not be bound", pack_id)
        outcome = {"state": State.FAILED, "problem": BROKEN}
    else:
        outcome = {"state": State.READY, "pdf": bound.pdf, "page_count": bound.page_count, "seal": bound.seal}
    MeetingPack.objects.filter(pk=pack_id, state=State.MAKING).update(**outcome)
