"""Forms and fields that read what Japanese offices write: １，２００, ▲5, 令和8年12月1日, text from Excel or Word."""

import re
from collections.abc import Iterable
from datetime import date, time
from decimal import Decimal

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.utils import flatatt
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html, format_html_join

from accounts import dates
from accounts.nets import Fields
from accounts.numbers import read_number, write_number

LINE_BREAKS = re.compile("\r\n|[\r\v\f\u0085\u2028\u2029]")
# Control characters, the marks that turn the direction of writing around, and halves of characters.
UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)
# They come along from Word and from web pages, take no room and say nothing. U+200D is another matter: it joins emoji.
WIDTHLESS = re.compile("[\u200b\u2060\ufeff\u00ad]")
TOO_LONG = {"max_length": "%(limit_value)d文字までです。今は%(show_value)d文字あります。"}
HARD_LIMIT = 20_000
"""Characters that a text may hold at all: far above any limit that is asked for, so that nothing typed in earnest is refused."""
EMPTY_LINES_BEFORE = re.compile(r"\A(?:[^\S\n]*\n)+")


def refuse_unseen(text: str) -> None:
    """Raise ValidationError when the text holds a character that nobody can see on the screen."""
    if found := UNSEEN.search(text):
        before = text[max(0, found.start() - 10) : found.start()]
        place = f"「{before}」のすぐ後（{found.start() + 1}文字目）" if before else "先頭"
        raise ValidationError(
            f"{place}に、画面に表示されない文字（制御文字）があります。その部分を入力し直してください。",
            code="unseen",
        )


class JapaneseTextField(forms.CharField):
    """Text of one or more lines.

    Line breaks of any kind become one, characters without width go, and so do white space at the end and empty lines
    before; in a box of several lines the space that opens the first paragraph (字下げ) stays. Nothing else is
    changed or cut.
    """

    def __init__(self, **options):
        super().__init__(strip=False, **options)

    def to_python(self, value):
        text = WIDTHLESS.sub("", LINE_BREAKS.sub("\n", super().to_python(value))).rstrip()
        return EMPTY_LINES_BEFORE.sub("", text) if isinstance(self.widget, forms.Textarea) else text.lstrip()

    def widget_attrs(self, widget):
        """No ``maxlength``: browsers would cut what is pasted without a word."""
        return {}

    def run_validators(self, value):
        if value:
            refuse_unseen(value)
        super().run_validators(value)


class JapaneseDecimalField(forms.DecimalField):
    """A number as people write it: １，２００ and 1,200 and ▲5 are read; what was read is what is shown."""

    default_error_messages = {"invalid": "数字で入力してください。例：1,200　12.5　▲5"}
    widget = forms.TextInput

    def __init__(self, **options):
        super().__init__(**options)
        whole = self.max_digits - self.decimal_places
        self.error_messages |= {
            "max_digits": f"数字が長すぎます。整数の部分は{whole}桁までで入力してください。",
            "max_whole_digits": f"数字が長すぎます。整数の部分は{whole}桁までで入力してください。",
            "max_decimal_places": f"小数は{self.decimal_places}桁までで入力してください。",
        }

    def to_python(self, value):
        if isinstance(value, Decimal):
            return value
        text = WIDTHLESS.sub("", value or "").strip()
        try:
            return read_number(text) if text else None
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def prepare_value(self, value):
        """Show the number as it was read; what could not be read stays as it was typed."""
        try:
            return write_number(self.clean(value))
        except ValidationError:
            return value

    def widget_attrs(self, widget):
        return {"inputmode": "decimal", "autocomplete": "off"}


WRITE_A_DAY = "例：令和8年12月1日　R8.12.1　2026/12/1"


class JapaneseDateField(forms.DateField):
    """A day as people write it, in either era and either width; what was read is what is shown.

    A box for text, not a browser's calendar: that one would take away what it cannot read.
    """

    default_error_messages = {
        "invalid": "日付として読み取れません。例：令和8年12月1日　R8.12.1　2026年12月1日　2026/12/1",
        "no_such_day": "「%(typed)s」という日付はありません。月日と元号の年を確かめてください。",
        "out_of_range": f"{dates.EARLIEST.year}年から{dates.LATEST.year}年までの日付を入力してください。",
    }
    widget = forms.TextInput

    def to_python(self, value):
        if isinstance(value, date):
            return super().to_python(value)
        text = WIDTHLESS.sub("", value or "").strip()
        if not text:
            return None
        try:
            day = dates.read_day(text)
        except dates.NoSuchDay as error:
            raise ValidationError(
                self.error_messages["no_such_day"], code="no_such_day", params={"typed": text}
            ) from error
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        if not dates.EARLIEST <= day <= dates.LATEST:
            raise ValidationError(self.error_messages["out_of_range"], code="out_of_range")
        return day

    def prepare_value(self, value):
        """Show the day as it was read; what could not be read stays as it was typed."""
        try:
            return dates.write_day(self.to_python(value))
        except ValidationError:
            return value

    def widget_attrs(self, widget):
        return {"autocomplete": "off", "size": 20}


