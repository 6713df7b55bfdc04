"""What is still open at the end of a term and is taken along as 検討課題 of the next."""

import pghistory
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from accounts.versioning import VersionedModel
from evaluations.models.opinion import Opinion
from initiatives.models import CarryOver, Initiative, Promise


class CarriedIssueQuerySet(models.QuerySet):
    def decided(self):
        return self.exclude(decision="")

    def public(self):
        """Those whose summary was decided to be read: an original of an opinion never gets there by itself."""
        return self.decided().exclude(summary="")

    def for_reading(self):
        """With source and 取組, in the order of the plan; those on the plan as a whole come last."""
        paths = ("initiative", "new_initiative", "opinion__round__request", "promise")
        return self.select_related(*paths).order_by("initiative__position", "initiative__number", "pk")


@pghistory.track()
class CarriedIssue(VersionedModel):
    """One 検討課題: an opinion or a promise that the old term leaves open, and what the new term makes of it.

    ``summary`` is what the public reads. It begins with words that were approved before, or empty.
    """

    class Decision(models.TextChoices):
        REFLECTED = "reflected", "反映"
        PARTLY = "partly", "一部反映"
        LATER = "later", "引き続き検討"
        DECLINED = "declined", "見送り"

    TAKEN_UP = (Decision.REFLECTED, Decision.PARTLY)

    carry_over = models.ForeignKey(CarryOver, on_delete=models.PROTECT, related_name="issues")
    opinion = models.ForeignKey(
        Opinion, on_delete=models.PROTECT, null=True, blank=True, related_name="carried_issues"
    )
    promise = models.ForeignKey(
        Promise, on_delete=models.PROTECT, null=True, blank=True, related_name="carried_issues"
    )
    initiative = models.ForeignKey(
        Initiative,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="carried_issues",
        verbose_name="今の期の取組",
    )
    source = models.CharField("出どころ", max_length=80)
    summary = models.TextField("公表する課題の要旨", blank=True)
    decision = models.CharField("次の期での扱い", max_length=10, choices=Decision, blank=True)
    reason = models.TextField("扱いの理由・内容", blank=True)
    new_initiative = models.ForeignKey(
        Initiative,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="taken_up_issues",
        verbose_name="反映した取組",
    )
    objects = CarriedIssueQuerySet.as_manager()

    class Meta:
        verbose_name = "検討課題"
        verbose_name_plural = "検討課題"
        ordering = ["carry_over", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opinion__isnull=False, promise__isnull=True)
                | Q(opinion__isnull=True, promise__isnull=False),
                name="issue_has_one_source",
            ),
            models.CheckConstraint(
                condition=Q(decision="") | ~Q(reason="") & ~Q(summary=""),
                name="issue_decided_with_reason",
                violation_error_message="要旨と、扱いの理由・内容を入力してください。",
            ),
            models.UniqueConstraint(fields=["carry_over", "opinion"], name="issue_once_an_opinion"),
            models.UniqueConstraint(fields=["carry_over", "promise"], name="issue_once_a_promise"),
        ]

    def __str__(self):
        return self.source

    def clean(self):
        new = self.new_initiative
        if new and new.term_id != self.carry_over.new_term_id:
            raise ValidationError({"new_initiative": "次の期の取組を選んでください。"})
        if new and self.decision not in self.TAKEN_UP:
            raise ValidationError(
                {"new_initiative": "取組を選べるのは、「反映」か「一部反映」のときだけです。"}
            )

    @property
    def is_decided(self) -> bool:
        return bool(self.decision)
