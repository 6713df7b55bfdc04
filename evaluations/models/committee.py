"""The promotion committee (推進委員会) and its members."""

import pghistory
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from accounts.versioning import VersionedModel
from plans.models import PlanTerm


@pghistory.track()
class Committee(VersionedModel):
    term = models.ForeignKey(
        PlanTerm, on_delete=models.PROTECT, related_name="committees", verbose_name="計画の期"
    )
    name = models.CharField("名称", max_length=100)
    alias = models.CharField("通称", max_length=100, blank=True)
    basis = models.CharField("設置の根拠", max_length=200, blank=True)

    class Meta:
        verbose_name = "推進委員会"
        verbose_name_plural = "推進委員会"
        ordering = ["name"]

    def __str__(self):
        return self.name


class MemberQuerySet(models.QuerySet):
    def serving(self, day):
        """Members whose term of office includes ``day``."""
        return self.filter(appointed_on__lte=day, term_ends_on__gte=day)


@pghistory.track()
class Member(models.Model):
    """A seat in a committee for one term of office (委嘱). A member on paper only has no account."""

    class Category(models.TextChoices):
        PUBLIC = "public", "公募市民"
        ACADEMIC = "academic", "学識経験者"
        PROVIDER = "provider", "福祉関連事業者"
        GROUP = "group", "団体の代表"

    class Office(models.TextChoices):
        CHAIR = "chair", "委員長"
        VICE_CHAIR = "vice_chair", "副委員長"
        MEMBER = "member", "委員"

    committee = models.ForeignKey(
        Committee, on_delete=models.PROTECT, related_name="members", verbose_name="委員会"
    )
    user = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name="利用者",
    )
    name = models.CharField("氏名", max_length=100)
    category = models.CharField("区分", max_length=10, choices=Category)
    office = models.CharField("役職", max_length=10, choices=Office, default=Office.MEMBER)
    appointed_on = models.DateField("委嘱日")
    term_ends_on = models.DateField("任期満了日")
    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "委員"
        verbose_name_plural = "委員"
        ordering = ["committee", "office", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(term_ends_on__gte=F("appointed_on")),
                name="member_term_in_order",
                violation_error_message="任期満了日は委嘱日以後にしてください。",
            ),
            models.UniqueConstraint(
                fields=["committee", "user", "appointed_on"],
                name="member_once",
                violation_error_message="この利用者は、同じ日付で委嘱されています。",
            ),
        ]

    def __str__(self):
        return f"{self.name}（{self.get_office_display()}）"

    @property
    def is_chair(self) -> bool:
        return self.office == self.Office.CHAIR
