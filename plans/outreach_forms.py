"""What the secretariat types of an activity (周知・啓発)."""

from django import forms

from accounts.form_fields import WRITE_A_DAY, JapaneseDateField, JapaneseDecimalField, line_field, text_box
from accounts.models import Organization
from accounts.numbers import write_number
from plans.models import OutreachActivity, Picture
from plans.picture_forms import OnePictureForm


class ActivityForm(OnePictureForm):
    PLAIN = (
        "organization",
        "medium",
        "title",
        "starts_on",
        "ends_on",
        "audience",
        "unit",
        "description",
        "link",
    )
    field_order = (
        *("version", "medium", "title", "organization", "starts_on", "ends_on", "audience", "count"),
        *("unit", "description", "link", "image", "drop_picture", "alt", "caption"),
    )

    medium = forms.ChoiceField(
        label="媒体", choices=[("", "選んでください"), *OutreachActivity.Medium.choices]
    )
    title = line_field(OutreachActivity, "title", help_text="例：概要版の配布、計画の説明会")
    organization = forms.ModelChoiceField(
        label="行った団体", queryset=Organization.objects.all(), empty_label="選んでください"
    )
    starts_on = JapaneseDateField(label="行った日（期間のときは初日）", help_text=WRITE_A_DAY)
    ends_on = JapaneseDateField(label="期間の最終日", required=False)
    audience = line_field(OutreachActivity, "audience")
    count = JapaneseDecimalField(
        label="人数・部数など",
        required=False,
        max_digits=9,
        decimal_places=0,
        min_value=0,
        error_messages={"min_value": "0以上の数字を入力してください。"},
    )
    unit = line_field(OutreachActivity, "unit", widget=forms.TextInput(attrs={"size": 10}))
    description = text_box("内容", limit=400, rows=4, required=False)
    link = forms.URLField(
        label="関連するページ",
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url"}),
        help_text="https:// で始まるアドレスを入力します。",
        error_messages={
            "invalid": "https:// で始まるアドレスを入力してください。",
            "max_length": "%(limit_value)d文字までです。今は%(show_value)d文字あります。",
        },
    )
    caption = line_field(Picture, "caption", label="画像の説明")

    def __init__(self, data=None, files=None, *, activity: OutreachActivity | None):
        initial = self.values(activity) if activity else {"version": 0}
        super().__init__(data, files, initial=initial, picture=activity.picture if activity else None)

    @classmethod
    def values(cls, row: OutreachActivity) -> dict:
        values = {name: getattr(row, name) for name in (*cls.PLAIN, "version")}
        words = {name: getattr(row.picture, name, "") for name in ("alt", "caption")}
        return values | words | {"organization": row.organization_id, "count": write_number(row.count)}

    def content(self) -> dict:
        """Give what was read in the shape that ``outreach.save_activity`` takes."""
        cleaned = self.cleaned_data
        count = cleaned["count"]
        fields = {name: cleaned[name] for name in self.PLAIN}
        return {
            "version": cleaned["version"],
            "fields": fields | {"count": None if count is None else int(count)},
            "caption": cleaned["caption"],
            **self.picture_content,
        }
