"""Which other plans a 取組 serves, and how those plans word its number, its name and its results."""

from decimal import Decimal

import pghistory
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import JSONObject

from accounts.versioning import VersionedModel
from initiatives.models.indicator import Indicator
from initiatives.models.initiative import Initiative
from plans.models import Plan


class PlanLinkQuerySet(models.QuerySet):
    def for_reading(self):
        """With the plan, and how it words the indicators; ``initiative`` is for the caller to say."""
        return self.select_related("plan").prefetch_related("wordings__indicator")


@pghistory.track()
class PlanLink(VersionedModel):
    """That a 取組 also serves another plan, mostly an individual plan below the regional welfare plan.

    One result feeds each linked plan: what the other plan calls the 取組 stands here, empty where it uses our words.
    """

    class Kind(models.TextChoices):
        RELISTED = "relisted", "再掲"
        RELATED = "related", "関連"

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="plan_links")
    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="initiative_links", verbose_name="計画"
    )
    kind = models.CharField("関係", max_length=10, choices=Kind, default=Kind.RELATED)
    own_number = models.CharField("その計画での番号", max_length=20, blank=True)
    own_title = models.CharField("その計画での名称", max_length=100, blank=True)
    note = models.TextField("説明", blank=True)
    objects = PlanLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "個別計画とのつながり"
        verbose_name_plural = "個別計画とのつながり"
        ordering = ["initiative", "plan__position"]
        constraints = [models.UniqueConstraint(fields=["initiative", "plan"], name="plan_link_once")]

    def __str__(self):
        return f"{self.initiative} → {self.plan}"

    @property
    def number(self) -> str:
        """The number under which the other plan lists the 取組; ours where it has none of its own."""
        return self.own_number or self.initiative.number

    @property
    def title(self) -> str:
        return self.own_title or self.initiative.title

    def wording_of(self, indicator_id: int | None) -> "IndicatorWording | None":
        """How the other plan words the indicator, from the prefetched wordings where there are any."""
        return next((w for w in self.wordings.all() if w.indicator_id == indicator_id), None)


def with_links(initiatives: models.QuerySet) -> models.QuerySet:
    """With ``told_links``: the plans that each 取組 serves, for ``links_told``, in the same query."""
    links = PlanLink.objects.filter(initiative=models.OuterRef("pk")).order_by("plan__position", "pk")
    told = JSONObject(slug="plan__slug", name="plan__name", kind="kind")
    return initiatives.annotate(told_links=ArraySubquery(links.values(json=told)))


def links_told(initiative) -> list[dict[str, str]]:
    """Give slug and name of each plan that came ``with_links``, and the kind of the link in words."""
    return [link | {"kind": PlanLink.Kind(link["kind"]).label} for link in initiative.told_links]


@pghistory.track()
class IndicatorWording(models.Model):
    """How a linked plan words an indicator: its own name and unit, and the factor between the two units."""

    FACTOR = {"max_digits": 15, "decimal_places": 6}

    link = models.ForeignKey(PlanLink, on_delete=models.CASCADE, related_name="wordings")
    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="wordings")
    own_name = models.CharField("その計画での指標名", max_length=100, blank=True)
    own_unit = models.CharField("その計画での単位", max_length=20, blank=True)
    multiplier = models.DecimalField("掛ける数", default=Decimal(1), **FACTOR)

    class Meta:
        verbose_name = "指標の読み替え"
        verbose_name_plural = "指標の読み替え"
        ordering = ["link", "indicator__position", "indicator"]
        constraints = [
            models.UniqueConstraint(fields=["link", "indicator"], name="wording_once"),
            models.CheckConstraint(
                condition=Q(multiplier__gt=0),
                name="wording_factor_positive",
                violation_error_message="「掛ける数」は、0より大きい数にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(multiplier=1) | ~Q(own_unit=""),
                name="wording_factor_has_unit",
                violation_error_message="数を掛けるときは、「その計画での単位」も入力してください。",
            ),
        ]

    def __str__(self):
        return f"{self.name}（{self.unit}）"

    @property
    def name(self) -> str:
        return self.own_name or self.indicator.name

    @property
    def unit(self) -> str:
        return self.own_unit or self.indicator.unit

    def clean(self):
        if self.indicator_id and self.link_id and self.indicator.initiative_id != self.link.initiative_id:
            raise ValidationError({"indicator": "同じ取組の指標を選んでください。"})
