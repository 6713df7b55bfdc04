"""What ``load_demo`` puts into an empty database: every state that a visitor may want to see, marked as sample."""

from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from accounts.demo_people import DEMO_PASSWORD, demo_people
from accounts.models import Department, OutgoingMail, User
from accounts.roles import Role
from evaluations.models import (
    AgendaItem,
    CommitteeRating,
    Edition,
    EvaluationRound,
    FinalEvaluation,
    Meeting,
    MeetingDocument,
    Member,
    Minutes,
    MinutesCorrection,
    MinutesEdition,
    Opinion,
    Response,
)
from initiatives.models import (
    ActorRole,
    AnnualRecord,
    IndicatorValue,
    Initiative,
    PlanLink,
    Promise,
    RecordShare,
)
from initiatives.models.record import TEXT_LIMIT
from plans.models import Measure, PlanRevision, PlanTerm
from tests import builders

HANDED_IN = ("submitted", "accepted")


def load_demo(**options) -> str:
    out = StringIO()
    call_command("load_demo", stdout=out, stderr=out, **options)
    return out.getvalue()


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demo, loaded once for all tests of this file and gone after them."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr("evaluations.reports.annual.render", lambda edition: b"%PDF-1.7 quick")
        patch.setattr("initiatives.tasks.print_page", lambda template, context: b"%PDF-1.7 quick")
        patch.setattr("evaluations.meetings.making.print_page", lambda *shown: builders.pdf_file())
        yield load_demo()
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded, db):
    """The loaded demo, as each test finds it."""
    return loaded


def test_the_sample_revision_is_public_marked_and_after_the_first_year(demo):
    revision = PlanRevision.objects.public().get()
    assert revision.is_sample
    assert revision.decided_label == "令和5年2月1日"
    initiative = Initiative.objects.get(number="1-1-1")
    contents = {
        record.request.target_year: record.content
        for record in AnnualRecord.objects.filter(initiative=initiative)
    }
    assert "雪や坂道を避けて" not in contents[2021]
    assert contents[2022] == contents[2023] == initiative.content
    assert "雪や坂道を避けて" in initiative.content
    raised = initiative.indicators.get(name="参加実人数").target_of(2023)
    assert raised.shown == "470人（当初450人）"
    sheets = Edition.objects.get(round__request__target_year=2021, is_draft=False).sheets
    assert sheets.get(number="1-1-1").content["content"] == contents[2021]


def records(year):
    return AnnualRecord.objects.filter(request__target_year=year).for_reading()


def states(queryset) -> Counter:
    return Counter(queryset.values_list("state", flat=True))


def round_of(year) -> EvaluationRound:
    return EvaluationRound.objects.get(request__target_year=year)


# ---- the plan and its people ------------------------------------------------------------------------------


def test_the_real_plan_carries_36_sample_initiatives_under_its_three_goals(demo):
    term = PlanTerm.objects.get(pk__in=Initiative.objects.values("term"))
    assert "見本データを入れました。" in demo
    assert term.published_at
    per_goal = Counter(i.measure.parent.number for i in Initiative.objects.select_related("measure__parent"))
    assert per_goal == {"1": 12, "2": 12, "3": 12}


def test_everything_invented_is_marked_as_sample_and_nothing_real_is(demo):
    assert not Initiative.objects.filter(is_sample=False).exists()
    assert set(Measure.objects.filter(depth=1).values_list("is_sample", flat=True)) == {False}
    assert set(Measure.objects.filter(depth__gt=1).values_list("is_sample", flat=True)) == {True}
    assert set(EvaluationRound.objects.values_list("is_sample", flat=True)) == {True}
    assert all(name.startswith("見本") for name in User.objects.values_list("name", flat=True))
    assert all(name.startswith("見本委員") for name in Member.objects.values_list("name", flat=True))
    edition = Edition.objects.get()
    assert edition.head["is_sample"]
    assert all(sheet.content["is_sample"] for sheet in edition.sheets.all())


