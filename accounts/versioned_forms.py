"""Forms for rows that carry a version: the second of two savers sees both texts and loses neither."""

from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model

from accounts import history
from accounts.form_fields import PortalForm, plain
from accounts.versioning import MoveRefused, StaleVersion

OUTDATED = "画面が古くなっています。入力した内容を控えて、画面を開き直してください。"
CUT_OFF = (
    "画面の内容が途中までしか届かなかったため、まだ保存していません。届かなかった欄（{names}）は、"
    "画面を開いたときの内容に戻してあります。確かめてから、もう一度押してください。"
)


def version_field(label: str = "版") -> forms.IntegerField:
    """The version of a row, as the page carries it unseen."""
    messages = dict.fromkeys(("required", "invalid", "min_value"), OUTDATED)
    return forms.IntegerField(label=label, widget=forms.HiddenInput, min_value=0, error_messages=messages)


class VersionedForm(PortalForm):
    """A form that says which version of its row it was filled from (0 for a row that is not there yet)."""

    version = version_field()
    conflict = None

    def full_clean(self):
        """Refuse a page that was cut off on its way: a box that is not there is not an empty box."""
        missing = self._put_back_missing() if self.is_bound else []
        super().full_clean()
        if missing:
            names = "".join(f"「{label}」" for label in missing)
            self.add_error(None, CUT_OFF.format(names=names))

    def _put_back_missing(self) -> list[str]:
        """Give the labels of the boxes that did not arrive, after filling them with what they held when shown."""
        missing = self._missing_boxes()
        if missing:
            self.data = self.data.copy()
        for name in missing:
            value = self[name].initial
            self.data[self.add_prefix(name)] = "" if value is None else value
        return [str(self.fields[name].label) for name in missing]

    def _missing_boxes(self) -> list[str]:
        return [
            name
            for name, field in self.fields.items()
            if not field.widget.is_hidden
            and not isinstance(field.widget, forms.RadioSelect)
            and field.widget.value_omitted_from_data(self.data, self.files, self.add_prefix(name))
        ]

    @classmethod
    def values(cls, row: Model) -> dict:
        """Give what the form shows of ``row``, by field: the columns of the same name."""
        return {name: getattr(row, name) for name in cls.base_fields}

    def is_overtaken(self, row: Model, version: int) -> bool:
        """Whether somebody else has saved, since ``version`` of ``row``, what the page of this form shows."""
        return row.version != version

    def carry_out(self, verb: Callable, **row):
        """Call ``verb`` with ``row`` and what was typed; give what it gives.

        None when it was refused: the form then says why at its head or at the field, and keeps what was typed.
        """
        try:
            return verb(**row, **self.content())
        except StaleVersion as stale:
            self.show_conflict(stale.current)
        except MoveRefused as refusal:
            kept = " 入力した内容は、下の欄に残っています。" if self.visible_fields() else ""
            self.add_error(None, f"{refusal}{kept}")
        except ValidationError as refusal:
            self.add_error(None, refusal)
        return None

    def content(self) -> dict:
        """Give what was read, in the words of the verb that takes it."""
        return self.cleaned_data

    def show_conflict(self, current: Model) -> None:
        """Show beside what was typed what somebody else saved, and wait for a second press.

        The version that the form carries from now on is the other's, so that the next press overwrites knowingly.
        """
        by = self.saved_by(current)
        theirs = self._as_shown(self.values(current))
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = theirs["version"]
        self.conflict = {
            "by": by,
            "fields": {
                name: self._in_words(name, theirs.get(name, ""))
                for name in self.fields
                if not self[name].is_hidden and plain(theirs.get(name, "")) != plain(self[name].value())
            },
        }
        self.add_error(
            None,
            f"{by}が先に保存したため、まだ保存していません。違うところを見くらべて直し、もう一度保存してください。",
        )

    def saved_by(self, current: Model) -> str:
        """Who saved ``current``, as the page calls them: 佐藤さん."""
        return history.last_saved_by(current)

    def _as_shown(self, values: dict) -> dict:
        """The same values as a page writes them into the boxes: 1,018 for 1018."""
        return {
            name: self.fields[name].prepare_value(value) if name in self.fields else value
            for name, value in values.items()
        }

    def _in_words(self, name: str, value) -> str:
        """The label of a choice (of each, where several may be chosen), or the text itself; an empty one is said to be."""
        labels = {str(key): str(label) for key, label in getattr(self.fields[name], "choices", ())}
        chosen = value if isinstance(value, list) else [value]
        return "、".join(labels.get(str(one), str(one or "")) for one in chosen) or "（空欄）"


class PressForm(VersionedForm):
    """A version and a button: a row that somebody has just changed is looked at once more."""

    button: str

    def show_conflict(self, current) -> None:
        self.data = self.data.copy()
        self.data["version"] = current.version
        self.add_error(
            None,
            f"ほかの人が先に変更しました。今の内容を確かめてから、もう一度「{self.button}」を押してください。",
        )


class DeleteForm(PressForm):
    button = "削除する"


def carried_out(request, form: VersionedForm, verb: Callable, **row):
    """Carry out what was pressed and give what ``verb`` gives; None when the page is to be shown (again)."""
    if request.method == "POST" and form.is_valid():
        return form.carry_out(verb, **row)
    return None


class JudgingForm(VersionedForm):
    """A form in which somebody judges what another wrote: it carries the version of that too, as it was seen.

    When a row of ``judges`` was changed meanwhile, nothing is saved: ``changed`` is that row, for the page to show,
    and the next press judges it knowingly.
    """

    judges: type[Model]
    changed_meanwhile: str
    seen_version = version_field("読んだ内容の版")
    changed = None

    def show_conflict(self, current: Model) -> None:
        if not isinstance(current, self.judges):
            super().show_conflict(current)
            return
        self.changed = current
        self.data = self.data.copy()
        self.data[self.add_prefix("seen_version")] = current.version
        self.add_error(None, self.changed_meanwhile)
