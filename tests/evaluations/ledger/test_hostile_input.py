"""Whatever is typed into the forms of the ledger or asked of its lists, it is read or refused, never a fault."""

from datetime import date

import pytest
from django.http import QueryDict
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from evaluations.ledger import listing, personal_information
from evaluations.ledger.forms import AssignForm, ChangeForm, Choices, IntakeForm
from evaluations.models import Opinion
from tests import builders
from tests.initiatives.test_hostile_input import TYPED, hostile, read_or_refused

pytestmark = pytest.mark.django_db
TODAY = date(2023, 6, 1)


@pytest.fixture
def choices(cast):
    return Choices.read(2023)


@hostile
@given(data=st.data())
def test_intake_reads_or_refuses_anything(choices, data):
    names = IntakeForm(choices=choices, today=TODAY).fields
    read_or_refused(data, names, IntakeForm, choices=choices, today=TODAY)
    good = {"source": "letter", "received_on": "R5.5.8", "kind": "opinion", "split": "lines"}
    read_or_refused(data, ["text", "source_note"], IntakeForm, good, choices=choices, today=TODAY)


@hostile
@given(data=st.data())
def test_assigning_and_noting_a_change_read_or_refuse_anything(cast, choices, data):
    opinion = Opinion.objects.first() or builders.voice()
    fields = AssignForm(opinion=opinion, choices=choices).fields
    read_or_refused(data, fields, AssignForm, opinion=opinion, choices=choices)
    rows = {"initiatives": [cast.walk], "near": [], "revised": []}
    read_or_refused(data, ChangeForm(**rows).fields, ChangeForm, **rows)


@hostile
@given(data=st.data())
def test_the_lists_take_any_query(client, cast, data):
    names = ("q", "year", "source", "status", "owner", "overdue", "initiative", "disposition", "page")
    query = QueryDict(mutable=True)
    for name in names:
        query[name] = data.draw(TYPED, label=name)
    offices = listing.Offices()
    narrow = listing.ledger_filter(query, offices)
    list(listing.listed(cast.jimu, narrow, TODAY))
    voices = listing.public_voices(listing.voice_filter(query))
    assert listing.public_counts(voices)["received"] == 0


def test_what_is_typed_stays_text(client, cast):
    nasty = '<script>alert(1)</script>"&amp; {{ 7*7 }}'
    opinion = builders.voice(text=nasty, initiatives=[cast.walk], source_note=nasty)
    voice = builders.published_voice(opinion, cast.jimu, summary=nasty, text=nasty, what_changed=nasty)
    client.force_login(cast.jimu)
    pages = [reverse("voice-list"), voice.get_absolute_url(), cast.walk.get_absolute_url()]
    pages += [reverse("staff:ledger"), reverse("staff:opinion-detail", args=[opinion.pk])]
    for page in pages:
        html = client.get(page).content.decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&amp;amp; {{ 7*7 }}" in html


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("電話は0134-32-4111です", ["電話番号"]),
        ("０９０１２３４５６７８", ["電話番号"]),
        ("taro@example.jp まで", ["メールアドレス"]),
        ("〒047-8660", ["郵便番号"]),
        ("花園2丁目12番1号の", ["番地"]),
        ("昭和20年1月1日生まれ", ["生年月日"]),
        ("令和5年度に120人が、3か所で12回、2023-04-01に集まった。", []),
        ("", []),
    ],
)
def test_what_could_name_a_person_is_hinted_at(text, found):
    assert personal_information.found_in(text) == found
    assert bool(personal_information.hint("何もない", text)) is bool(found)
