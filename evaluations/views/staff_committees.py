"""Committees and their members as the secretariat keeps them: who serves, who did, reappointing and ending."""

from django.contrib import messages
from django.db.models import Case, Count, Q, Value, When
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import history
from accounts.access import requires
from accounts.roles import Permission
from accounts.versioned_forms import carried_out
from accounts.views.deleting import delete_page
from accounts.views.paging import page_of
from accounts.views.pressing import press
from evaluations import appointments
from evaluations.appointment_forms import CommitteeForm, EndForm, MemberForm, ReappointForm
from evaluations.models import Committee, Member

SEATS_ON_A_PAGE = 50
SHOWN = (("serving", "任期中"), ("coming", "これから"), ("past", "任期を終えた委員"))


def _committee(pk: int) -> Committee:
    return get_object_or_404(Committee.objects.select_related("term__plan"), pk=pk)


def _member(pk: int) -> Member:
    return get_object_or_404(Member.objects.select_related("committee__term__plan", "user"), pk=pk)


@requires(Permission.RUN_ROUNDS)
@require_safe
def committee_list(request):
    today = timezone.localdate()
    serving = Member.objects.serving(today).values("pk")
    committees = Committee.objects.select_related("term__plan").annotate(
        serving=Count("members", filter=Q(members__in=serving), distinct=True)
    )
    context = {"committees": committees.order_by("-term__first_year", "name")}
    return render(request, "staff/evaluations/committee_list.html", context)


@requires(Permission.RUN_ROUNDS)
@require_safe
def committee_detail(request, pk):
    """The seats of a committee: those in office, to come, or past (``?show=``)."""
    committee, today = _committee(pk), timezone.localdate()
    show = request.GET.get("show")
    show = show if show in dict(SHOWN) else "serving"
    rows = getattr(committee.members, show)(today).select_related("user").in_order()
    context = {
        "committee": committee,
        "show": show,
        "tabs": SHOWN,
        "page_obj": page_of(request, rows, SEATS_ON_A_PAGE),
    }
    return render(request, "staff/evaluations/committee_detail.html", context)


@requires(Permission.RUN_ROUNDS)
def committee_add(request):
    return _committee_page(request, None)


@requires(Permission.RUN_ROUNDS)
def committee_edit(request, pk):
    return _committee_page(request, _committee(pk))


def _committee_page(request, committee: Committee | None):
    form = CommitteeForm(request.POST or None, committee=committee)
    if saved := carried_out(request, form, appointments.save_committee, committee=committee):
        messages.success(request, f"「{saved}」を保存しました。")
        return redirect("staff:committee-detail", pk=saved.pk)
    return render(request, "staff/evaluations/committee_edit.html", {"committee": committee, "form": form})


@requires(Permission.RUN_ROUNDS)
@require_POST
def committee_publish(request, pk):
    """Publish or withdraw, as the button said."""
    committee = _committee(pk)
    if "withdraw" in request.POST:
        done = f"「{committee}」の公開をやめました。"
        press(request, appointments.withdraw_committee, done=done, committee=committee)
    else:
        act = {"committee": committee, "by": request.user, "now": timezone.now()}
        press(request, appointments.publish_committee, done=f"「{committee}」を公開しました。", **act)
    return redirect("staff:committee-detail", pk=pk)


# ---- seats ------------------------------------------------------------------------------------------------


@requires(Permission.RUN_ROUNDS)
def member_add(request, committee):
    return _member_page(request, _committee(committee), None)


@requires(Permission.RUN_ROUNDS)
def member_edit(request, pk):
    member = _member(pk)
    return _member_page(request, member.committee, member)


def _member_page(request, committee: Committee, member: Member | None):
    form = MemberForm(request.POST or None, member=member)
    row = {"committee": committee, "member": member}
    if saved := carried_out(request, form, appointments.save_member, **row):
        messages.success(request, f"{saved.name}さんの内容を保存しました。")
        return redirect("staff:committee-detail", pk=committee.pk)
    context = row | {"form": form, "history": _history(member) if member else ()}
    return render(request, "staff/evaluations/member_edit.html", context)


def _history(member: Member):
    """Who changed what of a seat; 公募市民 is what the category was called before it was divided."""
    before = Case(When(category="public", then=Value("公募市民")))
    events = Member.pgh_event_model.objects.filter(pgh_obj_id=member.pk).annotate(category_words=before)
    return history.entries(events)


@requires(Permission.RUN_ROUNDS)
def member_delete(request, pk):
    """A seat that was entered by mistake; where something hangs on it, what that is and what to do instead."""
    member = _member(pk)
    ties = appointments.ties(member)
    return delete_page(
        request,
        appointments.delete_seat,
        {"member": member},
        back=reverse("staff:member-edit", args=[pk]),
        to=reverse("staff:committee-detail", args=[member.committee_id]),
        lead="誤って登録した委員を削除します。元には戻せません（更新履歴には残ります）。任期を終えた委員は、削除せずに残してください。",
        locked="staff/evaluations/_member_locked.html" if ties else "",
        ties=ties,
    )


@requires(Permission.RUN_ROUNDS)
def committee_reappoint(request, pk):
    """Choose those who go on, and give all of them the same new term of office with one press."""
    committee = _committee(pk)
    form = ReappointForm(request.POST or None, seats=list(_may_go_on(committee)))
    if made := carried_out(request, form, appointments.reappoint, committee=committee):
        messages.success(request, f"{len(made)}人を再任しました。")
        return redirect("staff:committee-detail", pk=pk)
    return render(
        request, "staff/evaluations/committee_reappoint.html", {"committee": committee, "form": form}
    )


def _may_go_on(committee: Committee):
    """Seats of the committee, and of its forerunners in earlier terms of the plan, that nothing continues yet."""
    plan, ordinal = committee.term.plan_id, committee.term.ordinal
    before = Q(committee__term__plan=plan, committee__term__ordinal__lt=ordinal)
    seats = Member.objects.filter(Q(committee=committee) | before, continued_by__isnull=True)
    return seats.in_order()


@requires(Permission.RUN_ROUNDS)
def member_end(request, pk):
    """解嘱・辞任 of one seat, or taking back one that was entered by mistake."""
    member = _member(pk)
    if request.method == "POST" and "undo" in request.POST:
        press(request, appointments.undo_ending, done="解嘱・辞任を取り消しました。", member=member)
        return redirect("staff:member-edit", pk=pk)
    form = EndForm(request.POST or None, member=member, today=timezone.localdate())
    if ended := carried_out(request, form, appointments.end_seat, member=member):
        messages.success(request, f"{ended.name}さんの{ended.get_ending_display()}を登録しました。")
        return redirect("staff:committee-detail", pk=member.committee_id)
    return render(request, "staff/evaluations/member_end.html", {"member": member, "form": form})
