"""Committees and meetings as everybody reads them: what was published, and nothing of the living rows of a meeting."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.views.paging import page_of
from evaluations.meetings.publication import public_paper
from evaluations.models import Committee, Edition, Meeting, MeetingFile, MinutesEdition
from plans.views.prints import pdf_response
from plans.views.years import choices, chosen_year

MEETINGS_ON_A_PAGE = 50


@login_not_required
@require_safe
def committee_page(request, pk):
    """Who sits in the committee, as far as each member lets it be known."""
    committee = get_object_or_404(Committee.objects.public().select_related("term__plan"), pk=pk)
    context = {
        "committee": committee,
        "members": committee.members.serving(timezone.localdate()).in_order(),
        "meetings": Meeting.objects.public().filter(committee=committee)[:10],
    }
    return render(request, "public/evaluations/committee.html", context)


@login_not_required
@require_safe
def meeting_list(request):
    """The published meetings of one fiscal year."""
    meetings = Meeting.objects.public()
    years = meetings.years()
    year = chosen_year(request, years)
    shown = meetings.in_year(year).order_by("-held_on", "-pk") if year is not None else meetings.none()
    context = {
        "years": choices(years),
        "year": year,
        "page_obj": page_of(request, shown, MEETINGS_ON_A_PAGE),
        "committees": Committee.objects.public(),
    }
    return render(request, "public/evaluations/meeting_list.html", context)


@login_not_required
@require_safe
def meeting_page(request, pk):
    meeting = get_object_or_404(Meeting.objects.public(), pk=pk)
    context = {
        "meeting": meeting,
        "shown": meeting.publication,
        "edition": Edition.objects.published()
        .filter(round=meeting.round_id)
        .only("round_id", "head")
        .first(),
        "has_minutes": MinutesEdition.objects.public().filter(minutes__meeting=meeting).exists(),
    }
    return render(request, "public/evaluations/meeting_detail.html", context)


@login_not_required
@require_safe
def meeting_paper(request, pk, paper):
    """A paper as it was published."""
    meeting = get_object_or_404(Meeting.objects.public(), pk=pk)
    file = public_paper(meeting, paper)
    if file is None:
        raise Http404
    row = get_object_or_404(MeetingFile, pk=file)
    return pdf_response(row.data, f"kaigi-shiryo-{paper}.pdf", modified=row.made_at)
