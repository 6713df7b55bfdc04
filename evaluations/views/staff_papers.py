"""The papers of a meeting as the secretariat keeps them, and the packs that are bound of them."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import requires
from accounts.history import entries
from accounts.roles import Permission
from accounts.versioned_forms import carried_out
from accounts.versioning import MoveRefused
from accounts.views.deleting import delete_page
from accounts.views.pressing import press
from evaluations.meetings import generated, packs, papers
from evaluations.meetings.paper_forms import CorrectionForm, GeneratedForm, PaperForm, too_large
from evaluations.models import Meeting, MeetingDocument, MeetingPack
from evaluations.views.staff_meetings import the_meeting
from plans.views.prints import pdf_response


def _paper(pk: int) -> MeetingDocument:
    paths = ("meeting__committee__term__plan", "meeting__round__request", "agenda_item", "replaced_by")
    return get_object_or_404(MeetingDocument.objects.select_related(*paths), pk=pk)


@requires(Permission.RUN_ROUNDS)
@require_safe
def paper_list(request, pk):
    """The papers of a meeting in the order of the pack, and which the portal can make by itself."""
    meeting, now = the_meeting(pk), timezone.now()
    rows = list(meeting.documents.for_reading())
    there = {row.generator for row in rows}
    context = {
        "meeting": meeting,
        "papers": rows,
        "making": {row.pk for row in rows if row.is_on_its_way(now)},
        "waiting": [row for row in rows if not row.is_fixed],
        "offers": [maker for maker in generated.makers() if maker.key not in there],
    }
    return render(request, "staff/evaluations/paper_list.html", context)


@requires(Permission.RUN_ROUNDS)
def paper_add(request, meeting):
    return _paper_page(request, the_meeting(meeting), None)


@requires(Permission.RUN_ROUNDS)
def paper_edit(request, pk):
    document = _paper(pk)
    return _paper_page(request, document.meeting, document)


def _paper_page(request, meeting: Meeting, document: MeetingDocument | None):
    """The form; of a paper that members have only what it says, with the way to correct it."""
    history = entries(MeetingDocument.objects.filter(pk=document.pk)) if document else ()
    context = {"meeting": meeting, "paper": document, "history": history}
    if request.method != "POST" and document and document.is_fixed:
        return render(request, "staff/evaluations/paper_edit.html", context)
    form = PaperForm(
        request.POST or None,
        request.FILES or None,
        meeting=meeting,
        document=document,
        too_large=too_large(request),
    )
    row = {"meeting": meeting, "document": document, "now": timezone.now()}
    if saved := carried_out(request, form, papers.save_paper, **row):
        messages.success(request, f"「{saved}」を保存しました。")
        return redirect("staff:paper-list", pk=meeting.pk)
    return render(request, "staff/evaluations/paper_edit.html", context | {"form": form})


@requires(Permission.RUN_ROUNDS)
def paper_generate(request, meeting, key):
    """Add a paper that the portal makes."""
    meeting = the_meeting(meeting)
    maker = _maker(key)
    form = GeneratedForm(request.POST or None, maker=maker)
    row = {"meeting": meeting, "key": key, "now": timezone.now()}
    if saved := carried_out(request, form, papers.add_generated, **row):
        messages.success(request, f"「{saved}」の作成を頼みました。")
        return redirect("staff:paper-list", pk=meeting.pk)
    context = {"meeting": meeting, "maker": maker, "form": form}
    return render(request, "staff/evaluations/paper_generate.html", context)


def _maker(key: str) -> generated.Maker:
    """The maker of that key, or 404."""
    found = next((maker for maker in generated.makers() if maker.key == key), None)
    if found is None:
        raise Http404
    return found


@requires(Permission.RUN_ROUNDS)
@require_POST
def paper_make(request, pk):
    """Have a generated paper made of what holds now."""
    document = _paper(pk)
    done = f"「{document}」を、いまの内容で作り直します。"
    press(request, papers.make_again, done=done, document=document, now=timezone.now())
    return redirect("staff:paper-list", pk=document.meeting_id)


@requires(Permission.RUN_ROUNDS)
def paper_correct(request, pk):
    """訂正版 of a paper that members have."""
    document = _paper(pk)
    form = CorrectionForm(
        request.POST or None, request.FILES or None, document=document, too_large=too_large(request)
    )
    now = {"now": timezone.now()}
    if document.is_generated:
        saved = carried_out(request, form, papers.correct_generated, document=document, **now)
    else:
        row = {"meeting": document.meeting, "document": None, "replaces": document}
        saved = carried_out(request, form, papers.save_paper, **row, **now)
    if saved:
        messages.success(request, f"「{saved}」を登録しました。配布するまで、委員には前の版が見えます。")
        return redirect("staff:paper-list", pk=document.meeting_id)
    context = {"meeting": document.meeting, "paper": document, "form": form}
    return render(request, "staff/evaluations/paper_correct.html", context)


@requires(Permission.RUN_ROUNDS)
def paper_delete(request, pk):
    document = _paper(pk)
    return delete_page(
        request,
        papers.delete_paper,
        {"document": document},
        back=reverse("staff:paper-edit", args=[pk]),
        to=reverse("staff:paper-list", args=[document.meeting_id]),
        lead="削除すると、元には戻せません（更新履歴には残ります）。配布した資料は削除できません。",
    )


@requires(Permission.RUN_ROUNDS)
@require_safe
def paper_file(request, pk):
    document = get_object_or_404(MeetingDocument.objects.select_related("file"), pk=pk, file__isnull=False)
    return pdf_response(document.file.data, f"shiryo-{pk}.pdf", modified=document.file.made_at)


@requires(Permission.RUN_ROUNDS)
@require_POST
def paper_hand_out(request, pk):
    """Let members read the papers."""
    press(
        request,
        papers.hand_out,
        done="資料を委員に配布しました。",
        meeting=the_meeting(pk),
        now=timezone.now(),
    )
    return redirect("staff:paper-list", pk=pk)


# ---- packs ------------------------------------------------------------------------------------------------


@requires(Permission.RUN_ROUNDS)
def meeting_pack(request, pk):
    """The pack of the whole meeting and those of the members: ask for them, see how far they are, fetch them."""
    meeting, now = the_meeting(pk), timezone.now()
    if request.method == "POST":
        _ask(request, meeting, now)
        return redirect("staff:meeting-pack", pk=pk)
    rows = list(_packs(meeting))
    whole = next((row for row in rows if row.member is None), None)
    documents = packs.papers_of(meeting, None)
    is_ready = whole is not None and whole.is_ready
    context = {
        "meeting": meeting,
        "papers": documents,
        "whole": whole,
        "members": [row for row in rows if row.member],
        "stalled": {row.pk for row in rows if row.has_stalled(now)},
        "is_on_its_way": any(row.is_on_its_way(now) for row in rows),
        "is_outdated": is_ready and whole.seal != packs.seal_of(meeting, documents, None),
    }
    return render(request, "staff/evaluations/meeting_pack.html", context)


def _packs(meeting: Meeting):
    """All packs without their bytes, the members in the order of their appointment."""
    rows = meeting.packs.select_related("member", "requested_by").defer("pdf")
    return rows.order_by("member__appointed_on", "member_id")


def _ask(request, meeting: Meeting, now) -> None:
    try:
        if "members" in request.POST:
            count = packs.ask_for_members(meeting=meeting, by=request.user, now=now)
            messages.success(request, f"委員{count}人分の綴りの作成を頼みました。")
        else:
            packs.ask(meeting=meeting, by=request.user, now=now)
            messages.success(request, "資料一式の作成を頼みました。")
    except MoveRefused as refusal:
        messages.error(request, str(refusal))


@requires(Permission.RUN_ROUNDS)
@require_safe
def pack_pdf(request, pk):
    pack = get_object_or_404(MeetingPack, pk=pk, state=MeetingPack.State.READY)
    return pdf_response(pack.pdf, f"shiryo-isshiki-{pk}.pdf", modified=pack.requested_at)
