"""Where the members of the promotion committee read and write."""

from django.urls import path

from evaluations.views import committee
from evaluations.views import committee_meetings as meetings
from evaluations.views import committee_minutes as minutes

app_name = "committee"

urlpatterns = [
    path("", committee.home, name="home"),
    path("rounds/<int:pk>/", committee.round_detail, name="round-detail"),
    path("rounds/<int:pk>/opinion/", committee.round_opinion, name="round-opinion"),
    path("rounds/<int:pk>/overall/", committee.overall_comment, name="overall-comment"),
    path("rounds/<int:pk>/report/", committee.round_report, name="round-report"),
    path("rounds/<int:pk>/calendar.ics", committee.round_calendar, name="round-calendar"),
    path("records/<int:pk>/", committee.record_review, name="record-review"),
    path("records/<int:pk>/rating/", committee.record_rate, name="record-rate"),
    path("rounds/<int:pk>/opinions/<int:place>/", committee.opinion_edit, name="opinion-edit"),
    path("meetings/<int:pk>/", meetings.meeting_detail, name="meeting-detail"),
    path("meetings/<int:pk>/notice.pdf", meetings.meeting_notice, name="meeting-notice"),
    path("meetings/<int:pk>/calendar.ics", meetings.meeting_calendar, name="meeting-calendar"),
    path("meetings/<int:pk>/pack.pdf", meetings.meeting_pack, name="meeting-pack"),
    path("meetings/papers/<int:pk>.pdf", meetings.meeting_paper, name="meeting-paper"),
    path("meetings/<int:pk>/minutes/", minutes.minutes_detail, name="minutes-detail"),
    path("meetings/<int:pk>/minutes/confirm/", minutes.minutes_confirm, name="minutes-confirm"),
    path("meetings/<int:pk>/minutes/draft.pdf", minutes.minutes_pdf, name="minutes-pdf"),
    path("minutes/passages/<int:pk>/", minutes.minutes_correct, name="minutes-correct"),
    path("minutes/sections/<int:pk>/", minutes.minutes_add, name="minutes-add"),
    path("editions/<int:pk>/report.pdf", committee.edition_pdf, name="edition-pdf"),
]