def test_every_person_of_the_sign_in_page_is_there_with_the_password_of_the_demo(demo):
    people = User.objects.in_bulk([person.username for person in demo_people()], field_name="username")
    assert len(people) == len(demo_people())
    assert all(person.check_password(DEMO_PASSWORD) for person in people.values())
    assert people["shimin-fukushi"].role == people["shakyo-jimu"].role == Role.SECRETARIAT
    assert people["shimin-fukushi"].organization.kind == "city"
    assert people["shakyo-jimu"].organization.kind == people["shakyo-chiiki"].organization.kind == "council"


def test_eight_members_of_all_kinds_serve_today_and_one_of_them_on_paper(demo):
    members = Member.objects.serving(timezone.localdate())
    assert Counter(members.values_list("category", flat=True)) == {
        "academic": 2,
        "adult": 1,
        "student": 1,
        "provider": 2,
        "group": 2,
    }
    assert members.get(office="chair").user.username == "iincho"
    assert members.filter(user=None).count() == 1


def test_each_round_has_two_meetings_as_far_as_it_has_come(demo):
    meetings = Meeting.objects.filter(is_sample=True)
    assert Counter(meetings.values_list("round__request__target_year", "state")) == {
        (2021, "held"): 2,
        (2022, "held"): 1,
        (2022, "called"): 1,
        (2023, "preparing"): 2,
    }
    held = meetings.filter(state="held")
    assert all(meeting.attendances.filter(presence="").count() == 0 for meeting in held)
    assert all(meeting.documents.handed_out().count() >= 3 for meeting in held)
    assert MeetingDocument.objects.filter(edition=2).count() == 1
    numbered = list(meetings.order_by("held_on").values_list("fiscal_year", "ordinal"))
    assert numbered == sorted(numbered)
    assert all((year, 1) in numbered for year, _ in numbered)


def test_nobody_is_written_to_about_a_meeting_and_what_is_closed_stays_inside(demo):
    assert not OutgoingMail.objects.due(timezone.now()).filter(subject__contains="会議").exists()
    published = Meeting.objects.public()
    assert published.count() == 4
    assert AgendaItem.objects.filter(is_closed=True).exists()
    assert "事例" not in str([m.publication["agenda"] + m.publication["papers"] for m in published])


def test_every_department_has_somebody_who_enters_its_records(demo):
    leading = Department.objects.filter(led_records__isnull=False).distinct()
    assert leading.count() == 12
    assert not leading.filter(people__isnull=True).exists()


def test_the_renamed_department_bears_the_name_of_each_year(demo):
    names = {year: records(year).get(number="2-1-1").department_name for year in (2021, 2022, 2023)}
    assert names == {
        2021: "福祉部地域福祉課",
        2022: "福祉保険部福祉総合相談室",
        2023: "福祉保険部福祉総合相談室",
    }


# ---- the three years --------------------------------------------------------------------------------------


def test_the_first_year_is_published_with_everything_answered(demo):
    first = round_of(2021)
    assert first.stage == "published"
    assert first.editions.get().published_at
    assert first.editions.get().sheets.count() == 36
    assert states(records(2021)) == {"accepted": 36}
    assert not first.opinions.unanswered().exists()
    assert first.opinions.filter(record=None).count() == 2
    found = set(Response.objects.filter(opinion__round=first).values_list("disposition", flat=True))
    assert found == set(Response.Disposition.values)
    assert Response.objects.filter(opinion__round=first).exclude(what_changed="").count() >= 5
    assert first.overall_comment.text
    assert not CommitteeRating.objects.filter(record__request=first.request).exists()


def test_a_few_final_ratings_differ_from_the_departments_own_and_say_why(demo):
    finals = FinalEvaluation.objects.select_related("level", "record__self_rating")
    differing = [final for final in finals if final.level.code != final.record.self_rating.code]
    assert finals.count() == 36
    assert {final.record.number for final in differing} == {"1-2-2", "1-3-1", "1-3-2", "2-2-4", "3-2-1"}
    assert all(final.comment for final in differing)


