"""The text of a term and the words that it explains."""

import re

import pghistory
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from accounts.versioning import VersionedModel
from plans.markdown import PictureMark, picture_marks
from plans.models.picture import Picture
from plans.models.plan import PlanTerm
from plans.models.published import refuse_change_of_published

KANA = re.compile("[ぁ-ゖー・ 　]+")
PATTERN = "「![代わりの文章](picture:番号)」"


def refuse_bad_pictures(text: str) -> None:
    """Raise ValidationError, with the number of the line, for each picture that could not be shown or be read aloud."""
    known = Picture.objects.brief().shown_in([text])
    if wrong := [said for mark in picture_marks(text) if (said := _what_is_wrong(mark, known))]:
        raise ValidationError(wrong)


def _what_is_wrong(mark: PictureMark, known: dict) -> str:
    place = f"{mark.line}行目の画像"
    if mark.key not in known:
        return f"{place}：「{mark.source or '番号なし'}」という画像はありません。画像の棚にある行を写し、{PATTERN}の形で書いてください。"
    if not mark.alt:
        return f"{place}：代わりの文章がありません。{PATTERN}の [ ] の中に書いてください。"
    if not mark.is_alone:
        return f"{place}：画像は、前後を1行ずつ空け、文章とは別の行に書いてください。"
    return ""


@pghistory.track()
class Chapter(VersionedModel):
    """A chapter of a term's text, kept as Markdown (HTML in it is shown as text)."""

    term = models.ForeignKey(
        PlanTerm, on_delete=models.CASCADE, related_name="chapters", verbose_name="計画の期"
    )
    number = models.PositiveSmallIntegerField("番号")
    slug = models.SlugField("アドレスの名前")
    title = models.CharField("見出し", max_length=100)
    body = models.TextField("本文", validators=[refuse_bad_pictures])
    easy_summary = models.TextField(
        "やさしい日本語の要約", blank=True, help_text="ふりがなは 福祉《ふくし》 のように書きます。"
    )

    PRINTED = ("term", "number", "slug", "title", "body", "easy_summary")

    class Meta:
        verbose_name = "計画の章"
        verbose_name_plural = "計画の章"
        ordering = ["term", "number"]
        constraints = [
            models.UniqueConstraint(fields=["term", "number"], name="chapter_number_once"),
            models.UniqueConstraint(fields=["term", "slug"], name="chapter_slug_once"),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        if self.term_id:
            refuse_change_of_published(self, self.term.published_at is not None)


@pghistory.track()
class GlossaryTerm(VersionedModel):
    """A word that the plan uses and explains (用語). Marked ※ in the text."""

    word = models.CharField(
        "用語",
        max_length=50,
        unique=True,
        error_messages={"unique": "この用語は、すでに登録されています。"},
    )
    reading = models.CharField("よみ", max_length=100, help_text="ひらがな")
    slug = models.SlugField(
        "アドレスの名前",
        unique=True,
        error_messages={"unique": "このアドレスの名前は、ほかの用語で使っています。"},
    )
    definition = models.TextField("説明")

    class Meta:
        verbose_name = "用語"
        verbose_name_plural = "用語"
        ordering = ["reading"]

    def __str__(self):
        return self.word

    def clean(self):
        if self.reading and not KANA.fullmatch(self.reading):
            raise ValidationError({"reading": "よみは、ひらがなで入力してください。"})

    def get_absolute_url(self):
        return f"{reverse('glossary')}#{self.slug}"
