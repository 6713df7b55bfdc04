"""Numbers and text as offices type them: full width, 1,200, ▲5, letters from Excel and Word, and what hides in them."""

import contextlib
import re
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.asserts import assertHTMLEqual

from accounts.form_fields import (
    JapaneseDecimalField,
    JapaneseTextField,
    LongSelect,
    PortalForm,
    refuse_unseen,
)
from accounts.numbers import read_number, write_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", "12"),
        ("１，２００", "1200"),
        ("1,200", "1200"),
        ("1、200", "1200"),
        ("1,234,567.8", "1234567.8"),
        ("▲5", "-5"),
        ("△５", "-5"),
        ("−0.5", "-0.5"),
        ("ー3", "-3"),
        ("+7", "7"),
        (" 12　", "12"),
        ("１２．５", "12.5"),
        ("12。5", "12.5"),
        ("007", "7"),
        ("9" * 30, "9" * 30),
    ],
)
def test_a_number_is_read_as_it_was_meant(typed, number):
    assert read_number(typed) == Decimal(number)


@pytest.mark.parametrize(
    "typed", ["", "　", "12人", "1,20", "1,2,3", "1.2.3", "▲", "--5", "12-", "1e5", "nan", "inf", "十二", "1/2", ".5"]
)  # fmt: skip
def test_what_is_not_one_number_is_refused(typed):
    with pytest.raises(ValueError):  # noqa: PT011 (the text typed is all that it says)
        read_number(typed)


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (None, ""),
        (Decimal(0), "0"),
        (Decimal("1200.000"), "1,200"),
        (Decimal("12.50"), "12.5"),
        (Decimal("-5"), "-5"),
        (Decimal("100"), "100"),
        (Decimal("1E+3"), "1,000"),
    ],
)
def test_a_number_is_written_with_commas_and_without_trailing_zeros(number, written):
    assert write_number(number) == written


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**11), max_value=10**11))
def test_what_is_written_is_read_back(number):
    assert read_number(write_number(number)) == number


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_refused(text):
    with contextlib.suppress(ValueError):
        assert isinstance(read_number(text), Decimal)


# ---- the field for numbers --------------------------------------------------------------------------------


class Count(PortalForm):
    count = JapaneseDecimalField(label="参加者数", max_digits=15, decimal_places=3)


def count(typed) -> Count:
    return Count({"count": typed})


def test_the_field_shows_the_number_that_it_read():
    form = count("１，２００")
    assert form.is_valid()
    assert form.cleaned_data["count"] == 1200
    assert form["count"].value() == "1,200"
    assert count("▲5").is_valid()
    assert count("▲5")["count"].value() == "-5"


def test_what_could_not_be_read_stays_as_it_was_typed():
    form = count("約30人")
    assert form.errors == {"count": ["数字で入力してください。例：1,200　12.5　▲5"]}
    assert form["count"].value() == "約30人"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("9" * 30, "数字が長すぎます。整数の部分は12桁までで入力してください。"),
        ("1234567890123", "数字が長すぎます。整数の部分は12桁までで入力してください。"),
        ("0.1234", "小数は3桁までで入力してください。"),
        ("", "「参加者数」を入力してください。"),
        ("　", "「参加者数」を入力してください。"),
        ("\u200b", "「参加者数」を入力してください。"),
    ],
)
def test_the_field_says_what_is_wrong(typed, message):
    form = count(typed)
    assert not form.is_valid()
    assert message in form.errors["count"]


# ---- the field for text -----------------------------------------------------------------------------------


class Note(PortalForm):
    note = JapaneseTextField(label="メモ", max_length=100, widget=forms.Textarea)
    kind = forms.ChoiceField(label="種類", choices=[("a", "あ")], required=False)


def note(typed) -> Note:
    return Note({"note": typed})


@pytest.mark.parametrize(
    "text", ["髙橋さん", "𠮷野家", "👨‍👩‍👧‍👦と🇯🇵", "①㈱№㎡", "か\u3099", "全角　空白", "タブ\tも", "<b>太字</b>", "葛󠄀城", "=1+1"]
)  # fmt: skip
def test_every_letter_that_can_be_seen_is_kept(text):
    form = note(text)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["note"] == text


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\v", "\f", "\u2028", "\u2029", "\u0085"])
def test_line_breaks_of_any_kind_become_one(end):
    form = note(f"一行目{end}二行目")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["note"] == "一行目\n二行目"


