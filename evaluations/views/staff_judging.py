"""The secretariat's part of a year as a whole: ratings of goals and plan at both stages, and the letter (答申書)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import history
from accounts.access import requires
from accounts.roles import Permission
from accounts.versioned_forms import carried_out
from evaluations.judging import recommendations
from evaluations.judging.forms import FixForm, RecommendationForm
from evaluations.models import EvaluationRound, GoalRating, Recommendation, RecommendationPrint
from evaluations.reports.letter import draft_order
from evaluations.views import judging_pages
from plans.views.prints import kept_pdf, pdf_response


def _round(pk: int) -> EvaluationRound:
    return get_object_or_404(EvaluationRound.objects.for_reading(), pk=pk)


@requires(Permission.RUN_ROUNDS)
@require_safe
def round_goals(request, pk):
    return judging_pages.goals_page(request, _round(pk), "staff/evaluations/round_goals.html")


@requires(Permission.RUN_ROUNDS)
def goal_rate(request, pk, stage, place):
    """The final rating of a goal; or the committee's, typed in for a chair who wrote it on paper."""
    if stage not in GoalRating.STAGES:
        raise Http404
    back = reverse("staff:round-goals", args=[pk])
    return judging_pages.goal_rate_page(
        request, _round(pk), stage, place, back, "staff/evaluations/goal_rate.html"
    )


@requires(Permission.RUN_ROUNDS)
@require_safe
def overall_versions(request, pk):
    return judging_pages.versions_page(request, _round(pk), "staff/evaluations/overall_versions.html")


@requires(Permission.RUN_ROUNDS)
@require_safe
def round_eyes(request, pk):
    return judging_pages.eyes_page(request, _round(pk), "staff/evaluations/round_eyes.html", "staff")


# ---- 答申書 -----------------------------------------------------------------------------------------------


@requires(Permission.RUN_ROUNDS)
@require_safe
def round_letter(request, pk):
    """The draft as it stands, with what keeps it from being fixed; below, the letters that were fixed."""
    rounds = EvaluationRound.objects.for_reading().select_related("overall_comment")
    round_ = get_object_or_404(rounds, pk=pk)
    letters = list(round_.recommendations.for_reading())
    draft = next((letter for letter in letters if not letter.is_fixed), None)
    context = {
        "round": round_,
        "draft": draft,
        "content": draft and recommendations.content(round_, draft),
        "gaps": draft and recommendations.fixing_gaps(round_, draft, timezone.localdate()),
        "letters": [letter for letter in letters if letter.is_fixed],
    }
    return render(request, "staff/evaluations/round_letter.html", context)


@requires(Permission.RUN_ROUNDS)
def letter_edit(request, pk):
    """The texts of the draft; a letter that nobody has begun starts from our proposal."""
    round_ = _round(pk)
    draft = round_.recommendations.drafts().first()
    first = {"version": 0} | recommendations.first_texts(round_)
    form = RecommendationForm(
        request.POST or None, initial=RecommendationForm.values(draft) if draft else first
    )
    if carried_out(request, form, recommendations.write, round=round_):
        messages.success(request, "答申書の案を保存しました。")
        return redirect("staff:round-letter", pk=pk)
    told = history.entries(Recommendation.objects.filter(round=round_))
    context = {"round": round_, "form": form, "history": told}
    return render(request, "staff/evaluations/letter_edit.html", context)


@requires(Permission.RUN_ROUNDS)
def letter_fix(request, pk):
    """Ask once more, then freeze the draft; a refusal says what is missing."""
    round_ = _round(pk)
    draft = get_object_or_404(round_.recommendations.drafts())
    form = FixForm(request.POST or None, initial={"version": draft.version})
    row = {"recommendation": draft, "by": request.user, "today": timezone.localdate(), "now": timezone.now()}
    if carried_out(request, form, recommendations.fix, **row):
        messages.success(request, "答申書を固定しました。PDFができしだい、委員も読めるようになります。")
        return redirect("staff:round-letter", pk=pk)
    context = {"round": round_, "form": form, "content": recommendations.content(round_, draft)}
    return render(request, "staff/evaluations/letter_fix.html", context)


@requires(Permission.RUN_ROUNDS)
def letter_draft_pdf(request, pk):
    round_ = _round(pk)
    draft = get_object_or_404(round_.recommendations.drafts())
    return kept_pdf(
        request,
        draft_order(recommendations.content(round_, draft), is_inside=round_.is_blind(timezone.localdate())),
        name=f"toshinsho-an-{round_.target_year}.pdf",
        title="答申書の案",
        back=reverse("staff:round-letter", args=[pk]),
        template="staff/evaluations/print_state.html",
    )


@requires(Permission.RUN_ROUNDS)
@require_safe
def letter_pdf(request, pk):
    found = get_object_or_404(RecommendationPrint, recommendation=pk)
    return pdf_response(found.pdf, f"toshinsho-{pk}.pdf")
