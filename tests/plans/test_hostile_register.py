"""Whatever is typed into the register, its pages save it, or say at its field why not and keep it in its box."""

import os
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.form_fields import WIDTHLESS
from accounts.numbers import read_number
from plans.models import Plan, PlanRelation
from plans.register_forms import CloseForm, PlanForm, RegisterFilterForm, RelationForm, ReopenForm, TermForm
from tests import builders

EXAMPLES = int(os.environ.get("HOSTILE_EXAMPLES", "200"))
hostile = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
pressed = settings(hostile, max_examples=max(10, EXAMPLES // 5), phases=(Phase.explicit, Phase.generate))
"""For whole pages: a fifth as often, and without looking for a shorter example of what went wrong."""
SCRIPT = "<script>alert(1)</script>"
NASTY = st.sampled_from(
    [
        "\x00", "\x1b[31m", "\u202e逆", "か\u3099", "👨‍👩‍👧‍👦", "髙𠮷野家", SCRIPT, "=1+1", "１２３", "３．５", "令和５",
        "\r\n", "9" * 400, "-1", "1e400", "NaN", "٣", "%00", "{{ 7*7 }}", "' OR 1=1 --", "　", "\ufeff", "javascript:x",
        "https://[::1", "長" * 500,
    ]
)  # fmt: skip
TYPED = st.one_of(NASTY, st.text(max_size=60), st.lists(NASTY, max_size=3).map("".join))
UNPAIRED = st.text(alphabet=st.characters(categories=["Cs", "Lo", "Nd"]), max_size=12)
FITTING = {
    "version": "1", "name": "雪対策基本計画", "slug": "yuki", "obligation": "unknown", "position": "3", "ordinal": "4",
    "first_year": "2030", "last_year": "2033", "kind": "individual", "closing": "ended", "closed_year": "2020",
    "closed_reason": "統合したため。", "adopted_on": "令和4年3月",
}  # fmt: skip
"""What would be taken: so that odd input gets as far as the rules behind the fields."""
NUMBERS = ("position", "ordinal")
"""Boxes in which a number stands as it was read: １２３ comes back as 123."""


@pytest.fixture
def jimu(client, cast, monkeypatch):
    """The secretariat, with a second plan to relate to and a draft of a term, on a day in 2023."""
    monkeypatch.setattr("plans.views.staff_register.timezone.localdate", lambda: builders.TODAY)
    cast.other = builders.plan("kaigo", "みほん市介護保険事業計画")
    cast.draft = builders.term(cast.plan, "第2期", 2, 2024, 2028, published=False)
    cast.relation = builders.relation(cast.plan, cast.other)
    client.force_login(cast.jimu)
    return client


PAGES = {
    "plan-add": (lambda cast: None, (*PlanForm.TEXTS, "position", "lead_department", "owners")),
    "plan-edit": (lambda cast: cast.plan, (*PlanForm.TEXTS, "position", "lead_department", "owners")),
    "plan-close": (lambda cast: cast.other, ("closing", "closed_reason", "closed_year")),
    "term-add": (lambda cast: cast.plan, (*TermForm.TEXTS, "ordinal", "first_year", "last_year", "book")),
    "term-edit": (lambda cast: cast.draft, (*TermForm.TEXTS, "ordinal", "first_year", "last_year", "book")),
    "relation-add": (lambda cast: cast.other, ("kind", "note", "other")),
    "relation-edit": (lambda cast: cast.relation, ("kind", "note", "other")),
}


def number_in(box: str) -> Decimal | None:
    """The number in a box, none in an empty one; raises ValueError for anything else."""
    text = WIDTHLESS.sub("", box).strip()
    return read_number(text) if text else None


@pytest.mark.parametrize("name", PAGES)
@pressed
@given(data=st.data())
def test_a_page_of_the_register_saves_or_refuses_anything_and_keeps_what_was_typed(jimu, cast, name, data):
    find, fields = PAGES[name]
    row = find(cast)
    typed = {
        field: data.draw(st.one_of(st.just(FITTING.get(field, "")), TYPED), label=field)
        for field in ("version", *fields)
    }
    before = (Plan.objects.count(), PlanRelation.objects.count())
    response = jimu.post(reverse(f"staff:register-{name}", args=[row.pk] if row else []), typed)
    assert response.status_code in (200, 302)
    if response.status_code == 302:
        return
    assert (Plan.objects.count(), PlanRelation.objects.count()) == before
    form = response.context["form"]
    assert form.errors or "ほかの人" in response.content.decode()
    for field in fields:
        kept = form[field].value()
        boxes = kept if isinstance(kept, list) else [kept]
        is_there = typed[field].strip() in [box.strip() for box in boxes]
        assert is_there or (field in NUMBERS and number_in(boxes[0]) == number_in(typed[field])), field
    assert SCRIPT not in response.content.decode()


@hostile
@given(data=st.data())
def test_the_forms_read_or_refuse_halves_of_letters(cast, data):
    """Unpaired surrogates reach no page, because no browser can send them; a program can."""
    options = {
        PlanForm: {"organizations": [cast.city], "departments": {1: "課"}, "plan": None},
        TermForm: {"term": None, "books": [cast.term]},
        RelationForm: {"plans": [cast.plan], "relation": None},
        CloseForm: {"today_year": 2023},
        ReopenForm: {},
    }
    for form_class, chosen in options.items():
        names = form_class(**chosen).fields
        typed = {name: data.draw(st.one_of(st.just(FITTING.get(name, "")), UNPAIRED)) for name in names}
        form = form_class(typed, **chosen)
        if form.is_valid():
            for value in form.content().values():
                str(value).encode()


@pressed
@given(q=TYPED, state=TYPED, owner=TYPED)
def test_the_filter_passes_over_what_it_cannot_read(jimu, q, state, owner):
    response = jimu.get(reverse("staff:register-list"), {"q": q, "state": state, "owner": owner})
    assert response.status_code == 200
    assert SCRIPT not in response.content.decode()
    assert RegisterFilterForm({"q": q, "state": state, "owner": owner}).chosen().keys() <= {
        "q",
        "state",
        "owner",
    }
