"""Forms for rows that carry a version: the second of two savers sees both texts and loses neither."""

from collections.abc import Callable

from django import forms
from django.db.models import Model

from accounts import history
from accounts.form_fields import PortalForm
from accounts.versioning import MoveRefused, StaleVersion

OUTDATED = "画面が古くなっています。入力した内容を控えて、画面を開き直してください。"


class VersionedForm(PortalForm):
    """A form that says which version of its row it was filled from (0 for a row that is not there yet)."""

    version = forms.IntegerField(
        label="版",
        widget=forms.HiddenInput,
        min_value=0,
        error_messages=dict.fromkeys(("required", "invalid", "min_value"), OUTDATED),
    )
    conflict = None

    @classmethod
    def values(cls, row: Model) -> dict:
        """Give what the form shows of ``row``, by field: the columns of the same name."""
        return {name: getattr(row, name) for name in cls.base_fields}

    def carry_out(self, verb: Callable, **row):
        """Call ``verb`` with ``row`` and what was typed; give what it gives.

        None when it was refused: the form then says why at its head, and keeps what was typed.
        """
        try:
            return verb(**row, **self.content())
        except StaleVersion as stale:
            self.show_conflict(stale.current)
        except MoveRefused as refusal:
            self.add_error(None, f"{refusal} 入力した内容は、下の欄に残っています。")
        return None

    def content(self) -> dict:
        """Give what was read, in the words of the verb that takes it."""
        return self.cleaned_data

    def show_conflict(self, current: Model) -> None:
        """Show beside what was typed what somebody else saved, and wait for a second press.

        The version that the form carries from now on is the other's, so that the next press overwrites knowingly.
        """
        by = history.last_saved_by(current) or "ほかの人"
        theirs = self.values(current)
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = theirs.pop("version")
        self.conflict = {
            "by": by,
            "fields": {
                name: self._in_words(name, value)
                for name, value in theirs.items()
                if str(value or "") != str(self[name].value() or "")
            },
        }
        self.add_error(
            None,
            f"{by}さんが先に保存したため、まだ保存していません。違うところを見くらべて直し、もう一度保存してください。",
        )

    def _in_words(self, name: str, value) -> str:
        """The label of a choice, or the text itself; an empty one is said to be empty."""
        labels = {str(key): label for key, label in getattr(self.fields[name], "choices", ())}
        return labels.get(str(value), value) or "（空欄）"
