"""The yearly call (照会) that asks the departments for the records of one target year."""

import pghistory
from django.db import models

from accounts.models import User
from plans import fiscal_year
from plans.models import PlanTerm


@pghistory.track()
class AnnualRequest(models.Model):
    """The call for one target year (対象年度) of one term. Opening it freezes the list of 取組 into records."""

    term = models.ForeignKey(
        PlanTerm, on_delete=models.PROTECT, related_name="requests", verbose_name="計画の期"
    )
    target_year = models.PositiveSmallIntegerField("対象年度")
    due_on = models.DateField("提出期限")
    message = models.TextField("照会文", blank=True)
    opened_at = models.DateTimeField("照会日時")
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField("締切日時", null=True, blank=True)

    class Meta:
        verbose_name = "照会"
        verbose_name_plural = "照会"
        ordering = ["-target_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "target_year"],
                name="request_once_a_year",
                violation_error_message="この年度の評価の回は、すでに開かれています。",
            )
        ]

    def __str__(self):
        return f"{fiscal_year.wareki(self.target_year)}の照会"

    @property
    def target_year_label(self) -> str:
        return fiscal_year.label(self.target_year)
