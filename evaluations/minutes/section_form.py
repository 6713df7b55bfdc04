"""What the office types into a section of the minutes: one page of its passages."""

from collections.abc import Iterable, Mapping

from django import forms
from django.core.paginator import Page
from django.db.models import Q

from accounts.form_fields import LongSelect, PlaceField, line_field, text_box
from accounts.nets import Fields
from accounts.versioned_forms import VersionedForm
from accounts.versioning import read_version
from evaluations.minutes import labels
from evaluations.minutes.circulation import text_mark
from evaluations.minutes.editing import Written
from evaluations.minutes.forms import LONG
from evaluations.models import MinutesPassage, MinutesSection, MinutesSpeaker

Kind = MinutesPassage.Kind
NEW = ("new1", "new2", "new3")
"""Empty boxes below a section; saving brings new ones."""


class SectionForm(VersionedForm):
    """A section, and the passages of one page of it: for each who speaks, the words, the place, and whether it goes.

    A passage that is not on the page, or that somebody added after it was opened, stays as it is. One that was sent
    is there whatever became of it meanwhile, so that no words are lost.

    Two can write on different pages of a section: ``seen`` is the mark of what this page showed, and a newer version
    of the section in which that still stands is no conflict.
    """

    title = line_field(MinutesSection, "title")
    is_closed = forms.BooleanField(
        label="非公開にする",
        required=False,
        help_text="選ぶと、この部分の要旨と決定事項を公表しません。非公開の議題は、選ばなくても公表しません。",
    )

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, section: MinutesSection, shown: Page):
        self.section, self.first = section, shown.start_index() or 1
        self.passages = _by_name(shown if data is None else _named(section, data))
        self.speakers = list(section.minutes.cast.select_related("member"))
        self.new = () if shown.has_next() and not _has_new(data or {}) else NEW
        super().__init__(data, initial=self.values(section))
        setting = section.minutes.speakers
        self.voices = [
            *((kind, label) for kind, label in Kind.choices if kind != Kind.MEMBER),
            *((f"member-{row.pk}", _voice(setting, row)) for row in self.speakers),
        ]
        for name in self.names:
            self._add(name)

    @property
    def names(self) -> list[str]:
        return [*self.passages, *self.new]

    def _add(self, name: str) -> None:
        number = self._number(name)
        is_new = name in NEW
        self.fields[f"voice-{name}"] = forms.ChoiceField(
            label=f"{number}の種類と発言者",
            choices=self.voices,
            required=False,
            initial=Kind.NOTE,
            widget=LongSelect,
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
        newest = row.passages.order_by("-pk").values("pk")[:1]
        rows = {
            passage.pk: passage for passage in row.passages.filter(Q(pk__in=self.passages) | Q(pk=newest))
        }
        for pk in map(int, self.passages):
            found |= _boxes(rows[pk])
        told = {name: value for name, value in found.items() if name != "version"}
        after = max(rows, default=None) if self.new else None  # what was added is not added again
        return found | {"seen": text_mark(repr((sorted(told.items()), after)))}

    def is_overtaken(self, row: MinutesSection, version: int) -> bool:
        """Not by what was saved on other pages of the section: what this one shows stands as it did."""
        return super().is_overtaken(row, version) and self.data.get("seen") != self.initial["seen"]

    @property
    def says_nothing_new(self) -> bool:
        """Whether all that was sent stands there already."""
        return not self.is_new(dict(self.data.lists()))

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
        self.data["seen"] = self.values(current)["seen"]
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
        cleaned, version = self.cleaned_data, self.cleaned_data["version"]
        written = [
            self._written(name) for name in self.names if name in self.passages or cleaned[f"text-{name}"]
        ]
        return {
            "version": version if self.is_overtaken(self.section, version) else self.section.version,
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
