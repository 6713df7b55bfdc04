"""What anyone may read, signed in or not. These addresses stay stable."""

from django.urls import path

from evaluations.views import public as evaluations
from evaluations.views import public_bridge as bridges
from evaluations.views import public_judging as judging
from evaluations.views import public_meetings as meetings
from evaluations.views import public_minutes as minutes
from evaluations.views import public_surveys as surveys
from evaluations.views import public_voices as voices
from evaluations.views import public_workshops as workshops
from initiatives.views import public as initiatives
from initiatives.views import public_revisions
from otaru_welfare import views
from plans.views import drawings, pictures
from plans.views import public as plans

urlpatterns = [
    path("", views.home, name="home"),
    path("plans/", plans.plan_list, name="plan-list"),
    path("plans/map/", drawings.plan_map, name="plan-map"),
    path("plans/map.pdf", drawings.plan_map_pdf, name="plan-map-pdf"),
    path("plans/periods/", drawings.plan_periods, name="plan-periods"),
    path("plans/periods.pdf", drawings.plan_periods_pdf, name="plan-periods-pdf"),
    path("plans/<slug:slug>/", plans.plan_detail, name="plan-detail"),
    path("plans/<slug:slug>/revisions/", public_revisions.plan_revision_list, name="plan-revision-list"),
    path(
        "plans/<slug:slug>/revisions/<int:term>-<int:ordinal>/",
        public_revisions.plan_revision_detail,
        name="plan-revision-detail",
    ),
    path(
        "plans/<slug:slug>/revisions/<int:term>-<int:ordinal>/comparison.pdf",
        public_revisions.plan_revision_pdf,
        name="plan-revision-pdf",
    ),
    path("pictures/<slug:sha256>.<slug:extension>", pictures.picture, name="picture"),
    path("outreach/", plans.outreach, name="outreach"),
    path("plans/<slug:slug>/bridge/<int:ordinal>/", bridges.plan_bridge, name="plan-bridge"),
    path(
        "plans/<slug:slug>/bridge/<int:ordinal>/handover.pdf", bridges.plan_bridge_pdf, name="plan-bridge-pdf"
    ),
    path("glossary/", plans.glossary, name="glossary"),
    path("initiatives/", evaluations.initiative_list, name="initiative-list"),
    path("initiatives/tree/", initiatives.initiative_tree, name="initiative-tree"),
    path("initiatives/tree.pdf", initiatives.initiative_tree_pdf, name="initiative-tree-pdf"),
    path("initiatives/plans/", initiatives.initiative_plans, name="initiative-plans"),
    path("initiatives/plans/<slug:slug>/", evaluations.plan_sheet, name="plan-sheet"),
    path("initiatives/<slug:code>/", evaluations.initiative_detail, name="initiative-detail"),
    path("voices/", voices.voice_list, name="voice-list"),
    path("voices/voices.csv", voices.voice_csv, name="voice-csv"),
    path("voices/<slug:slug>/", voices.voice_detail, name="voice-detail"),
    path("evaluations/", evaluations.evaluation_list, name="evaluation-list"),
    path("evaluations/<int:year>/", evaluations.evaluation_detail, name="evaluation-detail"),
    path("evaluations/<int:year>/opinions/", evaluations.evaluation_opinions, name="evaluation-opinions"),
    path("evaluations/<int:year>/promises/", evaluations.evaluation_promises, name="evaluation-promises"),
    path("evaluations/<int:year>/eyes/", judging.evaluation_eyes, name="evaluation-eyes"),
    path("evaluations/<int:year>/letter.pdf", judging.evaluation_letter, name="evaluation-letter"),
    path("evaluations/<int:year>/report.pdf", evaluations.evaluation_report, name="evaluation-report"),
    path("committees/<int:pk>/", meetings.committee_page, name="committee-page"),
    path("meetings/", meetings.meeting_list, name="meeting-list"),
    path("meetings/<int:pk>/", meetings.meeting_page, name="meeting-page"),
    path("meetings/<int:pk>/papers/<int:paper>.pdf", meetings.meeting_paper, name="meeting-page-paper"),
    path("surveys/", surveys.survey_list, name="survey-list"),
    path("surveys/series/<int:pk>/", surveys.survey_series, name="survey-series"),
    path("surveys/items/<int:pk>/", surveys.survey_item, name="survey-item"),
    path("surveys/<int:pk>/", surveys.survey_detail, name="survey-detail"),
    path("surveys/<int:pk>/survey.csv", surveys.survey_csv, name="survey-csv"),
    path("surveys/<int:pk>/survey.pdf", surveys.survey_pdf, name="survey-pdf"),
    path("workshops/", workshops.workshop_list, name="workshop-list"),
    path("workshops/<int:year>/", workshops.workshop_year, name="workshop-year"),
    path("workshops/<int:year>/workshops.csv", workshops.workshop_csv, name="workshop-csv"),
    path("workshops/<int:year>/workshops.pdf", workshops.workshop_year_pdf, name="workshop-year-pdf"),
    path("workshops/<int:year>/<int:pk>/", workshops.workshop_detail, name="workshop-detail"),
    path("workshops/<int:year>/<int:pk>/workshop.pdf", workshops.workshop_pdf, name="workshop-pdf"),
    path("meetings/<int:pk>/minutes/", minutes.minutes_page, name="minutes-page"),
    path("meetings/<int:pk>/minutes/<int:number>/", minutes.minutes_edition, name="minutes-edition"),
    path("meetings/<int:pk>/minutes/<int:number>.pdf", minutes.minutes_pdf, name="minutes-pdf"),
    path("meetings/<int:pk>/minutes/<int:number>.txt", minutes.minutes_text, name="minutes-text"),
]
