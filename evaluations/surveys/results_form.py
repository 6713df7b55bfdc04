"""The grid in which the answers to one item are typed: everybody in the first row, then the groups."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from accounts.form_fields import TOO_LONG, JapaneseDecimalField, JapaneseTextField, whole_number
from accounts.numbers import write_number
from accounts.versioned_forms import VersionedForm
from evaluations.models import ItemAnswers, ItemWording
from evaluations.models.survey import DIGITS, WHOLE
from evaluations.surveys.results import Group, read_group, stored_groups

SPARE_ROWS = 3
MOST_ROWS = 100
UNITS = [("count", "人数"), ("percent", "割合（％）")]
NAMES = ("", "")


class ResultsForm(VersionedForm):
    """``known`` are the groups that other items of the survey have: their rows wait here by name."""

    rows = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=MOST_ROWS, required=False)
    unit = forms.ChoiceField(label="入力する数", choices=UNITS, widget=forms.RadioSelect)

    def __init__(
        self,
        data=None,
        *,
        wording: ItemWording,
        answers: ItemAnswers | None,
        known: list[tuple[str, str]],
        valid: int,
    ):
        self.wording, self.valid = wording, valid
        stored = [group.key for group in stored_groups(answers)]
        names = [NAMES, *dict.fromkeys(key for key in (*stored, *known) if key != NAMES)]
        names += [NAMES] * SPARE_ROWS
        self.rows_by_key = _sent_rows(data) or {f"r{at}": key for at, key in enumerate(names)}
        super().__init__(data, initial=self.values(answers))
        for key in self.rows_by_key:
            self._add_row(key)

    def _add_row(self, key: str) -> None:
        names = self.rows_by_key[key]
        what = WHOLE if key == "r0" else f"「{names[1]}」" if names[1] else f"加える内訳{key[1:]}"
        if key != "r0":
            self.fields[f"breakdown-{key}"] = _word(f"{what}の内訳の種類", 20, 8)
            self.fields[f"name-{key}"] = _word(f"{what}の内訳", 30, 12)
        self.fields[f"n-{key}"] = whole_number(f"{what}の有効回答数（n）", required=False)
        for place, category in enumerate(self.wording.categories):
            self.fields[f"v-{key}-{place}"] = JapaneseDecimalField(
                label=f"{what}の「{category}」",
                required=False,
                min_value=0,
                error_messages={"min_value": "0以上の数字を入力してください。"},
                **DIGITS,
            )
        for name in (f"n-{key}", *(f"v-{key}-{place}" for place in range(len(self.wording.categories)))):
            self.fields[name].widget.attrs["size"] = 6

    def values(self, answers: ItemAnswers | None) -> dict:
        """What stands in the boxes; a group of ``answers`` that has no row here is left out."""
        values = {"version": answers.version if answers and answers.pk else 0, "unit": "count"}
        values["rows"] = len(self.rows_by_key)
        if answers and answers.is_percent:
            values["unit"] = "percent"
        stored = {group.key: group for group in stored_groups(answers)}
        for key, names in self.rows_by_key.items():
            if key != "r0":
                values |= {f"breakdown-{key}": names[0], f"name-{key}": names[1]}
            group = stored.get(names) if key == "r0" or names != NAMES else None
            values |= self._numbers(key, group) if group else {}
        return values

    @staticmethod
    def _numbers(key: str, group: Group) -> dict:
        numbers = {f"v-{key}-{place}": value for place, value in enumerate(group.values)}
        return numbers | {f"n-{key}": Decimal(group.n)}

    # ---- reading

    def clean(self):
        cleaned = super().clean()
        self.groups: list[Group] = []
        for key in self.rows_by_key:
            self._read(key)
        seen: set[tuple[str, str]] = set()
        for group in self.groups:
            if group.key in seen:
                self.add_error(None, f"「{group.name or WHOLE}」が2行あります。1行にまとめてください。")
            seen.add(group.key)
        return cleaned

    def _read(self, key: str) -> None:
        """Take up one row; a row without any number says nothing, whatever it is called."""
        boxes = [f"v-{key}-{place}" for place in range(len(self.wording.categories))]
        numbers = [self.cleaned_data.get(name) for name in boxes]
        n = self.cleaned_data.get(f"n-{key}")
        if any(name in self.errors for name in (*boxes, f"n-{key}")):
            return
        names = tuple(self.cleaned_data.get(f"{part}-{key}", "") for part in ("breakdown", "name"))
        if all(number is None for number in (*numbers, n)):
            return
        if key != "r0" and not all(names):
            self.add_error(f"name-{key}", "内訳の種類と内訳を、両方とも入力してください。")
        elif None in numbers:
            missing = boxes[numbers.index(None)]
            self.add_error(missing, "すべての選択肢に数字を入力してください。いなかったときは0です。")
        else:
            self._take(key, names, n, numbers)

    def _take(self, key: str, names: tuple, n: Decimal | None, numbers: list[Decimal]) -> None:
        options = {"is_percent": self.cleaned_data.get("unit") == "percent", "valid": self.valid}
        try:
            whole = None if n is None else int(n)
            self.groups.append(read_group(names=names, n=whole, values=numbers, **options))
        except ValidationError as refusal:
            self.add_error(f"n-{key}", refusal)

    def content(self) -> dict:
        return {
            "version": self.cleaned_data["version"],
            "is_percent": self.cleaned_data["unit"] == "percent",
            "groups": self.groups,
        }

    def show_conflict(self, current) -> None:
        """As ever; what the other entered in a row that this page does not have is told in words."""
        super().show_conflict(current)
        known = set(self.rows_by_key.values())
        if added := [group for group in stored_groups(current) if group.key not in known]:
            words = "".join(f"「{_told(group)}」" for group in added)
            self.add_error(
                None, f"ほかの人が、内訳{words}を加えました。残すときは、空いている行に入力してください。"
            )

    # ---- showing

    def grid(self) -> list[dict]:
        """Each row with its boxes, for the table."""
        places = range(len(self.wording.categories))
        return [
            {
                "is_whole": key == "r0",
                "names": () if key == "r0" else (self[f"breakdown-{key}"], self[f"name-{key}"]),
                "n": self[f"n-{key}"],
                "cells": [(self.wording.categories[place], self[f"v-{key}-{place}"]) for place in places],
            }
            for key in self.rows_by_key
        ]


def _sent_rows(data) -> dict[str, tuple[str, str]]:
    """The rows of the page that was sent, by their names as typed: others may have been added since it was opened."""
    count = (data or {}).get("rows", "")
    if not (count.isascii() and count.isdigit() and len(count) < 4 and 0 < int(count) <= MOST_ROWS):
        return {}
    keys = [f"r{at}" for at in range(int(count))]
    return {key: (data.get(f"breakdown-{key}", ""), data.get(f"name-{key}", "")) for key in keys}


def _told(group: Group) -> str:
    numbers = "・".join(write_number(value) for value in group.values)
    return f"{group.breakdown} {group.name}：{numbers}（n={group.n}）"


def _word(label: str, longest: int, size: int) -> JapaneseTextField:
    widget = forms.TextInput(attrs={"size": size})
    return JapaneseTextField(
        label=label, max_length=longest, required=False, widget=widget, error_messages=TOO_LONG
    )
