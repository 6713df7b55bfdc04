"""The promotion committee (推進委員会) and its members."""

from datetime import date

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from accounts.dates import write_day
from accounts.models import User
from accounts.versioning import VersionedModel
from plans.models import PlanTerm


class CommitteeQuerySet(models.QuerySet):
    def public(self):
        """Those that were published, of a term that is public: what anybody may read of."""
        return self.filter(published_at__isnull=False, term__published_at__isnull=False)


@pghistory.track()
class Committee(VersionedModel):
    """A committee of one term. ``quorum`` is the rule by which its meetings stand; ``Quorum`` counts by it."""

    class QuorumRule(models.TextChoices):
        MAJORITY = "majority", "委員の過半数"
        HALF = "half", "委員の半数以上"
        TWO_THIRDS = "two_thirds", "委員の3分の2以上"
        NONE = "none", "定めなし"

    term = models.ForeignKey(
        PlanTerm, on_delete=models.PROTECT, related_name="committees", verbose_name="計画の期"
    )
    name = models.CharField("名称", max_length=100)
    alias = models.CharField("通称", max_length=100, blank=True)
    basis = models.CharField(
        "設置の根拠",
        max_length=200,
        blank=True,
        help_text="条例・規則・要綱などの名前と条。公開すると、市民のページに載ります。",
    )
    quorum = models.CharField("定足数", max_length=10, choices=QuorumRule, default=QuorumRule.MAJORITY)
    counts_proxies = models.BooleanField(
        "代理の出席も定足数に数える",
        default=False,
        help_text="要綱などで代理出席を認めている場合に選びます。",
    )
    published_at = models.DateTimeField("公開日時", null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    is_sample = models.BooleanField("見本データ", default=False, editable=False)
    objects = CommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = "推進委員会"
        verbose_name_plural = "推進委員会"
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def is_public(self) -> bool:
        return self.published_at is not None and self.term.published_at is not None


IN_OFFICE_UNTIL = Coalesce("ended_on", "term_ends_on")
"""The last day of a seat, as SQL; ``Member.in_office_until`` in Python."""


class MemberQuerySet(models.QuerySet):
    def serving(self, day):
        """Members who are in office on ``day``: appointed, not past their term, and not ended before."""
        return self.overlapping(day, day)

    def overlapping(self, first, last):
        """Members who were in office on any day from ``first`` to ``last`` (days or expressions)."""
        seats = self.annotate(until=IN_OFFICE_UNTIL)
        return seats.filter(appointed_on__lte=last, until__gte=first)

    def past(self, day):
        return self.annotate(until=IN_OFFICE_UNTIL).filter(until__lt=day)

    def coming(self, day):
        return self.filter(appointed_on__gt=day)

    def read_by(self, user: User, today):
        """The seats by which a person reads: all that they held in the committees in which they serve on ``today``.

        The one rule of what a member sees: who does not serve today sees nothing, who does sees the rows of these
        committees that fall into these seats. Rows ask for it with ``seen_from``.
        """
        serving = self.model.objects.serving(today).filter(user=user)
        return self.filter(user=user, committee__in=serving.values("committee"))

    def seen_from(self, user: User, today, *, committee: str, first, last):
        """The seats of ``read_by`` from which a row of another model is seen; for ``Exists``.

        ``committee`` is the column of the row that names its committee; ``first`` and ``last`` are expressions of the
        row: the days from which and until which it was on.
        """
        seats = self.read_by(user, today).filter(committee=OuterRef(committee))
        return seats.overlapping(first, last)

    def in_order(self):
        """Chair, vice chair, members; in each by appointment."""
        rank = models.Case(
            models.When(office=Member.Office.CHAIR, then=0),
            models.When(office=Member.Office.VICE_CHAIR, then=1),
            default=2,
        )
        return self.order_by(rank, "appointed_on", "pk")


@pghistory.track()
class Member(VersionedModel):
    """A seat in a committee for one term of office (委嘱). A member on paper only has no account.

    Reappointment is a new seat that ``continues`` the one before; ``ordinal`` counts the seats of the person.
    """

    class Category(models.TextChoices):
        STUDENT = "student", "公募・学生"
        ADULT = "adult", "公募・社会人"
        ACADEMIC = "academic", "学識"
        PROVIDER = "provider", "事業者"
        GROUP = "group", "団体"
        OFFICIAL = "official", "行政"

    class Office(models.TextChoices):
        CHAIR = "chair", "委員長"
        VICE_CHAIR = "vice_chair", "副委員長"
        MEMBER = "member", "委員"

    class ShownAs(models.TextChoices):
        NAME = "name", "氏名を公表する"
        CATEGORY = "category", "区分だけを公表する"

    class Ending(models.TextChoices):
        DISMISSED = "dismissed", "解嘱"
        RESIGNED = "resigned", "辞任"

    committee = models.ForeignKey(
        Committee, on_delete=models.PROTECT, related_name="members", verbose_name="委員会"
    )
    user = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name="利用者",
    )
    name = models.CharField("氏名", max_length=100)
    category = models.CharField("区分", max_length=10, choices=Category)
    affiliation = models.CharField("所属団体", max_length=100, blank=True)
    office = models.CharField("役職", max_length=10, choices=Office, default=Office.MEMBER)
    shown_as = models.CharField("氏名の公表", max_length=10, choices=ShownAs, default=ShownAs.CATEGORY)
    appointed_on = models.DateField("委嘱日")
    term_ends_on = models.DateField("任期満了日")
    ended_on = models.DateField("解嘱・辞任の日", null=True, blank=True)
    ending = models.CharField("終わり方", max_length=10, choices=Ending, blank=True)
    continues = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="continued_by",
        verbose_name="前の任期",
    )
    ordinal = models.PositiveSmallIntegerField("通算の期", default=1, editable=False)
    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "委員"
        verbose_name_plural = "委員"
        ordering = ["committee", "office", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(term_ends_on__gte=F("appointed_on")),
                name="member_term_in_order",
                violation_error_message="任期満了日は委嘱日以後にしてください。",
            ),
            models.UniqueConstraint(
                fields=["committee", "user", "appointed_on"],
                name="member_once",
                violation_error_message="この利用者は、同じ日付で委嘱されています。",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ending="")
                | Q(ended_on__gte=F("appointed_on"), ended_on__lte=F("term_ends_on")) & ~Q(ending=""),
                name="member_ending_within_term",
                violation_error_message="解嘱・辞任の日は、任期の中の日にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(continues__isnull=True, ordinal=1) | Q(continues__isnull=False, ordinal__gt=1),
                name="member_ordinal_counts_seats",
            ),
            ExclusionConstraint(
                name="committee_one_chair",
                expressions=[
                    (Func(F("committee"), F("committee"), Value("[]"), function="int8range"), "&&"),
                    (Func(F("appointed_on"), IN_OFFICE_UNTIL, Value("[]"), function="daterange"), "&&"),
                ],
                condition=Q(office="chair"),
                violation_error_message="この任期には、すでに委員長がいます。委員長は一人だけにしてください。",
            ),
        ]

    def __str__(self):
        return f"{self.name}（{self.get_office_display()}）"

    def clean(self):
        """Say at its box what the constraints would say of the whole."""
        if self.appointed_on and self.term_ends_on and self.term_ends_on < self.appointed_on:
            raise ValidationError({"term_ends_on": "任期満了日は委嘱日以後にしてください。"})
        if self.ended_on and not self.appointed_on <= self.ended_on <= self.term_ends_on:
            raise ValidationError({"ended_on": "解嘱・辞任の日は、任期の中の日にしてください。"})

    @property
    def is_chair(self) -> bool:
        return self.office == self.Office.CHAIR

    @property
    def in_office_until(self) -> date:
        return self.ended_on or self.term_ends_on

    def serves(self, day: date) -> bool:
        return self.appointed_on <= day <= self.in_office_until

    @property
    def period_label(self) -> str:
        """令和4年4月1日から令和6年3月31日まで: as it was given, or until it ended."""
        first, last = (write_day(day) for day in (self.appointed_on, self.in_office_until))
        return f"{first}から{last}まで"

    @property
    def is_reappointed(self) -> bool:
        return self.continues_id is not None

    @property
    def appointment_label(self) -> str:
        """新任, or 再任（通算2期）."""
        return f"再任（通算{self.ordinal}期）" if self.is_reappointed else "新任"

    @property
    def public_name(self) -> str:
        """What the public reads: the name, or the category where the member wished so."""
        return self.name if self.shown_as == self.ShownAs.NAME else f"{self.get_category_display()}の委員"
