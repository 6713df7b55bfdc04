"""Meetings as the secretariat prepares them: facts, agenda, calling, who comes, publishing. Papers: ``staff_papers``."""

from django.contrib import messages
from django.db.models import Max, Value
from django.db.models.functions import Concat
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import requires
from accounts.history import entries
from accounts.roles import Permission
from accounts.versioned_forms import carried_out
from accounts.views.deleting import delete_page
from accounts.views.paging import page_of
from accounts.views.pressing import press
from evaluations.calendars import calendar_response
from evaluations.meetings import calling, notice, planning, publication
from evaluations.meetings.forms import (
    AgendaItemForm,
    AnswerForm,
    CallForm,
    CancelForm,
    MeetingForm,
    PresenceForm,
    PublishForm,
)
from evaluations.models import AgendaItem, Attendance, Committee, Meeting, Quorum
from plans import fiscal_year
from plans.views.prints import kept_pdf
from plans.views.years import choices, chosen_year

MEETINGS_ON_A_PAGE = 50
CHANGES_ON_A_PAGE = 30


def the_meeting(pk: int) -> Meeting:
    return get_object_or_404(Meeting.objects.for_reading(), pk=pk)


@requires(Permission.RUN_ROUNDS)
@require_safe
def meeting_list(request):
    """The meetings of one fiscal year, newest first; ``?committee=`` keeps those of one."""
    meetings = Meeting.objects.select_related("committee")
    wanted = request.GET.get("committee", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 10:
        meetings = meetings.filter(committee=wanted)
    years = meetings.years()
    year = chosen_year(request, years)
    shown = meetings.in_year(year) if year is not None else meetings.none()
    context = {
        "years": choices(years),
        "year": year,
        "page_obj": page_of(request, shown.defer("publication"), MEETINGS_ON_A_PAGE),
        "committees": Committee.objects.select_related("term__plan").order_by("-term__first_year", "name"),
    }
    return render(request, "staff/evaluations/meeting_list.html", context)


# ---- facts ------------------------------------------------------------------------------------------------


@requires(Permission.RUN_ROUNDS)
def meeting_add(request, committee):
    committee = get_object_or_404(Committee.objects.select_related("term__plan"), pk=committee)
    return _meeting_page(request, committee, None)


@requires(Permission.RUN_ROUNDS)
def meeting_edit(request, pk):
    meeting = the_meeting(pk)
    return _meeting_page(request, meeting.committee, meeting)


def _meeting_page(request, committee: Committee, meeting: Meeting | None):
    initial = {} if meeting else {"ordinal": str(_next_number(committee))}
    form = MeetingForm(request.POST or None, committee=committee, meeting=meeting, initial=initial)
    row = {"committee": committee, "meeting": meeting, "now": timezone.now()}
    if saved := carried_out(request, form, planning.save_meeting, **row):
        messages.success(request, f"「{saved.label}」を保存しました。")
        return redirect("staff:meeting-detail", pk=saved.pk)
    context = {"committee": committee, "meeting": meeting, "form": form}
    return render(request, "staff/evaluations/meeting_edit.html", context)


def _next_number(committee: Committee) -> int:
    year = fiscal_year.fiscal_year_of(timezone.localdate())
    return (committee.meetings.in_year(year).aggregate(last=Max("ordinal"))["last"] or 0) + 1


@requires(Permission.RUN_ROUNDS)
@require_safe
def meeting_detail(request, pk):
    """What the meeting is and what is to be done next; its agenda."""
    meeting = the_meeting(pk)
    context = {
        "meeting": meeting,
        "items": list(meeting.agenda.all()),
        "history": entries(Meeting.objects.filter(pk=pk), AgendaItem.objects.filter(meeting=pk)),
    }
    return render(request, "staff/evaluations/meeting_detail.html", context)


@requires(Permission.RUN_ROUNDS)
def meeting_cancel(request, pk):
    meeting = the_meeting(pk)
    form = CancelForm(request.POST or None, initial={"version": meeting.version})
    if carried_out(request, form, planning.cancel, meeting=meeting, now=timezone.now()):
        messages.success(request, f"「{meeting.label}」を中止にしました。")
        return redirect("staff:meeting-detail", pk=pk)
    return render(request, "staff/evaluations/meeting_cancel.html", {"meeting": meeting, "form": form})


@requires(Permission.RUN_ROUNDS)
def meeting_delete(request, pk):
    meeting = the_meeting(pk)
    return delete_page(
        request,
        planning.delete_meeting,
        {"meeting": meeting},
        back=reverse("staff:meeting-detail", args=[pk]),
        to=reverse("staff:meeting-list"),
        lead="削除すると、議題も一緒になくなり、元には戻せません（更新履歴には残ります）。",
    )


# ---- agenda -----------------------------------------------------------------------------------------------


def _item(pk: int) -> AgendaItem:
    rows = AgendaItem.objects.select_related("meeting__committee__term__plan")
    return get_object_or_404(rows, pk=pk)


@requires(Permission.RUN_ROUNDS)
def agenda_item_add(request, meeting):
    return _item_page(request, the_meeting(meeting), None)


@requires(Permission.RUN_ROUNDS)
def agenda_item_edit(request, pk):
    item = _item(pk)
    return _item_page(request, item.meeting, item)


def _item_page(request, meeting: Meeting, item: AgendaItem | None):
    initial = AgendaItemForm.values(item) if item else {"version": 0, "kind": AgendaItem.Kind.DELIBERATION}
    form = AgendaItemForm(request.POST or None, initial=initial)
    if saved := carried_out(request, form, planning.save_item, meeting=meeting, item=item):
        messages.success(request, f"議題「{saved}」を保存しました。")
        if "more" in request.POST:
            return redirect("staff:agenda-item-add", meeting=meeting.pk)
        return redirect("staff:meeting-detail", pk=meeting.pk)
    context = {"meeting": meeting, "item": item, "form": form}
    return render(request, "staff/evaluations/agenda_item_edit.html", context)


@requires(Permission.RUN_ROUNDS)
@require_POST
def agenda_item_move(request, pk):
    item = _item(pk)
    press(request, planning.move_item, done=f"「{item}」を動かしました。", item=item, up="up" in request.POST)
    return redirect("staff:meeting-detail", pk=item.meeting_id)


@requires(Permission.RUN_ROUNDS)
def agenda_item_delete(request, pk):
    item = _item(pk)
    return delete_page(
        request,
        planning.delete_item,
        {"item": item},
        back=reverse("staff:agenda-item-edit", args=[pk]),
        to=reverse("staff:meeting-detail", args=[item.meeting_id]),
        lead="削除すると、元には戻せません（更新履歴には残ります）。この議題の資料は、会議に残ります。",
    )


# ---- calling, and who comes -------------------------------------------------------------------------------


@requires(Permission.RUN_ROUNDS)
def meeting_attendance(request, pk):
    """Who was called, what they answered, and who was there; POST keeps the day's attendance."""
    meeting = the_meeting(pk)
    rows = list(meeting.attendances.of_the_day(meeting).select_related("mail", "member__user").in_order())
    form = None
    has_come = meeting.held_on <= timezone.localdate()
    if request.method == "POST" or (has_come and meeting.state in (Meeting.State.CALLED, Meeting.State.HELD)):
        form = PresenceForm(request.POST or None, meeting=meeting, attendances=rows)
        row = {"meeting": meeting, "today": timezone.localdate()}
        if carried_out(request, form, calling.enter_presence, **row):
            messages.success(request, "当日の出欠を保存しました。")
            return redirect("staff:meeting-attendance", pk=pk)
    context = {
        "meeting": meeting,
        "attendances": rows,
        "form": form,
        "quorum": Quorum.of(meeting.committee, rows),
        "left": calling.to_be_called(meeting),
        "history": _history(request, meeting),
    }
    return render(request, "staff/evaluations/meeting_attendance.html", context)


def _history(request, meeting: Meeting):
    """One page of who changed whose attendance, newest first."""
    events = Attendance.pgh_event_model.objects.filter(meeting=meeting.pk)
    named = events.annotate(row_words=Concat("member__name", Value("さん")))
    return page_of(request, entries(named), CHANGES_ON_A_PAGE)


@requires(Permission.RUN_ROUNDS)
def meeting_call(request, pk):
    """Show to whom the notice goes, and send it with one press."""
    meeting = the_meeting(pk)
    form = CallForm(request.POST or None, initial={"version": meeting.version})
    if called := carried_out(request, form, calling.call, meeting=meeting, now=timezone.now()):
        paper = f"紙で送る委員は{len(called.on_paper)}人です。" if called.on_paper else ""
        messages.success(request, f"{len(called.mailed)}人に開催通知のメールを送ります。{paper}")
        return redirect("staff:meeting-attendance", pk=pk)
    context = {
        "meeting": meeting,
        "form": form,
        "members": calling.to_be_called(meeting),
        "items": list(meeting.agenda.all()),
        "letter": calling.letter(meeting),
    }
    return render(request, "staff/evaluations/meeting_call.html", context)


@requires(Permission.RUN_ROUNDS)
def attendance_answer(request, pk):
    """Enter the answer of a member who gave it by telephone or on paper."""
    rows = Attendance.objects.select_related("meeting__committee__term__plan", "member")
    attendance = get_object_or_404(rows, pk=pk)
    form = AnswerForm(request.POST or None, attendance=attendance)
    row = {"attendance": attendance, "by": request.user, "now": timezone.now()}
    if carried_out(request, form, calling.answer, **row):
        messages.success(request, f"{attendance.member.name}さんの回答を入力しました。")
        return redirect("staff:meeting-attendance", pk=attendance.meeting_id)
    context = {"attendance": attendance, "meeting": attendance.meeting, "form": form}
    return render(request, "staff/evaluations/attendance_answer.html", context)


@requires(Permission.RUN_ROUNDS)
def meeting_notice(request, pk):
    """開催通知 as PDF, to send to those who read on paper."""
    meeting = the_meeting(pk)
    back = reverse("staff:meeting-attendance", args=[pk])
    return kept_pdf(request, notice.order(meeting), name=f"tsuchi-{pk}.pdf", title="開催通知", back=back)


@requires(Permission.RUN_ROUNDS)
@require_safe
def meeting_calendar(request, pk):
    meeting = the_meeting(pk)
    event = notice.event(meeting, "staff:meeting-detail")
    return calendar_response(str(meeting), [event], f"kaigi-{pk}.ics", timezone.now())


# ---- the public -------------------------------------------------------------------------------------------


@requires(Permission.RUN_ROUNDS)
def meeting_publish(request, pk):
    """What the public would read; press to publish, to bring up to date, or to withdraw."""
    meeting = the_meeting(pk)
    if request.method == "POST" and "withdraw" in request.POST:
        press(request, publication.withdraw, done="公表をやめました。", meeting=meeting)
        return redirect("staff:meeting-publish", pk=pk)
    form = PublishForm(request.POST or None, initial={"version": meeting.version})
    row = {"meeting": meeting, "by": request.user, "now": timezone.now()}
    if carried_out(request, form, publication.publish, **row):
        messages.success(request, f"「{meeting.label}」を公表しました。")
        return redirect("staff:meeting-publish", pk=pk)
    shown = publication.content(meeting)
    context = {
        "meeting": meeting,
        "form": form,
        "shown": shown,
        "is_outdated": meeting.published_at is not None and meeting.publication != shown,
    }
    return render(request, "staff/evaluations/meeting_publish.html", context)
