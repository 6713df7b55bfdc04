"""What the secretariat types of the papers of a meeting."""

from django import forms
from django.core.exceptions import ValidationError

from accounts import uploads
from accounts.form_fields import RowField, line_field
from accounts.pdfs import LARGEST_FILE, TOO_HEAVY, CleanPdf, clean_pdf
from accounts.versioned_forms import VersionedForm
from evaluations.models import Meeting, MeetingDocument


class PdfInput(forms.FileInput):
    """Browsers send nothing for a file that was not chosen: that is no box that got lost on its way."""

    def value_omitted_from_data(self, data, files, name):
        return False


class PdfField(forms.FileField):
    """A PDF that goes through the gate; gives a CleanPdf, or None when no file was chosen. The form must be multipart."""

    widget = PdfInput(attrs={"accept": "application/pdf"})
    default_error_messages = {"empty": "ファイルの中身が空です。PDFを選び直してください。"}

    def to_python(self, data) -> CleanPdf | None:
        upload = super().to_python(data)
        if upload is None:
            return None
        if upload.size > LARGEST_FILE:
            raise ValidationError(TOO_HEAVY, code="too_heavy")
        return clean_pdf(upload.read())


class PaperForm(VersionedForm):
    """A paper that somebody uploads, or the words around a generated one (then without a file)."""

    PLAIN = ("kind", "number", "title", "agenda_item", "is_closed")

    kind = forms.ChoiceField(label="種類", choices=MeetingDocument.Kind.choices, widget=forms.RadioSelect)
    number = line_field(
        MeetingDocument,
        "number",
        help_text="例：1　2-1。資料・参考資料・当日配布資料に付けます。",
        widget=forms.TextInput(attrs={"size": 10}),
    )
    title = line_field(MeetingDocument, "title")
    file = PdfField(
        label="PDFファイル",
        required=False,
        help_text="PDF（10MB、300ページまで）。パスワードの付いたもの、スクリプト・添付ファイル・入力欄のあるものは登録できません。",
    )
    is_closed = forms.BooleanField(
        label="非公開の資料", required=False, help_text="選ぶと、市民のページに載せません。"
    )

    def __init__(
        self, data=None, files=None, *, meeting: Meeting, document: MeetingDocument | None, too_large=False
    ):
        first = {"version": 0, "kind": MeetingDocument.Kind.PAPER}
        super().__init__(data, files, initial=self.values(document) if document else first)
        self.is_too_large = too_large
        members = [row.member for row in meeting.attendances.in_order()]
        members = members or list(meeting.committee.members.serving(meeting.held_on).in_order())
        self.fields["agenda_item"] = RowField(
            "議題", meeting.agenda.all(), {}, empty="議題を決めない", required=False
        )
        self.members = {str(row.pk): row for row in members}
        self.fields["only_for"] = forms.MultipleChoiceField(
            label="配る委員",
            choices=[(pk, row.name) for pk, row in self.members.items()],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            help_text="だれも選ばないときは、全員に配ります。",
        )
        if document and document.is_generated:
            del self.fields["file"]
            del self.fields["kind"]
            del self.fields["is_closed"]  # never public: see MeetingDocument.is_public_paper

    def full_clean(self):
        super().full_clean()
        if self.is_bound and self.is_too_large:
            self._errors["file"] = self.error_class([TOO_HEAVY])

    @classmethod
    def values(cls, row: MeetingDocument) -> dict:
        values = {name: getattr(row, name) for name in ("version", "kind", "number", "title", "is_closed")}
        chosen = [str(member.pk) for member in row.only_for.all()]
        return values | {"agenda_item": row.agenda_item_id or "", "only_for": chosen}

    def content(self) -> dict:
        cleaned = self.cleaned_data
        return {
            "version": cleaned["version"],
            "fields": {name: cleaned[name] for name in self.PLAIN if name in cleaned},
            "only_for": [self.members[pk] for pk in cleaned["only_for"]],
            "pdf": cleaned.get("file"),
        }


class CorrectionForm(VersionedForm):
    """訂正版: a new file in the place of one that members have, and what was corrected."""

    correction = line_field(
        MeetingDocument,
        "correction",
        required=True,
        label="訂正の内容",
        help_text="例：3ページの表の人数。委員と市民のページに載ります。",
    )
    file = PdfField(label="訂正したPDFファイル", help_text="PDF（10MB、300ページまで）")

    def __init__(self, data=None, files=None, *, document: MeetingDocument, too_large=False):
        super().__init__(data, files, initial={"version": 0})
        self.document, self.is_too_large = document, too_large
        if document.is_generated:
            del self.fields["file"]

    def full_clean(self):
        super().full_clean()
        if self.is_bound and self.is_too_large:
            self._errors["file"] = self.error_class([TOO_HEAVY])

    def content(self) -> dict:
        cleaned = self.cleaned_data
        if self.document.is_generated:
            return {"correction": cleaned["correction"]}
        return {
            "version": 0,
            "fields": {"title": self.document.title, "correction": cleaned["correction"]},
            "only_for": list(self.document.only_for.all()),
            "pdf": cleaned["file"],
        }


class GeneratedForm(VersionedForm):
    """One paper that the portal makes: its number and its name."""

    version = None
    number = line_field(
        MeetingDocument,
        "number",
        required=True,
        help_text="例：1　2-1",
        widget=forms.TextInput(attrs={"size": 10}),
    )
    title = line_field(MeetingDocument, "title")

    def __init__(self, data=None, *, maker):
        name = maker.label.partition("（")[0]
        super().__init__(data, initial={"title": name, "number": ""})
        if maker.kind not in MeetingDocument.NUMBERED:
            del self.fields["number"]

    def content(self) -> dict:
        return {"number": ""} | self.cleaned_data


def too_large(request) -> bool:
    return request.method == "POST" and uploads.was_too_large(request)
