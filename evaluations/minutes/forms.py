"""What the office and the members type into the minutes."""

from django import forms
from django.core.exceptions import ValidationError

from accounts.form_fields import WRITE_A_DAY, JapaneseDateField, line_field, text_box
from accounts.versioned_forms import OUTDATED, JudgingForm, PressForm, VersionedForm
from evaluations.meetings.forms import count_field
from evaluations.minutes.circulation import text_mark
from evaluations.minutes.content import standing
from evaluations.models import (
    AgendaItem,
    Minutes,
    MinutesCorrection,
    MinutesPassage,
    MinutesRule,
    MinutesSection,
    Speakers,
)

LONG = 2000


def mark_field() -> forms.RegexField:
    """What a page recognises a text by that it showed, unseen."""
    messages = dict.fromkeys(("required", "invalid"), OUTDATED)
    return forms.RegexField(r"\A[0-9a-f]{16,64}\Z", widget=forms.HiddenInput, error_messages=messages)


class HeadForm(VersionedForm):
    """How speakers are shown, how it was made, whom to ask."""

    speakers = forms.ChoiceField(
        label="発言者の表し方",
        choices=Speakers.choices,
        widget=forms.RadioSelect,
        help_text="会議録の全体で、同じ表し方になります。記号（A、B…）は、名簿の順ではありません。",
    )
    method = line_field(Minutes, "method", help_text="例：要点筆記　全文筆記　書面の回答を取りまとめ")
    contact = text_box("問合せ先", limit=200, rows=3, required=False, help_text="担当課、電話番号など。")

    def content(self) -> dict:
        fields = dict(self.cleaned_data)
        return {"version": fields.pop("version"), "fields": fields}


class RuleForm(HeadForm):
    """The same for all minutes of a committee to come."""

    days = count_field(
        "委員が確認する期間（日）", 90, required=True, help_text="会議録を送る日から数えます。"
    )

    @classmethod
    def values(cls, row: MinutesRule) -> dict:
        return super().values(row) | {"days": str(row.days), "version": row.version if row.pk else 0}

    def content(self) -> dict:
        told = super().content()
        told["fields"]["days"] = int(told["fields"]["days"])
        return told


class NotesForm(VersionedForm):
    """What is typed at the meeting itself, of one point of the agenda: the draft begins with it."""

    summary = text_box("要旨", limit=LONG, rows=8, required=False)
    decision = text_box("決定事項", limit=500, rows=4, required=False)

    @classmethod
    def values(cls, row: AgendaItem) -> dict:
        return {name: getattr(row, name) for name in ("version", "summary", "decision")}


class SendForm(VersionedForm):
    due_on = JapaneseDateField(label="確認の期限", help_text=WRITE_A_DAY)


class ProposalForm(VersionedForm):
    """Other words for one passage, or words that are missing in a section (then without ``passage``)."""

    seen = mark_field()
    text = text_box("訂正後の文章", limit=LONG, rows=6, required=False)
    reason = text_box("訂正の理由", limit=400, rows=3, help_text="例：発言の趣旨と違うため。")
    changed = False

    def __init__(self, data=None, *, passage: MinutesPassage | None, held: MinutesCorrection | None):
        self.passage = passage
        now = passage.text if passage else ""
        first = {"version": 0, "seen": text_mark(now), "text": now, "reason": ""}
        if held:
            first |= {"version": held.version, "text": held.text, "reason": held.reason}
        super().__init__(data, initial=first)
        if passage is None:
            self.fields["text"].label, self.fields["text"].required = "加えてほしい文章", True
        else:
            self.fields[
                "text"
            ].help_text = "今の文章が入っています。直したいところを書き換えてください。すべて消すと、削除の申し出になります。"

    @classmethod
    def values(cls, row: MinutesCorrection) -> dict:
        return {"version": row.version, "text": row.text, "reason": row.reason}

    def clean_text(self):
        text = self.cleaned_data["text"]
        if self.passage and text == self.passage.text:
            raise ValidationError("今の文章のままです。直したいところを書き換えてください。")
        return text

    def show_conflict(self, current) -> None:
        """The office has changed the passage meanwhile, or another window has sent a proposal: look once more."""
        if not isinstance(current, MinutesSection):
            super().show_conflict(current)
            return
        self.changed = True
        self.data = self.data.copy()
        self.passage.refresh_from_db()
        self.data["seen"] = text_mark(self.passage.text)
        self.add_error(
            None, "事務局がこの文章を直しました。上の「今の文章」を確かめてから、もう一度送ってください。"
        )


