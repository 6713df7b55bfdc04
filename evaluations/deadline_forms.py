"""しめきりの階段 as it is typed: the day of the meeting, and a row for each step."""

from datetime import date
from decimal import Decimal

from django import forms

from accounts.form_fields import WRITE_A_DAY, JapaneseDateField, JapaneseDecimalField, JapaneseTextField
from accounts.versioned_forms import VersionedForm
from evaluations.deadlines import Stair, Step

SPARE_ROWS = 2
FURTHEST = 400
"""Working days that a step may lie from the meeting: more than a year and a half."""
SIDES = [("before", "前"), ("after", "後")]
CHANGED = "ほかの人が先に、この回の段階か日程を変えました。いまの日程を確かめて、もう一度決めてください。"


class StairsForm(VersionedForm):
    """The whole staircase of a round, in the order of its steps. The version is the round's: it guards every date that is moved."""

    meeting_on = JapaneseDateField(label="委員会の開催日", help_text=WRITE_A_DAY)
    reason = JapaneseTextField(
        label="日程を変える理由",
        required=False,
        max_length=200,
        help_text="提出期限が変わるとき、所管課の画面に表示されます。",
    )

    def __init__(self, data=None, *, stairs: list[Stair], version: int, meeting_on: date | None):
        # Named by row of the database, so that a page from before another person's change never means another step.
        self.stairs: dict[str, Stair | None] = {
            f"s{stair.pk}" if stair.pk else f"n{number}": stair for number, stair in enumerate(stairs)
        }
        self.stairs |= dict.fromkeys((f"new{number}" for number in range(1, SPARE_ROWS + 1)), None)
        super().__init__(data, initial={"version": version, "meeting_on": meeting_on} | self._initial())
        for key, stair in self.stairs.items():
            self._add_row(key, f"「{stair.name}」" if stair else f"加える段{key[3:]}")

    def _initial(self) -> dict:
        initial = {}
        for key, stair in self.stairs.items():
            if stair:
                side = "after" if stair.offset > 0 else "before"
                row = {
                    "name": stair.name,
                    "days": Decimal(abs(stair.offset)),
                    "side": side,
                    "fixed": stair.fixed,
                }
                initial |= {f"{part}-{key}": value for part, value in row.items()}
        return initial

    def _add_row(self, key: str, what: str) -> None:
        days = {"max_digits": 3, "decimal_places": 0, "min_value": 0, "max_value": FURTHEST}
        self.fields |= {
            f"name-{key}": JapaneseTextField(label=f"{what}の名称", max_length=50, required=False),
            f"days-{key}": JapaneseDecimalField(label=f"{what}の開庁日数", required=False, **days),
            f"side-{key}": forms.ChoiceField(
                label=f"{what}は委員会の前か後か", choices=SIDES, required=False
            ),
            f"fixed-{key}": JapaneseDateField(label=f"{what}を手で決める日", required=False),
        }
        self.fields[f"days-{key}"].widget.attrs["size"] = 4
        self.fields[f"fixed-{key}"].widget.attrs["size"] = 14

    # ---- reading

    def clean(self):
        cleaned = super().clean()
        named: set[str] = set()
        for key, stair in self.stairs.items():
            name = cleaned.get(f"name-{key}")
            if name:
                self._check_named(key, name, named)
            elif name == "":
                self._check_nameless(key, stair)
        return cleaned

    def _check_named(self, key: str, name: str, named: set[str]) -> None:
        if name in named:
            self.add_error(f"name-{key}", f"「{name}」は、ほかの段と同じ名称です。")
        named.add(name)
        stair, days = self.stairs[key], self.cleaned_data.get(f"days-{key}")
        if stair and stair.step == Step.MEETING:
            if days or self.cleaned_data.get(f"fixed-{key}"):
                self.add_error(f"days-{key}", "委員会の日は、上の「委員会の開催日」で決めてください。")
        elif days is None and f"days-{key}" not in self.errors:
            self.add_error(f"days-{key}", "開庁日数を入力してください。委員会の日と同じときは0です。")

    def _check_nameless(self, key: str, stair: Stair | None) -> None:
        if stair and stair.step != Step.OTHER:
            self.add_error(f"name-{key}", "この段は消せません。名称を入力してください。")
        elif stair is None and any(self.cleaned_data.get(f"{part}-{key}") for part in ("days", "fixed")):
            self.add_error(f"name-{key}", "名称を入力してください。")

    def typed_stairs(self) -> list[Stair]:
        """The steps that were typed, new ones where their days belong; those without a name are left out."""
        typed = [self._stair(key) for key in self.stairs if self.cleaned_data[f"name-{key}"]]
        added = [stair for stair in typed if stair.pk is None and stair.step == Step.OTHER]
        for stair in added:
            typed.remove(stair)
            place = next((at for at, other in enumerate(typed) if other.offset > stair.offset), len(typed))
            typed.insert(place, stair)
        return typed

    def _stair(self, key: str) -> Stair:
        cleaned, stair = self.cleaned_data, self.stairs[key]
        days = int(cleaned[f"days-{key}"] or 0)
        return Stair(
            step=stair.step if stair else Step.OTHER.value,
            name=cleaned[f"name-{key}"],
            offset=days if cleaned[f"side-{key}"] == "after" else -days,
            fixed=cleaned[f"fixed-{key}"],
            pk=stair.pk if stair else None,
        )

    def content(self) -> dict:
        cleaned = self.cleaned_data
        return {
            "version": cleaned["version"],
            "meeting_on": cleaned["meeting_on"],
            "reason": cleaned["reason"],
            "stairs": self.typed_stairs(),
        }

    def show_conflict(self, current) -> None:
        """The days of now are shown by the page anyway, so only the version is taken over for the next press."""
        self.data = self.data.copy()
        self.data["version"] = current.version
        self.add_error(None, CHANGED)

    # ---- showing

    def rows(self) -> list[list]:
        parts = ("name", "days", "side", "fixed")
        return [[self[f"{part}-{key}"] for part in parts] for key in self.stairs]