def test_the_second_year_lies_with_the_committee_which_does_not_agree(demo):
    second = round_of(2022)
    assert second.stage == "committee"
    assert second.opinions_due_on == timezone.localdate() + timedelta(days=10)
    assert states(records(2022)) == {"accepted": 36}
    letters = CommitteeRating.objects.filter(record__request=second.request).order_by()
    disputed = letters.filter(record__number="3-2-3").values_list("level__code", flat=True)
    assert set(disputed) == {"A", "B", "C", "D"}
    unrated = 8 * 36 - letters.count()
    assert 20 < unrated < 80
    responses = Response.objects.filter(opinion__round=second)
    replies = Counter(row.is_approved if row.is_begun else None for row in responses)
    assert replies == {True: 6, False: 4, None: 17}
    assert not hasattr(second, "overall_comment")


def test_promises_of_the_first_year_got_every_kind_of_answer(demo):
    answers = Counter(
        Promise.objects.filter(record__request__target_year=2022).values_list("answer", flat=True)
    )
    assert set(answers) == set(Promise.Answer.values)
    assert Promise.objects.filter(origin="carried").exists()


def test_values_that_are_missing_say_why(demo):
    accepted = IndicatorValue.objects.filter(
        record__state__in=HANDED_IN, record__outcome="", actual=None, level=""
    )
    assert set(accepted.values_list("missing_reason", flat=True)) == set(IndicatorValue.Missing.values)
    assert not accepted.filter(missing_reason__in=["cancelled", "not_counted"], note="").exists()


def test_the_third_year_is_being_entered(demo):
    third, today = round_of(2023), timezone.localdate()
    assert third.stage == "collecting"
    assert third.request.due_on == today + timedelta(days=14)
    assert states(records(2023)) == {
        "not_started": 14,
        "draft": 6,
        "returned": 1,
        "awaiting_chief": 1,
        "submitted": 5,
        "accepted": 9,
    }
    assert Promise.objects.filter(record__request=third.request, answer="").count() >= 20
    late = records(2023).late(today)
    assert {record.lead_department.code for record in late} == {"bosai"}
    assert {record.due_on for record in late} == {today - timedelta(days=7)}


def test_the_visitor_who_enters_finds_every_state_and_one_draft_to_hand_in_at_once(demo):
    mine = records(2023).entered_by(User.objects.get(username="korei"))
    led = mine.filter(lead_department__code="korei")
    assert set(states(led)) == set(AnnualRecord.State.values) - {"awaiting_chief"}  # the city asks no chief
    assert led.get(state="returned").return_reason
    ready = [draft.number for draft in led.filter(state="draft") if not draft.gaps()]
    assert ready == ["3-3-1"]
    almost = led.get(number="2-1-3")
    assert {gap.field.partition("-")[0] for gap in almost.gaps()} == {"promise"}


def test_several_departments_write_their_parts_and_most_were_asked_by_telephone(demo):
    handed = RecordShare.objects.filter(state="handed").values_list("record__number", flat=True)
    assert Counter(handed) == {"1-1-1": 2, "2-1-1": 2, "1-3-2": 1, "3-3-1": 1, "2-1-2": 1}
    assert records(2023).get(number="3-3-1").missing_shares == []
    waited_for_nobody = AnnualRecord.objects.filter(state__in=HANDED_IN).exclude(share_reason="")
    assert waited_for_nobody.count() > 30


def test_the_council_asks_its_chiefs_since_the_third_year(demo):
    waiting = AnnualRecord.objects.get(state="awaiting_chief")
    chief = User.objects.get(username="shakyo-kacho")
    assert (waiting.number, waiting.request.target_year) == ("1-2-1", 2023)
    assert AnnualRecord.objects.approved_by(chief).filter(pk=waiting.pk).exists()
    approved = AnnualRecord.objects.filter(approved_at__isnull=False).order_by("number")
    assert [(row.number, row.approved_by.username) for row in approved] == [
        ("1-1-2", "shakyo-kacho"),
        ("2-2-4", "shakyo-sodan"),
    ]


