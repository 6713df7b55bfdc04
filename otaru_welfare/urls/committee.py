"""Where the members of the promotion committee read and write."""

from django.urls import path

from evaluations.views import committee, plan_opinions, prior_opinions
from evaluations.views import committee_digest as digest
from evaluations.views import committee_judging as judging
from evaluations.views import committee_meetings as meetings
from evaluations.views import committee_minutes as minutes

app_name = "committee"

urlpatterns = [
    path("", committee.home, name="home"),
    path("rounds/<int:pk>/", committee.round_detail, name="round-detail"),
    path("rounds/<int:pk>/overall/", committee.overall_comment, name="overall-comment"),
    path("rounds/<int:pk>/report/", committee.round_report, name="round-report"),
    path("rounds/<int:pk>/calendar.ics", committee.round_calendar, name="round-calendar"),
    path("rounds/<int:pk>/points/", digest.round_digest, name="round-digest"),
    path("rounds/<int:pk>/points/all/", digest.round_digest_all, name="round-digest-all"),
    path("rounds/<int:pk>/points/method/", digest.round_digest_method, name="round-digest-method"),
    path("rounds/<int:pk>/points/points.pdf", digest.round_digest_pdf, name="round-digest-pdf"),
    path("rounds/<int:pk>/overall/versions/", judging.overall_versions, name="overall-versions"),
    path("rounds/<int:pk>/goals/", judging.round_goals, name="round-goals"),
    path("rounds/<int:pk>/goals/<int:place>/", judging.goal_rate, name="goal-rate"),
    path("rounds/<int:pk>/letter/", judging.round_letter, name="round-letter"),
    path("letters/<int:pk>/letter.pdf", judging.letter_pdf, name="letter-pdf"),
    path("rounds/<int:pk>/eyes/", judging.round_eyes, name="round-eyes"),
    path("rounds/<int:pk>/review/", prior_opinions.review_press, name="review-press"),
    path("records/<int:pk>/", prior_opinions.record_review, name="record-review"),
    path("records/<int:pk>/autosave/", prior_opinions.record_autosave, name="record-autosave"),
    path("rounds/<int:pk>/opinions/<int:place>/", plan_opinions.round_opinion, name="round-opinion"),
    path(
        "rounds/<int:pk>/opinions/<int:place>/autosave/",
        plan_opinions.opinion_autosave,
        name="opinion-autosave",
    ),
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
