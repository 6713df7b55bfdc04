"""What is typed for 事前意見: by a member on one 取組, and by the secretariat around it."""

from datetime import date

from django import forms

from accounts.form_fields import WRITE_A_DAY, JapaneseDateField, JapaneseTextField, PortalForm
from accounts.models import User
from accounts.versioned_forms import VersionedForm
from evaluations.models import EvaluationRound, Opinion, ReviewSheet
from evaluations.prior_opinions import writing
from evaluations.prior_opinions.reading import Sheet
from initiatives.forms import level_field, text_field

TEXT_HELP = (
    "書くことがなければ、空欄のまま先へ進めます。お名前や住所など、個人が分かることは書かないでください。"
)


class OwnWordsForm(VersionedForm):
    """Takes what a member says, of whom the page speaks as 「あなた」 unless somebody else types it in."""

    def saved_by(self, current: ReviewSheet | Opinion) -> str:
        return f"{current.entered_by}さん" if current.entered_by else self.the_member(current)

    def the_member(self, current: ReviewSheet | Opinion) -> str:
        return "ほかの画面のあなた"


class ProxyMixin:
    """The same typed in by the secretariat, for whom the member is somebody else."""

    def the_member(self, current: ReviewSheet | Opinion) -> str:
        return f"{current.member.name}さん"


class ReviewForm(OwnWordsForm):
    """A member's choice and words on one 取組. Nothing is compulsory: an empty press says that it was read."""

    text = text_field("この取組への意見", required=False, rows=8, help_text=TEXT_HELP)
    is_question = forms.BooleanField(label="質問なので、答えがほしい", required=False)

    def __init__(self, data=None, *, sheet: Sheet, version: int, **options):
        self.sheet = sheet
        super().__init__(data, initial=self._stored(version), **options)
        if self.asks_rating:
            level = level_field("あなたの評価", sheet.committee_levels, required=False)
            self.fields = {"version": self.fields.pop("version"), "level": level, **self.fields}

    @property
    def asks_rating(self) -> bool:
        record = self.sheet.record
        return bool(self.sheet.committee_levels) and record.is_accepted and not record.outcome

    def _stored(self, version: int) -> dict:
        mended = [opinion for opinion in self.sheet.own if not opinion.is_replied]
        text, kind = (mended[-1].text, mended[-1].kind) if mended else ("", "")
        level = next((level.pk for level in self.sheet.committee_levels if level.is_own), None)
        return {
            "version": version,
            "text": text,
            "is_question": kind == Opinion.Kind.QUESTION,
            "level": level,
        }

    def content(self) -> dict:
        read = self.cleaned_data
        kind = Opinion.Kind.QUESTION if read["is_question"] else Opinion.Kind.OPINION
        return {"version": read["version"], "text": read["text"], "kind": kind, "level": read.get("level")}

    def show_conflict(self, current: ReviewSheet) -> None:
        """Another device of the member, or the secretariat, saved meanwhile: show both, wait for a second press."""
        text, kind, level = writing.said(self.sheet.record, self.sheet.seat)
        theirs = {"text": text, "is_question": kind == Opinion.Kind.QUESTION, "level": level and level.pk}
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = current.version
        by = self.saved_by(current)
        different = [n for n in theirs if n in self.fields and _plain(theirs[n]) != _plain(self[n].value())]
        fields = {name: self._in_words(name, theirs[name]) for name in different if name != "is_question"}
        self.conflict = {"by": by, "fields": fields}
        self.add_error(
            None,
            f"{by}が先に保存したため、まだ保存していません。違うところを見くらべて直し、もう一度保存してください。",
        )


def _plain(value) -> str:
    return str(value or "")


