"""What the secretariat types into a revision: why and by whom it was decided, and the new text of each subject."""

from copy import copy

from django import forms
from django.db import models

from accounts.form_fields import (
    TOO_LONG,
    JapaneseDateField,
    JapaneseDecimalField,
    JapaneseTextField,
    PortalForm,
)
from accounts.models import Department
from accounts.versioned_forms import VersionedForm
from initiatives import revisions
from initiatives.additions import ADDITIONS, LEAD, TARGET, target_years
from initiatives.forms import text_field
from initiatives.models import Indicator, IndicatorTarget, RevisionChange
from initiatives.models.indicator import DIGITS
from initiatives.revisable import SUBJECTS, YEARS, Texts, plain
from plans import fiscal_year
from plans.models import PlanTerm

BODY_LIMIT = 100_000
"""Characters of a chapter: far above what a chapter has, so that nothing written in earnest is refused."""


NO_TEXTS = ("version", "seen", "remarks")


class RevisionForm(VersionedForm):
    """The head of a revision. Only the reason is needed at once; the rest is asked for before publishing."""

    reason = text_field("見直しの理由", rows=4, help_text="公表され、新旧対照表の前に載ります。")
    decided_by = JapaneseTextField(
        label="決定した者・機関",
        max_length=100,
        required=False,
        error_messages=TOO_LONG,
        help_text="例：市長決裁、理事会",
    )
    decided_on = JapaneseDateField(label="決定した日", required=False)
    meeting = JapaneseTextField(
        label="意見を聴いた会議",
        max_length=200,
        required=False,
        error_messages=TOO_LONG,
        help_text="例：令和4年度第2回推進委員会（令和5年1月20日）",
    )


class PrepareForm(RevisionForm):
    version = None  # the row is not there yet


class TextsForm(VersionedForm):
    """New texts, field by field as ``initiatives.revisable`` names them, and the remarks of the table."""

    def add_remarks(self) -> None:
        self.fields["remarks"] = text_field(
            "備考", rows=2, required=False, help_text="新旧対照表の「備考」の欄に載ります。"
        )

    def show_misfits(self, indicator: Indicator) -> None:
        """Say at its field what would not go with the rest of the indicator."""
        for name in self.fields.keys() & {field.name for field in Indicator._meta.fields}:
            setattr(indicator, name, self.cleaned_data.get(name, ""))
        for name, message in indicator.misfits().items():
            if name not in self.errors:
                self.add_error(name if name in self.fields else None, message)

    def content(self) -> dict:
        typed = self.cleaned_data
        return {
            "version": typed["version"],
            "remarks": typed["remarks"],
            "after": {name: plain(typed[name]) for name in self.fields if name not in NO_TEXTS},
        }


