"""Rating scales are data: the same letter means different things in different plans and at different stages."""

import pghistory
from django.db import models

from accounts.versioning import VersionedModel
from plans.models import PlanTerm


@pghistory.track()
class RatingScale(VersionedModel):
    """The scale (評価区分) that one stage of one term uses; its levels are printed as a legend on every sheet."""

    class Stage(models.TextChoices):
        SELF = "self", "自己評価"
        COMMITTEE = "committee", "委員の評価"
        FINAL = "final", "最終評価"

    term = models.ForeignKey(PlanTerm, on_delete=models.PROTECT, related_name="rating_scales")
    stage = models.CharField("段階", max_length=10, choices=Stage)
    name = models.CharField("名称", max_length=50)

    class Meta:
        verbose_name = "評価区分"
        verbose_name_plural = "評価区分"
        ordering = ["term", "stage"]
        constraints = [models.UniqueConstraint(fields=["term", "stage"], name="scale_one_a_stage")]

    def __str__(self):
        return f"{self.name}（{self.get_stage_display()}）"


@pghistory.track()
class RatingLevel(models.Model):
    """One level of a scale; ``position`` 1 is the best."""

    scale = models.ForeignKey(RatingScale, on_delete=models.CASCADE, related_name="levels")
    code = models.CharField("記号", max_length=5)
    words = models.CharField("言葉", max_length=50)
    definition = models.CharField("定義", max_length=200)
    position = models.PositiveSmallIntegerField("並び順")

    class Meta:
        verbose_name = "評価の段階"
        verbose_name_plural = "評価の段階"
        ordering = ["scale", "position"]
        constraints = [
            models.UniqueConstraint(fields=["scale", "code"], name="level_code_once"),
            models.UniqueConstraint(fields=["scale", "position"], name="level_position_once"),
        ]

    def __str__(self):
        return f"{self.code} {self.words}"
