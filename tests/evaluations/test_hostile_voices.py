"""Whatever is typed of surveys and workshops, the forms read it, refuse it, and never fall over."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from evaluations.surveys.forms import ItemForm, SeriesForm, SurveyForm, WordingForm
from evaluations.surveys.results_form import ResultsForm
from evaluations.workshops.cards import read_lines
from evaluations.workshops.forms import CardForm, CardGroupForm, ChosenForm, PasteForm, WorkshopForm
from tests import builders, voices
from tests.initiatives.test_hostile_input import TYPED, hostile, read_or_refused


@pytest.fixture
def asked(cast):
    return voices.item(voices.series(), goals=[cast.goal])


@pytest.mark.parametrize("form_class", [SeriesForm, ItemForm, WordingForm, SurveyForm])
@hostile
@given(data=st.data())
def test_the_forms_of_surveys_read_or_refuse_anything(asked, cast, form_class, data):
    item = {"item": asked, "goals": [cast.goal], "indicators": [], "today": builders.TODAY, "is_worded": True}
    options = {
        SeriesForm: {"series": None},
        ItemForm: item,
        WordingForm: {"item": asked, "today": builders.TODAY},
        SurveyForm: {"survey": None, "today": builders.TODAY},
    }[form_class]
    years = st.sampled_from(["2020", "2022", "?"])
    chosen = {name: data.draw(years) for name in ("first_year", "fiscal_year")}
    read_or_refused(data, form_class(**options).fields, form_class, {"version": "0"} | chosen, **options)


@hostile
@given(data=st.data())
def test_the_grid_reads_or_refuses_anything_and_keeps_it(asked, data):
    options = {"wording": asked.newest_wording, "answers": None, "known": [("年代", "若い")], "valid": 1000}
    names = ResultsForm(**options).fields
    numbers = st.one_of(TYPED, st.sampled_from(["1", "２０", "0", "30.5", ""]))
    typed = {name: data.draw(numbers, label=name) for name in names}
    typed |= {
        "version": "0",
        "rows": data.draw(st.sampled_from(["5", "2", "0", "x", "99999"])),
        "unit": "count",
    }
    form = ResultsForm(typed, **options)
    if form.is_valid():
        assert all(group.n <= 1000 for group in form.content()["groups"])
    for name in set(form.errors) - {"__all__", "version", "rows"}:
        assert form[name].value() is not None


@hostile
@given(data=st.data())
def test_the_forms_of_workshops_read_or_refuse_anything(cast, data):
    read_or_refused(
        data,
        WorkshopForm(workshop=None, today=builders.TODAY).fields,
        WorkshopForm,
        {"version": "0", "mode": data.draw(st.sampled_from(["online", "place", "?"]))},
        workshop=None,
        today=builders.TODAY,
    )
    read_or_refused(data, ("lines", "heading", "is_anonymous"), PasteForm)
    workshop = voices.workshop()
    (card,) = voices.pasted(workshop, "■冬\n除雪")
    for form_class, row in ((CardForm, {"card": card}), (CardGroupForm, {"group": card.group})):
        fields = form_class(**row, initiatives=[cast.walk]).fields
        read_or_refused(data, fields, form_class, {"version": "1"}, **row, initiatives=[cast.walk])


@hostile
@given(cards=st.lists(TYPED, max_size=4), heading=TYPED, group=TYPED)
def test_what_is_ticked_is_a_card_or_refused(cards, heading, group):
    sent = QueryDict(mutable=True)
    sent.setlist("cards", cards)
    sent.update({"heading": heading, "group": group})
    form = ChosenForm(sent, cards=[1, 2], groups={1: "冬"})
    if form.is_valid():
        assert set(form.cleaned_data["cards"]) <= {1, 2}
        assert isinstance(form.chosen_heading, str)


@hostile
@given(text=st.lists(TYPED, max_size=6).map("\n".join))
def test_every_line_of_a_list_becomes_a_card_or_a_heading_and_none_is_lost(text):
    lines = read_lines(text)
    assert [line.number for line in lines] == sorted({line.number for line in lines})
    typed = text.split("\n")
    assert all(line.text in typed[line.number - 1] for line in lines)
