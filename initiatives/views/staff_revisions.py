"""見直し as the secretariat prepares it: the list of a term, one revision with its table, what to change, publishing."""

from itertools import groupby
from operator import itemgetter

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import requires
from accounts.roles import Permission
from accounts.versioning import MoveRefused, StaleVersion, read_version
from accounts.views.paging import page_of
from initiatives import revisions
from initiatives.additions import ADDITIONS
from initiatives.comparison_table import line_of, table
from initiatives.models import ComparisonPrint, RevisionChange
from initiatives.revisable import SUBJECTS, heading
from initiatives.revision_contents import contents
from initiatives.revision_forms import (
    AbandonForm,
    AdditionForm,
    ChangeForm,
    PrepareForm,
    PublishRevisionForm,
    RevisionForm,
)
from initiatives.tasks import print_comparison
from plans.models import PlanRevision, PlanTerm

CHOICES_ON_A_PAGE = 100
CHANGED_MEANWHILE = "ほかの人がこの箇所を変更しました。今の内容を確かめてから、もう一度押してください。"


def _revision(pk: int) -> PlanRevision:
    return get_object_or_404(PlanRevision.objects.select_related("term__plan", "published_by"), pk=pk)


def _open_revision(pk: int) -> PlanRevision:
    """The revision while it is prepared; what is published or given up has no pages to write on."""
    return get_object_or_404(
        PlanRevision.objects.select_related("term__plan"), pk=pk, state=PlanRevision.State.PREPARING
    )


@requires(Permission.EDIT_PLANS)
@require_safe
def revision_list(request, term):
    """The revisions of a term: those in preparation, then those published, newest first."""
    term = get_object_or_404(PlanTerm.objects.select_related("plan"), pk=term)
    found = list(term.revisions.select_related("published_by", "term__plan").order_by("-ordinal", "-pk"))
    context = {
        "term": term,
        "open": [revision for revision in found if revision.is_open],
        "published": [revision for revision in found if revision.ordinal],
        "abandoned": [revision for revision in found if revision.state == PlanRevision.State.ABANDONED],
    }
    return render(request, "staff/initiatives/revision_list.html", context)


@requires(Permission.EDIT_PLANS)
def revision_prepare(request, term):
    term = get_object_or_404(PlanTerm.objects.select_related("plan", "book__plan"), pk=term)
    form = PrepareForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and (revision := form.carry_out(revisions.prepare, term=term))
    ):
        messages.success(request, "見直しを準備しました。変えるところを選んでください。")
        return redirect("staff:revision-choose", pk=revision.pk)
    return render(request, "staff/initiatives/revision_head.html", {"term": term, "form": form})


@requires(Permission.EDIT_PLANS)
def revision_detail(request, pk):
    """新旧対照表 as far as it is prepared, and what may be done with it. POST asks again for a PDF that is missing."""
    revision = _revision(pk)
    is_missing = bool(revision.ordinal) and not ComparisonPrint.objects.filter(revision=revision).exists()
    if request.method == "POST" and is_missing:
        print_comparison.enqueue(revision.pk)
        messages.success(request, "PDFの作成を頼みました。しばらくしてから、公開ページを確かめてください。")
        return redirect("staff:revision-detail", pk=pk)
    context = {
        "revision": revision,
        "term": revision.term,
        "entries": table(revision),
        "is_print_missing": is_missing,
    }
    return render(request, "staff/initiatives/revision_detail.html", context)


@requires(Permission.EDIT_PLANS)
def revision_edit(request, pk):
    """Why, decided by whom, when, and at which meeting it was heard."""
    revision = _open_revision(pk)
    form = RevisionForm(request.POST or None, initial=RevisionForm.values(revision))
    if request.method == "POST" and form.is_valid() and form.carry_out(revisions.describe, revision=revision):
        messages.success(request, "見直しの理由などを保存しました。")
        return redirect("staff:revision-detail", pk=pk)
    context = {"term": revision.term, "revision": revision, "form": form}
    return render(request, "staff/initiatives/revision_head.html", context)


@requires(Permission.EDIT_PLANS)
@require_safe
def revision_choose(request, pk):
    """All that the term prints, to choose what to change; ``?q=`` keeps what holds these words."""
    revision = _open_revision(pk)
    wanted = request.GET.get("q", "").strip()
    choices = [(part.title, choice) for part in contents(revision, wanted) for choice in part.choices]
    page = page_of(request, choices, CHOICES_ON_A_PAGE)
    by_part = groupby(page, key=itemgetter(0))
    context = {
        "revision": revision,
        "term": revision.term,
        "q": wanted,
        "parts": [{"title": title, "choices": [choice for _, choice in rows]} for title, rows in by_part],
        "page_obj": page,
    }
    return render(request, "staff/initiatives/revision_choose.html", context)


