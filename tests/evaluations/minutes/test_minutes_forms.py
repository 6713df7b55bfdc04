"""Whatever is typed into the minutes is read or refused, and what is kept comes back as it was typed."""

import pytest
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from hypothesis import given
from hypothesis import strategies as st

from accounts.versioning import MoveRefused, StaleVersion
from evaluations.minutes import editing
from evaluations.minutes.content import sections
from evaluations.minutes.forms import (
    ByProxyForm,
    DecideForm,
    ErratumForm,
    FixForm,
    HeadForm,
    NotesForm,
    ProposalForm,
    RuleForm,
    SendForm,
)
from evaluations.minutes.section_form import SectionForm
from evaluations.models import MinutesPassage
from tests.initiatives.test_hostile_input import TYPED, hostile, read_or_refused


@pytest.mark.parametrize(
    "form_class", [HeadForm, RuleForm, NotesForm, SendForm, DecideForm, ErratumForm, FixForm]
)
@hostile
@given(data=st.data())
def test_the_forms_of_the_minutes_read_or_refuse_anything(form_class, data):
    read_or_refused(data, form_class.base_fields, form_class)


@hostile
@given(data=st.data())
def test_a_proposal_reads_or_refuses_anything(data):
    passage = MinutesPassage(pk=1, text="今の文章。")
    for options in ({"passage": passage, "held": None}, {"passage": None, "held": None}):
        read_or_refused(data, ProposalForm.base_fields, ProposalForm, **options)


@hostile
@given(data=st.data())
def test_a_proxy_entry_reads_or_refuses_anything(minutes, data):
    found = sections(minutes)
    place = data.draw(st.sampled_from([f"section-{found[0].pk}", "section-0", ""]))
    chosen = {"place": place}
    read_or_refused(data, ByProxyForm.base_fields, ByProxyForm, chosen, sections=found)


def whole(section):
    return Paginator(section.passages.standing(), 20).page(1)


@hostile
@given(data=st.data())
def test_a_section_keeps_what_it_took_and_loses_nothing(minutes, data):
    section = minutes.sections.get()
    blank = SectionForm(section=section, shown=whole(section))
    typed = {name: data.draw(TYPED, label=name) for name in blank.fields}
    voices = [value for value, _ in blank.voices]
    typed |= {
        name: data.draw(st.sampled_from([*voices, "member-0", "x"]))
        for name in typed
        if name.startswith("voice-")
    }
    typed |= {"version": str(section.version)}
    form = SectionForm(typed, section=section, shown=whole(section))
    if not form.is_valid():
        return
    try:
        saved = editing.save_section(section=section, **form.content())
    except (ValidationError, MoveRefused, StaleVersion):
        return
    texts = set(saved.passages.values_list("text", flat=True))
    assert {row.text for row in form.content()["passages"]} <= texts