class DecideForm(JudgingForm):
    """Whether a proposal is taken over, in which words, and what the member is told."""

    judges = MinutesSection
    changed_meanwhile = (
        "ほかの人がこの議題の文章を直しました。今の文章を確かめてから、もう一度保存してください。"
    )
    decision = forms.ChoiceField(
        label="申し出の扱い",
        choices=[("accept", "反映する"), ("decline", "反映しない")],
        widget=forms.RadioSelect,
    )
    text = text_box(
        "会議録に載せる文章",
        limit=LONG,
        rows=6,
        required=False,
        help_text="「反映する」のとき、この文章になります。空欄にすると、文章を削除します。",
    )
    answer = text_box("理由", limit=400, rows=3, help_text="申し出た委員に伝わります。")

    @classmethod
    def values(cls, row: MinutesCorrection) -> dict:
        return {"version": row.version, "text": row.text, "answer": row.answer, "decision": ""}

    def content(self) -> dict:
        told = dict(self.cleaned_data)
        told["accept"] = told.pop("decision") == "accept"
        return told


class FixForm(PressForm):
    button = "確定する"
    seal = mark_field()


class PublishForm(FixForm):
    button = "公表する"


class ErratumForm(VersionedForm):
    erratum = text_box(
        "正誤の理由", limit=400, rows=3, help_text="公表している会議録では、市民のページにも載ります。"
    )


class ByProxyForm(VersionedForm):
    """What a member answered on paper, typed in by the office: where, which words, and why."""

    version = None
    place = forms.ChoiceField(label="訂正するところ")
    text = text_box("訂正後の文章", limit=LONG, rows=5, required=False)
    reason = text_box("訂正の理由", limit=400, rows=3)

    def __init__(self, data=None, *, sections: list[MinutesSection]):
        super().__init__(data)
        self.places = dict(_places(sections))
        choices = [(key, label) for key, (label, *_) in self.places.items()]
        self.fields["place"].choices = [("", "選んでください"), *choices]

    def clean(self):
        place, text = self.cleaned_data.get("place"), self.cleaned_data.get("text")
        if place and text is not None:
            _, _, passage = self.places[place]
            if text == (passage.text if passage else ""):
                self.add_error(
                    "text",
                    "訂正後の文章を入力してください。今の文章と同じです。"
                    if text
                    else "文章を入力してください。",
                )
        return self.cleaned_data

    def show_conflict(self, current) -> None:
        """Nothing is overwritten from here: there is an open proposal already, or the text has changed."""
        if isinstance(current, MinutesCorrection):
            told = "このところには、この委員の申し出がすでにあります。先に、その扱いを決めてください。"
        else:
            told = "画面を開いた後に文章が変わりました。今の文章を確かめて、もう一度入力してください。"
        self.add_error(None, told)

    def content(self) -> dict:
        _, section, passage = self.places[self.cleaned_data["place"]]
        return {
            "section": section,
            "passage": passage,
            "version": 0,
            "seen": text_mark(passage.text if passage else ""),
            "text": self.cleaned_data["text"],
            "reason": self.cleaned_data["reason"],
        }


def _places(sections: list[MinutesSection]):
    for section in sections:
        for passage in standing(section):
            label = f"{section.title}：{passage.text[:40]}"
            yield f"passage-{passage.pk}", (label, section, passage)
        yield f"section-{section.pk}", (f"{section.title}：抜けている発言を加える", section, None)
