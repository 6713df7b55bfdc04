"""No lost update in Django's administration either: the form carries the version from which it was filled."""

from collections.abc import Iterable, Iterator

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet

from accounts import history
from accounts.form_fields import JapaneseTextField

KEPT = "入力した内容は、下の欄に残っています。"
PRESS_AGAIN = f"{KEPT}違うところを見くらべて直し、もう一度保存すると、いま欄にある内容になります。"
OPEN_AGAIN = (
    f"{KEPT}この画面には表もあるため、上書きはできません。控えをとり、画面を開き直して入力してください。"
)


class VersionedAdminForm(forms.ModelForm):
    """A form of the administration for a VersionedModel. Must be used inside a transaction, as the admin does."""

    # Not called version: the model's own field of that name must never be filled from a form.
    base_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    tables: Iterable[type[BaseInlineFormSet]] = ()  # the editable ones below the form

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["base_version"] = self.instance.version if self.instance.pk else 0

    def clean(self):
        """Lock the row and compare; the lock holds until the admin has saved everything."""
        cleaned = super().clean()
        if self.instance.pk is None:
            return cleaned
        current = type(self.instance)._base_manager.select_for_update().filter(pk=self.instance.pk).first()
        if current is None:
            raise ValidationError(f"ほかの人が先に削除したため、保存できません。{KEPT}")
        if current.version != cleaned.get("base_version"):
            self._refuse(current)
        self.instance.version = current.version + 1
        return cleaned

    def _update_errors(self, errors):
        """Say at the head of the form what is wrong with a column that it only shows."""
        if hasattr(errors, "error_dict"):
            told = {NON_FIELD_ERRORS: []}
            for name, found in errors.error_dict.items():
                told.setdefault(name if name in self.fields else NON_FIELD_ERRORS, []).extend(found)
            errors = ValidationError({name: found for name, found in told.items() if found})
        super()._update_errors(errors)

    def _refuse(self, current: models.Model) -> None:
        """Say what the other person saved; the next press overwrites knowingly where that is possible."""
        by = history.last_saved_by(current)
        if not self.tables:
            self.data = self.data.copy()
            self.data[self.add_prefix("base_version")] = current.version
        raise ValidationError(
            [
                f"{by}が先に保存したため、まだ保存していません。{OPEN_AGAIN if self.tables else PRESS_AGAIN}",
                *self._differences(current, by),
                *(line for table in self.tables for line in _saved_rows(table, current)),
            ],
            code="stale",
        )

    def _differences(self, current: models.Model, by: str) -> list[str]:
        typed = (name for name, field in self.fields.items() if name != "base_version" and not field.disabled)
        theirs = {name: _value(current, name) for name in typed}
        return [
            f"{by}が保存した「{self.fields[name].label}」：{self._in_words(name, value)}"
            for name, value in theirs.items()
            if _plain(value) != _plain(self.cleaned_data.get(name, self[name].value()))
        ]

    def _in_words(self, name: str, value) -> str:
        if isinstance(value, list):
            return "、".join(map(str, value)) or "（なし）"
        return _in_words(value, self.instance._meta.get_field(name))


def _value(row: models.Model, name: str):
    value = getattr(row, name)
    return list(value.all()) if isinstance(value, models.Manager) else value


def _saved_rows(table: type[BaseInlineFormSet], current: models.Model) -> Iterator[str]:
    """Say row by row what a table holds by now, beside what was typed into it."""
    rows = table.model._base_manager.filter(**{table.fk.name: current}).order_by("pk")
    fields = [f for f in table.model._meta.concrete_fields if not f.primary_key and f != table.fk]
    for number, row in enumerate(rows, start=1):
        cells = (f"{field.verbose_name} {_in_words(getattr(row, field.name), field)}" for field in fields)
        yield f"いま保存されている「{table.model._meta.verbose_name}」{number}：{'、'.join(cells)}"


def _in_words(value, field: models.Field) -> str:
    return str(dict(field.flatchoices).get(value, "" if value is None else value)) or "（空欄）"


def _plain(value):
    """Bring what is stored and what was typed to one form in which they can be compared."""
    if isinstance(value, list | QuerySet):
        return {getattr(item, "pk", item) for item in value}
    return "" if value is None else str(value)


class VersionedAdmin:
    """Mixin for a ModelAdmin of a VersionedModel; put it before ModelAdmin.

    Editable inlines are guarded by the version of the row that they hang on: it is counted up with every save.
    """

    form = VersionedAdminForm
    formfield_overrides = {
        models.TextField: {"form_class": JapaneseTextField},
        models.URLField: {"assume_scheme": "https"},
    }

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.tables = [
            inline.get_formset(request, obj)
            for inline in self.get_inline_instances(request, obj)
            if inline.has_change_permission(request, obj)
        ]
        return form
