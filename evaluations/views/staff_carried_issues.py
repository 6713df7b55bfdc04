"""検討課題 and 引継書 as the secretariat works on them while a term is carried over."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import requires
from accounts.roles import Permission
from accounts.views.paging import page_of
from evaluations import carried_issues, handover
from evaluations.carried_issue_forms import IssueForm
from evaluations.models import CarriedIssue, HandoverPrint
from evaluations.models.edition import PATIENCE
from initiatives.views.staff_carry_over import the_carry_over
from plans.views.prints import pdf_response

ISSUES_AT_ONCE = 50


@requires(Permission.EDIT_PLANS)
def carried_issue_list(request, pk):
    """What is still open of the old term; POST collects what was added since.

    ``?left=1`` keeps what is undecided, ``?initiative=`` what belongs to one 取組.
    """
    carry_over = the_carry_over(pk)
    if request.method == "POST":
        added = carried_issues.collect(carry_over=carry_over)
        words = f"検討課題を{added}件加えました。" if added else "新しく加える検討課題は、ありませんでした。"
        messages.success(request, words)
        return redirect("staff:carried-issue-list", pk=pk)
    only_left = request.GET.get("left") == "1"
    issues = carry_over.issues.for_reading()
    shown = issues.filter(decision="") if only_left else issues
    wanted = request.GET.get("initiative", "")
    about = carry_over.old_term.initiatives.filter(pk=wanted).first() if _is_key(wanted) else None
    shown = shown.filter(initiative=about) if about else shown
    total, left = carry_over.issues.count(), carry_over.issues.filter(decision="").count()
    context = {
        "carry_over": carry_over,
        "only_left": only_left,
        "about": about,
        "page_obj": page_of(request, shown, ISSUES_AT_ONCE),
        "total": total,
        "decided": total - left,
        "left": left,
    }
    return render(request, "staff/evaluations/carried_issue_list.html", context)


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


@requires(Permission.EDIT_PLANS)
def carried_issue_edit(request, pk):
    """One 検討課題 beside its source; saving leads on to the next that is open."""
    paths = ("carry_over__old_term__plan", "carry_over__new_term__plan")
    issue = get_object_or_404(CarriedIssue.objects.for_reading().select_related(*paths), pk=pk)
    carry_over = issue.carry_over
    form = IssueForm(
        request.POST or None,
        initiatives=carry_over.new_term.initiatives.in_order().select_related("term__plan"),
        initial=IssueForm.values(issue),
    )
    if request.method == "POST" and form.is_valid() and form.carry_out(carried_issues.decide, issue=issue):
        messages.success(request, f"「{issue}」の扱いを保存しました。")
        following = carry_over.issues.for_reading().filter(decision="").exclude(pk=pk).first()
        if following and "next" in request.POST:
            return redirect("staff:carried-issue-edit", pk=following.pk)
        return redirect("staff:carried-issue-list", pk=carry_over.pk)
    context = {"issue": issue, "carry_over": carry_over, "form": form}
    return render(request, "staff/evaluations/carried_issue_edit.html", context)


@requires(Permission.EDIT_PLANS)
def handover_print(request, pk):
    """引継書: 「案」 as things stand, made by the worker, and the one that was kept with the publication."""
    carry_over = the_carry_over(pk)
    now = timezone.now()
    kept = handover.of_publication(carry_over).defer("pdf").first()
    if request.method == "POST":
        if "again" in request.POST and kept:
            handover.ask_again(print_=kept, now=now)
        else:
            handover.ask_for_draft(carry_over=carry_over, now=now)
        messages.success(request, "引継書の作成を頼みました。")
        return redirect("staff:handover-print", pk=pk)
    ready = carry_over.prints.filter(pdf__isnull=False)
    draft = carry_over.prints.filter(published_at__isnull=True).defer("pdf").first()
    context = {
        "carry_over": carry_over,
        "draft": draft,
        "kept": kept,
        "ready": set(ready.values_list("pk", flat=True)),
        "has_stalled": bool(kept) and now - kept.requested_at > PATIENCE,
    }
    return render(request, "staff/evaluations/handover_print.html", context)


@requires(Permission.EDIT_PLANS)
@require_safe
def handover_draft_pdf(request, pk):
    """「案」 of the 引継書, for the house only."""
    made = get_object_or_404(HandoverPrint, carry_over=pk, published_at__isnull=True, pdf__isnull=False)
    return pdf_response(made.pdf, f"hikitsugi-an-{pk}.pdf", modified=made.requested_at)
