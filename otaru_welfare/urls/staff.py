"""Where the city and the council do their work."""

from django.urls import path

from evaluations.views import staff as evaluations
from initiatives.views import staff as initiatives
from initiatives.views import staff_answer_sheets as sheets
from initiatives.views import staff_revisions as revisions
from initiatives.views import staff_tree as trees
from otaru_welfare import views
from plans.views import staff as plans

app_name = "staff"

urlpatterns = [
    path("", views.staff_home, name="home"),
    path("plans/", plans.plan_term_list, name="plan-term-list"),
    path("plans/<int:pk>/", plans.plan_term_publish, name="plan-term-publish"),
    path("trees/", trees.tree_list, name="tree-list"),
    path("trees/<int:pk>/", trees.tree_detail, name="tree-detail"),
    path("trees/<int:pk>/levels/", trees.tree_levels, name="tree-levels"),
    path("trees/<int:pk>/measures/add/", trees.measure_add, name="measure-add"),
    path("trees/<int:pk>/initiatives/add/", trees.initiative_add, name="initiative-add"),
    path("trees/measures/<int:pk>/", trees.measure_edit, name="measure-edit"),
    path("trees/measures/<int:pk>/delete/", trees.measure_delete, name="measure-delete"),
    path("trees/initiatives/<int:pk>/", trees.initiative_edit, name="initiative-edit"),
    path("trees/initiatives/<int:pk>/delete/", trees.initiative_delete, name="initiative-delete"),
    path("trees/initiatives/<int:pk>/indicators/add/", trees.indicator_add, name="indicator-add"),
    path("trees/indicators/<int:pk>/", trees.indicator_edit, name="indicator-edit"),
    path("trees/indicators/<int:pk>/delete/", trees.indicator_delete, name="indicator-delete"),
    path("trees/plan-links/<int:pk>/", trees.plan_link_edit, name="plan-link-edit"),
    path("plans/<int:term>/revisions/", revisions.revision_list, name="revision-list"),
    path("plans/<int:term>/revisions/prepare/", revisions.revision_prepare, name="revision-prepare"),
    path("plans/revisions/<int:pk>/", revisions.revision_detail, name="revision-detail"),
    path("plans/revisions/<int:pk>/edit/", revisions.revision_edit, name="revision-edit"),
    path("plans/revisions/<int:pk>/choose/", revisions.revision_choose, name="revision-choose"),
    path(
        "plans/revisions/<int:pk>/change/<slug:kind>/<int:row>/",
        revisions.revision_change,
        name="revision-change",
    ),
    path(
        "plans/revisions/<int:pk>/add/<slug:kind>/<int:parent>/", revisions.revision_add, name="revision-add"
    ),
    path(
        "plans/revisions/<int:pk>/add/<slug:kind>/<int:parent>/<int:change>/",
        revisions.revision_add,
        name="revision-addition",
    ),
    path("plans/revisions/<int:pk>/drop/<int:change>/", revisions.revision_drop, name="revision-drop"),
    path("plans/revisions/<int:pk>/publish/", revisions.revision_publish, name="revision-publish"),
    path("plans/revisions/<int:pk>/abandon/", revisions.revision_abandon, name="revision-abandon"),
    path("records/", initiatives.record_list, name="record-list"),
    path("records/excel/", sheets.answer_sheets, name="answer-sheets"),
    path("records/excel/hand-out/", sheets.answer_sheet_hand_out, name="answer-sheet-hand-out"),
    path("records/excel/<int:pk>/", sheets.answer_sheet_check, name="answer-sheet-check"),
    path("records/excel/<int:pk>/result.xlsx", sheets.answer_sheet_result, name="answer-sheet-result"),
    path("records/<int:pk>/", initiatives.record_detail, name="record-detail"),
    path("records/<int:pk>/edit/", initiatives.record_edit, name="record-edit"),
    path("records/<int:pk>/check/", initiatives.record_check, name="record-check"),
    path("records/<int:pk>/accept/", initiatives.record_accept, name="record-accept"),
    path("records/<int:pk>/return/", initiatives.record_return, name="record-return"),
    path("records/<int:pk>/final/", evaluations.record_final, name="record-final"),
    path("rounds/", evaluations.round_list, name="round-list"),
    path("rounds/open/", evaluations.round_open, name="round-open"),
    path("rounds/<int:pk>/", evaluations.round_board, name="round-board"),
    path("rounds/<int:pk>/committee/", evaluations.round_to_committee, name="round-to-committee"),
    path("rounds/<int:pk>/deciding/", evaluations.round_to_deciding, name="round-to-deciding"),
    path("rounds/<int:pk>/opinions/", evaluations.opinion_list, name="opinion-list"),
    path("rounds/<int:pk>/final/", evaluations.final_list, name="final-list"),
    path("rounds/<int:pk>/publish/", evaluations.round_publish, name="round-publish"),
    path("rounds/<int:pk>/report/", evaluations.round_report, name="round-report"),
    path("opinions/<int:pk>/", evaluations.opinion_reply, name="opinion-reply"),
    path("editions/<int:pk>/report.pdf", evaluations.edition_pdf, name="edition-pdf"),
]
