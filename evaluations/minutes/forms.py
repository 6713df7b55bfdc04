"""What the office and the members type into the minutes."""

from collections.abc import Iterable, Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Page

from accounts.form_fields import JapaneseDateField, PlaceField, line_field, text_box
from accounts.nets import Fields
from accounts.versioned_forms import OUTDATED, JudgingForm, PressForm, VersionedForm
from accounts.versioning import read_version
from evaluations.meetings.forms import WRITE_A_DAY, count_field
from evaluations.minutes import labels
from evaluations.minutes.circulation import text_mark
from evaluations.minutes.content import standing
from evaluations.minutes.editing import Written
from evaluations.models import (
    AgendaItem,
    Minutes,
    MinutesCorrection,
    MinutesPassage,
    MinutesRule,
    MinutesSection,
    MinutesSpeaker,
    Speakers,
)

Kind = MinutesPassage.Kind
NEW = ("new1", "new2", "new3")
"""Empty boxes below a section; saving brings new ones."""
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


class SectionForm(VersionedForm):
    """A section, and the passages of one page of it: for each who speaks, the words, the place, and whether it goes.

    A passage that is not on the page, or that somebody added after it was opened, stays as it is. One that was sent
    is there whatever became of it meanwhile, so that no words are lost.
    """

    title = line_field(MinutesSection, "title")
    is_closed = forms.BooleanField(
        label="非公開にする",
        required=False,
        help_text="選ぶと、この部分の要旨と決定事項を公表しません。非公開の議題は、選ばなくても公表しません。",
    )

    def __init__(self, data=None, *, section: MinutesSection, shown: Page):
        self.section, self.first = section, shown.start_index() or 1
        self.passages = _by_name(shown if data is None else _named(section, data))
        self.speakers = list(section.minutes.cast.select_related("member"))
        super().__init__(data, initial=self.values(section))
        setting = section.minutes.speakers
        self.voices = [
            *((kind, label) for kind, label in Kind.choices if kind != Kind.MEMBER),
            *((f"member-{row.pk}", _voice(setting, row)) for row in self.speakers),
        ]
        self.new = () if shown.has_next() and not _has_new(data or {}) else NEW
        for name in self.names:
            self._add(name)

    @property
    def names(self) -> list[str]:
        return [*self.passages, *self.new]

    def _add(self, name: str) -> None:
        number = self._number(name)
        is_new = name in NEW
        self.fields[f"voice-{name}"] = forms.ChoiceField(
            label=f"{number}の種類と発言者", choices=self.voices, required=False, initial=Kind.NOTE
        )
        self.fields[f"text-{name}"] = text_box(f"{number}の文章", limit=LONG, rows=4, required=not is_new)
        self.fields[f"place-{name}"] = place = PlaceField()
        place.label = f"{number}の並び順"
        place.max_value = None
        if is_new:
            return
        self.fields[f"gone-{name}"] = forms.BooleanField(label=f"{number}を削除する", required=False)
        if self.passages[name].is_original:
            self.fields[f"keep-{name}"] = forms.BooleanField(
                label=f"{number}は、意見の原文のまま載せる", required=False
            )

    def _number(self, name: str) -> str:
        return f"{self.first + self.names.index(name)}番"

    def _missing_boxes(self) -> list[str]:
        ticks = ("is_closed", "gone-", "keep-")
        return [name for name in super()._missing_boxes() if not name.startswith(ticks)]

    def values(self, row: MinutesSection) -> dict:
        """What the passages of this page say by now."""
        found = {"version": row.version, "title": row.title, "is_closed": row.is_closed}
        for passage in row.passages.filter(pk__in=self.passages):
            found |= _boxes(passage)
        return found

    @property
    def says_nothing_new(self) -> bool:
        """Whether all that was sent stands there already."""
        return not self.is_new(self.data)

    def fill_in(self, typed: Fields) -> bool:
        """The same also for passages that stand on another page by now, or were removed."""
        if not self.new and _has_new({name: values[-1] for name, values in typed.items()}):
            self.new = NEW
            for name in NEW:
                self._add(name)
        for name, row in _by_name(_named(self.section, typed)).items():
            if name not in self.passages and typed[f"text-{name}"][-1].replace("\r\n", "\n") != row.text:
                self.passages[name] = row
                self.initial |= _boxes(row)
                self._add(name)
        return super().fill_in(typed)

    def show_conflict(self, current: MinutesSection) -> None:
        """Compare what both have; boxes that were empty for the other are no difference."""
        super().show_conflict(current)
        differing = self.conflict["fields"].items()
        self.conflict["fields"] = {name: theirs for name, theirs in differing if not name.endswith(NEW)}

    @property
    def rows(self) -> list[dict]:
        """The passages with their boxes, for the page."""
        return [
            {
                "name": name,
                "number": self._number(name),
                "passage": self.passages.get(name),
                "boxes": [
                    self[f"{part}-{name}"]
                    for part in ("voice", "text", "place", "gone", "keep")
                    if f"{part}-{name}" in self.fields
                ],
            }
            for name in self.names
        ]

    def content(self) -> dict:
        cleaned = self.cleaned_data
        written = [
            self._written(name) for name in self.names if name in self.passages or cleaned[f"text-{name}"]
        ]
        return {
            "version": cleaned["version"],
            "title": cleaned["title"],
            "is_closed": cleaned["is_closed"],
            "passages": written,
        }

    def _written(self, name: str) -> Written:
        cleaned = self.cleaned_data
        kind, _, speaker = (cleaned[f"voice-{name}"] or Kind.NOTE).partition("-")
        return Written(
            pk=self.passages[name].pk if name in self.passages else None,
            kind=kind,
            speaker=int(speaker) if speaker else None,
            text=cleaned[f"text-{name}"],
            position=cleaned[f"place-{name}"],
            is_removed=cleaned.get(f"gone-{name}", False),
            keeps_original=cleaned.get(f"keep-{name}", False),
        )


def _by_name(rows: Iterable[MinutesPassage]) -> dict[str, MinutesPassage]:
    return {str(row.pk): row for row in rows}


def _named(section: MinutesSection, sent: Iterable[str]) -> list[MinutesPassage]:
    """The passages of the section of which words were sent."""
    names = (name.removeprefix("text-") for name in sent if name.startswith("text-"))
    return list(section.passages.filter(pk__in=[name for name in names if read_version(name)]))


def _has_new(sent: Mapping[str, str]) -> bool:
    """Whether something stands in the empty boxes."""
    return any(sent.get(f"text-{name}", "").strip() for name in NEW)


def _boxes(passage: MinutesPassage) -> dict:
    speaker = f"member-{passage.speaker_id}" if passage.speaker_id else passage.kind
    return {
        f"voice-{passage.pk}": speaker,
        f"text-{passage.pk}": passage.text,
        f"place-{passage.pk}": str(passage.position),
        f"gone-{passage.pk}": passage.is_removed,
    }


def _voice(setting: str, speaker: MinutesSpeaker) -> str:
    """委員C　山本さん: how the minutes show the person, and who it is."""
    return f"{labels.label_of(setting, speaker)}　{speaker.member.name}さん"


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
