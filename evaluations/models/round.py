"""One evaluation round (評価の回): the judging side of a yearly call."""

from datetime import date, datetime, time, timedelta

import pghistory
from django.db import models
from django.db.models import Exists, Max, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission
from accounts.versioning import VersionedModel
from evaluations.models.committee import Committee, Member
from initiatives.models import AnnualRequest, RatingLevel
from plans import fiscal_year


class EvaluationRoundQuerySet(models.QuerySet):
    def for_reading(self):
        return self.select_related("request__term__plan", "committee")

    def published(self):
        return self.filter(editions__published_at__isnull=False)

    def given_to_committee(self):
        return self.exclude(stage=EvaluationRound.Stage.COLLECTING)

    def blind(self, today):
        """Those whose members write on ``today`` without seeing each other; see ``EvaluationRound.is_blind``."""
        return self.filter(stage=EvaluationRound.Stage.COMMITTEE, opinions_due_on__gte=today)

    def hiding(self, made_at: str, today):
        """Those blind on ``today`` whose members read each other at the moment in the outer column ``made_at``."""
        then = OuterRef(made_at)
        return self.blind(today).filter(seen_from__lte=then, seen_until__gte=then)

    def visible_to(self, user: User, today):
        """Secretariats see every round; members those given to a committee in which they serve (``Member.read_by``).

        A round lasts from its call to its publication, and is seen by whoever was in office at some time in between.
        """
        if user.may(Permission.RUN_ROUNDS):
            return self
        if user.may(Permission.REVIEW):
            days = {"first": OuterRef("opened_on"), "last": OuterRef("done_on")}
            seats = Member.objects.seen_from(user, today, committee="committee", **days)
            return self.given_to_committee().with_days(today).filter(Exists(seats))
        return self.none()

    def with_days(self, today):
        """With ``opened_on`` and ``done_on`` for conditions: the day of publication, or ``today`` before."""
        rounds = EvaluationRound.objects.filter(pk=OuterRef("pk"), stage=EvaluationRound.Stage.PUBLISHED)
        published = rounds.order_by().values("pk").annotate(day=Max(TruncDate("editions__published_at")))
        return self.alias(
            opened_on=TruncDate("request__opened_at"),
            done_on=Coalesce(Subquery(published.values("day")), Value(today)),
        )


@pghistory.track()
class EvaluationRound(VersionedModel):
    class Stage(models.TextChoices):
        COLLECTING = "collecting", "照会・入力"
        COMMITTEE = "committee", "委員会"
        DECIDING = "deciding", "回答・最終評価"
        PUBLISHING = "publishing", "公表の準備中"
        PUBLISHED = "published", "公表済み"

    request = models.OneToOneField(AnnualRequest, on_delete=models.PROTECT, related_name="round")
    committee = models.ForeignKey(
        Committee, on_delete=models.PROTECT, related_name="rounds", verbose_name="委員会"
    )
    stage = models.CharField("段階", max_length=12, choices=Stage, default=Stage.COLLECTING)
    opinions_due_on = models.DateField("委員の意見の期限")
    seen_from = models.DateTimeField("委員が互いの意見を読めた期間の始め", null=True, editable=False)
    seen_until = models.DateTimeField("委員が互いの意見を読めた期間の終わり", null=True, editable=False)
    committee_rates = models.BooleanField(
        "委員会も評価する", default=False, help_text="選ぶと、委員は意見に加えて評価区分も付けます。"
    )
    links_ask_code = models.BooleanField(
        "新しい端末では確認コードを尋ねる",
        default=False,
        help_text="個人リンクを初めての端末で開いたとき、委員のメールアドレスに確認コードを送って尋ねます。",
    )
    is_sample = models.BooleanField("見本データ", default=False, editable=False)
    objects = EvaluationRoundQuerySet.as_manager()

    class Meta:
        verbose_name = "評価の回"
        verbose_name_plural = "評価の回"
        ordering = ["-request__target_year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=["collecting", "committee", "deciding", "publishing", "published"]),
                name="round_stage_known",
            ),
            models.CheckConstraint(
                condition=Q(seen_from__isnull=True, seen_until__isnull=True)
                | Q(seen_from__lte=models.F("seen_until")),
                name="round_seen_in_a_span",
            ),
        ]

    def __str__(self):
        return f"{fiscal_year.wareki(self.target_year)}の評価"

    @property
    def target_year(self) -> int:
        """対象年度: the year that is evaluated."""
        return self.request.target_year

    @property
    def target_year_label(self) -> str:
        return fiscal_year.label(self.target_year)

    @property
    def held_year(self) -> int:
        """実施年度: the year in which the evaluation is done."""
        return fiscal_year.fiscal_year_of(timezone.localdate(self.request.opened_at))

    def levels(self, stage: str) -> list[RatingLevel]:
        """The levels of the scale that the term uses at ``stage``, best first; empty when it has none."""
        return list(
            RatingLevel.objects.filter(scale__term_id=self.request.term_id, scale__stage=stage).order_by(
                "position"
            )
        )

    def seat_of(self, user: User, today) -> Member | None:
        """The person's seat in this round's committee on ``today``."""
        return self.committee.members.serving(today).filter(user=user).first()

    def is_blind(self, today) -> bool:
        """Whether members still write, each without seeing what the others say (まず自分で): to the end of the due date."""
        return self.takes_opinions and today <= self.opinions_due_on

    def is_blind_for(self, user: User, today) -> bool:
        """The same for one reader: the secretariats read everything at any time."""
        return self.is_blind(today) and not user.may(Permission.RUN_ROUNDS)

    def blinds_again(self, due_on: date, today: date) -> bool:
        """Whether members, who read each other today, would not do so any more if the due date became ``due_on``."""
        return self.takes_opinions and self.opinions_due_on < today <= due_on

    def move_opinions_due(self, due_on: date, now: datetime) -> None:
        """Set the due date; remember since when members read each other where that ends now (see ``hiding``)."""
        if self.blinds_again(due_on, timezone.localdate(now)):
            morning = datetime.combine(self.opinions_due_on + timedelta(days=1), time.min)
            self.seen_from = self.seen_from or timezone.make_aware(morning)
            self.seen_until = now
        self.opinions_due_on = due_on

    @property
    def is_published(self) -> bool:
        return self.stage == self.Stage.PUBLISHED

    @property
    def takes_opinions(self) -> bool:
        return self.stage == self.Stage.COMMITTEE

    @property
    def takes_replies(self) -> bool:
        return self.stage in (self.Stage.COMMITTEE, self.Stage.DECIDING)
