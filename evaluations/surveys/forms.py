"""What the secretariat types of a series of surveys, its items, and the survey of one year."""

from collections.abc import Iterable
from datetime import date

from django import forms

from accounts.form_fields import (
    TOO_LONG,
    WRITE_A_DAY,
    JapaneseDateField,
    JapaneseDecimalField,
    JapaneseTextField,
    RowsField,
    line_field,
    text_box,
    whole_number,
)
from accounts.numbers import write_number
from accounts.versioned_forms import VersionedForm
from evaluations.models import ItemWording, Survey, SurveyItem, SurveySeries
from evaluations.models.survey import CATEGORY_LENGTH, MOST_CATEGORIES
from initiatives.models import Indicator
from plans import fiscal_year
from plans.models import Measure

YEARS_BACK, YEARS_AHEAD = 20, 3


def years_to_choose(today: date, *held: int) -> list[tuple[int, str]]:
    """The years around ``today``, newest first, and those that are ``held`` already."""
    this = fiscal_year.fiscal_year_of(today)
    years = {*range(this - YEARS_BACK, this + YEARS_AHEAD + 1), *held}
    return [(year, fiscal_year.label(year)) for year in sorted(years, reverse=True)]


def year_field(label: str, today: date, *held: int, **options) -> forms.TypedChoiceField:
    choices = [("", "選んでください"), *years_to_choose(today, *held)]
    return forms.TypedChoiceField(label=label, choices=choices, coerce=int, **options)


class SeriesForm(VersionedForm):
    NUMBERS = ("same_within", "hide_below_n", "hide_below_count")

    name = line_field(SurveySeries, "name", help_text="例：地域福祉に関する市民アンケート")
    description = text_box("説明", limit=400, rows=3, required=False)
    same_within = JapaneseDecimalField(
        label=SurveySeries._meta.get_field("same_within").verbose_name,
        max_digits=3,
        decimal_places=1,
        min_value=0,
        help_text="前回との差がこの数字以内なら「現状維持」とします。公開したアンケートは、公開したときの数字のままです。",
        error_messages={"min_value": "0以上の数字を入力してください。"},
    )
    hide_below_n = whole_number(
        "秘匿する有効回答数", digits=4, help_text="有効回答数がこの数字に満たない内訳は、公表しません。"
    )
    hide_below_count = whole_number(
        "秘匿する人数",
        digits=4,
        help_text="1人以上この数字未満の欄は「秘匿」とし、ほかの欄から計算できないようにします。",
    )

    def __init__(self, data=None, *, series: SurveySeries | None):
        start = {} if series else {"version": 0}
        super().__init__(data, initial=self.values(series or SurveySeries()) | start)

    @classmethod
    def values(cls, row: SurveySeries) -> dict:
        numbers = {name: write_number(getattr(row, name)) for name in cls.NUMBERS}
        return {name: getattr(row, name) for name in ("version", "name", "description")} | numbers

    def content(self) -> dict:
        cleaned = self.cleaned_data
        limits = {name: int(cleaned[name]) for name in ("hide_below_n", "hide_below_count")}
        texts = {name: cleaned[name] for name in ("name", "description", "same_within")}
        return {"version": cleaned["version"], "fields": texts | limits}


class _WordedForm(VersionedForm):
    """The question and its answer categories, each in a row with a tick where it counts as positive."""

    is_worded = True

    def add_wording(self, today: date, *held: int) -> None:
        self.fields["first_year"] = year_field(
            "この文で尋ねる最初の年度", today, *held, help_text="この年度からの結果が、ひと続きになります。"
        )
        self.fields["text"] = text_box("設問の文", limit=300, rows=3, most=2000)
        for place in range(MOST_CATEGORIES):
            self.fields[f"category-{place}"] = JapaneseTextField(
                label=f"選択肢{place + 1}",
                max_length=CATEGORY_LENGTH,
                required=False,
                error_messages=TOO_LONG,
                widget=forms.TextInput(attrs={"size": 36}),
            )
            self.fields[f"positive-{place}"] = forms.BooleanField(
                label=f"選択肢{place + 1}を、よい回答として数える", required=False
            )

    @staticmethod
    def wording_values(row: ItemWording | None) -> dict:
        if row is None:
            return {}
        values = {"first_year": row.first_year, "text": row.text}
        for place, (name, counts) in enumerate(row.choices):
            values |= {f"category-{place}": name, f"positive-{place}": counts}
        return values

    def clean(self):
        cleaned = super().clean()
        if self.is_worded and not any(name.startswith("category-") for name in self.errors):
            self._check_categories([name for name, _ in self._choices()])
        return cleaned

    def _check_categories(self, names: list[str]) -> None:
        if len(names) < 2:
            self.add_error("category-0", "選択肢を2つ以上、上から順に入力してください。")
        elif len(set(names)) < len(names):
            self.add_error("category-0", "同じ選択肢が2つあります。")
        elif not any(counts for _, counts in self._choices()):
            self.add_error("positive-0", "よい回答として数える選択肢に、印を付けてください。")
        elif all(counts for _, counts in self._choices()):
            self.add_error("positive-0", "すべての選択肢に印があります。よい回答だけに印を付けてください。")

    def _choices(self) -> list[tuple[str, bool]]:
        rows = [
            (self.cleaned_data.get(f"category-{place}"), bool(self.cleaned_data.get(f"positive-{place}")))
            for place in range(MOST_CATEGORIES)
        ]
        return [(name, counts) for name, counts in rows if name]

    def typed_wording(self) -> dict:
        names, counts = zip(*self._choices(), strict=True)
        return {
            "first_year": self.cleaned_data["first_year"],
            "text": self.cleaned_data["text"],
            "categories": list(names),
            "positive": list(counts),
        }

    def category_rows(self) -> list[tuple]:
        return [(self[f"category-{place}"], self[f"positive-{place}"]) for place in range(MOST_CATEGORIES)]


