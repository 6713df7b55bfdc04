"""Meetings as members meet them: what was called, whether one comes, and the papers that are for them."""

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import requires
from accounts.roles import Permission
from accounts.versioned_forms import carried_out
from evaluations.calendars import calendar_response
from evaluations.meetings import calling, notice
from evaluations.meetings.forms import AnswerForm
from evaluations.models import (
    Attendance,
    EvaluationRound,
    Meeting,
    MeetingDocument,
    MeetingPack,
    Member,
    Minutes,
)
from plans.views.prints import kept_pdf, pdf_response


def _meetings(request):
    return Meeting.objects.visible_to(request.user, timezone.localdate())


def _seats(request, meeting: Meeting):
    """The person's seats on the day of the meeting."""
    seats = Member.objects.read_by(request.user, timezone.localdate()).filter(committee=meeting.committee_id)
    return seats.overlapping(meeting.held_on, meeting.held_on)


@requires(Permission.REVIEW)
def meeting_detail(request, pk):
    """One meeting: facts, agenda, papers; POST says whether one comes."""
    meeting, today = get_object_or_404(_with_what_belongs_to_it(request), pk=pk), timezone.localdate()
    seats = list(_seats(request, meeting))
    attendance = Attendance.objects.filter(meeting=meeting, member__in=seats).first()
    form = _answer_form(request, meeting, attendance)
    row = {"attendance": attendance, "by": request.user, "now": timezone.now()}
    if form and (saved := carried_out(request, form, calling.answer, **row)):
        messages.success(request, f"出欠の回答（{saved.shown_label}）を受け付けました。")
        return redirect("committee:meeting-detail", pk=pk)
    context = {
        "meeting": meeting,
        "items": list(meeting.agenda.all()),
        "papers": list(meeting.documents.handed_to(seats).with_held_back(today).for_reading()),
        "round": meeting.round if meeting.shows_round else None,
        "attendance": attendance,
        "form": form,
        "pack": _packs(meeting, seats).defer("pdf").first(),
    }
    return render(request, "committee/evaluations/meeting_detail.html", context)


def _packs(meeting: Meeting, seats):
    packs = MeetingPack.objects.ready().with_held_back(timezone.localdate())
    return packs.filter(meeting=meeting, member__in=seats)


def _with_what_belongs_to_it(request):
    """Meetings with their round, and whether the person may read it and the minutes."""
    reader = (request.user, timezone.localdate())
    rounds = EvaluationRound.objects.visible_to(*reader).filter(pk=OuterRef("round"))
    minutes = Minutes.objects.visible_to(*reader).filter(meeting=OuterRef("pk"))
    return _meetings(request).for_reading().annotate(shows_round=Exists(rounds), has_minutes=Exists(minutes))


def _answer_form(request, meeting: Meeting, attendance: Attendance | None) -> AnswerForm | None:
    """The form, as long as answers are taken; what was typed too late is still answered with a reason."""
    is_open = meeting.is_called and meeting.held_on >= timezone.localdate()
    if attendance is None or not (is_open or request.method == "POST"):
        return None
    attendance.meeting = meeting
    return AnswerForm(request.POST or None, attendance=attendance)


@requires(Permission.REVIEW)
def meeting_notice(request, pk):
    """開催通知 as PDF."""
    meeting = get_object_or_404(_meetings(request).for_reading(), pk=pk)
    back = reverse("committee:meeting-detail", args=[pk])
    return kept_pdf(request, notice.order(meeting), name=f"tsuchi-{pk}.pdf", title="開催通知", back=back)


@requires(Permission.REVIEW)
@require_safe
def meeting_calendar(request, pk):
    """The meeting for one's own calendar."""
    meeting = get_object_or_404(_meetings(request).for_reading(), pk=pk)
    event = notice.event(meeting, "committee:meeting-detail")
    return calendar_response(str(meeting), [event], f"kaigi-{pk}.ics", timezone.now())


@requires(Permission.REVIEW)
@require_safe
def meeting_paper(request, pk):
    """A paper that was handed out to the person."""
    papers = MeetingDocument.objects.filter(meeting__in=_meetings(request)).select_related("meeting", "file")
    paper = get_object_or_404(papers, pk=pk)
    handed = paper.meeting.documents.handed_to(_seats(request, paper.meeting))
    get_object_or_404(handed.with_held_back(timezone.localdate()), pk=pk, is_held_back=False)
    return pdf_response(paper.file.data, f"shiryo-{pk}.pdf", modified=paper.file.made_at)


@requires(Permission.REVIEW)
@require_safe
def meeting_pack(request, pk):
    """The person's own pack, with their name on the cover."""
    meeting = get_object_or_404(_meetings(request), pk=pk)
    pack = get_object_or_404(_packs(meeting, _seats(request, meeting)), is_held_back=False)
    return pdf_response(pack.pdf, f"shiryo-isshiki-{pk}.pdf", modified=pack.requested_at)
