"""会議のポイント as the secretariat prepares it: the same pages, the numbers behind them, and what is to be decided."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import history
from accounts.access import requires
from accounts.models import User
from accounts.roles import Permission
from accounts.versioned_forms import carried_out
from evaluations.digest import method as methods
from evaluations.digest import notes, points
from evaluations.digest.forms import MethodForm, NoteForm
from evaluations.models import DigestMethod, DigestNote, DigestRule, EvaluationRound
from evaluations.views import digest_pages
from evaluations.views.digest_pages import STAFF

PREVIEWED = 20


def _round(pk: int) -> EvaluationRound:
    return get_object_or_404(EvaluationRound.objects.for_reading(), pk=pk)


@requires(Permission.RUN_ROUNDS)
@require_safe
def round_digest(request, pk):
    return digest_pages.digest_page(request, _round(pk), STAFF)


@requires(Permission.RUN_ROUNDS)
@require_safe
def round_digest_all(request, pk):
    return digest_pages.digest_all_page(request, _round(pk), STAFF)


@requires(Permission.RUN_ROUNDS)
@require_safe
def round_digest_method(request, pk):
    return digest_pages.digest_method_page(request, _round(pk), STAFF)


@requires(Permission.RUN_ROUNDS)
def round_digest_pdf(request, pk):
    return digest_pages.digest_pdf(request, _round(pk), STAFF, reverse("staff:round-digest", args=[pk]))


@requires(Permission.RUN_ROUNDS)
def round_digest_rules(request, pk):
    """Weights, thresholds and words of the term; ``preview`` shows the order that they would make of this round."""
    round_ = _round(pk)
    in_force = methods.of_term(round_.request.term_id)
    form = MethodForm(request.POST or None, method=in_force)
    preview = None
    if "preview" in request.POST:
        preview = _preview(request.user, round_, in_force, form.method()) if form.is_valid() else None
    elif carried_out(request, form, methods.save, term=round_.request.term):
        messages.success(request, "会議のポイントの決め方を保存しました。この期のすべての回に使います。")
        return redirect("staff:round-digest", pk=pk)
    own = DigestMethod.objects.filter(term=round_.request.term_id)
    context = {
        "round": round_,
        "form": form,
        "method": in_force,
        "preview": preview,
        "history": history.entries(own, DigestRule.objects.filter(method__in=own)),
    }
    return render(request, "staff/evaluations/round_digest_rules.html", context)


def _preview(
    user: User, round_: EvaluationRound, in_force: methods.Method, typed: methods.Method
) -> list[dict]:
    """The first 取組 by the typed numbers, each with its place by the numbers in force."""
    tried = points.build(round_, user=user, today=timezone.localdate(), method=typed)
    read = [point.facts for point in sorted(tried.points, key=lambda point: point.facts.position)]
    places = {point.facts.record_id: point.place for point in points.ranked(read, in_force)}
    return [{"point": p, "before": places[p.facts.record_id]} for p in tried.worth[:PREVIEWED]]


@requires(Permission.RUN_ROUNDS)
def round_digest_note(request, pk):
    """What the committee is asked to decide."""
    round_ = _round(pk)
    note = DigestNote.objects.filter(round=round_).first()
    form = NoteForm(request.POST or None, initial=NoteForm.values(note) if note else {"version": 0})
    if carried_out(request, form, notes.save_note, round=round_):
        messages.success(request, "決めていただきたいことを保存しました。")
        return redirect("staff:round-digest", pk=pk)
    context = {
        "round": round_,
        "form": form,
        "history": history.entries(DigestNote.objects.filter(round=round_)),
    }
    return render(request, "staff/evaluations/round_digest_note.html", context)
