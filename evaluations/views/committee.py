"""The members' pages: read the records with their history, write opinions, rate, and the chair's 総評."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import requires
from accounts.models import User
from accounts.roles import Permission
from accounts.views.paging import page_of
from evaluations import workflow
from evaluations.calendars import calendar_response, events
from evaluations.forms import OverallCommentForm
from evaluations.models import (
    Deadline,
    Edition,
    EvaluationRound,
    Meeting,
    Member,
    MemberReview,
    OverallComment,
    ReviewSheet,
)
from evaluations.next_steps import next_steps
from evaluations.views.prior_opinions import Desk
from evaluations.views.reports import report_page
from initiatives.models import AnnualRecord
from plans.views.prints import pdf_response

PAST_MEETINGS = 20


def _rounds(user: User):
    return EvaluationRound.objects.visible_to(user, timezone.localdate()).for_reading()


def _round_and_seat(user: User, **key) -> tuple[EvaluationRound, Member]:
    round_ = get_object_or_404(_rounds(user), **key)
    return round_, round_.seat_of(user, timezone.localdate())


def _readable(round_: EvaluationRound):
    """The records whose contents the committee may read now."""
    return round_.request.records.filter(state=AnnualRecord.State.ACCEPTED).in_order()


@requires(Permission.REVIEW)
@require_safe
def home(request):
    """What is asked of the member; then the rounds and the meetings of the committees in which one serves."""
    today = timezone.localdate()
    meetings = (
        Meeting.objects.visible_to(request.user, today).select_related("committee").defer("publication")
    )
    context = {
        "steps": next_steps(request.user, today),
        "rounds": _rounds(request.user),
        "coming": meetings.filter(held_on__gte=today).order_by("held_on", "starts_at"),
        "past": meetings.filter(held_on__lt=today)[:PAST_MEETINGS],
    }
    return render(request, "committee/evaluations/home.html", context)


@requires(Permission.REVIEW)
@require_safe
def round_detail(request, pk):
    """Every 取組 of the round, and which of them the member has written about."""
    round_, seat = _round_and_seat(request.user, pk=pk)
    today = timezone.localdate()
    desk = Desk(round_, seat)
    records = _readable(round_).select_related("request", "self_rating", "lead_department__organization")
    records = records.prefetch_related("lead_department__names").annotate(
        opinion_count=Count("opinions", distinct=True),
        own_count=Count("opinions", filter=Q(opinions__member=seat), distinct=True),
        rated=Count("committee_ratings", filter=Q(committee_ratings__member=seat), distinct=True),
        is_read=Exists(ReviewSheet.objects.filter(member=seat, record=OuterRef("pk"))),
    )
    context = {
        "round": round_,
        "seat": seat,
        "page_obj": page_of(request, list(records)),
        "waiting": round_.request.records.exclude(state=AnnualRecord.State.ACCEPTED).in_order(),
        "desk": desk,
        "general": desk.plan_opinions(today),
        "overall_comment": _overall_comment(round_, seat),
        "is_blind": round_.is_blind(today),
        "meetings": Meeting.objects.visible_to(request.user, today).filter(round=round_).order_by("held_on"),
        "review": MemberReview.objects.filter(round=round_, member=seat).first(),
        "press_url": desk.press_url,
        "total": len(records),
        "read": sum(record.is_read for record in records),
        "written": sum(bool(record.own_count or record.rated) for record in records),
    }
    return render(request, "committee/evaluations/round_detail.html", context)


def _overall_comment(round_: EvaluationRound, seat: Member) -> OverallComment | None:
    """総評, which until the due date only its writer reads: it says what the chair thinks of all 取組."""
    if round_.is_blind(timezone.localdate()) and not seat.is_chair:
        return None
    return getattr(round_, "overall_comment", None)


@requires(Permission.REVIEW)
def overall_comment(request, pk):
    """総評: every member reads it, the chair writes it."""
    round_, seat = _round_and_seat(request.user, pk=pk)
    if not seat.is_chair:
        raise PermissionDenied
    comment = getattr(round_, "overall_comment", None)
    form = OverallCommentForm(
        request.POST or None, initial=OverallCommentForm.values(comment) if comment else {"version": 0}
    )
    row = {"round": round_, "member": seat}
    if request.method == "POST" and form.is_valid() and form.carry_out(workflow.write_overall_comment, **row):
        messages.success(request, "総評を保存しました。")
        return redirect("committee:round-detail", pk=pk)
    return render(request, "committee/evaluations/overall_comment.html", {"round": round_, "form": form})


@requires(Permission.REVIEW)
def round_report(request, pk):
    round_, _ = _round_and_seat(request.user, pk=pk)
    return report_page(request, round_, "committee/evaluations/round_report.html")


@requires(Permission.REVIEW)
@require_safe
def round_calendar(request, pk):
    """The days that concern members, for their own calendar."""
    round_ = get_object_or_404(_rounds(request.user).prefetch_related("deadlines"), pk=pk)
    found = events(round_, "committee:round-detail", Deadline.FOR_MEMBERS)
    return calendar_response(str(round_), found, f"iinkai-{round_.target_year}.ics", timezone.now())


@requires(Permission.REVIEW)
@require_safe
def edition_pdf(request, pk):
    """The PDF of an edition of a round that the member may read."""
    readable = Edition.objects.readable_by_members(timezone.localdate())
    editions = readable.filter(round__in=_rounds(request.user), state=Edition.State.READY)
    return pdf_response(get_object_or_404(editions, pk=pk).pdf, f"hyoka-an-{pk}.pdf")
