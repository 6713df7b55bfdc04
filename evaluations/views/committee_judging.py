"""What members read and the chair writes of a year as a whole: goals and plan, versions of the 総評, the letter, both eyes."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import requires
from accounts.models import User
from accounts.roles import Permission
from evaluations.judging import recommendations
from evaluations.judging.goal_ratings import Stage
from evaluations.models import EvaluationRound, Member, RecommendationPrint
from evaluations.views import judging_pages
from plans.views.prints import pdf_response


def _round_and_seat(user: User, pk: int) -> tuple[EvaluationRound, Member]:
    today = timezone.localdate()
    rounds = EvaluationRound.objects.visible_to(user, today).for_reading()
    round_ = get_object_or_404(rounds, pk=pk)
    return round_, round_.seat_of(user, today)


@requires(Permission.REVIEW)
@require_safe
def round_goals(request, pk):
    round_, seat = _round_and_seat(request.user, pk)
    template = "committee/evaluations/round_goals.html"
    return judging_pages.goals_page(request, round_, template, is_chair=seat.is_chair)


@requires(Permission.REVIEW)
def goal_rate(request, pk, place):
    """The chair writes down how the committee rates a goal or the plan as a whole."""
    round_, seat = _round_and_seat(request.user, pk)
    if not seat.is_chair:
        raise PermissionDenied
    back = reverse("committee:round-goals", args=[pk])
    template = "committee/evaluations/goal_rate.html"
    return judging_pages.goal_rate_page(request, round_, Stage.COMMITTEE, place, back, template)


@requires(Permission.REVIEW)
@require_safe
def overall_versions(request, pk):
    """Members who still write blind have no 総評 to read; its writer has."""
    round_, seat = _round_and_seat(request.user, pk)
    if round_.is_blind(timezone.localdate()) and not seat.is_chair:
        raise Http404
    return judging_pages.versions_page(request, round_, "committee/evaluations/overall_versions.html")


@requires(Permission.REVIEW)
@require_safe
def round_letter(request, pk):
    """答申書: the fixed one for every member, the draft as it stands for the chair; neither while members write blind."""
    round_, seat = _round_and_seat(request.user, pk)
    is_blind = round_.is_blind(timezone.localdate())
    letters = [] if is_blind else list(round_.recommendations.for_reading())
    draft = next((letter for letter in letters if seat.is_chair and not letter.is_fixed), None)
    context = {
        "round": round_,
        "is_blind": is_blind,
        "fixed": next((letter for letter in letters if letter.is_fixed), None),
        "draft": draft and recommendations.content(round_, draft),
    }
    return render(request, "committee/evaluations/round_letter.html", context)


@requires(Permission.REVIEW)
@require_safe
def letter_pdf(request, pk):
    """The PDF of a fixed letter of a round that the member may read."""
    today = timezone.localdate()
    rounds = EvaluationRound.objects.visible_to(request.user, today)
    rounds = rounds.exclude(pk__in=EvaluationRound.objects.blind(today))
    found = get_object_or_404(RecommendationPrint, recommendation=pk, recommendation__round__in=rounds)
    return pdf_response(found.pdf, f"toshinsho-{pk}.pdf")


@requires(Permission.REVIEW)
@require_safe
def round_eyes(request, pk):
    round_, _ = _round_and_seat(request.user, pk)
    return judging_pages.eyes_page(request, round_, "committee/evaluations/round_eyes.html", "committee")
