"""The text of a term and the words that it explains."""

import pghistory
from django.db import models
from django.urls import reverse

from accounts.versioning import VersionedModel
from plans.models.plan import PlanTerm
from plans.models.published import refuse_change_of_published


@pghistory.track()
class Chapter(VersionedModel):
    """A chapter of a term's text, kept as Markdown (HTML in it is shown as text)."""

    term = models.ForeignKey(
        PlanTerm, on_delete=models.CASCADE, related_name="chapters", verbose_name="計画の期"
    )
    number = models.PositiveSmallIntegerField("番号")
    slug = models.SlugField("アドレスの名前")
    title = models.CharField("見出し", max_length=100)
    body = models.TextField("本文")
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

    word = models.CharField("用語", max_length=50, unique=True)
    reading = models.CharField("よみ", max_length=100, help_text="ひらがな")
    slug = models.SlugField("アドレスの名前", unique=True)
    definition = models.TextField("説明")

    class Meta:
        verbose_name = "用語"
        verbose_name_plural = "用語"
        ordering = ["reading"]

    def __str__(self):
        return self.word

    def get_absolute_url(self):
        return f"{reverse('glossary')}#{self.slug}"
