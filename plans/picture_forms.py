"""A picture in a form: the file, the words that stand for it, and taking it away."""

from django import forms
from django.core.exceptions import ValidationError

from accounts.form_fields import line_field
from accounts.versioned_forms import VersionedForm
from plans.images import LARGEST_FILE, LONGEST_SIDE, TOO_HEAVY, CleanImage, clean_image
from plans.models import Picture

ACCEPTED = "image/jpeg,image/png,image/webp"


class PictureInput(forms.FileInput):
    """Browsers send nothing for a file that was not chosen: that is no box that got lost on its way."""

    def value_omitted_from_data(self, data, files, name):
        return False


class PictureField(forms.FileField):
    """A file that is a picture; gives a CleanImage, or None when no file was chosen. The form must be multipart."""

    widget = PictureInput(attrs={"accept": ACCEPTED})
    default_error_messages = {"empty": "ファイルの中身が空です。画像を選び直してください。"}

    def __init__(self, *, within: tuple[int, int] = (LONGEST_SIDE, LONGEST_SIDE), **options):
        self.within = within
        help_text = "JPEG、PNG、WebP（5MBまで）。撮影した場所などの情報は取り除き、長い辺を1,600画素までに縮めて保存します。"
        super().__init__(**{"label": "画像ファイル", "help_text": help_text} | options)

    def to_python(self, data) -> CleanImage | None:
        upload = super().to_python(data)
        if upload is None:
            return None
        if upload.size > LARGEST_FILE:
            raise ValidationError(TOO_HEAVY, code="too_heavy")
        return clean_image(upload.read(), self.within)


class OnePictureForm(VersionedForm):
    """The form of a row that shows one picture, or none. ``picture`` is the one that it shows now."""

    image = PictureField(required=False)
    drop_picture = forms.BooleanField(label="今の画像を外す", required=False)
    alt = line_field(Picture, "alt", label="画像の代わりの文章", required=False)

    def __init__(self, data=None, files=None, *, picture: Picture | None, **options):
        super().__init__(data, files, **options)
        self.picture = picture
        if picture is None:
            del self.fields["drop_picture"]

    def _missing_boxes(self) -> list[str]:
        """A box for a tick that is not set is sent by no browser."""
        return [name for name in super()._missing_boxes() if name != "drop_picture"]

    def clean(self):
        cleaned = super().clean()
        is_dropped = cleaned.get("drop_picture")
        has_picture = cleaned.get("image") or (self.picture and not is_dropped)
        if has_picture and not cleaned.get("alt") and "alt" not in self.errors:
            self.add_error("alt", "画像には、代わりの文章が必要です。画像に写っているものを書いてください。")
        if not has_picture and cleaned.get("alt") and not is_dropped and "image" not in self.errors:
            self.add_error("image", "代わりの文章だけが入力されています。画像ファイルも選んでください。")
        return cleaned

    @property
    def picture_content(self) -> dict:
        """What was read of the picture, in the shape that verbs take."""
        cleaned = self.cleaned_data
        return {
            "image": cleaned["image"],
            "alt": cleaned["alt"],
            "drop_picture": cleaned.get("drop_picture", False),
        }
