"""How a value is read from a cell of either format, written into it, and shown to people.

A cell holds text, an integer, a Decimal, a bool or a day, as the file says; "" is an empty cell of a workbook.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from accounts.dates import write_day
from accounts.form_fields import JapaneseDateField, JapaneseTextField
from accounts.numbers import read_number, write_number
from initiatives.plan_file.document import Refused
from plans import fiscal_year

KEEP = object()
"""What an empty cell means where emptiness cannot be stored: leave the row as it is."""
_TEXT = JapaneseTextField(required=False, widget=forms.Textarea)
_DAY_FIELD = JapaneseDateField(required=False)
_ERA_YEAR = re.compile(r"(R|令和|H|平成)(\d{1,2}|元)")
_DAY = "日付になっています。文字として入力してください。"


def _text(raw) -> str:
    if isinstance(raw, date):
        raise Refused(_DAY)
    if isinstance(raw, bool | list | dict):
        raise Refused("文字で書いてください。")
    try:
        return _TEXT.clean(f"{raw:f}" if isinstance(raw, Decimal) else str(raw))
    except ValidationError as refusal:
        raise Refused("".join(refusal.messages)) from refusal


class Text:
    """One or more lines, cleaned as the pages clean them."""

    blank = ""
    is_long = True
    reads_days = False

    def read(self, raw) -> str:
        return _text(raw)

    def plain(self, value):
        """What is written into a file."""
        return value

    def shown(self, value) -> str:
        """What people read in a preview."""
        return str(self.cell(value)) or "（空欄）"

    def cell(self, value):
        """What is written into a cell of a workbook."""
        plain = self.plain(value)
        return "" if plain is None else plain


class Word(Text):
    """A short text on one line: a name, a number, a code."""

    is_long = False

    def read(self, raw) -> str:
        return " ".join(_text(raw).split("\n")).strip()


class Whole(Word):
    """A count or a place in an order, from 0 on."""

    blank = KEEP
    largest = 32_000

    def read(self, raw):
        try:
            number = Decimal(raw) if isinstance(raw, int) else read_number(_text(raw))
        except ValueError as error:
            raise Refused("整数で書いてください。") from error
        if isinstance(raw, bool) or number != int(number) or not 0 <= number <= self.largest:
            raise Refused("0以上の整数で書いてください。")
        return int(number)


class Count(Whole):
    """How many: copies of a leaflet, people in a hall; None where nobody counted."""

    blank = None
    largest = 2_000_000_000


class Day(Word):
    """A day, as people write it in either era; a date in TOML, and a cell that Excel holds as a date."""

    blank = None
    reads_days = True

    def read(self, raw) -> date | None:
        try:
            return _DAY_FIELD.clean(
                raw.date() if isinstance(raw, datetime) else raw if isinstance(raw, date) else _text(raw)
            )
        except ValidationError as refusal:
            raise Refused("".join(refusal.messages)) from refusal

    def shown(self, value) -> str:
        return write_day(value) or "（空欄）"

    def cell(self, value):
        return write_day(value)


class Year(Word):
    """A fiscal year: 2021, R3 or 令和3年度."""

    blank = None

    def read(self, raw) -> int | None:
        text = unicodedata.normalize("NFKC", _text(raw)).removesuffix("年度").removesuffix("年").upper()
        if not text:
            return None
        if era := _ERA_YEAR.fullmatch(text):
            begins = fiscal_year.REIWA_BEGINS if era[1] in "R令和" else fiscal_year.HEISEI_BEGINS
            text = str(begins - 1 + int(era[2].replace("元", "1")))
        if not text.isdigit() or not fiscal_year.EARLIEST <= int(text) <= fiscal_year.LATEST:
            raise Refused(
                f"年度は、{fiscal_year.EARLIEST}から{fiscal_year.LATEST}までの西暦（例：2021）で書いてください。"
            )
        return int(text)

    def shown(self, value) -> str:
        return f"{value}年度" if value else "（空欄）"


class Number(Word):
    """A decimal number; None for none."""

    blank = None

    def read(self, raw) -> Decimal | None:
        if isinstance(raw, bool | list | dict):
            raise Refused("数字で書いてください。")
        if isinstance(raw, int | Decimal) and Decimal(raw).is_finite():
            return Decimal(raw)
        if isinstance(raw, str) and not raw.strip():
            return None
        try:
            return read_number(_text(raw))
        except Refused:
            raise
        except ValueError as error:
            raise Refused("数字で書いてください。") from error

    def plain(self, value):
        if value is None:
            return None
        return int(value) if value == int(value) else value.normalize()

    def shown(self, value) -> str:
        return write_number(value) or "（空欄）"


class Factor(Number):
    """A number that is never missing: an empty cell leaves it as it is."""

    blank = KEEP


class Flag(Word):
    """はい or いいえ."""

    blank = False
    YES = ("はい", "○", "true", "1")
    NO = ("いいえ", "×", "false", "0")

    def read(self, raw) -> bool:
        if isinstance(raw, bool):
            return raw
        text = _text(raw).lower()
        if text not in self.YES + self.NO:
            raise Refused("「はい」か「いいえ」（TOMLでは true か false）で書いてください。")
        return text in self.YES

    def cell(self, value):
        return "はい" if value else ""


@dataclass(frozen=True)
class Choice(Word):
    """One of fixed words; its code is read as well. ``blank`` is "" where the choice may be taken back."""

    choices: type
    blank: object = KEEP

    def read(self, raw) -> str:
        text = _text(raw)
        found = next((value for value, label in self.choices.choices if text in (value, label)), None)
        if found is None:
            raise Refused(f"「{'」「'.join(self.choices.labels)}」のどれかを書いてください（「{text}」）。")
        return found

    def plain(self, value):
        return dict(self.choices.choices).get(value, value)


class Items(Word):
    """Several words in their order: a list in TOML; in a cell separated by 、 or line breaks."""

    blank = ()

    def read(self, raw) -> list[str]:
        found = raw if isinstance(raw, list) else re.split(r"[、,\n]", _text(raw))
        words = [word for item in found if (word := _text(item).strip())]
        if len(set(words)) < len(words):
            raise Refused("同じものが2回書かれています。")
        return words

    def cell(self, value):
        return "、".join(value)

    def shown(self, value) -> str:
        return self.cell(value) or "（空欄）"


@dataclass(frozen=True)
class ByYear(Word):
    """Values by fiscal year: a table in TOML, one column a year in a workbook. Years that are not named stay."""

    of: Word
    blank = KEEP

    def read(self, raw) -> dict:
        if not isinstance(raw, dict):
            raise Refused("年度ごとに書いてください。例：{ 2021 = …, 2022 = … }")
        found = {}
        for name, item in raw.items():
            year = Year().read(name)
            if year is None or year in found:
                raise Refused(f"同じ年度が2回書かれているか、年度がありません（{name}）。")
            if item != "":
                found[year] = self.of.read(item)
        return found

    def plain(self, value):
        return {str(year): self.of.plain(item) for year, item in sorted(value.items())}
