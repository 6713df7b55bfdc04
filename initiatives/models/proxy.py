"""That the secretariat typed in what a department had given on paper or by telephone (代理入力)."""

import pghistory
from django.db import models

from accounts.models import User
from initiatives.models.record import AnnualRecord
from initiatives.models.share import RecordShare


@pghistory.track()
class ProxyEntry(models.Model):
    """One person's entry for the lead department, or for a supporting one (``share``), on one day; several are one."""

    class Means(models.TextChoices):
        PAPER = "paper", "紙で受け取った"
        PHONE = "phone", "電話で聞き取った"
        MAIL = "mail", "メールで受け取った"
        VISIT = "visit", "窓口・打合せで聞き取った"
        WORKBOOK = "workbook", "回答票（ExcelやCSV）で受け取った"
        OTHER = "other", "その他"

    record = models.ForeignKey(AnnualRecord, on_delete=models.PROTECT, related_name="proxy_entries")
    share = models.ForeignKey(
        RecordShare, on_delete=models.PROTECT, null=True, blank=True, related_name="proxy_entries"
    )
    by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="proxy_entries", verbose_name="入力した人"
    )
    entered_on = models.DateField("入力した日")
    entered_at = models.DateTimeField("最後に保存した日時")
    means = models.CharField("受け取り方", max_length=10, choices=Means)
    note = models.CharField("補足", max_length=200, blank=True)

    class Meta:
        verbose_name = "代理入力"
        verbose_name_plural = "代理入力"
        ordering = ["-entered_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "by", "entered_on"],
                condition=models.Q(share__isnull=True),
                name="proxy_entry_once_a_day",
            ),
            models.UniqueConstraint(fields=["share", "by", "entered_on"], name="proxy_share_once_a_day"),
        ]

    def __str__(self):
        return f"{self.by}（{self.get_means_display()}）"

    @property
    def department_name(self) -> str:
        """The department for which it was entered."""
        return (self.share or self.record).department_name
