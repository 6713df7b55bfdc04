"""What the secretariats and the committee type in the course of an evaluation."""

from django import forms

from accounts.dates import write_day
from accounts.form_fields import WRITE_A_DAY, JapaneseDateField, PortalForm
from accounts.versioned_forms import JudgingForm, VersionedForm
from evaluations.deadlines import counted, first_stairs
from evaluations.models import (
    Committee,
    Deadline,
    EvaluationRound,
    FinalEvaluation,
    Opinion,
    Response,
)
from initiatives.forms import level_field, text_field
from initiatives.models import AnnualRecord, RatingLevel, RatingScale
from plans import fiscal_year
from plans.models import PlanTerm


def _levels(round: EvaluationRound, stage: str):
    scale = {"scale__term_id": round.request.term_id, "scale__stage": stage}
    return RatingLevel.objects.filter(**scale).order_by("position")


DUE_STEPS = {"due_on": Deadline.Step.SUBMISSION, "opinions_due_on": Deadline.Step.OPINIONS}
"""The dates that a round cannot do without, by the step of the staircase that gives them."""


class RoundForm(PortalForm):
    """Opening a round. ``today`` decides what is past; the year must lie in the chosen term."""

    term = forms.ModelChoiceField(
        label="計画の期", queryset=PlanTerm.objects.none(), empty_label="選んでください"
    )
    target_year = forms.TypedChoiceField(
        label="対象年度", coerce=int, choices=(), help_text="評価する年度です。評価を行う年度ではありません。"
    )
    committee = forms.ModelChoiceField(
        label="委員会", queryset=Committee.objects.all(), empty_label="選んでください"
    )
    meeting_on = JapaneseDateField(
        label="委員会の開催日（予定）",
        required=False,
        help_text="入れると、下の期限を空欄にしたとき、この日から開庁日（土日・祝日・年末年始を除いた日）で数えて決めます。",
    )
    due_on = JapaneseDateField(label="所管課の提出期限", required=False, help_text=WRITE_A_DAY)
    opinions_due_on = JapaneseDateField(label="委員の意見の期限", required=False, help_text=WRITE_A_DAY)
    committee_rates = forms.BooleanField(
        label="委員会も評価区分を付ける",
        required=False,
        help_text="付けない場合、委員は意見と質問だけを書きます。",
    )
    message = text_field("所管課への照会文", required=False, rows=5)

    def __init__(self, *args, today, **options):
        super().__init__(*args, **options)
        self.today = today
        terms = PlanTerm.objects.with_book().filter(initiatives__isnull=False).distinct()
        self.fields["term"].queryset = terms.select_related("plan").order_by("-first_year")
        years = sorted({year for term in terms for year in term.years})
        self.fields["target_year"].choices = [
            ("", "選んでください"),
            *((y, fiscal_year.label(y)) for y in years),
        ]

        for name in DUE_STEPS:
            self.fields[name].mark = "※開催日から数えないときは必須"

    def clean(self):
        cleaned = super().clean()
        self._count_from_meeting(cleaned)
        for name in ("meeting_on", *DUE_STEPS):
            if cleaned.get(name) and cleaned[name] < self.today:
                self.add_error(name, "過ぎた日付です。今日以後の日付を入力してください。")
        due, opinions_due = cleaned.get("due_on"), cleaned.get("opinions_due_on")
        if due and opinions_due and opinions_due < due:
            self.add_error("opinions_due_on", "所管課の提出期限より後の日付を入力してください。")
        term, committee = cleaned.get("term"), cleaned.get("committee")
        if term and committee and committee.term_id != term.pk:
            self.add_error("committee", "この計画の期の委員会を選んでください。")
        return cleaned

    def _count_from_meeting(self, cleaned: dict) -> None:
        """Put the counted day where none was typed; without a meeting it must be typed."""
        meeting_on, term = cleaned.get("meeting_on"), cleaned.get("term")
        stairs = first_stairs(term.pk if term else None) if meeting_on else []
        for name, step in DUE_STEPS.items():
            if cleaned.get(name) or name in self.errors:
                continue
            cleaned[name] = counted(stairs, step, meeting_on)
            if cleaned[name] is None:
                self.add_error(name, f"「{self.fields[name].label}」を入力してください。")

    def show_counted(self) -> None:
        """Put the counted days into the boxes, to be read and changed before anything is opened."""
        self.data = self.data.copy()
        for name in DUE_STEPS:
            self.data[name] = write_day(self.cleaned_data[name])


class OverallCommentForm(VersionedForm):
    text = text_field("総評", rows=12, limit=2000)


class DraftReplyForm(JudgingForm):
    """市・社協の考え方 as a department drafts it."""

    judges = Opinion
    changed_meanwhile = (
        "意見か要旨、担当が変わったため、まだ保存していません。"
        "上の新しい内容を読み、要旨と考え方を見直してから、もう一度保存してください。"
    )
    summary = text_field(
        "公表する意見の要旨",
        help_text="公表されるのは、この要旨です。上の意見を読んで、個人が分かることを除いて書いてください。",
    )
    text = text_field("市・社協の考え方")
    disposition = forms.ChoiceField(
        label="反映区分", choices=Response.Disposition.choices, widget=forms.RadioSelect
    )
    reason = text_field(
        "対応が難しい理由",
        required=False,
        rows=3,
        help_text="「対応困難」を選んだときに書いてください。公表します。",
    )
    what_changed = text_field(
        "変わったこと",
        required=False,
        rows=3,
        help_text="意見によって取組や計画が変わったときに書いてください。",
    )

    @classmethod
    def values(cls, row: Response) -> dict:
        names = ("version", "text", "disposition", "reason", "what_changed")
        shown = {name: getattr(row, name) for name in names}
        return shown | {"summary": row.opinion.summary}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("disposition") == Response.Disposition.DIFFICULT and not cleaned.get("reason"):
            self.add_error("reason", "「対応困難」のときは、理由を入力してください。")
        return cleaned

    def content(self) -> dict:
        return {"approve": False} | self.cleaned_data


class ReplyForm(DraftReplyForm):
    """The same for the secretariat. 決裁 is a box to tick, so that a draft can wait."""

    approve = forms.BooleanField(
        label="決裁が済んだので、回答として決める",
        required=False,
        help_text="決めると、次の年度の記録で「その後どうなったか」を必ず答えることになります。",
    )

    @classmethod
    def values(cls, row: Response) -> dict:
        return super().values(row) | {"approve": row.is_approved}


class FinalForm(JudgingForm):
    judges = AnnualRecord
    changed_meanwhile = (
        "確認後に記録が変わったため、まだ保存していません。"
        "下の新しい記録を読み、評価を見直してから、もう一度保存してください。"
    )
    comment = text_field(
        "最終評価の理由", required=False, rows=4, help_text="自己評価と違うときは、理由を書いてください。"
    )

    def __init__(self, *args, round: EvaluationRound, self_rating: str = "", **options):
        super().__init__(*args, **options)
        level = level_field("最終評価", _levels(round, RatingScale.Stage.FINAL))
        hidden = {name: self.fields[name] for name in ("version", "seen_version")}
        self.fields = hidden | {"level": level, "comment": self.fields["comment"]}
        self.self_rating = self_rating

    @classmethod
    def values(cls, row: FinalEvaluation) -> dict:
        return {"version": row.version, "level": row.level_id, "comment": row.comment}

    def clean(self):
        cleaned = super().clean()
        level = cleaned.get("level")
        if level and self.self_rating and level.code != self.self_rating and not cleaned.get("comment"):
            self.add_error("comment", "自己評価と違う評価にするときは、理由を入力してください。")
        return cleaned
