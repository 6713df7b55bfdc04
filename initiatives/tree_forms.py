"""What the secretariat types into the tree of a term: levels, 施策, 取組, indicators, and the words of linked plans."""

from collections.abc import Iterable
from decimal import Decimal
from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError

from accounts.form_fields import JapaneseDecimalField, PlaceField, RowField, line_field
from accounts.numbers import write_number
from accounts.versioned_forms import VersionedForm
from initiatives.forms import text_field
from initiatives.models import Actor, Indicator, IndicatorWording, Initiative, PlanLink, Responsibility
from initiatives.models.indicator import DIGITS
from plans import fiscal_year
from plans.models import Measure, MeasureLevel, Plan, PlanTerm

Role = Responsibility.Role


def indented(measures: Iterable[Measure]) -> dict[int, str]:
    """Labels of 施策 that show how deep each stands."""
    return {measure.pk: f"{'　' * (measure.depth - 1)}{measure}" for measure in measures}


class LevelsForm(VersionedForm):
    """The names of the levels. The version is that of the term."""

    names = text_field(
        "階層の名称",
        limit=200,
        help_text="上の階層から順に、1行に1つずつ書きます。例：基本目標、施策の方向、基本施策。何階層でも構いません。",
    )

    @classmethod
    def values(cls, row: PlanTerm) -> dict:
        return {"version": row.version, "names": "\n".join(level.name for level in row.levels.all())}

    def clean_names(self) -> list[str]:
        names = [line.strip() for line in self.cleaned_data["names"].split("\n") if line.strip()]
        longest = MeasureLevel._meta.get_field("name").max_length
        if too_long := [name for name in names if len(name) > longest]:
            raise ValidationError(f"1つの名称は{longest}文字までです：{'、'.join(too_long)}")
        if len(set(names)) < len(names):
            raise ValidationError("同じ名称が2回書かれています。階層ごとに違う名称にしてください。")
        return names


class MeasureForm(VersionedForm):
    number = line_field(Measure, "number", help_text="計画書に載せる番号です。例：1-2")
    title = line_field(Measure, "title")
    description = text_field("説明", limit=400, required=False)
    position = PlaceField()

    def __init__(
        self, data=None, *, measures: list[Measure], top: str, measure: Measure | None = None, **initial
    ):
        values = self.values(measure) if measure else {"version": 0, **initial}
        super().__init__(data, initial=values)
        self.fields["parent"] = RowField(
            "上の階層",
            [row for row in measures if row != measure],
            indented(measures),
            empty=f"（なし。{top}にする）",
            required=False,
        )
        self.order_fields(["parent", "number", "title", "description", "position"])

    @classmethod
    def values(cls, row: Measure) -> dict:
        values = {name: getattr(row, name) for name in ("version", "number", "title", "description")}
        return values | {"parent": row.parent_id or "", "position": str(row.position)}


class InitiativeForm(VersionedForm):
    """One 取組 with all that belongs to it: place, departments, what each actor does, and the plans it serves."""

    TEXTS = ("number", "code", "title", "content")

    number = line_field(Initiative, "number", help_text="計画書に載せる番号です。例：1-2-3")
    code = forms.SlugField(
        label="コード",
        max_length=50,
        help_text="公開ページのアドレスになります。半角の英数字と「-」で書き、公開した後は変えません。例：r6-1-2-3",
        error_messages={
            "invalid": "半角の英数字、「-」、「_」だけで入力してください。",
            "max_length": "%(limit_value)d文字までです。今は%(show_value)d文字あります。",
        },
    )
    title = line_field(Initiative, "title")
    position = PlaceField()

    def __init__(
        self,
        data=None,
        *,
        measures: list[Measure],
        departments: dict[int, str],
        plans: list[Plan],
        initiative: Initiative | None = None,
        **initial,
    ):
        values = self.values(initiative) if initiative else {"version": 0, **initial}
        super().__init__(data, initial=values)
        self.plans, self.departments = plans, departments
        self.fields["content"] = text_field(
            "内容"
        )  # not above: ``content`` is also what a VersionedForm gives
        self.fields["measure"] = RowField("施策", measures, indented(measures), empty="選んでください")
        self._add_departments()
        for actor in Actor:
            self.fields[f"role-{actor}"] = text_field(actor.does, limit=400, rows=4, required=False)
        for plan in plans:
            choices = [("", "つながりなし"), *PlanLink.Kind.choices]
            self.fields[f"plan-{plan.pk}"] = forms.ChoiceField(
                label=plan.name, choices=choices, required=False
            )
            self.fields[f"plan-{plan.pk}"].mark = ""

    def _add_departments(self) -> None:
        choices = list(self.departments.items())
        self.fields["lead"] = forms.TypedChoiceField(
            label="主管課",
            choices=[("", "なし"), *choices],
            coerce=int,
            empty_value=None,
            required=False,
            help_text="市民と地域・事業者・団体だけが担う取組では「なし」にできます。そのときは、年度記録を求めません。",
        )
        self.fields["support"] = forms.TypedMultipleChoiceField(
            label="関係課", choices=choices, coerce=int, widget=forms.CheckboxSelectMultiple, required=False
        )

    @classmethod
    def values(cls, row: Initiative) -> dict:
        values = {name: getattr(row, name) for name in ("version", *cls.TEXTS)}
        held = {(r.role, r.department_id) for r in row.responsibilities.all()}
        values |= {
            "measure": row.measure_id,
            "position": str(row.position),
            "lead": next((pk for role, pk in held if role == Role.LEAD), ""),
            "support": sorted(pk for role, pk in held if role == Role.SUPPORT),
        }
        texts = row.role_texts()
        values |= {f"role-{actor}": texts.get(actor, "") for actor in Actor}
        return values | {f"plan-{link.plan_id}": link.kind for link in row.plan_links.all()}

    def clean(self):
        cleaned = super().clean()
        lead = cleaned.get("lead")
        if lead in cleaned.get("support", []):
            name = self.departments[lead]
            self.add_error("support", f"「{name}」は主管課です。関係課からは外してください。")
        return cleaned

    def content(self) -> dict:
        cleaned = self.cleaned_data
        return {
            "version": cleaned["version"],
            "fields": {name: cleaned[name] for name in (*self.TEXTS, "measure", "position")},
            "departments": {
                Role.LEAD: [cleaned["lead"]] if cleaned["lead"] else [],
                Role.SUPPORT: cleaned["support"],
            },
            "roles": {actor: cleaned[f"role-{actor}"] for actor in Actor},
            "links": {plan.pk: cleaned[f"plan-{plan.pk}"] for plan in self.plans},
        }

    def role_fields(self) -> list[tuple[Actor, forms.BoundField]]:
        return [(actor, self[f"role-{actor}"]) for actor in Actor]

    def plan_fields(self) -> list[forms.BoundField]:
        return [self[f"plan-{plan.pk}"] for plan in self.plans]


