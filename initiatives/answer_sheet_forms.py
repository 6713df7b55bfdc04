"""What a clerk chooses when taking a 回答票, and the file that comes back."""

from django import forms
from django.core.exceptions import ValidationError

from accounts.form_fields import PortalForm
from initiatives.answer_sheets.columns import TABLES
from initiatives.models import AnnualRequest

SIZE_LIMIT = 5 * 1024 * 1024
WORKBOOK = "xlsx"


class HandOutForm(PortalForm):
    """Which year, which department (of several), and as what kind of file."""

    request = forms.TypedChoiceField(label="対象年度")
    department = forms.TypedChoiceField(label="所管課", required=False, empty_value=None)
    kind = forms.ChoiceField(
        label="ファイルの種類",
        choices=[(WORKBOOK, "Excelブック"), *((table.name, f"CSV（{table.name}）") for table in TABLES)],
        widget=forms.RadioSelect,
        initial=WORKBOOK,
    )

    def __init__(self, data=None, *, requests: list[AnnualRequest], departments: dict[int, str]):
        super().__init__(data)
        by_key = {str(request.pk): request for request in requests}
        self.fields["request"].choices = [(key, row.target_year_label) for key, row in by_key.items()]
        self.fields["request"].coerce = by_key.get
        self.fields["department"].choices = [("", "すべて"), *departments.items()]
        self.fields["department"].coerce = int
        if len(departments) < 2:
            del self.fields["department"]

    @property
    def table(self):
        """The table that was asked for as CSV, or None for the whole workbook."""
        return next((table for table in TABLES if table.name == self.cleaned_data["kind"]), None)


class TakeInForm(PortalForm):
    file = forms.FileField(
        label="記入した回答票",
        help_text="Excelブック（.xlsx）かCSV、5MBまで。確かめてから書き込むので、送っただけでは何も変わりません。",
        error_messages={"empty": "ファイルの中身が空です。保存し直してから送ってください。"},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > SIZE_LIMIT:
            raise ValidationError(
                f"ファイルが大きすぎます（{file.size / 1024 / 1024:.1f}MB）。5MBまでにしてください。"
            )
        return file
