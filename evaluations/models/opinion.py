"""The ledger of opinions (意見台帳): what the committee and citizens say, each under a number of its own, and the replies."""

import pghistory
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Department, Organization, User
from accounts.roles import Permission
from accounts.versioning import VersionedModel
from evaluations.models.committee import Member
from evaluations.models.round import EvaluationRound
from initiatives.models import AnnualRecord, Initiative
from plans import fiscal_year


def number_of(year: int, sequence: int) -> str:
    """令和4-012: the era year, and the running number in it over all sources."""
    name, _, era_year = fiscal_year.era(year)
    return f"{name}{era_year}-{sequence:03d}"


def responses_to_read() -> Prefetch:
    return Prefetch("responses", Response.objects.select_related("organization"))


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

    def handled_by(self, user: User, today):
        """Opinions whose originals a person may read in the house: a secretariat all, a clerk those of the department.

        Clerks get an opinion of the committee when its members have finished writing: what one of them says stays
        among few until then.
        """
        if user.may(Permission.RUN_ROUNDS):
            return self
        if not user.may(Permission.ENTER_RECORDS) or user.department_id is None:
            return self.none()
        own = Q(pk__in=Response.objects.filter(department=user.department_id).values("opinion"))
        return self.filter(own).exclude(round__in=EvaluationRound.objects.blind(today))

    def answered_by(self, user: User):
        """Opinions to which the organisation of a secretariat owes a reply."""
        if not user.may(Permission.RUN_ROUNDS):
            return self.none()
        owed = Response.objects.filter(organization=user.organization)
        return self.filter(pk__in=owed.values("opinion"))

    def on_term(self, term):
        """Opinions of the term's rounds or on its 取組; those on no 取組 by the year in which they came."""
        about_nothing = Q(round=None, concerns=None, number_year__in=term.years)
        of_term = Q(round__request__term=term) | Q(round=None, concerns__initiative__term=term)
        return self.filter(of_term | about_nothing).distinct()

    def unanswered(self):
        """Those that still wait for an approved reply of somebody who owes one."""
        return self.filter(Exists(self._standing_responses(is_approved=False)))

    def answered(self):
        return self.exclude(Exists(self._standing_responses(is_approved=False)))

    def for_reading(self):
        """With member, 取組 and replies, in the order of the numbers."""
        answered_as = Prefetch(
            "representative", self.model._base_manager.prefetch_related(responses_to_read())
        )
        paths = ("member", "record__initiative", "round__request", "entered_by")
        return (
            self.select_related(*paths)
            .prefetch_related(responses_to_read(), answered_as)
            .order_by("number_year", "sequence")
        )

    def _standing_responses(self, **which):
        """The replies that count for an opinion: those of its representative where it is grouped, else its own."""
        return Response.objects.filter(opinion=Coalesce(OuterRef("representative"), OuterRef("pk")), **which)


