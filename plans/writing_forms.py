"""What the secretariat types into the text of a plan: chapters, pictures, and the words of the glossary."""

from django import forms

from accounts.form_fields import PortalForm, line_field, text_box
from accounts.versioned_forms import VersionedForm
from plans.images import CleanImage
from plans.models import Chapter, GlossaryTerm, Picture
from plans.models.text import refuse_bad_pictures
from plans.picture_forms import PictureField

BODY_LIMIT = 100_000
"""Characters of a chapter: far above what a chapter has, so that nothing written in earnest is refused."""
NO_SLUG = {
    "invalid": "半角の英数字、「-」、「_」だけで入力してください。",
    "max_length": "%(limit_value)d文字までです。今は%(show_value)d文字あります。",
}


def slug_field(help_text: str) -> forms.SlugField:
    """The name of a place within a public page; found by itself when it is left empty."""
    return forms.SlugField(
        label="アドレスの名前",
        max_length=50,
        required=False,
        error_messages=NO_SLUG,
        help_text=f"{help_text}半角の英数字と「-」で書きます。空欄のままなら、自動で付けます。",
    )


class ChapterForm(VersionedForm):
    title = line_field(Chapter, "title")
    body = text_box(
        "本文",
        limit=BODY_LIMIT,
        most=BODY_LIMIT,
        rows=24,
        validators=[refuse_bad_pictures],
        help_text="「## 」で始まる行が節の見出し、「- 」で始まる行が箇条書きになります。書き方は、この下の「本文の書き方」にあります。",
    )
    easy_summary = text_box(
        "やさしい日本語の要約",
        limit=1_000,
        rows=5,
        required=False,
        help_text="漢字には、小樽市《おたるし》 のように、ふりがなを付けられます。",
    )
    slug = slug_field("公開ページの中で、この章を指すアドレスになります。公開した後は変えません。")

    @classmethod
    def values(cls, row: Chapter) -> dict:
        return {name: getattr(row, name) for name in ("version", "title", "body", "easy_summary", "slug")}

    def draft(self) -> Chapter:
        """The chapter as it was typed, right or wrong, to be looked at and not to be saved."""
        typed = {name: str(self[name].value() or "") for name in ("title", "body", "easy_summary")}
        return Chapter(slug="preview", **typed)


class PictureForm(PortalForm):
    """A new picture; the box for the file is empty again after each answer, as browsers will have it."""

    prefix = "picture"
    image = PictureField()
    alt = line_field(Picture, "alt")
    caption = line_field(Picture, "caption")

    @property
    def image_content(self) -> CleanImage:
        return self.cleaned_data["image"]


class PictureWordsForm(VersionedForm):
    alt = line_field(Picture, "alt")
    caption = line_field(Picture, "caption")


class WordForm(VersionedForm):
    word = line_field(GlossaryTerm, "word")
    reading = line_field(
        GlossaryTerm, "reading", help_text="ひらがなで書きます。五十音順に並べるために使います。"
    )
    definition = text_box("説明", limit=600, rows=6)
    slug = slug_field("用語のページの中で、この言葉を指すアドレスになります。")


class WordFilterForm(forms.Form):
    """Which words to list: a row of the kana, and a part of the word, its reading or its explanation."""

    q = forms.CharField(label="言葉", required=False, max_length=50)
    row = forms.ChoiceField(label="行", required=False)

    def __init__(self, data, *, rows):
        super().__init__(data)
        self.fields["row"].choices = [("", "すべての行"), *rows]
