"""What the secretariat chooses on the pages of plan files: a file to load, or which part to write into which format."""

from django import forms
from django.core.exceptions import ValidationError

from accounts import uploads
from accounts.form_fields import PortalForm
from initiatives.plan_file import LIMIT, TOO_LARGE, WRITERS
from plans.models import PlanTerm


class PlanFileForm(PortalForm):
    """The file itself. What stands in it is judged by the loading."""

    file = forms.FileField(
        label="計画のファイル",
        widget=forms.FileInput(attrs={"accept": ",".join(WRITERS)}),
        help_text="TOML（.toml）かExcelブック（.xlsx）。5MBまで。次の画面で、変わるところを確かめてから登録します。",
        error_messages={"empty": "ファイルが空です。"},
    )

    def __init__(self, request):
        is_sent = request.method == "POST"
        super().__init__(request.POST if is_sent else None, request.FILES if is_sent else None)
        if is_sent and uploads.was_too_large(request):
            self.fields["file"].error_messages["required"] = TOO_LARGE
            self.is_too_large = True

    is_too_large = False

    def full_clean(self):
        super().full_clean()
        if self.is_too_large:
            self._errors["file"] = self.error_class([TOO_LARGE])

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LIMIT:
            raise ValidationError(TOO_LARGE)
        return file


class DownloadForm(PortalForm):
    """Which term is written with its contents, and how."""

    term = forms.ModelChoiceField(
        PlanTerm.objects.none(),
        label="中身を書き出す期",
        required=False,
        empty_label="すべての期",
        help_text="団体・計画・期・用語は、いつもすべて書き出します。",
    )
    format = forms.ChoiceField(
        label="形式",
        choices=[(".xlsx", "Excelブック（.xlsx）"), (".toml", "TOML（.toml）")],
        initial=".xlsx",
    )

    def __init__(self, data=None):
        super().__init__(data)
        self.fields["term"].queryset = PlanTerm.objects.with_book().select_related("plan")