class ChangeForm(TextsForm):
    """The present text of a subject beside the box of the new one, which begins with the present text.

    ``seen`` stands for the present text: whoever wrote beside another one is shown the new one first.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, kind: str, row: models.Model, draft: RevisionChange | None):
        self.kind, self.subject, self.row = kind, SUBJECTS[kind], row
        self.present = self.subject.texts(row)
        initial = self.values(draft) if draft else {"version": 0, **self._shown(self.present)}
        self.now = revisions.digest(self.present)
        super().__init__(data, initial=initial | {"seen": self.now})
        term = term_of(row)
        for name in self.subject.open_names(row):
            field = field_for(self.subject.column(name), self.subject.label(name), term)
            field.previous = self.subject.words(row, name, self.present[name]) or "（なし）"
            field.previous_title = "今の内容"
            # A target may be missing, so that its box may stay empty; one that is there is not taken away.
            field.required = field.required and (
                kind != RevisionChange.Kind.TARGET or bool(self.present[name])
            )
            self.fields[name] = field
        self.add_remarks()

    def clean(self):
        if self.cleaned_data.get("seen") != self.now:
            self.data = self.data.copy()
            self.data["seen"] = self.now
            self.add_error(None, revisions.REVISED_MEANWHILE)
        if self.kind == RevisionChange.Kind.INDICATOR:
            self.show_misfits(copy(self.row))
        return super().clean()

    def values(self, row: RevisionChange) -> dict:
        texts = self._shown(self.present | row.after)
        return {"version": row.version, "remarks": row.remarks, **texts}

    def _shown(self, texts: Texts) -> dict:
        return {name: texts[name] for name in self.subject.open_names(self.row)}


class AdditionForm(TextsForm):
    """A new 取組 or a new indicator."""

    def __init__(self, data=None, *, kind: str, parent: models.Model, draft: RevisionChange | None):
        self.kind, term = kind, parent.term
        super().__init__(data, initial=self.values(draft) if draft else {"version": 0})
        addition = ADDITIONS[kind]
        for name in addition.fields:
            column = addition.column(name)
            self.fields[name] = field_for(column, column.verbose_name, term)
            if column.has_default():
                self.fields[name].initial = column.get_default()
        if kind == RevisionChange.Kind.NEW_INITIATIVE:
            self._add_lead()
        else:
            self._add_targets(term)
        self.add_remarks()

    def clean(self):
        if self.kind == RevisionChange.Kind.NEW_INDICATOR:
            self.show_misfits(Indicator())
        return super().clean()

    def _add_lead(self) -> None:
        departments = Department.objects.filter(last_year__isnull=True).prefetch_related("names")
        choices = [("", "選んでください"), *((str(row.pk), row.current_name) for row in departments)]
        self.fields[LEAD] = forms.ChoiceField(label="主管課", choices=choices)

    def _add_targets(self, term: PlanTerm) -> None:
        for year in target_years(term):
            label = f"{fiscal_year.wareki(year)}の目標値"
            column = IndicatorTarget._meta.get_field("value")
            field = self.fields[f"{TARGET}{year}"] = field_for(column, label, term)
            field.required = False

    def values(self, row: RevisionChange) -> dict:
        return {"version": row.version, "remarks": row.remarks} | {
            name: text for name, text in row.after.items() if name != "parent"
        }


def term_of(row: models.Model) -> PlanTerm:
    if isinstance(row, PlanTerm):
        return row
    return row.initiative.term if hasattr(row, "initiative") else row.term


def field_for(column: models.Field, label: str, term: PlanTerm) -> forms.Field:
    """Give the form field for a column: a box of lines, one line, a number, a year or a choice."""
    options = {"label": label, "required": not column.blank}
    if column.name in YEARS:
        return _year_field(column, options, term)
    if column.choices:
        return forms.ChoiceField(choices=[("", "選んでください"), *column.choices], **options)
    if isinstance(column, models.DecimalField):
        return JapaneseDecimalField(**options, **DIGITS)
    if isinstance(column, models.TextField):
        rows = 20 if column.name == "body" else 6
        return JapaneseTextField(
            widget=forms.Textarea(attrs={"rows": rows}),
            max_length=BODY_LIMIT,
            error_messages=TOO_LONG,
            validators=column.validators,
            **options,
        )
    return JapaneseTextField(max_length=column.max_length, error_messages=TOO_LONG, **options)


def _year_field(column: models.Field, options: dict, term: PlanTerm) -> forms.Field:
    """A fiscal year: of the term for a beginning or an end, any before the term's end for a baseline."""
    years = list(term.years)
    if column.name == "baseline_year":
        last = term.last_year or fiscal_year.LATEST
        years = list(range(last, fiscal_year.EARLIEST - 1, -1))
    none = {"last_year": "計画期間の終わりまで", "first_year": "計画期間の始めから"}.get(column.name, "なし")
    choices = [("", none), *((str(year), fiscal_year.label(year)) for year in years)]
    return forms.ChoiceField(choices=choices, **options)


class PublishRevisionForm(PortalForm):
    """The tick, and what was seen when it was set."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    confirmed = forms.BooleanField(
        label="新旧対照表を確かめました。計画の内容を変え、だれでも読めるようにします。"
    )


class AbandonForm(VersionedForm):
    confirmed = forms.BooleanField(label="この見直しを取りやめます。計画の内容は変わりません。")

    @classmethod
    def values(cls, row) -> dict:
        return {"version": row.version, "confirmed": False}

    def content(self) -> dict:
        return {"version": self.cleaned_data["version"]}
