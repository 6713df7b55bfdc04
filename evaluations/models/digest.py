"""会議のポイント as data: by which rules the 取組 of a term are put in order, and what a round asks the committee to decide."""

from collections.abc import Iterable

import pghistory
from django.core.exceptions import ValidationError
from django.db import models

from accounts.versioning import VersionedModel
from evaluations.models.round import EvaluationRound
from plans.models import PlanTerm


def lines_of(text: str) -> list[str]:
    """The lines that hold something, without the spaces around them."""
    return [line.strip() for line in text.splitlines() if line.strip()]


@pghistory.track()
class DigestMethod(VersionedModel):
    """The method of one term (見る順番の決め方). Its version guards its rules; without a row our defaults are in force."""

    MOST_WORDS = 100
    LONGEST_WORD = 20

    term = models.OneToOneField(
        PlanTerm, on_delete=models.PROTECT, related_name="digest_method", verbose_name="計画の期"
    )
    shown_first = models.PositiveSmallIntegerField("「まず見る取組」の数")
    reading_speed = models.PositiveSmallIntegerField("1分に読む文字数")
    words = models.TextField("懸念の言葉", blank=True)

    class Meta:
        verbose_name = "会議のポイントの決め方"
        verbose_name_plural = "会議のポイントの決め方"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reading_speed__gte=50), name="digest_reading_speed_can_be_divided_by"
            )
        ]

    def __str__(self):
        return f"{self.term}の決め方"

    @property
    def word_list(self) -> list[str]:
        return lines_of(self.words)

    @classmethod
    def check_words(cls, words: Iterable[str]) -> None:
        """Raise ValidationError for a list that nobody could look through, or for a word that is a sentence."""
        words = list(words)
        if len(words) > cls.MOST_WORDS:
            raise ValidationError(f"{cls.MOST_WORDS}語までです。今は{len(words)}語あります。")
        if too_long := [word for word in words if len(word) > cls.LONGEST_WORD]:
            raise ValidationError(
                f"1行に1語、{cls.LONGEST_WORD}文字までで入力してください：{'、'.join(too_long)}"
            )


@pghistory.track()
class DigestRule(models.Model):
    """What one reason counts in the order (``weight``), and from where on it applies (``threshold``, where it has one)."""

    class Reason(models.TextChoices):
        FELL = "fell", "評価が下がった"
        FAR = "far", "目標から遠い"
        MOVED_AWAY = "moved_away", "目標から遠ざかった"
        NOT_DONE = "not_done", "約束したが、実施していない"
        DISAGREE = "disagree", "所管課と委員の評価が違う"
        OPINIONS = "opinions", "意見が多い"
        LATE = "late", "記録が届いていない・遅れた"
        MISSING = "missing", "実績値がない"
        FIRST_YEAR = "first_year", "初めての年度"
        NEW_WORDS = "new_words", "新しい懸念の言葉"

    method = models.ForeignKey(DigestMethod, on_delete=models.CASCADE, related_name="rules")
    reason = models.CharField("理由", max_length=12, choices=Reason)
    weight = models.PositiveSmallIntegerField("重み")
    threshold = models.PositiveSmallIntegerField("あてはまる境目", null=True, blank=True)

    class Meta:
        verbose_name = "会議のポイントの重み"
        verbose_name_plural = "会議のポイントの重み"
        ordering = ["method", "pk"]
        constraints = [models.UniqueConstraint(fields=["method", "reason"], name="digest_rule_once")]

    def __str__(self):
        return self.get_reason_display()


@pghistory.track()
class DigestNote(VersionedModel):
    """What a round asks the committee to decide (決めていただきたいこと), one matter a line; written by the secretariat."""

    MOST_LINES = 5
    LONGEST_LINE = 60

    round = models.OneToOneField(EvaluationRound, on_delete=models.PROTECT, related_name="digest_note")
    decisions = models.TextField("決めていただきたいこと", blank=True)

    class Meta:
        verbose_name = "会議のポイントの議題"
        verbose_name_plural = "会議のポイントの議題"

    def __str__(self):
        return f"{self.round}で決めていただきたいこと"

    @property
    def decision_list(self) -> list[str]:
        return lines_of(self.decisions)

    @classmethod
    def check_decisions(cls, text: str) -> None:
        """Raise ValidationError for more than stands on the one page of the print."""
        lines = lines_of(text)
        if len(lines) > cls.MOST_LINES:
            raise ValidationError(f"{cls.MOST_LINES}つまでです。今は{len(lines)}つあります。")
        if too_long := next((line for line in lines if len(line) > cls.LONGEST_LINE), None):
            raise ValidationError(
                f"1つ{cls.LONGEST_LINE}文字までで入力してください（今は{len(too_long)}文字）：{too_long}"
            )
