"""Ratings by the committee, the final evaluation by city and council, ratings of goals and plan, and the chair's 総評."""

import pghistory
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from accounts.versioning import VersionedModel
from evaluations.models.committee import Member
from evaluations.models.round import EvaluationRound
from initiatives.models import AnnualRecord, RatingLevel, RatingScale


class CommitteeRatingQuerySet(models.QuerySet):
    def readable_by(self, seat: Member, today):
        """What the holder of ``seat`` may read: while a round is blind their own alone, then all of the committee's."""
        blind = EvaluationRound.objects.blind(today)
        mine = self.filter(record__request__round__committee=seat.committee_id)
        return mine.exclude(~Q(member=seat), record__request__round__in=blind)


@pghistory.track()
class CommitteeRating(VersionedModel):
    """One member's rating of one record, where the round says that the committee rates."""

    record = models.ForeignKey(AnnualRecord, on_delete=models.PROTECT, related_name="committee_ratings")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="ratings")
    level = models.ForeignKey(RatingLevel, on_delete=models.PROTECT, related_name="+", verbose_name="評価")
    objects = CommitteeRatingQuerySet.as_manager()

    class Meta:
        verbose_name = "委員の評価"
        verbose_name_plural = "委員の評価"
        constraints = [models.UniqueConstraint(fields=["record", "member"], name="rating_once_a_member")]

    def __str__(self):
        return f"{self.record} {self.level}"


class FinalEvaluationQuerySet(models.QuerySet):
    def standing(self):
        """Those decided on the record as it is accepted now; one that was returned since is to be decided anew."""
        accepted = AnnualRecord.State.ACCEPTED
        return self.filter(record__state=accepted, decided_at__gte=F("record__accepted_at"))


@pghistory.track()
class FinalEvaluation(VersionedModel):
    """The final evaluation of one record by its organisation, after the committee was heard."""

    record = models.OneToOneField(AnnualRecord, on_delete=models.PROTECT, related_name="final_evaluation")
    level = models.ForeignKey(
        RatingLevel, on_delete=models.PROTECT, related_name="+", verbose_name="最終評価"
    )
    comment = models.TextField("最終評価の理由", blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("決定日時")
    objects = FinalEvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = "最終評価"
        verbose_name_plural = "最終評価"

    def __str__(self):
        return f"{self.record} {self.level}"

    @property
    def stands(self) -> bool:
        """Whether it was decided on the record as it is accepted now."""
        return self.record.is_accepted and self.decided_at >= self.record.accepted_at


@pghistory.track()
class OverallComment(VersionedModel):
    """The chair's overall comment (総評) on one round."""

    round = models.OneToOneField(EvaluationRound, on_delete=models.PROTECT, related_name="overall_comment")
    text = models.TextField("総評")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="overall_comments")

    class Meta:
        verbose_name = "総評"
        verbose_name_plural = "総評"

    def __str__(self):
        return f"{self.round}の総評"


@pghistory.track()
class GoalRating(VersionedModel):
    """How people rate one goal, or the plan as a whole (``goal`` empty), at one stage, and why.

    Nothing is computed here: the distribution of the ratings of its 取組 stands beside it. ``goal`` is the name that the
    records of the round froze.
    """

    STAGES = (RatingScale.Stage.COMMITTEE, RatingScale.Stage.FINAL)
    STAGE_LABELS = {RatingScale.Stage.COMMITTEE: "委員会の評価", RatingScale.Stage.FINAL: "最終評価"}

    round = models.ForeignKey(EvaluationRound, on_delete=models.PROTECT, related_name="goal_ratings")
    goal = models.CharField("基本目標", max_length=150, blank=True, help_text="計画全体のときは空欄")
    stage = models.CharField("段階", max_length=10, choices=RatingScale.Stage)
    level = models.ForeignKey(RatingLevel, on_delete=models.PROTECT, related_name="+", verbose_name="評価")
    reason = models.TextField("評価の理由")
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="入力した人"
    )
    decided_at = models.DateTimeField("決定日時")

    class Meta:
        verbose_name = "基本目標・計画全体の評価"
        verbose_name_plural = "基本目標・計画全体の評価"
        ordering = ["round", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "goal", "stage"], name="goal_rating_once_a_stage"),
            models.CheckConstraint(
                condition=Q(stage__in=["committee", "final"]) & ~Q(reason=""),
                name="goal_rating_of_people_with_reason",
                violation_error_message="評価の理由を入力してください。",
            ),
        ]

    def __str__(self):
        return f"{self.goal or '計画全体'} {self.level}"
