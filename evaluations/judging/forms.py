"""What is typed about a year as a whole: the rating of a goal with its reason, and the texts of the letter."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError

from accounts.dates import write_day
from accounts.form_fields import JapaneseDateField, line_field
from accounts.versioned_forms import PressForm, VersionedForm
from evaluations.models import GoalRating, Recommendation
from initiatives.forms import level_field, text_field
from initiatives.models import RatingLevel

MOST_NAMES = 5


class GoalRatingForm(VersionedForm):
    """One goal at one stage. The reason is asked for whatever the rating is."""

    def __init__(self, data=None, *, levels: Iterable[RatingLevel], **options):
        super().__init__(data, **options)
        self.fields["level"] = level_field("評価", levels)
        self.fields["reason"] = text_field(
            "評価の理由",
            rows=6,
            limit=600,
            help_text="公表されます。取組の記録や意見のどこから判断したかを書いてください。",
        )

    @classmethod
    def values(cls, row: GoalRating) -> dict:
        return {"version": row.version, "level": row.level_id, "reason": row.reason}


class RecommendationForm(VersionedForm):
    """The texts of the letter around what the round itself says."""

    number = line_field(
        Recommendation, "number", help_text="例：小推第12号。決まるまでは空欄のままで構いません。"
    )
    dated_on = JapaneseDateField(
        label="日付", required=False, help_text="例：令和5年11月10日。固定するときは必要です。"
    )
    addressees = text_field(
        "宛先", rows=3, limit=200, help_text="1行に1人ずつ、職名・氏名・敬称まで書いてください。"
    )
    sender = text_field(
        "差出人", rows=3, limit=200, help_text="委員会の名称と、委員長の氏名を、行を分けて書いてください。"
    )
    title = line_field(Recommendation, "title")
    opening = text_field("前文", rows=4, limit=600)
    closing = text_field("結び", rows=3, limit=600, required=False)

    @classmethod
    def values(cls, row: Recommendation) -> dict:
        shown = {name: getattr(row, name) for name in Recommendation.TEXTS}
        dated_on = write_day(row.dated_on) if row.dated_on else ""
        return shown | {"version": row.version, "dated_on": dated_on}

    def clean_addressees(self):
        return _few_lines(self.cleaned_data["addressees"])

    def clean_sender(self):
        return _few_lines(self.cleaned_data["sender"])


def _few_lines(text: str) -> str:
    """The head of a letter has room for a few names."""
    if (count := sum(bool(line.strip()) for line in text.split("\n"))) > MOST_NAMES:
        raise ValidationError(f"{MOST_NAMES}行までです。今は{count}行あります。")
    return text


class FixForm(PressForm):
    button = "この内容で固定する"