@requires(Permission.EDIT_PLANS)
def revision_change(request, pk, kind, row):
    """The present text of one subject beside the box of the new one."""
    revision = _open_revision(pk)
    if kind not in SUBJECTS:
        raise Http404
    found = get_object_or_404(SUBJECTS[kind].rows(revision.term), pk=row)
    draft = revision.changes.filter(kind=kind, row_id=row).first()
    form = ChangeForm(request.POST or None, kind=kind, row=found, draft=draft)
    if (
        request.method == "POST"
        and form.is_valid()
        and (saved := form.carry_out(revisions.change, revision=revision, kind=kind, row=found))
    ):
        messages.success(request, f"「{saved.heading}」の変更を保存しました。")
        return redirect("staff:revision-detail", pk=pk)
    context = {
        "revision": revision,
        "kind": kind,
        "heading": heading(kind, found),
        "form": form,
        "draft": draft,
    }
    return render(request, "staff/initiatives/revision_change.html", context)


@requires(Permission.EDIT_PLANS)
def revision_add(request, pk, kind, parent, change=None):
    """A new 取組 below a measure, a new indicator of a 取組; ``change`` is one that was prepared before."""
    revision = _open_revision(pk)
    if kind not in ADDITIONS:
        raise Http404
    above = get_object_or_404(ADDITIONS[kind].parents(revision.term), pk=parent)
    draft = None
    if change is not None:
        draft = get_object_or_404(revision.changes.filter(kind=kind, after__parent=str(parent)), pk=change)
    form = AdditionForm(request.POST or None, kind=kind, parent=above, draft=draft)
    if (
        request.method == "POST"
        and form.is_valid()
        and (saved := form.carry_out(revisions.add, revision=revision, kind=kind, parent=above, draft=draft))
    ):
        messages.success(request, f"「{saved.heading}」を、見直しに加えました。")
        return redirect("staff:revision-detail", pk=pk)
    title = f"{above}：{RevisionChange.Kind(kind).label}"
    context = {"revision": revision, "heading": title, "form": form, "draft": draft}
    return render(request, "staff/initiatives/revision_change.html", context)


@requires(Permission.EDIT_PLANS)
@require_POST
def revision_drop(request, pk, change):
    """Take one change out of the revision."""
    revision = _open_revision(pk)
    draft = get_object_or_404(revision.changes.select_related("revision"), pk=change)
    try:
        revisions.drop(change=draft, version=read_version(request.POST.get("version", "")))
    except StaleVersion:
        messages.error(request, CHANGED_MEANWHILE)
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"「{draft.heading}」の変更を、見直しから外しました。")
    return redirect("staff:revision-detail", pk=pk)


@requires(Permission.EDIT_PLANS)
def revision_publish(request, pk):
    """The whole table once more, what is missing, what was overtaken; publish after a tick."""
    revision = _revision(pk)
    if not revision.is_open:
        return redirect("staff:revision-detail", pk=pk)
    form = PublishRevisionForm(request.POST or None, initial={"seen": revisions.fingerprint(revision)})
    if (
        request.method == "POST"
        and form.is_valid()
        and _publish(request, revision, form.cleaned_data["seen"])
    ):
        return redirect("staff:revision-detail", pk=pk)
    clashes = [
        (clash, line_of(clash.label, clash.prepared_from, clash.now)) for clash in revisions.clashes(revision)
    ]
    context = {
        "revision": revision,
        "term": revision.term,
        "form": form,
        "gaps": revisions.gaps(revision, timezone.localdate()),
        "clashes": clashes,
        "entries": table(revision),
    }
    return render(request, "staff/initiatives/revision_publish.html", context)


def _publish(request, revision: PlanRevision, seen: str) -> bool:
    try:
        published = revisions.publish(revision=revision, seen=seen, by=request.user, now=timezone.now())
    except revisions.RevisionOvertaken:
        messages.error(
            request, "ほかの見直しが先に公表されたため、まだ公表していません。違うところを確かめてください。"
        )
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"「{published}」を公表しました。")
        return True
    return False


@requires(Permission.EDIT_PLANS)
def revision_abandon(request, pk):
    revision = _open_revision(pk)
    form = AbandonForm(request.POST or None, initial=AbandonForm.values(revision))
    if request.method == "POST" and form.is_valid() and form.carry_out(revisions.abandon, revision=revision):
        messages.success(request, "見直しを取りやめました。計画の内容は変わっていません。")
        return redirect("staff:revision-list", term=revision.term_id)
    context = {"revision": revision, "term": revision.term, "form": form}
    return render(request, "staff/initiatives/revision_abandon.html", context)
