"""Where the members of the promotion committee read and write."""

from django.urls import path

from evaluations.views import committee, prior_opinions

app_name = "committee"

urlpatterns = [
    path("", committee.home, name="home"),
    path("rounds/<int:pk>/", committee.round_detail, name="round-detail"),
    path("rounds/<int:pk>/opinion/", committee.round_opinion, name="round-opinion"),
    path("rounds/<int:pk>/overall/", committee.overall_comment, name="overall-comment"),
    path("rounds/<int:pk>/report/", committee.round_report, name="round-report"),
    path("rounds/<int:pk>/calendar.ics", committee.round_calendar, name="round-calendar"),
    path("rounds/<int:pk>/review/", prior_opinions.review_press, name="review-press"),
    path("records/<int:pk>/", prior_opinions.record_review, name="record-review"),
    path("records/<int:pk>/autosave/", prior_opinions.record_autosave, name="record-autosave"),
    path("rounds/<int:pk>/opinions/<int:place>/", committee.opinion_edit, name="opinion-edit"),
    path("editions/<int:pk>/report.pdf", committee.edition_pdf, name="edition-pdf"),
]