class JapaneseTimeField(forms.TimeField):
    """A time of the day as people write it: 14:30, 14時30分, 午後2時半; what was read is what is shown."""

    default_error_messages = {"invalid": "時刻として読み取れません。例：14:30　14時30分　午後2時半"}
    widget = forms.TextInput

    def to_python(self, value):
        if isinstance(value, time):
            return value
        text = WIDTHLESS.sub("", value or "").strip()
        try:
            return dates.read_clock(text) if text else None
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def prepare_value(self, value):
        """Show the time as it was read; what could not be read stays as it was typed."""
        try:
            return dates.write_clock(self.to_python(value))
        except ValidationError:
            return value

    def widget_attrs(self, widget):
        return {"autocomplete": "off", "size": 12}


def text_box(
    label: str, *, limit: int, rows: int = 6, most: int = HARD_LIMIT, **options
) -> JapaneseTextField:
    """A box of several lines with a counter. It warns over ``limit`` and never cuts."""
    widget = forms.Textarea(attrs={"rows": rows, "data-maxlength": limit})
    return JapaneseTextField(label=label, widget=widget, max_length=most, error_messages=TOO_LONG, **options)


def line_field(model: type[Model], name: str, **options) -> JapaneseTextField:
    """One line of text for a column of ``model``, with its label, its help and its length."""
    column = model._meta.get_field(name)
    sensible = {
        "label": column.verbose_name,
        "max_length": column.max_length,
        "required": not column.blank,
        "help_text": column.help_text,
        "error_messages": TOO_LONG,
    }
    return JapaneseTextField(**sensible | options)


class PlaceField(JapaneseDecimalField):
    """Where a row stands among its kind; empty for the last."""

    def __init__(self):
        super().__init__(
            label="並び順",
            max_digits=4,
            decimal_places=0,
            min_value=0,
            required=False,
            help_text="小さい順に並びます。空欄のままなら、いちばん後ろになります。",
            error_messages={"min_value": "0以上の数字を入力してください。"},
        )

    def clean(self, value):
        number = super().clean(value)
        return None if number is None else int(number)


class LongSelect(forms.Select):
    """A select for pages with many of many options: Django lays out a template or two for every single option."""

    def _render(self, template_name, context, renderer=None):
        widget = context["widget"]
        options = format_html_join(
            "\n",
            '<option value="{}"{}>{}</option>',
            (
                (option["value"], flatatt({"selected": option["selected"]}), option["label"])
                for _, options, _ in widget["optgroups"]
                for option in options
            ),
        )
        attrs = flatatt({"name": widget["name"]} | widget["attrs"])
        return format_html("<select{}>{}</select>", attrs, options)


class RowField(forms.TypedChoiceField):
    """One row out of ``rows``, which were read once; ``empty`` is what no choice is called."""

    def __init__(self, label: str, rows: Iterable, labels: dict, *, empty: str, **options):
        by_key = {str(row.pk): row for row in rows}
        choices = [("", empty), *((row.pk, labels.get(row.pk, row)) for row in by_key.values())]
        super().__init__(label=label, choices=choices, coerce=by_key.get, empty_value=None, **options)


class RowsField(forms.TypedMultipleChoiceField):
    """Any number of ``rows``, which were read once, to be ticked."""

    def __init__(self, label: str, rows: Iterable, **options):
        by_key = {str(row.pk): row for row in rows}
        options = {"required": False, "widget": forms.CheckboxSelectMultiple} | options
        choices = [(row.pk, row) for row in by_key.values()]
        super().__init__(label=label, choices=choices, coerce=by_key.get, **options)


def whole_number(label: str, *, digits: int = 7, **options) -> JapaneseDecimalField:
    """How many there are: a number without fraction, 0 or more."""
    messages = {"min_value": "0以上の数字を入力してください。"}
    return JapaneseDecimalField(
        label=label,
        max_digits=digits,
        decimal_places=0,
        error_messages=messages,
        **{"min_value": 0} | options,
    )


class PortalForm(forms.Form):
    """A form whose page writes the form tag and the buttons, and which asks for what is missing by its name."""

    helper = FormHelper()
    helper.form_tag = False

    def full_clean(self):
        for field in self.fields.values():
            if field.widget.is_hidden:
                continue
            verb = "選んで" if hasattr(field, "choices") else "入力して"
            field.error_messages["required"] = f"「{field.label}」を{verb}ください。"
        super().full_clean()

    def fill_in(self, typed: Fields) -> bool:
        """Show what was typed and not saved, over the version that it was typed over; False when that is nothing new."""
        is_new = self.is_new(typed)
        if is_new:
            self.initial = self.initial | self._sent(typed)
        return is_new

    def is_new(self, typed: Fields) -> bool:
        """Whether ``typed`` says anything that the form did not hold when it was made."""
        held = {name: self.get_initial_for_field(field, name) for name, field in self.fields.items()}
        return any(
            plain(value) != plain(self.fields[name].prepare_value(held[name]))
            for name, value in self._sent(typed).items()
            if not self.fields[name].widget.is_hidden
        )

    def _sent(self, typed: Fields) -> dict:
        """The boxes among what a page sent, as it sent them."""
        sent = MultiValueDict(typed)
        return {
            name: field.widget.value_from_datadict(sent, {}, self.add_prefix(name))
            for name, field in self.fields.items()
            if not field.widget.value_omitted_from_data(sent, {}, self.add_prefix(name))
        }


def plain(value) -> list[str]:
    """Bring what is stored and what was typed to one form in which they can be compared."""
    if isinstance(value, list):
        return sorted(map(str, value))
    text = "" if value is None or value is False else str(value)
    return [text.replace("\r\n", "\n").strip()]
