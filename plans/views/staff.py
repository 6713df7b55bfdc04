"""Which term of which plan the public may read: the list, and one page to look at it, publish it or take it back."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import requires
from accounts.roles import Permission
from accounts.versioning import MoveRefused
from plans import publication
from plans.forms import PublishForm, WithdrawForm
from plans.models import PlanTerm
from plans.periods import both_eras
from plans.views.public import content


def _terms():
    return PlanTerm.objects.select_related("plan", "book__plan", "published_by")


@requires(Permission.EDIT_PLANS)
@require_safe
def plan_term_list(request):
    """Every term with a text of its own, then those whose text has not been entered or stands elsewhere."""
    terms = (
        _terms().annotate(chapter_count=Count("chapters")).order_by("plan__position", "plan__name", "ordinal")
    )
    rows = [{"term": term, "years": both_eras(term)} for term in terms]
    context = {
        "with_text": [row for row in rows if row["term"].chapter_count],
        "without_text": [row for row in rows if not row["term"].chapter_count],
    }
    return render(request, "staff/plans/term_list.html", context)


@requires(Permission.EDIT_PLANS)
def plan_term_publish(request, pk):
    """What the public reads, or will read; publish or withdraw after a tick. A refusal says why."""
    term = get_object_or_404(_terms(), pk=pk)
    form_class = WithdrawForm if term.published_at else PublishForm
    form = form_class(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _carry_out(request, term)
    standing = [] if term.published_at else publication.objections(term)
    context = content(term) | {"plan": term.plan, "form": form, "objections": standing}
    return render(request, "staff/plans/term_publish.html", context)


def _carry_out(request, term: PlanTerm):
    """Do what the button said, not what the state of the row would ask: two people may press it at the same time."""
    try:
        if "withdraw" in request.POST:
            publication.unpublish_term(term=term)
            messages.success(request, f"「{term}」の公開をやめました。")
        else:
            publication.publish_term(term=term, by=request.user, now=timezone.now())
            messages.success(request, f"「{term}」を公開しました。")
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("staff:plan-term-publish", pk=term.pk)
