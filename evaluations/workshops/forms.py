"""What the secretariat types of a workshop and its cards."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from accounts.form_fields import (
    HARD_LIMIT,
    TOO_LONG,
    WRITE_A_DAY,
    JapaneseDateField,
    JapaneseTextField,
    PortalForm,
    line_field,
    text_box,
    whole_number,
)
from accounts.numbers import write_number
from accounts.versioned_forms import VersionedForm
from evaluations.models import CardGroup, OpinionCard, Workshop
from evaluations.models.workshop import CARD_LENGTH
from evaluations.workshops.cards import Line, read_lines
from evaluations.workshops.privacy import hints
from initiatives.models import Initiative
from initiatives.picker import InitiativesField

MOST_AT_ONCE = 300
HEADING_LENGTH = CardGroup._meta.get_field("heading").max_length
SHOWN = 10
WITHOUT_NAMES = "人の名前、電話番号、住所など、個人が分かることは書かないでください。"


class WorkshopForm(VersionedForm):
    PLAIN = ("name", "theme", "district", "held_on", "hours", "mode", "place", "note")

    name = line_field(Workshop, "name")
    theme = line_field(Workshop, "theme")
    district = line_field(Workshop, "district")
    held_on = JapaneseDateField(label="開催日", help_text=WRITE_A_DAY)
    hours = line_field(Workshop, "hours")
    mode = forms.ChoiceField(label="開き方", choices=Workshop.Mode.choices)
    place = line_field(Workshop, "place", help_text="オンラインだけのときは、空欄にします。")
    participants = whole_number(
        "参加した人数", required=False, help_text="人数だけを記録します。参加した人の名前は書きません。"
    )
    note = text_box("補足", limit=400, rows=3, required=False, help_text=WITHOUT_NAMES)

    def __init__(self, data=None, *, workshop: Workshop | None, today: date):
        start = {"version": 0, "name": Workshop().name, "held_on": today, "mode": Workshop.Mode.PLACE}
        super().__init__(data, initial=self.values(workshop) if workshop else start)
        self.order_fields(("version", *self.PLAIN[:-1], "participants", "note"))

    @classmethod
    def values(cls, row: Workshop) -> dict:
        values = {name: getattr(row, name) for name in (*cls.PLAIN, "version")}
        return values | {"participants": write_number(row.participants)}

    def content(self) -> dict:
        cleaned = self.cleaned_data
        participants = cleaned["participants"]
        fields = {name: cleaned[name] for name in self.PLAIN}
        fields["participants"] = None if participants is None else int(participants)
        return {"version": cleaned["version"], "fields": fields}


class _AskingForm:
    """A form that asks once more before it takes words that look as if they told of a person."""

    def ask_about(self, found: list[str]) -> None:
        """Wait for the tick when something was ``found``; the tick is offered only then."""
        if not found or self.cleaned_data.get("is_anonymous"):
            return
        more = f"（ほか{len(found) - SHOWN}件）" if len(found) > SHOWN else ""
        self.fields["is_anonymous"].widget = forms.CheckboxInput()
        self.add_error(
            "is_anonymous",
            f"個人が分かるかもしれない内容があります。{'　'.join(found[:SHOWN])}{more}　直すか、問題がないときは印を付けて、もう一度押してください。",
        )

    @staticmethod
    def tick() -> forms.BooleanField:
        return forms.BooleanField(
            label="個人が分かる内容ではないことを、確かめました",
            required=False,
            widget=forms.HiddenInput,
        )


class PasteForm(_AskingForm, PortalForm):
    """A list from the evening: each line becomes a card."""

    lines = JapaneseTextField(
        label="意見（1行に1枚）",
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=HARD_LIMIT,
        error_messages=TOO_LONG,
        help_text=f"■で始まる行は見出しになります。同じ内容の行は、1枚にします。{WITHOUT_NAMES}",
    )
    heading = JapaneseTextField(
        label="見出し",
        required=False,
        max_length=HEADING_LENGTH,
        error_messages=TOO_LONG,
        help_text="■の行がないとき、ここに書いた見出しの下に並べます。空欄のままなら、後で分けられます。",
    )
    is_anonymous = _AskingForm.tick()

    def __init__(self, data=None, *, headings: Iterable[str] = ()):
        super().__init__(data)
        self.headings = list(headings)
        self.fields["heading"].widget.attrs["list"] = "headings"
        if data and data.get("is_anonymous"):
            self.fields["is_anonymous"].widget = forms.CheckboxInput()

    def clean_lines(self) -> list[Line]:
        lines = read_lines(self.cleaned_data["lines"])
        if not lines:
            raise ValidationError("カードになる行がありません。")
        if len(lines) > MOST_AT_ONCE:
            raise ValidationError(
                f"一度に{MOST_AT_ONCE}枚までです。今は{len(lines)}行あります。分けて加えてください。"
            )
        long = [line for line in lines if len(line.text) > CARD_LENGTH]
        if long:
            told = "、".join(f"{line.number}行目（{len(line.text)}文字）" for line in long[:SHOWN])
            raise ValidationError(f"1枚は{CARD_LENGTH}文字までです。{told}を短くしてください。")
        if wide := [line for line in lines if len(line.heading) > HEADING_LENGTH]:
            raise ValidationError(
                f"見出しは{HEADING_LENGTH}文字までです。{wide[0].number}行目の上の■の行を短くしてください。"
            )
        return lines

    def clean(self):
        cleaned = super().clean()
        self.ask_about(
            [
                f"{line.number}行目：{'・'.join(found)}"
                for line in cleaned.get("lines", [])
                if (found := hints(f"{line.heading} {line.text}"))
            ]
        )
        return cleaned


class CardForm(_AskingForm, VersionedForm):
    text = JapaneseTextField(
        label="意見", max_length=CARD_LENGTH, error_messages=TOO_LONG, help_text=WITHOUT_NAMES
    )

    def __init__(self, data=None, *, card: OpinionCard, initiatives: Iterable[Initiative]):
        super().__init__(data, initial=self.values(card))
        self.fields["initiatives"] = InitiativesField(initiatives)
        self.fields["is_anonymous"] = self.tick()
        if data and data.get("is_anonymous"):
            self.fields["is_anonymous"].widget = forms.CheckboxInput()

    @classmethod
    def values(cls, row: OpinionCard) -> dict:
        return {
            "version": row.version,
            "text": row.text,
            "initiatives": [row.pk for row in row.initiatives.all()],
        }

    def clean(self):
        cleaned = super().clean()
        self.ask_about(hints(cleaned.get("text", "")))
        return cleaned

    def content(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("version", "text", "initiatives")}


class CardGroupForm(VersionedForm):
    heading = line_field(CardGroup, "heading")
    position = whole_number("並び順", digits=4, help_text="小さい順に並びます。")

    def __init__(self, data=None, *, group: CardGroup, initiatives: Iterable[Initiative]):
        super().__init__(data, initial=self.values(group))
        self.fields["initiatives"] = InitiativesField(initiatives)

    @classmethod
    def values(cls, row: CardGroup) -> dict:
        return {
            "version": row.version,
            "heading": row.heading,
            "position": write_number(row.position),
            "initiatives": [row.pk for row in row.initiatives.all()],
        }

    def content(self) -> dict:
        return self.cleaned_data | {"position": int(self.cleaned_data["position"])}


class ChosenForm(PortalForm):
    """Which cards were ticked, and where they are to lie."""

    cards = forms.TypedMultipleChoiceField(coerce=int, required=False)
    heading = JapaneseTextField(
        label="新しい見出し", required=False, max_length=HEADING_LENGTH, error_messages=TOO_LONG
    )
    group = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)

    def __init__(self, data, *, cards: Iterable[int], groups: dict[int, str]):
        super().__init__(data)
        self.fields["cards"].choices = [(pk, pk) for pk in cards]
        self.fields["group"].choices = [("", ""), *groups.items()]
        self.groups = groups

    @property
    def complaint(self) -> str:
        """Why nothing was done, with the heading as it was typed: the page that comes back does not hold it."""
        if "heading" in self.errors:
            typed = self["heading"].value()
            return f"見出しを直してください。{''.join(self.errors['heading'])}（入力した見出し：{typed}）"
        return "画面が古くなっています。カードと見出しを選び直してください。"

    @property
    def chosen_heading(self) -> str:
        """The heading that was typed, or that of the group that was chosen, or none."""
        cleaned = self.cleaned_data
        return cleaned["heading"] or self.groups.get(cleaned["group"], "")
