"""Picking 取組 out of hundreds: below their 基本目標 and 施策, folded up, and with js/picker.js by typing."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django import forms
from django.template.loader import render_to_string

from accounts.form_fields import RowField, RowsField
from initiatives.models import Initiative
from plans.models import Measure

UNFOLDED = 20
"""So many rows are shown without folding; a goal with more is divided by its 施策."""
NEAR = "この意見に関係する取組"
"""The shelf of those that are at hand; it comes first and lies open."""


@dataclass(frozen=True)
class Choice:
    key: str
    label: str
    is_chosen: bool


@dataclass
class Shelf:
    """What lies below one summary: choices, or the shelves of a goal's 施策."""

    title: str
    choices: list[Choice] = field(default_factory=list)
    shelves: list["Shelf"] = field(default_factory=list)
    is_open: bool = False

    def every(self) -> list[Choice]:
        return [*self.choices, *(choice for shelf in self.shelves for choice in shelf.every())]


class Picker(forms.Select):
    """Boxes to tick (``several``) or to choose one of, on the shelves of ``rows``; drawn by portal/picker.html."""

    use_fieldset = True

    def __init__(
        self, rows: Iterable[Initiative], *, several: bool, empty: str = "", near: Iterable[int] = ()
    ):
        super().__init__()
        self.rows, self.several, self.empty, self.near = list(rows), several, empty, set(near)
        self.allow_multiple_selected = several
        self.has_plans = len({row.term.plan_id for row in self.rows}) > 1
        measures = Measure.objects.filter(term__in={row.term_id for row in self.rows})
        self.measures = {measure.pk: measure for measure in measures} if self.rows else {}

    def id_for_label(self, id_, index=None):
        return ""

    def value_from_datadict(self, data, files, name):
        if not self.several:
            return data.get(name)
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name)

    def value_omitted_from_data(self, data, files, name):
        """Never known: boxes without a tick are not sent."""
        return False

    def render(self, name, value, attrs=None, renderer=None):
        chosen = {str(key) for key in (value if isinstance(value, list | tuple | set) else [value]) if key}
        shelves = self._shelves(chosen)
        context = {
            "name": name,
            "kind": "checkbox" if self.several else "radio",
            "empty": self.empty,
            "shelves": shelves,
            "chosen": [row for row in self.rows if str(row.pk) in chosen],
            "errors": (attrs or {}).get("aria-invalid"),
        }
        return render_to_string("portal/picker.html", context)

    def _shelves(self, chosen: set[str]) -> list[Shelf]:
        by_goal: dict[Measure | None, dict[Measure | None, list[Choice]]] = {}
        for row in sorted(self.rows, key=lambda row: row.pk not in self.near):
            choice = Choice(str(row.pk), str(row), str(row.pk) in chosen)
            goal, measure = self._place(row)
            by_goal.setdefault(goal, {}).setdefault(measure, []).append(choice)
        terms = {row.term_id: self._term_title(row) for row in self.rows}
        titles = {goal: f"{terms[goal.term_id]}　{goal}" if goal else NEAR for goal in by_goal}
        return [self._shelf(titles[goal], parts) for goal, parts in by_goal.items()]

    def _term_title(self, row: Initiative) -> str:
        return str(row.term) if self.has_plans else row.term.name

    def _shelf(self, title: str, parts: dict[Measure | None, list[Choice]]) -> Shelf:
        shelf = Shelf(title)
        if len(parts) > 1 and sum(map(len, parts.values())) > UNFOLDED:
            shelf.shelves = [Shelf(str(part), found, is_open=_any(found)) for part, found in parts.items()]
        else:
            shelf.choices = [choice for found in parts.values() for choice in found]
        shelf.is_open = len(self.rows) <= UNFOLDED or title == NEAR or _any(shelf.every())
        return shelf

    def _place(self, row: Initiative) -> tuple[Measure | None, Measure | None]:
        """The goal and the 施策 below which a 取組 is looked for; none for those at hand."""
        if row.pk in self.near:
            return None, None
        measure = goal = self.measures[row.measure_id]
        while goal.parent_id:
            goal = self.measures[goal.parent_id]
        return goal, measure


def _any(choices: Iterable[Choice]) -> bool:
    return any(choice.is_chosen for choice in choices)


class InitiativesField(RowsField):
    """Any number of 取組; ``rows`` come with their terms and plans."""

    def __init__(self, rows: Iterable[Initiative], **options):
        rows = list(rows)
        options = {"label": "関係する取組", "widget": Picker(rows, several=True)} | options
        super().__init__(rows=rows, **options)


class InitiativeField(RowField):
    """One of the 取組, or none of them; those of ``near`` (keys) come first."""

    def __init__(
        self, label: str, rows: Iterable[Initiative], *, empty: str, near: Iterable[int] = (), **options
    ):
        rows = list(rows)
        widget = Picker(rows, several=False, empty=empty, near=near)
        super().__init__(label, rows, {}, empty=empty, widget=widget, required=False, **options)