class ProxyReviewForm(ProxyMixin, ReviewForm):
    """代理入力: the same, with how and when it came."""

    means = forms.ChoiceField(label="受け取り方", choices=ReviewSheet.Means.choices, widget=forms.RadioSelect)
    received_on = JapaneseDateField(label="受け取った日", help_text=WRITE_A_DAY)

    def __init__(self, data=None, *, by: User, today: date, **options):
        super().__init__(data, **options)
        self.by, self.today = by, today
        if "level" in self.fields:
            self.fields["level"].label = "委員の評価"
        self.initial |= {"means": ReviewSheet.Means.PAPER, "received_on": today}

    def clean_received_on(self):
        return past_day(self.cleaned_data["received_on"], self.today)

    def content(self) -> dict:
        how = {name: self.cleaned_data[name] for name in ("means", "received_on")}
        return super().content() | {"proxy": {"by": self.by, **how}}


class PlanOpinionForm(OwnWordsForm):
    """An opinion on the plan as a whole; version 0 is one that is not there yet."""

    kind = forms.ChoiceField(label="種類", choices=Opinion.Kind.choices, widget=forms.RadioSelect)
    text = text_field("意見・質問", help_text="お名前や住所など、個人が分かることは書かないでください。")

    def __init__(self, data=None, *, opinion: Opinion | None, **options):
        stored = self.values(opinion) if opinion else {"version": 0, "kind": Opinion.Kind.OPINION}
        super().__init__(data, initial=stored, **options)

    def clean(self):
        cleaned = super().clean()
        if self.has_error("text", "required") and cleaned.get("version"):
            del self.errors["text"]
            self.add_error("text", writing.SENT_STAYS)
        return cleaned


class ProxyPlanOpinionForm(ProxyMixin, PlanOpinionForm):
    """代理入力 of the same. When it came is asked once: it is the day of receipt in the ledger."""

    received_on = JapaneseDateField(label="受け取った日", help_text=WRITE_A_DAY)

    def __init__(self, data=None, *, opinion: Opinion | None, by: User, today: date, **options):
        super().__init__(data, opinion=opinion, **options)
        self.by, self.today = by, today
        if opinion:
            del self.fields["received_on"]
        self.initial.setdefault("received_on", today)

    @classmethod
    def values(cls, row: Opinion) -> dict:
        return PlanOpinionForm.values(row)

    def clean_received_on(self):
        return past_day(self.cleaned_data["received_on"], self.today)

    def content(self) -> dict:
        return super().content() | {"entered_by": self.by}


def past_day(day: date, today: date) -> date:
    """Give ``day``; raise ValidationError, for people, when it lies ahead."""
    if day > today:
        raise forms.ValidationError("今日以前の日付を入力してください。")
    return day


class LinksForm(PortalForm):
    """To whom something is done about personal links. Which button was pressed stands in ``do``."""

    MAIL, LETTER, EXTEND, REVOKE = "mail", "letter", "extend", "revoke"
    member = forms.TypedMultipleChoiceField(label="委員", coerce=int)
    expires_on = JapaneseDateField(
        label="リンクの有効期限", help_text=f"この日の終わりまで使えます。{WRITE_A_DAY}"
    )
    do = forms.ChoiceField(choices=[(value, value) for value in (MAIL, LETTER, EXTEND, REVOKE)])

    def __init__(self, data=None, *, members, today: date, **options):
        super().__init__(data, **options)
        self.today = today
        self.fields["member"].choices = [(member.pk, member.name) for member in members]

    def clean_expires_on(self):
        day = self.cleaned_data["expires_on"]
        if day < self.today:
            raise forms.ValidationError("過ぎた日付です。今日以後の日付を入力してください。")
        return day


class LinkSettingForm(VersionedForm):
    """Whether the links of a round ask for a code on a new device."""

    links_ask_code = forms.BooleanField(
        label=EvaluationRound._meta.get_field("links_ask_code").verbose_name,
        required=False,
        help_text=EvaluationRound._meta.get_field("links_ask_code").help_text,
    )


class CodeForm(PortalForm):
    """The code that was mailed."""

    code = JapaneseTextField(
        label="確認コード（6桁の数字）",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean_code(self):
        return self.cleaned_data["code"].translate(FULL_WIDTH).replace(" ", "").replace("　", "")


FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