class IndicatorForm(VersionedForm):
    """An indicator with a target for each of ``years``; ``ancestors`` are those of the 取組 that it comes from."""

    RECIPE = ("question", "recipe", "source", "counted_by", "final_when", "rubric")
    NAMES = ("name", "kind", "unit", "direction", "baseline", "baseline_year", *RECIPE, "position")

    name = line_field(Indicator, "name")
    kind = forms.ChoiceField(label="種類", choices=Indicator.Kind.choices, widget=forms.RadioSelect)
    value_type = forms.ChoiceField(
        label="値の形",
        choices=Indicator.ValueType.choices,
        widget=forms.RadioSelect,
        help_text="登録した後は変えられません。",
    )
    counting = forms.ChoiceField(
        label="数える範囲",
        choices=Indicator.Counting.choices,
        widget=forms.RadioSelect,
        help_text="登録した後は変えられません。",
    )
    unit = line_field(Indicator, "unit", help_text="例：回、人、％。値の形が「言葉」のときは空欄にします。")
    direction = forms.ChoiceField(
        label="望ましい向き", choices=Indicator.Direction.choices, widget=forms.RadioSelect
    )
    recipe = line_field(
        Indicator, "recipe", help_text="何を、いつ、どのように数えるかを書きます。割合では、分母も書きます。"
    )
    source = line_field(Indicator, "source", help_text="例：参加者名簿、介護保険事業状況報告")
    counted_by = line_field(Indicator, "counted_by", help_text="例：高齢者福祉課の担当者")
    final_when = line_field(Indicator, "final_when", help_text="例：翌年度の5月末")
    question = line_field(
        Indicator,
        "question",
        help_text="種類が「アンケート」のとき、設問の文を書きます。毎回同じ文で尋ねると、年度を比べられます。",
    )
    rubric = text_field(
        "段階の説明",
        limit=1000,
        rows=4,
        required=False,
        help_text="値の形が「言葉」のとき、よいほうから1行に1つ「言葉：説明」の形で書きます。例：できた：すべての地区で行った",
    )
    baseline = JapaneseDecimalField(label="基準値", required=False, **DIGITS)
    baseline_year = forms.TypedChoiceField(
        label="基準年度",
        choices=[("", "なし"), *fiscal_year.choices()],
        coerce=int,
        empty_value=None,
        required=False,
    )
    position = PlaceField()

    START: ClassVar = {
        "version": 0,
        "kind": Indicator.Kind.OUTPUT,
        "direction": Indicator.Direction.UP,
        "value_type": Indicator.ValueType.NUMBER,
        "counting": Indicator.Counting.YEARLY,
    }

    def __init__(
        self,
        data=None,
        *,
        years: Iterable[int],
        indicator: Indicator | None = None,
        ancestors: Iterable[Indicator] = (),
    ):
        super().__init__(data, initial=self.values(indicator) if indicator else self.START)
        if indicator:
            for name in Indicator.FIXED:
                del self.fields[name]
        self.years = sorted(
            {*years, *(t.fiscal_year for t in indicator.targets.all())} if indicator else years
        )
        for year in self.years:
            self.fields[f"target-{year}"] = JapaneseDecimalField(
                label=f"{fiscal_year.label(year)}の目標値", required=False, **DIGITS
            )
        self.chain = self._add_chain(list(ancestors))

    def _add_chain(self, ancestors: list[Indicator]) -> tuple[str, ...]:
        """Which indicator of the term before this one goes on from; nothing where there is none."""
        if not ancestors:
            return ()
        labels = {row.pk: f"{row.initiative}：{row}" for row in ancestors}
        self.fields["previous"] = RowField(
            "前の期の指標", ancestors, labels, empty="つながる指標はない", required=False
        )
        self.fields["break_reason"] = line_field(
            Indicator,
            "break_reason",
            help_text="名称・単位・種類・望ましい向きが前の期と違うときは、必ず書きます。基準値も、新しい数え方の値に直してください。公開ページに「定義が変わったため、つながりません」と、この理由が載ります。",
        )
        return "previous", "break_reason"

    @classmethod
    def values(cls, row: Indicator) -> dict:
        values = {name: getattr(row, name) for name in ("version", *cls.NAMES, "break_reason")}
        values |= {"previous": row.previous_id or ""}
        values |= {"baseline": write_number(row.baseline), "position": str(row.position)}
        return values | {f"target-{t.fiscal_year}": write_number(t.value) for t in row.targets.all()}

    def clean(self):
        cleaned = super().clean()
        baseline, year = cleaned.get("baseline"), cleaned.get("baseline_year")
        if baseline is not None and year is None and "baseline_year" not in self.errors:
            self.add_error("baseline_year", "いつの基準値かを示すため、基準年度を選んでください。")
        if year is not None and baseline is None and "baseline" not in self.errors:
            self.add_error(
                "baseline", "基準値を入力してください。基準値がないときは、基準年度を「なし」にします。"
            )
        return cleaned

    def content(self) -> dict:
        cleaned = self.cleaned_data
        return {
            "version": cleaned["version"],
            "fields": {
                name: cleaned[name]
                for name in (*self.NAMES, *Indicator.FIXED, *self.chain)
                if name in cleaned
            },
            "targets": {year: cleaned[f"target-{year}"] for year in self.years},
        }

    def chain_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.chain]

    def target_fields(self) -> list[forms.BoundField]:
        return [self[f"target-{year}"] for year in self.years]