class ItemForm(_WordedForm):
    """An item of the bank, with its wording as long as nobody has answered it."""

    PLAIN = ("code", "name", "source")

    code = line_field(SurveyItem, "code", widget=forms.TextInput(attrs={"size": 10}))
    name = line_field(SurveyItem, "name")
    source = line_field(SurveyItem, "source")

    def __init__(
        self,
        data=None,
        *,
        item: SurveyItem | None,
        goals: Iterable[Measure],
        indicators: Iterable[Indicator],
        today: date,
        is_worded: bool,
    ):
        super().__init__(data, initial=self.values(item) if item else {"version": 0})
        self.is_worded = is_worded
        self.fields["goals"] = RowsField("関係する基本目標", goals)
        if indicators := list(indicators):
            self.fields["indicators"] = RowsField("この項目で測る指標", indicators)
        if is_worded:
            newest = item and item.newest_wording
            self.add_wording(today, *([newest.first_year] if newest else []))

    @classmethod
    def values(cls, row: SurveyItem) -> dict:
        values = {name: getattr(row, name) for name in ("version", *cls.PLAIN)}
        for name in ("goals", "indicators"):
            values[name] = [chosen.pk for chosen in getattr(row, name).all()]
        return values | cls.wording_values(row.newest_wording)

    def content(self) -> dict:
        cleaned = self.cleaned_data
        return {
            "version": cleaned["version"],
            "fields": {name: cleaned[name] for name in self.PLAIN},
            "goals": cleaned["goals"],
            "indicators": cleaned.get("indicators", []),
            "wording": self.typed_wording() if self.is_worded else None,
        }


class WordingForm(_WordedForm):
    """A new wording of an item from a year on."""

    break_reason = line_field(
        ItemWording, "break_reason", required=True, help_text="結果の表で、比べられない理由として表示します。"
    )

    def __init__(self, data=None, *, item: SurveyItem, today: date):
        super().__init__(data, initial=self.values(item))
        self.add_wording(today)

    @classmethod
    def values(cls, row: SurveyItem) -> dict:
        """Begin with the words of now, which are to be changed; the year is to be chosen."""
        return cls.wording_values(row.newest_wording) | {"version": row.version, "first_year": ""}

    def content(self) -> dict:
        wording = self.typed_wording() | {"break_reason": self.cleaned_data["break_reason"]}
        return {"version": self.cleaned_data["version"], "wording": wording}


class SurveyForm(VersionedForm):
    """The survey of one year."""

    PLAIN = ("fiscal_year", "starts_on", "ends_on", "method", "population", "source", "note")
    field_order = (
        *("version", "fiscal_year", "starts_on", "ends_on", "method", "population"),
        *("distributed", "valid", "source", "note"),
    )

    starts_on = JapaneseDateField(label="調査の初日", help_text=WRITE_A_DAY)
    ends_on = JapaneseDateField(label="調査の最終日")
    method = forms.ChoiceField(label="調査の方法", choices=[("", "選んでください"), *Survey.Method.choices])
    population = line_field(Survey, "population")
    distributed = whole_number(
        "配布数", required=False, help_text="分からないときや、だれでも答えられるときは、空欄にします。"
    )
    valid = whole_number("有効回答数")
    source = line_field(Survey, "source", help_text="例：令和8年度市民アンケート報告書")
    note = text_box("補足", limit=400, rows=3, required=False)

    def __init__(self, data=None, *, survey: Survey | None, today: date):
        super().__init__(data, initial=self.values(survey) if survey else {"version": 0})
        held = [survey.fiscal_year] if survey else []
        self.fields["fiscal_year"] = year_field("年度", today, *held)
        self.order_fields(self.field_order)

    @classmethod
    def values(cls, row: Survey) -> dict:
        numbers = {name: write_number(getattr(row, name)) for name in ("distributed", "valid")}
        return {name: getattr(row, name) for name in (*cls.PLAIN, "version")} | numbers

    def content(self) -> dict:
        cleaned = self.cleaned_data
        distributed = cleaned["distributed"]
        numbers = {
            "distributed": None if distributed is None else int(distributed),
            "valid": int(cleaned["valid"]),
        }
        return {
            "version": cleaned["version"],
            "fields": {name: cleaned[name] for name in self.PLAIN} | numbers,
        }
