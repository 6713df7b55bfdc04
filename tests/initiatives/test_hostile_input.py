"""Whatever is typed, the form reads it, refuses it, and never falls over; what is refused stays in its box."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.form_fields import refuse_unseen
from accounts.versioned_forms import VersionedForm
from evaluations.batch_forms import DueForm, ReturnSeveralForm
from evaluations.carried_issue_forms import IssueForm
from evaluations.deadline_forms import StairsForm
from evaluations.deadlines import OFFSETS, Stair
from evaluations.forms import DraftReplyForm, OverallCommentForm, ReplyForm
from evaluations.ledger.forms import ReplyTemplateForm
from initiatives.bridge import Entry
from initiatives.carry_over_forms import BeginForm, DecideForm, NewcomersForm, QuickForm, ReasonForm
from initiatives.forms import ProxyForm, RecordForm, ReturnForm
from initiatives.mail_forms import MailTextForm
from initiatives.models import PlanLink
from initiatives.tree_forms import IndicatorForm, InitiativeForm, LevelsForm, MeasureForm, WordingForm
from plans.models import Plan
from tests import builders

EXAMPLES = int(os.environ.get("HOSTILE_EXAMPLES", "200"))
hostile = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
NASTY = st.sampled_from(
    [
        "\x00", "\x1b[31m", "\u202e逆", "か\u3099", "👨‍👩‍👧‍👦", "𠮷野家", "<script>alert(1)</script>", "=1+1", "@SUM(A1)",
        "\r\n", "9" * 40, "▲５", "１，２３４．５", "%00", "{{ 7*7 }}", "' OR 1=1 --", "　", "\ufeff", "\U000e0001",
    ]
)  # fmt: skip
TYPED = st.one_of(NASTY, st.text(max_size=60), st.lists(NASTY, max_size=4).map("".join))


@pytest.fixture
def record(cast):
    cast.counted = builders.indicator(cast.walk)
    builders.accepted(
        builders.round_(cast.term, cast.committee, cast.jimu, year=2021).request.records.first(), cast.jimu
    )
    round_ = builders.round_(cast.term, cast.committee, cast.jimu)
    return round_.request.records.for_reading().get(initiative=cast.walk)


@hostile
@given(data=st.data())
def test_the_record_form_reads_or_refuses_anything(record, data):
    blank = RecordForm(record=record)
    typed = {name: data.draw(TYPED, label=name) for name in blank.fields}
    form = RecordForm(typed, record=record)
    if form.is_valid():
        for name in ("planned", "done", "issue"):
            assert form.cleaned_data[name] == form.fields[name].clean(typed[name])
    for name in form.errors:
        if name != "__all__" and name in typed:
            assert form[name].value() == typed[name] or form[name].value() is not None


EVERY_OTHER = [
    OverallCommentForm,
    ReturnForm,
    ReplyForm,
    DraftReplyForm,
    ReplyTemplateForm,
    LevelsForm,
    MailTextForm,
    ProxyForm,
    ReturnSeveralForm,
    ReasonForm,
]


@pytest.mark.parametrize("form_class", EVERY_OTHER)
@hostile
@given(data=st.data())
def test_every_other_form_reads_or_refuses_anything(form_class, data):
    read_or_refused(data, form_class.base_fields, form_class)


def read_or_refused(data, names, form_class, chosen=None, **options):
    typed = {name: data.draw(TYPED, label=name) for name in names} | (chosen or {})
    form = form_class(typed, **options)
    if form.is_valid():
        if isinstance(form, VersionedForm):
            form.content()
        for value in form.cleaned_data.values():
            if isinstance(value, str):
                refuse_unseen(value)
                value.encode()


@hostile
@given(data=st.data())
def test_the_forms_of_dates_read_or_refuse_anything(data):
    stairs = [Stair(step, step.label, offset) for step, offset in OFFSETS.items()]
    options = {"stairs": stairs, "version": 1, "meeting_on": None}
    names = StairsForm(**options).fields
    typed = {name: data.draw(TYPED, label=name) for name in names}
    form = StairsForm(typed, **options)
    if form.is_valid():
        assert len(form.content()["stairs"]) >= len(stairs)
    read_or_refused(data, ("due_on", "reason"), DueForm, today=builders.TODAY)


@pytest.mark.parametrize("form_class", [MeasureForm, InitiativeForm, IndicatorForm, WordingForm])
@hostile
@given(data=st.data())
def test_the_forms_of_the_tree_read_or_refuse_anything(record, form_class, data):
    plan = Plan.objects.first()
    options = {
        MeasureForm: {"measures": [], "top": "基本目標"},
        InitiativeForm: {"measures": [], "departments": {1: "課"}, "plans": [plan]},
        IndicatorForm: {"years": range(2021, 2024)},
        WordingForm: {"link": PlanLink(initiative=record.initiative, plan=plan, pk=1)},
    }[form_class]
    form = form_class(**options)
    assert len(form.fields) > len(form_class.base_fields)
    read_or_refused(data, form.fields, form_class, **options)


@pytest.mark.parametrize("form_class", [BeginForm, DecideForm, QuickForm, NewcomersForm, IssueForm])
@hostile
@given(data=st.data())
def test_the_forms_of_a_carry_over_read_or_refuse_anything(record, form_class, data):
    old = record.initiative
    entries = [Entry(old)]
    options = {
        BeginForm: {"old_term": old.term, "terms": [old.term]},
        DecideForm: {
            "initiative": old,
            "measures": [old.measure],
            "departments": {1: "課"},
            "existing": [old],
            "initial": {},
        },
        QuickForm: {"entries": entries, "suggested": {}, "measures": [old.measure]},
        NewcomersForm: {"entries": entries},
        IssueForm: {"initiatives": [old]},
    }[form_class]
    form = form_class(**options)
    kinds = {name: data.draw(st.sampled_from(["split", "merged", "declined", "?"])) for name in form.fields}
    given_kinds = {name: kind for name, kind in kinds.items() if name in ("kind", "decision")}
    read_or_refused(data, form.fields, form_class, given_kinds, **options)
