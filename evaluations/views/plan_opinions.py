"""計画全体への意見: one page to write and to mend one, the same signed in, by personal link and for 代理入力."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.roles import Permission
from accounts.versioned_forms import carried_out
from evaluations.models import Opinion
from evaluations.prior_opinion_forms import PlanOpinionForm
from evaluations.prior_opinions import whole_plan
from evaluations.views.prior_opinions import Desk, desk_of, net_answer


@requires(Permission.REVIEW)
def round_opinion(request, pk, place):
    desk = desk_of(request.user, pk=pk)
    return opinion_page(request, desk, place, "committee/evaluations/round_opinion.html")


@requires(Permission.REVIEW)
@require_POST
def opinion_autosave(request, pk, place):
    return autosave(request, desk_of(request.user, pk=pk), place)


# ---- by link or signed in ---------------------------------------------------------------------------------


def opinion_at(desk: Desk, place: int) -> Opinion | None:
    """The ``place``-th that the member wrote in the round, where it is on the whole plan; None for a new one (0)."""
    own = whole_plan.own(desk.round, desk.seat)
    return get_object_or_404(own, own_place=place) if place else None


def opinion_page(request, desk: Desk, place: int, template: str):
    """Write an opinion on the whole plan, or mend an own one."""
    opinion, now = opinion_at(desk, place), timezone.now()
    where = {"round": desk.round, "member": desk.seat, "opinion": opinion}
    if "drop" in request.POST:
        whole_plan.drop(**where)
        messages.success(request, "書きかけの内容を消しました。")
        return redirect(request.path)
    form = PlanOpinionForm(request.POST or None, opinion=opinion)
    if saved := carried_out(request, form, whole_plan.write, **where, link=desk.link, now=now):
        messages.success(request, _acknowledged(desk, saved, is_new=opinion is None))
        return redirect(desk.list_url)
    net = None if form.is_bound else whole_plan.unsaved(desk.round, desk.seat, opinion, now)
    context = {
        "desk": desk,
        "round": desk.round,
        "seat": desk.seat,
        "opinion": opinion,
        "is_blind": desk.round.is_blind(timezone.localdate(now)),
        "form": form,
        "restored": net if net and form.fill_in(net.typed) else None,
        "autosave": desk.address("opinion-autosave", place),
    }
    return render(request, template, context)


def _acknowledged(desk: Desk, saved: Opinion, *, is_new: bool) -> str:
    if not is_new:
        return "意見を直しました。"
    number = "" if desk.round.is_blind(timezone.localdate()) else f"（{saved.number}）"
    return f"{saved.get_kind_display()}を受け付けました{number}。"


def autosave(request, desk: Desk, place: int) -> JsonResponse:
    opinion = opinion_at(desk, place)
    where = whole_plan.where(desk.round, desk.seat, opinion)
    return net_answer(request, desk, where, lambda version: bool(opinion) and opinion.version != version)
