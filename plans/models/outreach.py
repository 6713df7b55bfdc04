"""What was done to make the plan known (周知・啓発)."""

from datetime import date

import pghistory
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q

from accounts.dates import write_day
from accounts.models import Organization, User
from accounts.versioning import VersionedModel
from plans import fiscal_year
from plans.models.picture import Picture

WEB_ADDRESS = URLValidator(schemes=["http", "https"], message="https:// で始まるアドレスを入力してください。")


class OutreachActivityQuerySet(models.QuerySet):
    def published(self):
        return self.filter(published_at__isnull=False)

    def in_year(self, year: int):
        """Those that began in fiscal year ``year``."""
        return self.filter(starts_on__range=(fiscal_year.first_day(year), fiscal_year.last_day(year)))

    def years(self) -> list[int]:
        """The fiscal years in which any began, newest first."""
        days = self.order_by().values_list("starts_on", flat=True).distinct()
        return sorted({fiscal_year.fiscal_year_of(day) for day in days}, reverse=True)

    def for_reading(self):
        """With all that a page shows of them, without the bytes of the pictures."""
        pictures = models.Prefetch("picture", Picture.objects.brief())
        return self.select_related("organization").prefetch_related(pictures)


@pghistory.track()
class OutreachActivity(VersionedModel):
    """One activity. It is nobody's but the offices' until it is published."""

    class Medium(models.TextChoices):
        NEWSLETTER = "newsletter", "広報紙"
        WEBSITE = "website", "市・社協のホームページ"
        SOCIAL = "social", "SNS"
        LECTURE = "lecture", "講座・説明会"
        EXHIBITION = "exhibition", "展示"
        VIDEO = "video", "動画"
        BROADCAST = "broadcast", "ラジオ・テレビ"
        PRINT = "print", "印刷物"
        OTHER = "other", "その他"

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name="行った団体"
    )
    medium = models.CharField("媒体", max_length=10, choices=Medium)
    title = models.CharField("件名", max_length=100)
    starts_on = models.DateField("行った日（期間のときは初日）")
    ends_on = models.DateField("期間の最終日", null=True, blank=True)
    audience = models.CharField("対象", max_length=100, blank=True, help_text="例：市民、民生委員、小学5年生")
    count = models.PositiveIntegerField("人数・部数など", null=True, blank=True)
    unit = models.CharField("単位", max_length=10, blank=True, help_text="例：人、部、回")
    description = models.TextField("内容", blank=True)
    link = models.URLField("関連するページ", blank=True, max_length=500, validators=[WEB_ADDRESS])
    picture = models.ForeignKey(
        Picture, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="画像"
    )
    is_sample = models.BooleanField("見本データ", default=False)
    published_at = models.DateTimeField("公開日時", null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    objects = OutreachActivityQuerySet.as_manager()

    class Meta:
        verbose_name = "周知・啓発"
        verbose_name_plural = "周知・啓発"
        ordering = ["starts_on", "pk"]
        indexes = [models.Index(fields=["starts_on"], name="outreach_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="outreach_days_in_order",
                violation_error_message="期間の最終日は、初日以後にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(count__isnull=True, unit="") | (Q(count__isnull=False) & ~Q(unit="")),
                name="outreach_count_has_unit",
                violation_error_message="人数・部数などと単位は、両方を入力するか、両方を空欄にしてください。",
            ),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        """Say at its box what the constraints would say of the whole."""
        errors = {}
        if self.ends_on and self.starts_on and self.ends_on < self.starts_on:
            errors["ends_on"] = "期間の最終日は、初日以後にしてください。"
        if self.count is not None and not self.unit:
            errors["unit"] = "人数・部数などを入力したときは、単位も入力してください。"
        if self.count is None and self.unit:
            errors["count"] = "単位を入力したときは、人数・部数なども入力してください。"
        if errors:
            raise ValidationError(errors)

    @property
    def fiscal_year(self) -> int:
        return fiscal_year.fiscal_year_of(self.starts_on)

    @property
    def days_label(self) -> str:
        """令和4年5月1日, or 令和4年5月1日から令和4年5月31日まで."""
        first = write_day(self.starts_on)
        if self.ends_on is None or self.ends_on == self.starts_on:
            return first
        return f"{first}から{write_day(self.ends_on)}まで"

    @property
    def count_label(self) -> str:
        """1,200部; empty where nothing was counted."""
        return "" if self.count is None else f"{self.count:,}{self.unit}"

    def has_begun(self, today: date) -> bool:
        return self.starts_on <= today
