"""What the secretariat types on the board for several records at once, and how it narrows the board."""

from django import forms
from django.core.exceptions import ValidationError

from accounts.form_fields import WRITE_A_DAY, JapaneseDateField, JapaneseTextField, PortalForm
from accounts.models import Organization
from evaluations import board
from initiatives.forms import return_reason_field
from initiatives.models import AnnualRecord


class BoardFilter(forms.Form):
    """Which departments and records the board shows. What cannot be read narrows nothing."""

    organization = forms.ModelChoiceField(
        label="団体", queryset=Organization.objects.all(), required=False, empty_label="すべて"
    )
    which = forms.ChoiceField(
        label="状態",
        required=False,
        choices=[
            ("", "すべて"),
            (board.OPEN, "未提出（すべて）"),
            (board.LATE, "期限超過"),
            *AnnualRecord.State.choices,
        ],
    )

    def narrowing(self) -> dict:
        self.is_valid()
        organization = self.cleaned_data.get("organization")
        return {
            "organization": organization.pk if organization else None,
            "which": self.cleaned_data.get("which", ""),
        }


class ConfirmForm(PortalForm):
    """Nothing to type: the press itself is the answer."""


class ReturnSeveralForm(PortalForm):
    reason = return_reason_field()


class DueForm(PortalForm):
    """Another due date. ``today`` decides what is past."""

    due_on = JapaneseDateField(label="新しい提出期限", help_text=WRITE_A_DAY)
    reason = JapaneseTextField(
        label="変える理由",
        required=False,
        max_length=200,
        help_text="書くと、所管課の画面に、変わった期限と一緒に表示されます。",
    )

    def __init__(self, *args, today, **options):
        super().__init__(*args, **options)
        self.today = today

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if day < self.today:
            raise ValidationError("過ぎた日付です。今日以後の日付を入力してください。")
        return day
