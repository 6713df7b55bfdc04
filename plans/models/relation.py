"""How the plans stand to each other (位置付け), and what keeps a plan from standing above itself."""

from collections.abc import Iterable

import pghistory
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

from accounts.versioning import VersionedModel
from plans.models.plan import Plan


class PlanRelationQuerySet(models.QuerySet):
    def of(self, plan: Plan):
        """The relations of a plan from whichever side they were entered, with both plans."""
        return (
            self.filter(Q(plan=plan) | Q(other=plan))
            .select_related("plan", "other")
            .order_by("other__position", "other__name", "plan__position", "plan__name")
        )


@pghistory.track()
class PlanRelation(VersionedModel):
    """How one plan stands to another: ``other`` is the upper plan, a contained plan … of ``plan``."""

    class Kind(models.TextChoices):
        UPPER = "upper", "上位計画"
        INTEGRATED = "integrated", "一体的に策定する計画"
        CONTAINS = "contains", "包含する計画"
        INDIVIDUAL = "individual", "個別計画"
        COORDINATES = "coordinates", "連携する計画"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="relations", verbose_name="計画")
    kind = models.CharField("関係", max_length=15, choices=Kind)
    other = models.ForeignKey(
        Plan, on_delete=models.CASCADE, related_name="related_from", verbose_name="相手の計画"
    )
    note = models.CharField("補足", max_length=200, blank=True)
    objects = PlanRelationQuerySet.as_manager()

    class Meta:
        verbose_name = "計画の位置付け"
        verbose_name_plural = "計画の位置付け"
        ordering = ["plan", "kind", "other__position"]
        constraints = [
            models.UniqueConstraint(
                Least("plan", "other"),
                Greatest("plan", "other"),
                name="relation_once_either_way",
                violation_error_message="この2つの計画の関係は、すでに登録されています。",
            ),
            models.CheckConstraint(
                condition=~Q(plan=F("other")),
                name="relation_to_another_plan",
                violation_error_message="ほかの計画を選んでください。",
            ),
        ]

    def __str__(self):
        return f"{self.plan} {self.get_kind_display()} {self.other}"

    @property
    def upper_first(self) -> tuple[int, int] | None:
        """The two plans (their keys), the one above first; None where neither stands above the other.

        個別 and 包含 point downward, 上位 upward.
        """
        if self.kind == self.Kind.UPPER:
            return self.other_id, self.plan_id
        if self.kind in (self.Kind.CONTAINS, self.Kind.INDIVIDUAL):
            return self.plan_id, self.other_id
        return None

    def clean(self):
        if self.plan_id and self.other_id:
            self.refuse_beside(PlanRelation.objects.select_related("plan", "other"))

    def clean_alone(self):
        """No rule asks of the relation alone what its columns do not; ``refuse_beside`` asks the rest."""

    def refuse_beside(self, relations: Iterable["PlanRelation"]) -> None:
        """Raise ValidationError where it does not fit beside the ``relations`` of all plans, given with their plans."""
        if self.plan_id == self.other_id:
            return
        others = [relation for relation in relations if relation.pk != self.pk]
        mine = {self.plan_id, self.other_id}
        if held := next((other for other in others if {other.plan_id, other.other_id} == mine), None):
            raise ValidationError(
                {
                    "other": f"この2つの計画の関係は、すでに登録されています（「{held.plan}」から見て"
                    f"「{held.other}」は{held.get_kind_display()}）。"
                }
            )
        self._refuse_circle(others)

    def _refuse_circle(self, others: list["PlanRelation"]) -> None:
        """Refuse what would put a plan above itself, also by way of others; the message names the chain."""
        if self.upper_first is None:
            return
        upper, lower = self.upper_first
        if chain := path_down(others, lower, upper):
            names = {plan.pk: plan.name for row in (self, *others) for plan in (row.plan, row.other)}
            told = " → ".join(f"「{names[pk]}」" for pk in (upper, *chain))
            raise ValidationError(
                {"other": f"上下の関係が一回りするため、登録できません（上から順に {told}）。"}
            )


def path_down(rows: Iterable[PlanRelation], start: int, goal: int) -> list[int]:
    """Give the plans (their keys) by which one gets from ``start`` down to ``goal``, both included; [] for no way."""
    below: dict[int, list[int]] = {}
    for upper, lower in filter(None, (row.upper_first for row in rows)):
        below.setdefault(upper, []).append(lower)
    paths, seen = [[start]], {start}
    for path in paths:  # grows while it is read
        if path[-1] == goal:
            return path
        fresh = [lower for lower in below.get(path[-1], ()) if lower not in seen]
        seen.update(fresh)
        paths += [[*path, lower] for lower in fresh]
    return []
