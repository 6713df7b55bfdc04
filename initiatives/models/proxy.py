"""That the secretariat typed in what a department had given on paper or by telephone (代理入力)."""

import pghistory
from django.db import models

from accounts.models import User
from initiatives.models.record import AnnualRecord


@pghistory.track()
class ProxyEntry(models.Model):
    """One person's entry for the department on one day; several savings of a day are one."""

    class Means(models.TextChoices):
        PAPER = "paper", "紙で受け取った"
        PHONE = "phone", "電話で聞き取った"
        MAIL = "mail", "メールで受け取った"
        VISIT = "visit", "窓口・打合せで聞き取った"
        WORKBOOK = "workbook", "回答票（ExcelやCSV）で受け取った"
        OTHER = "other", "その他"

    record = models.ForeignKey(AnnualRecord, on_delete=models.PROTECT, related_name="proxy_entries")
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
            models.UniqueConstraint(fields=["record", "by", "entered_on"], name="proxy_entry_once_a_day")
        ]

    def __str__(self):
        return f"{self.by}（{self.get_means_display()}）"
