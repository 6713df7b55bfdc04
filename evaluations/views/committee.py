"""The members' pages: read the records with their history, write opinions, rate, and the chair's 総評."""

from collections import Counter

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import requires
from accounts.models import User
from accounts.roles import Permission
from evaluations import other_years, workflow
from evaluations.calendars import calendar_response, events
from evaluations.forms import NewOpinionForm, OpinionForm, OverallCommentForm, RatingForm
from evaluations.models import (
    CommitteeRating,
    Deadline,
    Edition,
    EvaluationRound,
    Meeting,
    Member,
    Opinion,
    OverallComment,
)
from evaluations.views.reports import report_page
from initiatives import entry
from initiatives.models import AnnualRecord, RatingScale
from plans.views.prints import pdf_response

PAST_MEETINGS = 20
NEW_OPINION = {"kind": Opinion.Kind.OPINION}


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
    """The rounds and the meetings of the committees in which one serves; those to come first."""
    today = timezone.localdate()
    meetings = (
        Meeting.objects.visible_to(request.user, today).select_related("committee").defer("publication")
    )
    context = {
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
    records = _readable(round_).select_related("request", "self_rating", "lead_department__organization")
    records = records.prefetch_related("lead_department__names").annotate(
        opinion_count=Count("opinions", distinct=True),
        own_count=Count("opinions", filter=Q(opinions__member=seat), distinct=True),
        rated=Count("committee_ratings", filter=Q(committee_ratings__member=seat), distinct=True),
    )
    context = {
        "round": round_,
        "seat": seat,
        "records": records,
        "waiting": round_.request.records.exclude(state=AnnualRecord.State.ACCEPTED).in_order(),
        "general": _opinions(round_, seat).filter(record__isnull=True),
        "overall_comment": _overall_comment(round_, seat),
        "is_blind": round_.is_blind(today),
    }
    return render(request, "committee/evaluations/round_detail.html", context)


def _opinions(round_: EvaluationRound, seat: Member):
    """What the member may read by now of what the committee said."""
    readable = round_.opinions.readable_by(seat, timezone.localdate())
    return readable.for_reading().with_own_place()


def _overall_comment(round_: EvaluationRound, seat: Member) -> OverallComment | None:
    """総評, which until the due date only its writer reads: it says what the chair thinks of all 取組."""
    if round_.is_blind(timezone.localdate()) and not seat.is_chair:
        return None
    return getattr(round_, "overall_comment", None)


def _record(round_: EvaluationRound, pk: int) -> AnnualRecord:
    """One record of the round, accepted or not: what a member typed must arrive even if it was returned meanwhile."""
    return get_object_or_404(round_.request.records.for_reading(), pk=pk)


@requires(Permission.REVIEW)
def record_review(request, pk):
    """One 取組 with its history and what was said of it; below, the member's opinion and rating."""
    round_, seat = _round_and_seat(request.user, request__records__pk=pk)
    record = _record(round_, pk)
    form = NewOpinionForm(request.POST or None, initial=NEW_OPINION)
    if request.method == "POST" and _write_opinion(request, form, round_, record, seat):
        return redirect(request.path)
    asks_rating = round_.committee_rates and record.is_accepted
    rating_form = _rating_form(round_, record, seat) if asks_rating else None
    return _review_page(request, round_, record, seat, form, rating_form)


def _review_page(
    request,
    round_: EvaluationRound,
    record: AnnualRecord,
    seat: Member,
    form: NewOpinionForm,
    rating_form: RatingForm | None,
):
    beside = other_years.shown_beside(round_, is_public=False)
    context = {
        "round": round_,
        "record": record,
        "years": _years(record, beside),
        "unchanged": entry.unchanged(record),
        "promises": other_years.promises(record, beside),
        "levels": round_.levels(RatingScale.Stage.SELF),
        "opinions": _opinions(round_, seat).filter(record=record),
        "is_blind": round_.is_blind(timezone.localdate()),
        "spread": _spread(round_, record, seat),
        "seat": seat,
        "form": form,
        "rating_form": rating_form,
        "neighbours": _neighbours(round_, record),
    }
    return render(request, "committee/evaluations/record_review.html", context)


def _spread(round_: EvaluationRound, record: AnnualRecord, seat: Member) -> list | None:
    """How many members gave which level, once every member may know; None before, and where members do not rate."""
    if not round_.committee_rates or round_.is_blind(timezone.localdate()):
        return None
    counts = Counter(
        CommitteeRating.objects.readable_by(seat, timezone.localdate())
        .filter(record=record)
        .values_list("level", flat=True)
    )
    return [(level, counts[level.pk]) for level in round_.levels(RatingScale.Stage.COMMITTEE)]


def _write_opinion(
    request, form: NewOpinionForm, round_: EvaluationRound, record: AnnualRecord | None, seat: Member
):
    """Take the opinion down; None when the form must be shown again."""
    row = {"round": round_, "record": record, "member": seat, "now": timezone.now()}
    opinion = form.is_valid() and form.carry_out(workflow.write_opinion, **row)
    if opinion:
        number = "" if round_.is_blind(timezone.localdate()) else f"（{opinion.number}）"
        messages.success(request, f"{opinion.get_kind_display()}を受け付けました{number}。")
    return opinion


def _rating_form(round_: EvaluationRound, record: AnnualRecord, seat: Member, data=None) -> RatingForm:
    rating = CommitteeRating.objects.filter(record=record, member=seat).first()
    initial = RatingForm.values(rating) if rating else {"version": 0}
    return RatingForm(data, round=round_, initial=initial, prefix="rating")


@requires(Permission.REVIEW)
@require_POST
def record_rate(request, pk):
    """Keep the member's rating; when it is refused, the page says why and the choice stays."""
    round_, seat = _round_and_seat(request.user, request__records__pk=pk)
    record = _record(round_, pk)
    form = _rating_form(round_, record, seat, request.POST)
    if form.is_valid() and form.carry_out(workflow.rate, round=round_, record=record, member=seat):
        messages.success(request, "評価を保存しました。")
        return redirect("committee:record-review", pk=pk)
    return _review_page(request, round_, record, seat, NewOpinionForm(initial=NEW_OPINION), form)


def _years(record: AnnualRecord, years: set[int]):
    """The same 取組 in those of ``years`` that lie before, newest first."""
    earlier = AnnualRecord.objects.filter(
        initiative_id=record.initiative_id,
        state=AnnualRecord.State.ACCEPTED,
        request__target_year__in=[year for year in years if year < record.request.target_year],
    )
    return earlier.for_reading().select_related("final_evaluation__level").order_by("-request__target_year")


def _neighbours(round_: EvaluationRound, record: AnnualRecord) -> dict:
    """The readable records around this one, so that one can read on."""
    return round_.request.records.around(record, state=AnnualRecord.State.ACCEPTED)


@requires(Permission.REVIEW)
def round_opinion(request, pk):
    """An opinion on the plan as a whole."""
    round_, seat = _round_and_seat(request.user, pk=pk)
    form = NewOpinionForm(request.POST or None, initial=NEW_OPINION)
    if request.method == "POST" and _write_opinion(request, form, round_, None, seat):
        return redirect("committee:round-detail", pk=pk)
    return render(request, "committee/evaluations/round_opinion.html", {"round": round_, "form": form})


@requires(Permission.REVIEW)
def opinion_edit(request, pk, place):
    """Mend one's own opinion while the committee writes: the ``place``-th that one wrote in the round."""
    round_, seat = _round_and_seat(request.user, pk=pk)
    own = round_.opinions.filter(member=seat).for_reading().with_own_place()
    opinion = get_object_or_404(own, own_place=place)
    form = OpinionForm(request.POST or None, initial=OpinionForm.values(opinion))
    if (
        request.method == "POST"
        and form.is_valid()
        and form.carry_out(workflow.edit_opinion, opinion=opinion)
    ):
        messages.success(request, "意見を直しました。")
        return redirect("committee:round-detail", pk=round_.pk)
    is_blind = round_.is_blind(timezone.localdate())
    context = {"round": round_, "opinion": opinion, "form": form, "is_blind": is_blind}
    return render(request, "committee/evaluations/opinion_edit.html", context)


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
