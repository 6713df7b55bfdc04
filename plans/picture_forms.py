"""A picture in a form: the file, and the words that stand for it."""

from django import forms
from django.core.exceptions import ValidationError

from plans.images import LARGEST_FILE, TOO_HEAVY, CleanImage, clean_image

ACCEPTED = "image/jpeg,image/png,image/webp"


class PictureInput(forms.FileInput):
    """Browsers send nothing for a file that was not chosen: that is no box that got lost on its way."""

    def value_omitted_from_data(self, data, files, name):
        return False


class PictureField(forms.FileField):
    """A file that is a picture; gives a CleanImage, or None when no file was chosen. The form must be multipart."""

    widget = PictureInput(attrs={"accept": ACCEPTED})
    default_error_messages = {"empty": "ファイルの中身が空です。画像を選び直してください。"}

    def __init__(self, **options):
        help_text = "JPEG、PNG、WebP（5MBまで）。撮影した場所などの情報は取り除き、長い辺を1,600画素までに縮めて保存します。"
        super().__init__(**{"label": "画像ファイル", "help_text": help_text} | options)

    def to_python(self, data) -> CleanImage | None:
        upload = super().to_python(data)
        if upload is None:
            return None
        if upload.size > LARGEST_FILE:
            raise ValidationError(TOO_HEAVY, code="too_heavy")
        return clean_image(upload.read())
