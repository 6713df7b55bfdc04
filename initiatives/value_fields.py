"""The boxes in which the value of one indicator is typed, as the kind of the indicator asks for them."""

from django import forms
from django.utils.html import format_html

from accounts.form_fields import JapaneseDecimalField, JapaneseTextField
from accounts.numbers import write_number
from initiatives.models import IndicatorValue
from initiatives.models.indicator import DIGITS
from initiatives.models.indicator_value import percentage

NUMBERS = ("actual", "numerator", "denominator")
VALUE_OR_REASON = (
    "実績値を入力したときは「値がある」を選んでください。値がないときは、実績値を空欄にしてください。"
)
LARGEST = 10 ** (DIGITS["max_digits"] - DIGITS["decimal_places"])


def fields_of(value: IndicatorValue) -> dict[str, forms.Field]:
    """Give the fields by part, in the order of the page; the explanation only where one is asked for or given."""
    fields = {part: _typed(value, part) for part in value.typed_parts}
    missing = [("", "値がある"), *IndicatorValue.Missing.choices]
    fields["missing_reason"] = forms.ChoiceField(label="値がないときは、その理由", choices=missing)
    fields["note"] = JapaneseTextField(label="補足", max_length=200)
    if value.asked or value.explanation:
        fields["explanation"] = JapaneseTextField(
            label="いつもと違う理由",
            max_length=200,
            help_text=f"{value.asked.replace(chr(10), ' ')} 値が正しいときは、その理由を1行で書いてください。",
        )
    return fields


def _typed(value: IndicatorValue, part: str) -> forms.Field:
    if part == "level":
        levels = value.indicator.levels
        choices = [(words, f"{words}（{meaning}）" if meaning else words) for words, meaning in levels]
        return forms.ChoiceField(label=value.indicator.name, choices=choices, widget=forms.RadioSelect)
    about = {"numerator": "の分子", "denominator": "の分母"}.get(part)
    name = value.indicator.name
    return JapaneseDecimalField(
        label=f"{name}{about}" if about else str(value.indicator),
        help_text="" if part == "denominator" else _facts(value),
        **DIGITS,
    )


def _facts(value: IndicatorValue) -> str:
    indicator = value.indicator
    computed = "　割合は、保存すると計算されます。" if indicator.is_fraction else ""
    return format_html(
        "目標：{}　基準：{}　{}{}{}",
        value.target_shown,
        indicator.baseline_label,
        indicator.get_direction_display(),
        "　累計" if indicator.is_cumulative else "",
        computed,
    )


def shown_parts(value: IndicatorValue) -> dict[str, str]:
    """Give what the boxes hold, by part."""
    parts = {part: getattr(value, part) for part in IndicatorValue.PARTS}
    return parts | {part: write_number(parts[part]) for part in NUMBERS}


def misfits(value: IndicatorValue, parts: dict) -> dict[str, str]:
    """Say by part what does not fit together; ``parts`` are those that could be read."""
    typed = [parts.get(part) for part in value.typed_parts]
    is_typed = any(one not in (None, "") for one in typed)
    if is_typed and parts.get("missing_reason"):
        return {"missing_reason": VALUE_OR_REASON}
    return _fraction_misfits(parts) if value.indicator.is_fraction and is_typed else {}


def _fraction_misfits(parts: dict) -> dict[str, str]:
    if "numerator" not in parts or "denominator" not in parts:
        return {}  # said already where it could not be read
    numerator, denominator = parts["numerator"], parts["denominator"]
    if denominator is not None and denominator <= 0:
        return {"denominator": "分母は0より大きい数を入力してください。"}
    if numerator is None:
        return {"numerator": "分母を入力したときは、分子も入力してください。"}
    if denominator is None:
        return {"denominator": "分子を入力したときは、分母も入力してください。"}
    share = percentage(numerator, denominator)
    return (
        {}
        if abs(share) < LARGEST
        else {"denominator": "割合が大きくなりすぎます。分子と分母を確かめてください。"}
    )


def read_parts(value: IndicatorValue, cleaned: dict) -> dict:
    """Give what was read in the shape that ``progress.save_draft`` takes; boxes that are not there say nothing."""
    return {part: cleaned[value.box(part)] for part in IndicatorValue.PARTS if value.box(part) in cleaned}
