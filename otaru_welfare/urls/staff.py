"""Where the city and the council do their work."""

from django.urls import path

from evaluations.views import staff as evaluations
from evaluations.views import staff_batches as batches
from evaluations.views import staff_carried_issues as issues
from evaluations.views import staff_carry_over as bridges
from evaluations.views import staff_deadlines as deadlines
from evaluations.views import staff_prior_opinions as prior_opinions
from initiatives.views import staff as initiatives
from initiatives.views import staff_answer_sheets as sheets
from initiatives.views import staff_carry_over as carry_overs
from initiatives.views import staff_entry as entry
from initiatives.views import staff_mails as mails
from initiatives.views import staff_outcomes as outcomes
from initiatives.views import staff_plan_files as plan_files
from initiatives.views import staff_revisions as revisions
from initiatives.views import staff_shares as shares
from initiatives.views import staff_tree as trees
from otaru_welfare import views
from plans.views import staff as plans
from plans.views import staff_glossary as words
from plans.views import staff_outreach as activities
from plans.views import staff_portal as portal
from plans.views import staff_register as register
from plans.views import staff_text as texts

app_name = "staff"

urlpatterns = [
    path("", views.staff_home, name="home"),
    path("site/", portal.portal_edit, name="portal-edit"),
    path("plans/", plans.plan_term_list, name="plan-term-list"),
    path("plans/<int:pk>/", plans.plan_term_publish, name="plan-term-publish"),
    path("register/", register.register_list, name="register-list"),
    path("register/add/", register.register_plan_add, name="register-plan-add"),
    path("register/<int:pk>/", register.register_plan, name="register-plan"),
    path("register/<int:pk>/edit/", register.register_plan_edit, name="register-plan-edit"),
    path("register/<int:pk>/close/", register.register_plan_close, name="register-plan-close"),
    path("register/<int:pk>/reopen/", register.register_plan_reopen, name="register-plan-reopen"),
    path("register/<int:pk>/delete/", register.register_plan_delete, name="register-plan-delete"),
    path("register/<int:pk>/terms/add/", register.register_term_add, name="register-term-add"),
    path("register/terms/<int:pk>/", register.register_term_edit, name="register-term-edit"),
    path("register/terms/<int:pk>/delete/", register.register_term_delete, name="register-term-delete"),
    path("register/<int:pk>/relations/add/", register.register_relation_add, name="register-relation-add"),
    path("register/relations/<int:pk>/", register.register_relation_edit, name="register-relation-edit"),
    path(
        "register/relations/<int:pk>/delete/",
        register.register_relation_delete,
        name="register-relation-delete",
    ),
    path("texts/", texts.text_list, name="text-list"),
    path("texts/<int:pk>/", texts.text_detail, name="text-detail"),
    path("texts/<int:pk>/add/", texts.chapter_add, name="chapter-add"),
    path("texts/<int:pk>/pictures/", texts.picture_list, name="picture-list"),
    path("texts/chapters/<int:pk>/", texts.chapter_edit, name="chapter-edit"),
    path("texts/chapters/<int:pk>/move/", texts.chapter_move, name="chapter-move"),
    path("texts/chapters/<int:pk>/delete/", texts.chapter_delete, name="chapter-delete"),
    path("texts/pictures/<int:pk>/", texts.picture_edit, name="picture-edit"),
    path("texts/pictures/<int:pk>/delete/", texts.picture_delete, name="picture-delete"),
    path("outreach/", activities.activity_list, name="activity-list"),
    path("outreach/add/", activities.activity_add, name="activity-add"),
    path("outreach/<int:pk>/", activities.activity_edit, name="activity-edit"),
    path("outreach/<int:pk>/publish/", activities.activity_publish, name="activity-publish"),
    path("outreach/<int:pk>/delete/", activities.activity_delete, name="activity-delete"),
    path("glossary/", words.word_list, name="word-list"),
    path("glossary/add/", words.word_add, name="word-add"),
    path("glossary/<int:pk>/", words.word_edit, name="word-edit"),
    path("glossary/<int:pk>/delete/", words.word_delete, name="word-delete"),
    path("plan-files/", plan_files.plan_file_list, name="plan-file-list"),
    path("plan-files/download/", plan_files.plan_file_download, name="plan-file-download"),
    path("plan-files/<int:pk>/", plan_files.plan_file_detail, name="plan-file-detail"),
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
    path("carry-overs/", carry_overs.carry_over_list, name="carry-over-list"),
    path("carry-overs/begin/<int:term>/", carry_overs.carry_over_begin, name="carry-over-begin"),
    path("carry-overs/<int:pk>/", bridges.carry_over_detail, name="carry-over-detail"),
    path("carry-overs/<int:pk>/copy/", carry_overs.carry_over_copy, name="carry-over-copy"),
    path("carry-overs/<int:pk>/decide/", bridges.carry_over_decide, name="carry-over-decide"),
    path(
        "carry-overs/<int:pk>/initiatives/<int:initiative>/",
        bridges.carry_over_initiative,
        name="carry-over-initiative",
    ),
    path("carry-overs/<int:pk>/newcomers/", carry_overs.carry_over_newcomers, name="carry-over-newcomers"),
    path("carry-overs/lineages/<int:pk>/", carry_overs.lineage_edit, name="lineage-edit"),
    path("carry-overs/lineages/<int:pk>/undo/", carry_overs.lineage_undo, name="lineage-undo"),
    path("carry-overs/<int:pk>/issues/", issues.carried_issue_list, name="carried-issue-list"),
    path("carry-overs/issues/<int:pk>/", issues.carried_issue_edit, name="carried-issue-edit"),
    path("carry-overs/<int:pk>/handover/", issues.handover_print, name="handover-print"),
    path("carry-overs/<int:pk>/handover/draft.pdf", issues.handover_draft_pdf, name="handover-draft-pdf"),
    path("records/", initiatives.record_list, name="record-list"),
    path("records/excel/", sheets.answer_sheets, name="answer-sheets"),
    path("records/excel/hand-out/", sheets.answer_sheet_hand_out, name="answer-sheet-hand-out"),
    path("records/excel/<int:pk>/", sheets.answer_sheet_check, name="answer-sheet-check"),
    path("records/excel/<int:pk>/result.xlsx", sheets.answer_sheet_result, name="answer-sheet-result"),
    path("records/<int:pk>/", initiatives.record_detail, name="record-detail"),
    path("records/<int:pk>/edit/", initiatives.record_edit, name="record-edit"),
    path("records/<int:pk>/autosave/", entry.record_autosave, name="record-autosave"),
    path("records/<int:pk>/presence/", entry.record_presence, name="record-presence"),
    path("records/<int:pk>/unsaved/", entry.record_unsaved, name="record-unsaved"),
    path("records/<int:pk>/wording/", entry.record_wording, name="record-wording"),
    path("shares/<int:pk>/", shares.share_edit, name="share-edit"),
    path("records/<int:pk>/check/", initiatives.record_check, name="record-check"),
    path("records/<int:pk>/outcome/", outcomes.record_outcome, name="record-outcome"),
    path("records/<int:pk>/reopen/", outcomes.record_reopen, name="record-reopen"),
    path("records/<int:pk>/approve/", initiatives.record_approve, name="record-approve"),
    path("records/<int:pk>/send-back/", initiatives.record_send_back, name="record-send-back"),
    path("records/<int:pk>/accept/", initiatives.record_accept, name="record-accept"),
    path("records/<int:pk>/return/", initiatives.record_return, name="record-return"),
    path("records/<int:pk>/final/", evaluations.record_final, name="record-final"),
    path("mails/", mails.mail_list, name="mail-list"),
    path("mails/<int:pk>/", mails.mail_detail, name="mail-detail"),
    path("mails/<int:pk>/retry/", mails.mail_retry, name="mail-retry"),
    path("mails/<int:pk>/cancel/", mails.mail_cancel, name="mail-cancel"),
    path("mails/texts/", mails.mail_text_list, name="mail-text-list"),
    path("mails/texts/<slug:kind>/", mails.mail_text_edit, name="mail-text-edit"),
    path("rounds/", evaluations.round_list, name="round-list"),
    path("rounds/open/", evaluations.round_open, name="round-open"),
    path("rounds/<int:pk>/", evaluations.round_board, name="round-board"),
    path("rounds/<int:pk>/accept/", batches.round_accept, name="round-accept"),
    path("rounds/<int:pk>/return/", batches.round_return, name="round-return"),
    path("rounds/<int:pk>/remind/", batches.round_remind, name="round-remind"),
    path("rounds/<int:pk>/due/", batches.round_due, name="round-due"),
    path("rounds/<int:pk>/deadlines/", deadlines.round_deadlines, name="round-deadlines"),
    path("rounds/<int:pk>/calendar.ics", deadlines.round_calendar, name="round-calendar"),
    path("rounds/<int:pk>/committee/", evaluations.round_to_committee, name="round-to-committee"),
    path("rounds/<int:pk>/deciding/", evaluations.round_to_deciding, name="round-to-deciding"),
    path("rounds/<int:pk>/opinions/", evaluations.opinion_list, name="opinion-list"),
    path("rounds/<int:pk>/reviews/", prior_opinions.review_list, name="review-list"),
    path("rounds/<int:pk>/reviews/setting/", prior_opinions.review_setting, name="review-setting"),
    path("rounds/<int:pk>/reviews/letters/", prior_opinions.review_letters, name="review-letters"),
    path("rounds/<int:pk>/reviews/<int:member>/", prior_opinions.review_member, name="review-member"),
    path(
        "rounds/<int:pk>/reviews/<int:member>/sheets.pdf", prior_opinions.review_sheets, name="review-sheets"
    ),
    path(
        "rounds/<int:pk>/reviews/<int:member>/<int:record>/",
        prior_opinions.review_entry,
        name="review-entry",
    ),
    path("rounds/<int:pk>/final/", evaluations.final_list, name="final-list"),
    path("rounds/<int:pk>/publish/", evaluations.round_publish, name="round-publish"),
    path("rounds/<int:pk>/report/", evaluations.round_report, name="round-report"),
    path("opinions/<int:pk>/", evaluations.opinion_reply, name="opinion-reply"),
    path("editions/<int:pk>/report.pdf", evaluations.edition_pdf, name="edition-pdf"),
]
