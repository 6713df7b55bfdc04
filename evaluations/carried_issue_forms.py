"""What the secretariat types when it works through 検討課題."""

from django import forms

from accounts.versioned_forms import VersionedForm
from evaluations.models import CarriedIssue
from initiatives.forms import text_field
from initiatives.models import Initiative
from initiatives.picker import InitiativeField


class IssueForm(VersionedForm):
    """What the public reads of an issue, and what the new term makes of it."""

    summary = text_field(
        "公表する課題の要旨",
        required=False,
        rows=5,
        help_text="次の期を公開すると、だれでも読めます。上の内容を読んで、個人が分かることを除いて書いてください。",
    )
    decision = forms.ChoiceField(
        label="次の期での扱い",
        choices=[("", "まだ決めない"), *CarriedIssue.Decision.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    reason = text_field(
        "扱いの理由・内容",
        required=False,
        rows=4,
        help_text="どの取組にどう生かしたか、なぜ見送ったかなどを書きます。扱いを決めるときは必ず書いてください。",
    )

    def __init__(self, data=None, *, initiatives: list[Initiative], **options):
        super().__init__(data, **options)
        self.fields["new_initiative"] = InitiativeField(
            "反映した取組",
            initiatives,
            empty="選ばない",
            help_text="「反映」「一部反映」のときに、次の期の取組から選べます。",
        )

    @classmethod
    def values(cls, row: CarriedIssue) -> dict:
        names = ("version", "summary", "decision", "reason")
        return {name: getattr(row, name) for name in names} | {"new_initiative": row.new_initiative_id or ""}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision"):
            for name in ("summary", "reason"):
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(
                        name, f"扱いを決めるときは、「{self.fields[name].label}」を入力してください。"
                    )
        return cleaned