def test_one_record_is_not_asked_for_and_one_is_completed(demo):
    found = AnnualRecord.objects.exclude(outcome="").values_list("number", "outcome", "state")
    assert set(found) == {("3-1-3", "not_applicable", "accepted"), ("1-2-4", "completed", "submitted")}


# ---- the quality of the texts -----------------------------------------------------------------------------


def test_no_record_that_was_handed_in_has_gaps(demo):
    handed_in = [
        record for year in (2021, 2022, 2023) for record in records(year) if record.state in HANDED_IN
    ]
    assert len(handed_in) == 86
    assert [record for record in handed_in if record.gaps()] == []


def test_results_have_the_length_of_real_ones_and_no_text_comes_twice(demo):
    whole = AnnualRecord.objects.filter(state__in=HANDED_IN).reported()
    assert all(80 <= len(record.done) <= 250 for record in whole)
    for name in ("planned", "done", "rating_reason", "issue", "improvement"):
        texts = whole.values_list(name, flat=True)
        assert all(len(text) <= TEXT_LIMIT for text in texts)
        assert len(set(texts)) == len(texts), name
    assert Opinion.objects.values("text").distinct().count() == Opinion.objects.count()


# ---- loading ----------------------------------------------------------------------------------------------


def test_every_step_of_a_record_bears_the_name_of_whoever_did_it(demo):
    events = AnnualRecord.pgh_event_model.objects.select_related("pgh_context")
    people = dict(User.objects.values_list("pk", "username"))
    record = records(2023).get(number="2-2-1")
    steps = [
        people[e.pgh_context.metadata["user"]] for e in events.filter(pgh_obj_id=record.pk).order_by("pgh_id")
    ]
    assert steps == ["shimin-fukushi", "korei", "korei", "shimin-fukushi"]
    assert not events.filter(pgh_context=None).exists()
    assert {event.pgh_context.metadata["command"] for event in events} == {"load_demo"}


def test_loading_again_changes_nothing(demo):
    before = {model: model.objects.count() for model in apps.get_models()}
    assert load_demo() == "見本データは、すでに入っています。\n"
    assert load_demo(verbosity=0) == ""
    assert {model: model.objects.count() for model in apps.get_models()} == before


@pytest.mark.django_db
def test_there_is_no_demo_in_production(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="load_demo はデモ専用です"):
        load_demo()


def test_every_initiative_says_what_citizens_can_do(demo):
    roles = ActorRole.objects.filter(initiative__is_sample=True)
    assert roles.filter(actor="citizen").count() == Initiative.objects.count() == 36
    assert {role.actor for role in roles} == {"citizen", "community", "council", "city"}


def test_some_linked_plans_word_a_result_in_their_own_unit(demo):
    link = PlanLink.objects.get(initiative__number="1-1-1", plan__slug="koreisha-hoken-fukushi")
    assert (link.number, link.title) == ("2-(3)", "住民が運営する通いの場づくり")
    assert str(link.wordings.get()) == "通いの場の参加者数（千人）"


def test_minutes_stand_at_each_point_of_their_way(demo):
    minutes = Minutes.objects.filter(meeting__is_sample=True)
    assert Counter(minutes.values_list("state", flat=True)) == {"fixed": 2, "confirming": 1}
    assert MinutesEdition.objects.public().count() == 2
    public = str(list(MinutesEdition.objects.public().values_list("publication", flat=True)))
    assert "見本委員" not in public
    assert "この発言は、非公開" not in public
    assert Counter(MinutesCorrection.objects.values_list("state", flat=True)) == {"accepted": 2, "open": 1}
    assert not OutgoingMail.objects.due(timezone.now()).filter(subject__contains="会議録").exists()