@pghistory.track()
class Opinion(VersionedModel):
    """What one person or one meeting says, of one 取組, of several, or of the whole.

    ``text`` is the original and stays inside the house; what may be read outside is ``summary``. An opinion that says
    the same as another hangs on it (``representative``): the summary and the reply of that one count for both.
    """

    class Kind(models.TextChoices):
        OPINION = "opinion", "意見"
        QUESTION = "question", "質問"

    class Source(models.TextChoices):
        COMMITTEE = "committee", "推進委員会"
        WORKSHOP = "workshop", "ワークショップ"
        SURVEY = "survey", "アンケートの自由記述"
        PUBLIC_COMMENT = "public_comment", "パブリックコメント"
        WINDOW = "window", "窓口・電話"
        LETTER = "letter", "手紙・メール"
        OTHER = "other", "その他"

    number_year = models.PositiveSmallIntegerField("番号の年度")
    sequence = models.PositiveSmallIntegerField("通し番号")
    number = models.CharField("番号", max_length=20, unique=True)
    source = models.CharField("出どころ", max_length=15, choices=Source, default=Source.COMMITTEE)
    source_note = models.CharField(
        "出どころの説明",
        max_length=100,
        blank=True,
        help_text="例：令和5年度 しあわせな地域づくりワークショップ（銭函会場）",
    )
    source_event = models.CharField("受け付けた機会", max_length=80, editable=False)
    received_on = models.DateField("受付日")
    received_at = models.DateTimeField("登録日時")
    round = models.ForeignKey(
        EvaluationRound, on_delete=models.PROTECT, null=True, blank=True, related_name="opinions"
    )
    record = models.ForeignKey(
        AnnualRecord,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="opinions",
        verbose_name="取組",
        help_text="計画全体への意見のときは空欄",
    )
    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="opinions"
    )
    initiatives = models.ManyToManyField(
        Initiative, through="OpinionInitiative", related_name="opinions", verbose_name="関係する取組"
    )
    kind = models.CharField("種類", max_length=10, choices=Kind, default=Kind.OPINION)
    text = models.TextField("意見・質問")
    summary = models.TextField("公表する意見の要旨", blank=True)
    representative = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="alike",
        verbose_name="代表の意見",
    )
    due_on = models.DateField("回答の期限", null=True, blank=True)
    closed_on = models.DateField("対応済みにした日", null=True, blank=True)
    is_sample = models.BooleanField("見本データ", default=False, editable=False)
    entered_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="代わりに入力した人",
    )
    entered_at = models.DateTimeField("代わりに入力した日時", null=True, blank=True)
    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = "意見"
        verbose_name_plural = "意見"
        ordering = ["number_year", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["number_year", "sequence"], name="opinion_number_once"),
            models.CheckConstraint(
                condition=Q(source="committee", round__isnull=False, member__isnull=False)
                | ~Q(source="committee") & Q(round__isnull=True, member__isnull=True, record__isnull=True),
                name="opinion_of_committee_or_not",
            ),
            models.CheckConstraint(
                condition=~Q(representative=F("pk")), name="opinion_not_its_own_representative"
            ),
        ]
        indexes = [models.Index(fields=["source", "source_event"], name="opinion_event")]

    def __str__(self):
        return self.number

    @property
    def slug(self) -> str:
        """r4-012: the address of the opinion, in letters that every address bar keeps."""
        return f"{fiscal_year.short(self.number_year).lower()}-{self.sequence:03d}"

    @property
    def answered_as(self) -> "Opinion":
        """The opinion whose summary and replies count for this one."""
        return self.representative or self

    @property
    def replies(self) -> list:
        """The replies that count, of those who owe one, the city's first."""
        return list(self.answered_as.responses.all())

    @property
    def begun_replies(self) -> list:
        return [reply for reply in self.replies if reply.is_begun]

    @property
    def is_replied(self) -> bool:
        """Whether everybody who owes a reply has approved one."""
        replies = self.replies
        return bool(replies) and all(reply.is_approved for reply in replies)

    @property
    def is_taken_up(self) -> bool:
        """Whether somebody who answered says 反映 or 一部反映."""
        return any(reply.is_approved and reply.disposition in Response.TAKEN_UP for reply in self.replies)

    @property
    def public_summary(self) -> str:
        return self.answered_as.summary


@pghistory.track()
class OpinionInitiative(models.Model):
    """That an opinion concerns a 取組."""

    opinion = models.ForeignKey(Opinion, on_delete=models.CASCADE, related_name="concerns")
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="concerned_opinions")

    class Meta:
        verbose_name = "意見と取組のつながり"
        verbose_name_plural = "意見と取組のつながり"
        ordering = ["initiative__term", "initiative__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["opinion", "initiative"], name="opinion_initiative_once")
        ]

    def __str__(self):
        return f"{self.opinion} {self.initiative}"


@pghistory.track()
class Response(VersionedModel):
    """The reply that one organisation owes to an opinion, of which ``department`` is in charge (none: the secretariat).

    It stands there empty, at version 0, from the day on which it is owed. Only an approved reply counts as an answer
    and becomes a promise; where both city and council owe one, only both together.
    """

    class Disposition(models.TextChoices):
        REFLECTED = "reflected", "反映"
        PARTLY = "partly", "一部反映"
        NEXT_YEAR = "next_year", "次年度に対応"
        NEXT_PLAN = "next_plan", "次期計画で検討"
        REFERENCE = "reference", "参考"
        DIFFICULT = "difficult", "対応困難"
        ANSWERED = "answered", "質問・感想"

    TAKEN_UP = (Disposition.REFLECTED, Disposition.PARTLY)
    ENDING = (Disposition.REFERENCE, Disposition.DIFFICULT, Disposition.ANSWERED)
    """Dispositions after which nothing more is to be done."""

    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, related_name="responses")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="responses", verbose_name="回答する団体"
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="responses",
        verbose_name="担当課",
    )
    text = models.TextField("市・社協の考え方", blank=True)
    disposition = models.CharField("反映区分", max_length=12, choices=Disposition, blank=True)
    reason = models.TextField("対応が難しい理由", blank=True)
    what_changed = models.TextField("変わったこと", blank=True)
    is_approved = models.BooleanField("決裁済み", default=False)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField("決裁日時", null=True, blank=True)

    class Meta:
        verbose_name = "市・社協の考え方"
        verbose_name_plural = "市・社協の考え方"
        ordering = ["opinion", "organization__kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["opinion", "organization"], name="response_once_an_organization"),
            models.CheckConstraint(
                condition=Q(is_approved=False) | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="response_approval_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(is_approved=False) | ~Q(text="") & ~Q(disposition=""),
                name="response_approved_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(disposition="difficult") | ~Q(reason=""),
                name="response_difficult_with_reason",
                violation_error_message="「対応困難」のときは、理由を入力してください。",
            ),
        ]

    def __str__(self):
        return f"{self.opinion} {self.get_disposition_display()}"

    @property
    def is_begun(self) -> bool:
        return bool(self.text)
