"""What the secretariat types of the portal itself (サイトの設定)."""

from django import forms
from django.core.exceptions import ValidationError

from accounts.form_fields import line_field
from accounts.models import Organization
from plans.images import CleanImage
from plans.models import Picture, Portal
from plans.picture_forms import OnePictureForm, PictureField

LOGO_WITHIN = (480, 96)
"""Pixels: twice of what the header shows, for sharp screens."""
LARGEST_LOGO = 30 * 1024
"""Bytes: it is on every page, and a page is to stay within 60 KB."""
NO_ADDRESS = {
    "invalid": "https:// で始まるアドレスを入力してください。",
    "max_length": "%(limit_value)d文字までです。今は%(show_value)d文字あります。",
}


class SiteForm(OnePictureForm):
    PLAIN = ("name", "nickname", "organization", "licence_name", "licence_url")
    field_order = ("version", *PLAIN, "image", "drop_picture", "alt")

    name = line_field(Portal, "name", help_text="例：みほん市 地域福祉計画 進行管理ポータル")
    nickname = line_field(Portal, "nickname")
    organization = forms.ModelChoiceField(
        label="運営する団体",
        queryset=Organization.objects.all(),
        required=False,
        empty_label="区分が「市」の団体",
        help_text="ヘッダーの名称と、問合せ先に使います。",
    )
    licence_name = line_field(
        Portal, "licence_name", help_text="例：クリエイティブ・コモンズ 表示 4.0 国際（CC BY 4.0）"
    )
    licence_url = forms.URLField(
        label="利用条件のページ",
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url"}),
        help_text="https:// で始まるアドレスを入力します。",
        error_messages=NO_ADDRESS,
    )
    image = PictureField(
        required=False,
        within=LOGO_WITHIN,
        label="ロゴ（市章など）の画像",
        help_text="JPEG、PNG、WebP（5MBまで）。高さ96画素、幅480画素までに縮めて保存し、ヘッダーと報告書の表紙に載せます。",
    )
    drop_picture = forms.BooleanField(label="今のロゴを外す", required=False)
    alt = line_field(
        Picture,
        "alt",
        label="ロゴの代わりの文章",
        required=False,
        help_text="画像が見えない人に読み上げる文章です。例：みほん市の市章",
    )

    def __init__(self, data=None, files=None, *, portal: Portal):
        super().__init__(data, files, initial=self.values(portal), picture=portal.logo)

    @classmethod
    def values(cls, row: Portal) -> dict:
        """What is set up; the defaults, at version 0, while nothing is."""
        values = {name: getattr(row, name) for name in cls.PLAIN if name != "organization"}
        words = {"organization": row.organization_id, "alt": row.logo.alt if row.logo else ""}
        return values | words | {"version": row.version if row.pk else 0}

    def clean_image(self) -> CleanImage | None:
        image = self.cleaned_data["image"]
        if image and len(image.data) > LARGEST_LOGO:
            raise ValidationError(
                "縮めてもデータが大きすぎます（30KBまで）。写真ではなく、色数の少ない図柄を選んでください。"
            )
        return image

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("licence_url") and not cleaned.get("licence_name"):
            self.add_error("licence_name", "「利用条件のページ」を書くときは、名前も入力してください。")
        return cleaned

    def content(self) -> dict:
        """Give what was read in the shape that ``portal_settings.save_portal`` takes."""
        fields = {name: self.cleaned_data[name] for name in self.PLAIN}
        return {"version": self.cleaned_data["version"], "fields": fields} | self.picture_content
