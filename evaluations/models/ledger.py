"""What hangs on an opinion of the ledger: what changed because of it, ready-made replies, and what the public reads."""

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from accounts.versioning import VersionedModel
from evaluations.models.opinion import Opinion, Response
from initiatives.models import Initiative, RevisionChange
from plans import fiscal_year


@pghistory.track()
class OpinionChange(VersionedModel):
    """変わったこと: what became different because of an opinion, in words, in a revision of the plan, or both."""

    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, related_name="changes")
    happened_on = models.DateField("変わった日")
    words = models.TextField("変わったこと", blank=True)
    initiative = models.ForeignKey(
        Initiative,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="opinion_changes",
        verbose_name="変わった取組",
    )
    revision_change = models.ForeignKey(
        RevisionChange,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="opinion_changes",
        verbose_name="計画の見直しの箇所",
    )

    class Meta:
        verbose_name = "意見で変わったこと"
        verbose_name_plural = "意見で変わったこと"
        ordering = ["happened_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(words="") | Q(initiative__isnull=False) | Q(revision_change__isnull=False),
                name="opinion_change_says_something",
                violation_error_message="変わったことを書くか、取組か見直しの箇所を選んでください。",
            )
        ]

    def __str__(self):
        return self.words[:40] or str(self.revision_change or self.initiative)


@pghistory.track()
class ReplyTemplate(VersionedModel):
    """A ready-made text for replies, to be put into the box and mended there."""

    name = models.CharField(
        "名前", max_length=60, unique=True, error_messages={"unique": "この名前は、すでに使われています。"}
    )
    disposition = models.CharField("反映区分", max_length=12, choices=Response.Disposition, blank=True)
    text = models.TextField("文面")
    is_sample = models.BooleanField("見本データ", default=False, editable=False)

    class Meta:
        verbose_name = "回答のひな形"
        verbose_name_plural = "回答のひな形"
        ordering = ["name"]

    def __str__(self):
        return self.name


@pghistory.track()
class PublicVoice(models.Model):
    """What everybody may read of an opinion, as it stood when somebody published it. The original is no part of it.

    ``content`` holds the replies, what changed and what came of the promises, in words.
    """

    opinion = models.OneToOneField(Opinion, on_delete=models.PROTECT, related_name="public")
    slug = models.SlugField("アドレス", max_length=20, unique=True)
    number = models.CharField("番号", max_length=20)
    number_year = models.PositiveSmallIntegerField("番号の年度")
    sequence = models.PositiveSmallIntegerField("通し番号")
    source = models.CharField("出どころ", max_length=15, choices=Opinion.Source)
    source_note = models.CharField("出どころの説明", max_length=100, blank=True)
    kind = models.CharField("種類", max_length=10, choices=Opinion.Kind)
    received_on = models.DateField("受付日")
    summary = models.TextField("意見の要旨")
    is_replied = models.BooleanField("回答した", default=False)
    is_taken_up = models.BooleanField("反映した", default=False)
    status = models.CharField("状態", max_length=20)
    group = models.SlugField(
        "まとまり", max_length=20, help_text="代表の意見のアドレス。まとめていなければ自分のもの"
    )
    dispositions = models.JSONField("反映区分", default=list)
    content = models.JSONField("回答など", default=dict)
    words = models.TextField("探すための文", blank=True)
    initiatives = models.ManyToManyField(
        Initiative, related_name="public_voices", verbose_name="関係する取組"
    )
    is_sample = models.BooleanField("見本データ", default=False)
    published_at = models.DateTimeField("公開日時")
    updated_at = models.DateTimeField("更新日時")
    updated_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "公開した意見"
        verbose_name_plural = "公開した意見"
        ordering = ["-number_year", "-sequence"]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("voice-detail", args=[self.slug])

    @property
    def year_label(self) -> str:
        return fiscal_year.label(self.number_year)

    @property
    def disposition_words(self) -> list[str]:
        """What became of it by everybody who answered, for people."""
        return [Response.Disposition(code).label for code in dict.fromkeys(self.dispositions)]


@pghistory.track()
class PublicVoiceInitiative(PublicVoice.initiatives.through):
    """That a published opinion concerns a 取組. A model for the history's sake only; go through the opinion."""

    class Meta:
        proxy = True
        verbose_name = "公開した意見と取組のつながり"
        verbose_name_plural = "公開した意見と取組のつながり"
