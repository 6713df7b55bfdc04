"""しめきりの階段: the days of one round, counted by working days from the meeting of the committee."""

import pghistory
from django.db import models

from evaluations.models.round import EvaluationRound


@pghistory.track()
class Deadline(models.Model):
    """One step. Its day is counted from the meeting, or fixed by hand; the round's version guards all its steps.

    What a step means stands in ``step``: the submission and the opinions move the dates of request and round with
    them. A step of the secretariat's own is ``OTHER``.
    """

    class Step(models.TextChoices):
        REQUEST = "request", "所管課への照会"
        SUBMISSION = "submission", "所管課の提出期限"
        CHECK = "check", "事務局の確認"
        PAPERS = "papers", "委員への資料送付"
        OPINIONS = "opinions", "委員の意見の期限"
        MEETING = "meeting", "委員会の開催"
        REPLY = "reply", "回答と最終評価の決定"
        PUBLICATION = "publication", "公表の目標"
        OTHER = "other", "そのほか"

    FOR_MEMBERS = (Step.PAPERS, Step.OPINIONS, Step.MEETING, Step.PUBLICATION)
    round = models.ForeignKey(EvaluationRound, on_delete=models.PROTECT, related_name="deadlines")
    step = models.CharField("段", max_length=12, choices=Step)
    name = models.CharField("名称", max_length=50)
    offset = models.SmallIntegerField("委員会からの開庁日数")
    day = models.DateField("日")
    is_fixed = models.BooleanField("手で決めた日", default=False)
    position = models.PositiveSmallIntegerField("順番")

    class Meta:
        verbose_name = "しめきり"
        verbose_name_plural = "しめきり"
        ordering = ["round", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "name"], name="deadline_named_once"),
            models.UniqueConstraint(
                fields=["round", "step"], condition=~models.Q(step="other"), name="deadline_step_once"
            ),
        ]

    def __str__(self):
        return self.name