def test_an_empty_line_between_stays_an_empty_line():
    form = note("一\r\n\r\n二")
    assert form.is_valid()
    assert form.cleaned_data["note"] == "一\n\n二"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("　一字下げて書く。\r\n　次の段落。", "　一字下げて書く。\n　次の段落。"),
        ("\r\n 　\r\n　本文  　\r\n\r\n", "　本文"),
        ("  半角の字下げ", "  半角の字下げ"),
    ],
)
def test_only_the_empty_ends_of_a_text_go(typed, kept):
    form = note(typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["note"] == kept


def test_a_box_of_one_line_has_no_paragraph_to_open():
    assert JapaneseTextField(label="補足").clean("　補足　") == "補足"


@pytest.mark.parametrize("blank", ["　", " \r\n　\t\r\n", "\u200b", "\ufeff　\u2060\n\u00ad"])
def test_a_text_of_white_space_only_is_empty(blank):
    assert note(blank).errors == {"note": ["「メモ」を入力してください。"]}


@pytest.mark.parametrize("widthless", ["\u200b", "\u2060", "\ufeff", "\u00ad"])
def test_characters_without_width_go_unnoticed(widthless):
    form = note(f"{widthless}見守{widthless}り活動{widthless}\n")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["note"] == "見守り活動"


def test_the_limit_counts_what_is_kept():
    assert note("あ" * 100 + "\u200b　\r\n").is_valid()
    assert not note("　" + "あ" * 100).is_valid()


def visible(text: str) -> str:
    return "".join(re.split(r"[\s\u200b\u2060\ufeff\u00ad]+", text))


@given(
    st.text(
        alphabet=st.one_of(
            st.sampled_from("　 \r\n\t\v\u200b\u2060\ufeff\u00ad\u200d\u2028あ"), st.characters()
        )
    )
)
def test_any_text_keeps_all_that_can_be_seen_or_is_refused(text):
    field = Note.base_fields["note"]
    with contextlib.suppress(ValidationError):
        kept = field.clean(text)
        assert visible(kept) == visible(text)
        assert field.clean(kept) == kept


@pytest.mark.parametrize("unseen", ["\x00", "\x07", "\x1b", "\x7f", "\u202e", "\u2066", "\ufffe", "\ud800"])
def test_a_letter_that_nobody_can_see_is_refused_with_its_place(unseen):
    form = note(f"見守り{unseen}活動")
    assert not form.is_valid()
    said = "".join(form.errors["note"])
    assert "「見守り」のすぐ後（4文字目）" in said or unseen == "\x00"
    assert form["note"].value() == f"見守り{unseen}活動"


def test_at_the_very_beginning_the_place_is_called_so():
    with pytest.raises(ValidationError, match="先頭に、画面に表示されない文字"):
        refuse_unseen("\u202eあ")


def test_what_is_missing_is_asked_for_by_its_name():
    assert note("").errors == {"note": ["「メモ」を入力してください。"]}


# ---- what a page sent and did not save --------------------------------------------------------------------


class Counted(PortalForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    people = forms.IntegerField(required=False)
    text = forms.CharField(required=False)
    is_closed = forms.BooleanField(required=False)


@pytest.mark.parametrize(
    ("typed", "is_new"),
    [
        ({"version": ["2"], "people": ["0"], "text": ["一行目\r\n二行目\r\n"]}, False),
        ({"version": ["2"], "people": [""], "text": ["一行目\r\n二行目"]}, True),
        ({"version": ["1"], "text": ["一行目"]}, True),
        ({"version": ["1"], "is_closed": ["on"]}, True),
        ({"version": ["9"], "gone": ["あ"]}, False),
    ],
)
def test_only_what_says_something_new_is_put_back(typed, is_new):
    stored = {"version": 2, "people": 0, "text": "一行目\n二行目", "is_closed": False}
    form = Counted(initial=stored)
    assert form.fill_in(typed) == is_new
    assert form["version"].value() == (typed["version"][-1] if is_new else 2)


@pytest.mark.parametrize("value", ["", "2", "<b>", None])
def test_a_long_select_says_what_any_select_says(value):
    choices = [("", "選んでください"), (1, "一"), ("2", "二 & <三>"), ("<b>", '"四"')]
    attrs = {"id": "id_voice", "aria-describedby": "hint", "required": True, "disabled": False}
    long, usual = (
        widget(choices=choices).render("voice", value, attrs) for widget in (LongSelect, forms.Select)
    )
    assertHTMLEqual(long, usual)
    assert "<三>" not in long
