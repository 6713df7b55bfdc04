"""会議のポイント as the members read it."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import requires
from accounts.roles import Permission
from evaluations.models import EvaluationRound
from evaluations.views import digest_pages
from evaluations.views.digest_pages import COMMITTEE


def _round(request, pk: int) -> EvaluationRound:
    rounds = EvaluationRound.objects.visible_to(request.user, timezone.localdate())
    return get_object_or_404(rounds.for_reading(), pk=pk)


@requires(Permission.REVIEW)
@require_safe
def round_digest(request, pk):
    return digest_pages.digest_page(request, _round(request, pk), COMMITTEE)


@requires(Permission.REVIEW)
@require_safe
def round_digest_all(request, pk):
    return digest_pages.digest_all_page(request, _round(request, pk), COMMITTEE)


@requires(Permission.REVIEW)
@require_safe
def round_digest_method(request, pk):
    return digest_pages.digest_method_page(request, _round(request, pk), COMMITTEE)


@requires(Permission.REVIEW)
def round_digest_pdf(request, pk):
    back = reverse("committee:round-digest", args=[pk])
    return digest_pages.digest_pdf(request, _round(request, pk), COMMITTEE, back)