class WordingForm(VersionedForm):
    """How a linked plan words the 取組 and each of its indicators; what is left empty keeps our words."""

    TEXTS = ("own_number", "own_title", "note")
    PARTS = ("own_name", "own_unit", "multiplier")

    own_number = line_field(PlanLink, "own_number")
    own_title = line_field(PlanLink, "own_title")
    note = text_field(
        "説明", limit=400, rows=4, required=False, help_text="その計画での位置付けなど、補うことを書きます。"
    )

    def __init__(self, data=None, *, link: PlanLink):
        self.indicators = list(link.initiative.indicators.all())
        super().__init__(data, initial=self.values(link))
        for indicator in self.indicators:
            key = f"indicator-{indicator.pk}"
            self.fields[f"{key}-own_name"] = line_field(IndicatorWording, "own_name")
            self.fields[f"{key}-own_unit"] = line_field(IndicatorWording, "own_unit")
            self.fields[f"{key}-multiplier"] = JapaneseDecimalField(
                label="掛ける数",
                required=False,
                help_text="単位が違うときに使います。例：「人」を「千人」にするときは 0.001。空欄は 1 と同じです。",
                **IndicatorWording.FACTOR,
            )

    @classmethod
    def values(cls, row: PlanLink) -> dict:
        values = {name: getattr(row, name) for name in ("version", *cls.TEXTS)}
        for wording in row.wordings.all():
            key = f"indicator-{wording.indicator_id}"
            values |= {f"{key}-own_name": wording.own_name, f"{key}-own_unit": wording.own_unit}
            values[f"{key}-multiplier"] = "" if wording.multiplier == 1 else write_number(wording.multiplier)
        return values

    def clean(self):
        cleaned = super().clean()
        for indicator in self.indicators:
            key = f"indicator-{indicator.pk}"
            factor = cleaned.get(f"{key}-multiplier")
            if factor is not None and factor <= 0:
                self.add_error(f"{key}-multiplier", "0より大きい数を入力してください。")
            elif factor not in (None, 1) and not cleaned.get(f"{key}-own_unit", "?"):
                self.add_error(f"{key}-own_unit", "数を掛けるときは、掛けた後の単位も入力してください。")
        return cleaned

    def content(self) -> dict:
        cleaned = self.cleaned_data
        return {
            "version": cleaned["version"],
            "texts": {name: cleaned[name] for name in self.TEXTS},
            "wordings": {indicator.pk: self._wording(indicator) for indicator in self.indicators},
        }

    def _wording(self, indicator: Indicator) -> dict:
        words = {part: self.cleaned_data[f"indicator-{indicator.pk}-{part}"] for part in self.PARTS}
        return words | {"multiplier": words["multiplier"] or Decimal(1)}

    def indicator_rows(self) -> list[tuple[Indicator, list[forms.BoundField]]]:
        return [
            (indicator, [self[f"indicator-{indicator.pk}-{part}"] for part in self.PARTS])
            for indicator in self.indicators
        ]
