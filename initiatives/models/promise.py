"""What a record must answer for: last year's improvement, the committee's opinions and the replies to them."""

import re

import pghistory
from django.db import models
from django.db.models import Func, Q, Value
from django.db.models.functions import Concat, Replace

from initiatives.models.initiative import Initiative
from initiatives.models.record import AnnualRecord
from plans import fiscal_year

SHORT = 40
OF_OPINION = re.compile(r"の意見（([^（）]+)）\Z")


class PromiseQuerySet(models.QuerySet):
    def of_opinion(self, number):
        """Those made of the reply to the opinion with this number (an expression or a text), and carried on from it."""
        number = Value(number) if isinstance(number, str) else number
        return self.filter(
            Q(origin=Promise.Origin.OPINION, reference=number)
            | Q(origin=Promise.Origin.CARRIED, reference=source_in_words(number))
        )


def source_in_words(number):
    """令和3年度の意見（令和3-002） for the number 令和3-002, as an expression: what a promise carried on refers to."""
    year = Func(number, Value("-"), Value(1), function="SPLIT_PART", output_field=models.CharField())
    words = Concat(year, Value("年度の意見（"), number, Value("）"))
    for era in ("令和", "平成"):
        words = Replace(words, Value(f"{era}1年度"), Value(f"{era}元年度"))
    return words


@pghistory.track()
class Promise(models.Model):
    """One item of the chain of promises (約束の連鎖).

    It is made in one target year and asked for in the record of a later one (``record``; none until that call is
    opened). Evaluations write it downward, so that the entry form never looks up.
    """

    class Origin(models.TextChoices):
        IMPROVEMENT = "improvement", "前年度の改善"
        OPINION = "opinion", "委員の意見と回答"
        CARRIED = "carried", "まだ実施していない約束"

    class Answer(models.TextChoices):
        DONE = "done", "実施した"
        PARTLY = "partly", "一部実施した"
        NOT_YET = "not_yet", "まだ実施していない"
        DROPPED = "dropped", "やめた"

    NEEDS_REASON = (Answer.NOT_YET, Answer.DROPPED)

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="promises")
    made_year = models.PositiveSmallIntegerField("約束した年度")
    origin = models.CharField("もと", max_length=15, choices=Origin)
    reference = models.CharField("出どころ", max_length=60, blank=True, help_text="意見番号、または元の約束")
    text = models.TextField("約束")
    reply = models.TextField("市・社協の考え方", blank=True)
    record = models.ForeignKey(
        AnnualRecord, on_delete=models.PROTECT, null=True, blank=True, related_name="promises"
    )
    answer = models.CharField("その後", max_length=10, choices=Answer, blank=True)
    answer_reason = models.TextField("理由・説明", blank=True)
    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = "約束"
        verbose_name_plural = "約束"
        ordering = ["made_year", "origin", "reference", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "made_year", "origin", "reference"], name="promise_once"
            )
        ]
        indexes = [models.Index(fields=["reference"], name="promise_reference")]

    def __str__(self):
        return self.short_text

    @property
    def is_answered(self) -> bool:
        """An answer counts when it is chosen and, for まだ and やめた, its reason is given."""
        return bool(self.answer) and (self.answer not in self.NEEDS_REASON or bool(self.answer_reason))

    @property
    def short_text(self) -> str:
        line = self.text.splitlines()[0] if self.text else ""
        return line if len(line) <= SHORT else f"{line[:SHORT]}…"

    @property
    def source_label(self) -> str:
        """令和3年度の改善, 令和3年度の意見（令和3-002）, or either with （持ち越し）."""
        year = fiscal_year.wareki(self.made_year)
        match self.origin:
            case self.Origin.OPINION:
                return f"{year}の意見（{self.reference}）"
            case self.Origin.CARRIED:
                return f"{self.reference}（持ち越し）"
            case _:
                return f"{year}の改善"

    @property
    def first_source(self) -> str:
        """Where it came from at the very first, so that a promise carried twice keeps one name."""
        return self.reference if self.origin == self.Origin.CARRIED else self.source_label

    def box(self, part: str) -> str:
        """The name of a box in the form of the record: of the answer or of the reason."""
        return f"promise-{self.pk}-{part}"

    @property
    def opinion_number(self) -> str:
        """The number of the opinion from which it came at the very first; empty for an improvement."""
        found = OF_OPINION.search(self.first_source)
        return found[1] if found else ""

    @property
    def form_field(self) -> str:
        """The form field that a person must turn to: the reason when only that is missing."""
        part = "reason" if self.answer else "answer"
        return self.box(part)
