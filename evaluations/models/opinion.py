"""Opinions of the committee and what became of them (意見, 市・社協の考え方)."""

import pghistory
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery

from accounts.models import User
from accounts.roles import Permission
from accounts.versioning import VersionedModel
from evaluations.models.committee import Member
from evaluations.models.round import EvaluationRound
from initiatives.models import AnnualRecord
from plans import fiscal_year


class OpinionQuerySet(models.QuerySet):
    def written_by(self, user: User):
        return self.filter(member__user=user)

    def readable_by(self, seat: Member, today):
        """What the holder of ``seat`` may read: while a round is blind their own alone, then all of the committee's."""
        blind = EvaluationRound.objects.blind(today)
        mine = self.filter(round__committee=seat.committee_id)
        return mine.exclude(~Q(member=seat), round__in=blind)

    def with_own_place(self):
        """Add ``own_place``: the n-th that its writer wrote in the round. It tells nothing of how much others wrote."""
        up_to_here = Opinion.objects.filter(
            round=OuterRef("round"), member=OuterRef("member"), pk__lte=OuterRef("pk")
        )
        count = up_to_here.order_by().values("member").annotate(count=Count("pk")).values("count")
        return self.annotate(own_place=Subquery(count))

    def answered_by(self, user: User):
        """Opinions that a secretariat replies to: on its organisation's 取組, and those on the plan as a whole."""
        if not user.may(Permission.RUN_ROUNDS):
            return self.none()
        own = Q(record__lead_department__organization=user.organization)
        return self.filter(own | Q(record__isnull=True))

    def unanswered(self):
        return self.exclude(response__is_approved=True)

    def for_reading(self):
        return self.select_related("member", "record__initiative", "response", "round__request").order_by(
            "sequence"
        )


@pghistory.track()
class Opinion(VersionedModel):
    """What one member says of one 取組, or of the whole. ``text`` is the original and stays inside the house."""

    class Kind(models.TextChoices):
        OPINION = "opinion", "意見"
        QUESTION = "question", "質問"

    round = models.ForeignKey(EvaluationRound, on_delete=models.PROTECT, related_name="opinions")
    record = models.ForeignKey(
        AnnualRecord,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="opinions",
        verbose_name="取組",
        help_text="計画全体への意見のときは空欄",
    )
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="opinions")
    sequence = models.PositiveSmallIntegerField("通し番号")
    kind = models.CharField("種類", max_length=10, choices=Kind, default=Kind.OPINION)
    text = models.TextField("意見・質問")
    received_at = models.DateTimeField("受理日時")
    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = "意見"
        verbose_name_plural = "意見"
        ordering = ["round", "sequence"]
        constraints = [models.UniqueConstraint(fields=["round", "sequence"], name="opinion_number_once")]

    def __str__(self):
        return self.number

    @property
    def number(self) -> str:
        """令和4-012: the era year of the target year and the running number in its round."""
        name, _, year = fiscal_year.era(self.round.target_year)
        return f"{name}{year}-{self.sequence:03d}"

    @property
    def is_replied(self) -> bool:
        return hasattr(self, "response") and self.response.is_approved


@pghistory.track()
class Response(VersionedModel):
    """市・社協の考え方 on one opinion. Only an approved reply counts as an answer and becomes a promise."""

    class Disposition(models.TextChoices):
        REFLECTED = "reflected", "反映"
        PARTLY = "partly", "一部反映"
        NEXT_PLAN = "next_plan", "次期計画で検討"
        REFERENCE = "reference", "参考"
        DIFFICULT = "difficult", "対応困難"
        ANSWERED = "answered", "質問・感想"

    opinion = models.OneToOneField(Opinion, on_delete=models.PROTECT, related_name="response")
    summary = models.TextField("公表する意見の要旨")
    text = models.TextField("市・社協の考え方")
    disposition = models.CharField("反映区分", max_length=12, choices=Disposition)
    what_changed = models.TextField("変わったこと", blank=True)
    is_approved = models.BooleanField("決裁済み", default=False)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField("決裁日時", null=True, blank=True)

    class Meta:
        verbose_name = "市・社協の考え方"
        verbose_name_plural = "市・社協の考え方"
        constraints = [
            models.CheckConstraint(
                condition=Q(is_approved=False) | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="response_approval_is_signed",
            )
        ]

    def __str__(self):
        return f"{self.opinion} {self.get_disposition_display()}"
