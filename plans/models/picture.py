"""Pictures, kept in the database beside the rows that show them, so that one backup holds all."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Left
from django.urls import reverse

from accounts.versioning import VersionedModel
from plans.markdown import KEYS, picture_line
from plans.models.plan import PlanTerm

KEY_LENGTH = 12


class PictureQuerySet(models.QuerySet):
    def brief(self):
        """Without the bytes: all that a page needs to show the picture."""
        return self.defer("data")

    def shown_in(self, texts) -> dict:
        """The pictures that the texts name, by key; no query where they name none."""
        keys = {key for text in texts for key in KEYS.findall(text)}
        if not keys:
            return {}
        rows = self.annotate(short=Left("sha256", KEY_LENGTH)).filter(short__in=keys)
        return {row.key: row for row in rows.order_by("-pk")}


@pghistory.track(exclude=["data"])
class Picture(VersionedModel):
    """A picture as ``plans.pictures`` has re-encoded it, with the words that stand for it.

    Its content never changes; two rows may hold the same content with other words. Only words are edited.
    """

    class MediaType(models.TextChoices):
        JPEG = "image/jpeg", "JPEG"
        PNG = "image/png", "PNG"
        WEBP = "image/webp", "WebP"

    EXTENSIONS = {MediaType.JPEG: "jpg", MediaType.PNG: "png", MediaType.WEBP: "webp"}

    term = models.ForeignKey(
        PlanTerm,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="pictures",
        verbose_name="本文に使う期",
    )
    data = models.BinaryField("画像")
    sha256 = models.CharField("要約値", max_length=64, db_index=True, editable=False)
    media_type = models.CharField("形式", max_length=10, choices=MediaType, editable=False)
    width = models.PositiveIntegerField("幅（画素）", editable=False)
    height = models.PositiveIntegerField("高さ（画素）", editable=False)
    alt = models.CharField(
        "代わりの文章",
        max_length=200,
        help_text="画像が見えない人に読み上げる文章です。写っているもの、図が伝えたいことを書きます。",
    )
    caption = models.CharField(
        "説明", max_length=200, blank=True, help_text="画像の下に載せます。出典や撮影日など。"
    )
    is_sample = models.BooleanField("見本データ", default=False)
    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = "画像"
        verbose_name_plural = "画像"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "sha256"],
                name="picture_once_a_term",
                violation_error_message="この画像は、すでに登録されています。",
            ),
            models.CheckConstraint(
                condition=~Q(alt=""),
                name="picture_has_alt",
                violation_error_message="代わりの文章を入力してください。",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="content_stays", fields=["data", "sha256", "media_type", "width", "height"]
            )
        ]

    def __str__(self):
        return self.alt

    @property
    def key(self) -> str:
        """What a text calls the picture by; the same content has the same key."""
        return self.sha256[:KEY_LENGTH]

    @property
    def extension(self) -> str:
        return self.EXTENSIONS[self.media_type]

    @property
    def line(self) -> str:
        """What to write into a text so that it shows the picture."""
        return picture_line(self.key, self.alt, self.caption)

    def get_absolute_url(self):
        return reverse("picture", args=[self.sha256, self.extension])
