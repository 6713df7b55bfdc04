"""What the secretariat types into a carry-over: the next term, what to copy, what becomes of each 取組 and why."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError

from accounts.form_fields import JapaneseTextField, RowField, line_field
from accounts.versioned_forms import JudgingForm, VersionedForm
from initiatives.bridge import Entry
from initiatives.forms import text_field
from initiatives.inheritance import Successor
from initiatives.models import Initiative, InitiativeLineage
from initiatives.picker import InitiativeField
from initiatives.tree_forms import indented
from plans import fiscal_year
from plans.models import Measure, PlanTerm

Kind = InitiativeLineage.Kind
LATER = ("", "まだ決めない")
QUICK = (Kind.CONTINUED, Kind.REDUCED, Kind.COMPLETED, Kind.ABOLISHED)
"""What can be decided on the page of all, because it needs no more than a reason."""
TITLE_LIMIT = 100


class VersionlessForm(VersionedForm):
    """A form for a row that is not there yet; a refusal is shown on it and keeps what was typed."""

    version = None


class BeginForm(VersionlessForm):
    """The next term: one that is registered, or a new one."""

    new_term = forms.TypedChoiceField(label="次の期", required=False)
    name = JapaneseTextField(label="期の名称", max_length=30, required=False, help_text="例：第2期")
    first_year = forms.TypedChoiceField(label="開始年度", coerce=int, empty_value=None, required=False)
    last_year = forms.TypedChoiceField(label="終了年度", coerce=int, empty_value=None, required=False)

    def __init__(self, data=None, *, old_term: PlanTerm, terms: Iterable[PlanTerm]):
        by_key = {str(term.pk): term for term in terms}
        next_year = (old_term.last_year or old_term.first_year or fiscal_year.EARLIEST) + 1
        initial = {"new_term": next(iter(by_key), ""), "first_year": next_year}
        super().__init__(data, initial=initial)
        self.fields["new_term"].choices = [*by_key.items(), ("", "新しく登録する")]
        self.fields["new_term"].coerce = by_key.get
        self.fields["new_term"].empty_value = None
        years = fiscal_year.choices(next_year, min(next_year + 20, fiscal_year.LATEST))
        self.fields["first_year"].choices = [("", "選んでください"), *years]
        self.fields["last_year"].choices = [("", "不明"), *years]
        for name in ("name", "first_year"):
            self.fields[name].mark = "新しく登録するとき※必須"

    def clean(self):
        cleaned = super().clean()
        if "new_term" not in self.errors and cleaned.get("new_term") is None:
            for name, verb in (("name", "入力して"), ("first_year", "選んで")):
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(name, f"「{self.fields[name].label}」を{verb}ください。")
        return cleaned

    def content(self) -> dict:
        names = ("new_term",) if self.cleaned_data["new_term"] else ("name", "first_year", "last_year")
        return {name: self.cleaned_data[name] for name in names}


class CopyForm(VersionlessForm):
    tree = forms.BooleanField(label="体系（階層の名称と施策）を写す", required=False, initial=True)
    scales = forms.BooleanField(label="評価区分を写す", required=False, initial=True)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("tree") and not cleaned.get("scales"):
            raise ValidationError("写すものを選んでください。")
        return cleaned


def _kind_field(kinds: Iterable[Kind], **options) -> forms.ChoiceField:
    choices = [(kind.value, kind.label) for kind in kinds]
    return forms.ChoiceField(label="引継ぎの区分", choices=choices, **options)


def _reason_field() -> JapaneseTextField:
    return text_field(
        "理由",
        limit=400,
        rows=4,
        required=False,
        help_text="次の期を公開すると、だれでも読めます。「継続」のほかは必ず書いてください。",
    )


class SuccessorForm(VersionlessForm):
    """Where one old 取組 leads: into a 取組 that the new term has, or into one that is made here."""

    KINDS: tuple = ()
    NEEDED = ("measure", "number", "title", "code", "lead")

    def __init__(
        self,
        data=None,
        *,
        initiative: Initiative,
        measures: list[Measure],
        departments: dict[int, str],
        existing: list[Initiative],
        initial: dict,
    ):
        super().__init__(data, initial=initial)
        self.initiative = initiative
        self.fields["kind"] = _kind_field(self.KINDS, widget=forms.RadioSelect)
        self.fields["reason"] = _reason_field()
        self._add_goal(existing)
        self._add_new(measures, departments)

    def _add_goal(self, existing: list[Initiative]) -> None:
        self.fields["into"] = InitiativeField(
            "引継ぎ先",
            existing,
            empty="新しい取組をつくる",
            help_text="ほかの取組から先につくった統合先や、次の期に登録済みの取組も選べます。",
        )
        self.fields["with_indicators"] = forms.BooleanField(
            label="指標も引き継ぐ（最後の実績値が、次の期の基準値になります）", required=False, initial=True
        )

    def _add_new(self, measures: list[Measure], departments: dict[int, str]) -> None:
        """What is asked of a 取組 that is made here; what stays empty is taken from the old one."""
        self.fields["measure"] = RowField(
            "置き場所の施策", measures, indented(measures), empty="今と同じ番号の施策", required=False
        )
        self.fields["number"] = line_field(Initiative, "number", required=False)
        self.fields["title"] = line_field(Initiative, "title", required=False)
        self.fields["code"] = forms.SlugField(
            label="コード",
            max_length=50,
            required=False,
            help_text="公開ページのアドレスになります。空欄のままなら、番号からつくります。",
            error_messages={
                "invalid": "半角の英数字、「-」、「_」だけで入力してください。",
                "max_length": "%(limit_value)d文字までです。今は%(show_value)d文字あります。",
            },
        )
        self.fields["lead"] = forms.TypedChoiceField(
            label="主管課",
            choices=[("", "今の主管課"), *departments.items()],
            coerce=int,
            empty_value=None,
            required=False,
        )

    def successors(self) -> list[Successor]:
        typed = self.cleaned_data
        return [Successor(existing=typed["into"], **{name: typed[name] for name in self.NEEDED})]

    def content(self) -> dict:
        typed = self.cleaned_data
        kept = {name: typed[name] for name in ("kind", "reason", "with_indicators")}
        return kept | {"successors": self.successors()}

    def new_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.NEEDED]


class DecideForm(SuccessorForm):
    """What becomes of one old 取組."""

    KINDS = tuple(kind for kind in Kind if kind != Kind.NEW)

    def __init__(self, data=None, **options):
        super().__init__(data, **options)
        self.fields["titles"] = text_field(
            "分割した後の取組名",
            limit=400,
            rows=4,
            required=False,
            help_text="「分割」のときだけ、1行に1つずつ書きます。次の期にある取組に分かれるときは、その番号を書きます。指標は、1行目の取組に引き継ぎます。",
        )
        self.existing = options["existing"]

    def successors(self) -> list[Successor]:
        kind = self.cleaned_data["kind"]
        if kind in InitiativeLineage.ENDINGS:
            return []
        if kind == Kind.SPLIT:
            return [self._split(line) for line in self.cleaned_data["titles"]]
        return super().successors()

    def _split(self, line: str) -> Successor:
        """A line names a 取組 of the new term by its number, or is the name of one to be made."""
        held = next((row for row in self.existing if row.number == line), None)
        typed = self.cleaned_data
        return Successor(existing=held, title=line, measure=typed["measure"], lead=typed["lead"])

    def clean_titles(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["titles"].split("\n") if line.strip()]
        if too_long := [line for line in lines if len(line) > TITLE_LIMIT]:
            raise ValidationError(f"取組名は{TITLE_LIMIT}文字までです：{'、'.join(too_long)}")
        if len(set(lines)) < len(lines):
            raise ValidationError("同じ取組名が2回書かれています。")
        return lines


class FurtherForm(SuccessorForm):
    """One more 取組 into which an old one goes that is merged or split."""

    KINDS = (Kind.MERGED, Kind.SPLIT)


class QuickForm(VersionlessForm):
    """All that is not decided yet, a line each: 継続 and the endings can be chosen at once, the others on a page each."""

    def __init__(
        self,
        data=None,
        *,
        entries: list[Entry],
        suggested: dict[int, str],
        measures: list[Measure],
    ):
        super().__init__(data)
        self.entries = entries
        self.numbers = {measure.number for measure in measures}
        self.fields["measure"] = RowField(
            "同じ番号の施策がないときの置き場所",
            measures,
            indented(measures),
            empty="選ばない",
            required=False,
            help_text="次の期に同じ番号の施策がない取組は、ここで選んだ施策の下につくります。",
        )
        for entry in entries:
            self._add_row(entry.initiative, suggested.get(entry.initiative.pk))

    def _add_row(self, initiative: Initiative, suggested: str | None) -> None:
        """Only 継続 is chosen beforehand: the others need a reason, and so a decision."""
        self.fields[f"kind-{initiative.pk}"] = forms.ChoiceField(
            label=f"{initiative}の引継ぎ",
            choices=[LATER, *((kind.value, kind.label) for kind in QUICK)],
            required=False,
            initial=suggested if suggested == Kind.CONTINUED else "",
        )
        self.fields[f"reason-{initiative.pk}"] = JapaneseTextField(
            label=f"{initiative}の理由",
            max_length=1000,
            required=False,
            error_messages={"max_length": "%(limit_value)d文字までです。今は%(show_value)d文字あります。"},
        )

    def clean(self):
        cleaned = super().clean()
        for entry in self.entries:
            key = entry.initiative.pk
            kind = cleaned.get(f"kind-{key}")
            if kind not in (None, "", Kind.CONTINUED) and not cleaned.get(f"reason-{key}", "?"):
                self.add_error(f"reason-{key}", f"「{Kind(kind).label}」の理由を入力してください。")
        if not self.errors and not any(cleaned[f"kind-{e.initiative.pk}"] for e in self.entries):
            raise ValidationError("決める取組を、1件以上選んでください。")
        return cleaned

    def content(self) -> dict:
        chosen = [(e.initiative, self.cleaned_data[f"kind-{e.initiative.pk}"]) for e in self.entries]
        return {
            "decisions": [self._decision(initiative, kind) for initiative, kind in chosen if kind],
        }

    def _decision(self, initiative: Initiative, kind: str) -> dict:
        has_counterpart = initiative.measure.number in self.numbers
        fallback = None if has_counterpart else self.cleaned_data["measure"]
        return {
            "initiative": initiative,
            "kind": kind,
            "reason": self.cleaned_data[f"reason-{initiative.pk}"],
            "successors": [] if kind in InitiativeLineage.ENDINGS else [Successor(measure=fallback)],
        }

    def fields_of(self, initiative: Initiative) -> list[forms.BoundField]:
        return [self[f"{part}-{initiative.pk}"] for part in ("kind", "reason")]


class NewcomersForm(VersionlessForm):
    """Why 取組 of the new term that have no ancestor were taken up."""

    def __init__(self, data=None, *, entries: list[Entry]):
        super().__init__(data)
        self.entries = entries
        for entry in entries:
            self.fields[f"reason-{entry.initiative.pk}"] = text_field(
                f"{entry.initiative}を新しく始める理由", limit=400, rows=3, required=False
            )

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned[f"reason-{e.initiative.pk}"] for e in self.entries):
            raise ValidationError("理由を、1件以上入力してください。")
        return cleaned

    def content(self) -> dict:
        typed = {e.initiative: self.cleaned_data[f"reason-{e.initiative.pk}"] for e in self.entries}
        return {"reasons": {initiative: reason for initiative, reason in typed.items() if reason}}


class ReasonForm(VersionedForm):
    reason = text_field("理由", limit=400, rows=4, required=False)


class UndoForm(JudgingForm):
    """Two versions and a button: that of the decision, and that of the new 取組 which goes with it."""

    judges = Initiative
    changed_meanwhile = (
        "新しい取組が、画面を開いた後に直されました。今の内容を確かめてから、もう一度押してください。"
    )

    def show_conflict(self, current) -> None:
        if isinstance(current, Initiative):
            super().show_conflict(current)
            return
        self.data = self.data.copy()
        self.data["version"] = current.version
        self.add_error(
            None, "ほかの人が、この引継ぎの理由を直しました。確かめてから、もう一度押してください。"
        )
