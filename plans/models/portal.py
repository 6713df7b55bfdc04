"""Whose portal this is and what it is called: data, so that another city needs no change of code."""

import pghistory
from django.db import models
from django.db.models import Q

from accounts.models import Organization
from accounts.versioning import VersionedModel
from plans.models.picture import Picture


@pghistory.track()
class Portal(VersionedModel):
    """The portal itself. There is one row at most; without it the defaults of the columns hold."""

    name = models.CharField("サイトの名前", max_length=50, default="地域福祉計画 進行管理ポータル")
    nickname = models.CharField(
        "愛称", max_length=50, blank=True, help_text="空欄のときは、公開している期の愛称を表示します。"
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="運営する団体",
        help_text="ヘッダーの名称と、問合せ先に使います。空欄のときは、区分が「市」の団体です。",
    )
    licence_name = models.CharField("オープンデータの利用条件", max_length=100, blank=True)
    licence_url = models.URLField("利用条件のページ", blank=True)
    logo = models.ForeignKey(
        Picture, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ロゴ"
    )
    is_only = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        verbose_name = "サイトの設定"
        verbose_name_plural = "サイトの設定"
        constraints = [
            models.CheckConstraint(
                condition=Q(is_only=True) & (Q(licence_url="") | ~Q(licence_name="")),
                name="portal_licence_has_name",
                violation_error_message="「利用条件のページ」を書くときは、「オープンデータの利用条件」も入力してください。",
            )
        ]

    def __str__(self):
        return self.name

    @classmethod
    def current(cls) -> "Portal":
        """The portal as it is set up, with organisation and logo; a row that is not saved where nothing is set up."""
        rows = cls.objects.select_related("organization", "logo").defer("logo__data")
        return rows.first() or cls()
