"""What a revision can add to a published term: a 取組 below a measure, an indicator to a 取組."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import models

from accounts.models import Department
from initiatives.models import Indicator, IndicatorTarget, Initiative, Responsibility, RevisionChange
from initiatives.revisable import Kind, Texts, checked, closed_years, in_words, read
from plans import fiscal_year
from plans.models import Measure, PlanTerm

TARGET = "target-"
LEAD = "lead"


@dataclass(frozen=True)
class Addition:
    """One kind of row that can be added. ``fields`` are columns; others have their own words."""

    model: type[models.Model]
    parent: type[models.Model]
    parents_in_term: str
    fields: tuple[str, ...]

    def parents(self, term: PlanTerm) -> models.QuerySet:
        return self.parent._base_manager.filter(**{self.parents_in_term: term.pk}).select_related("term")

    def column(self, name: str) -> models.Field:
        return self.model._meta.get_field(name)

    def columns(self, after: Texts) -> dict:
        return {name: read(self.column(name), after[name]) for name in self.names(after)}

    def names(self, after: Texts) -> list[str]:
        """The columns that were typed: an addition prepared before a column came into being has no text for it."""
        return [name for name in self.fields if name in after]


ADDITIONS: dict[str, Addition] = {
    Kind.NEW_INITIATIVE: Addition(Initiative, Measure, "term", ("number", "title", "content", "first_year")),
    Kind.NEW_INDICATOR: Addition(
        Indicator,
        Initiative,
        "term",
        (
            "name",
            "kind",
            "value_type",
            "counting",
            "unit",
            "direction",
            "baseline_year",
            "baseline",
            "rubric",
            "recipe",
            "source",
            "counted_by",
            "final_when",
            "question",
        ),
    ),
}


def target_years(term: PlanTerm) -> list[int]:
    """The years for which a new indicator can be given a target."""
    closed = closed_years(term)
    return [year for year in term.years if year not in closed]


# ---- in the table -----------------------------------------------------------------------------------------


def heading(kind: str, parent, after: Texts) -> str:
    if kind == Kind.NEW_INITIATIVE:
        return f"取組 {after['number']} {after['title']}"
    return f"取組 {parent}　指標「{after['name']}」"


def place(kind: str, parent) -> str:
    """After the last 取組 of the measure, or after the other indicators of the 取組."""
    if kind == Kind.NEW_INDICATOR:
        return f"3-{parent.position:05}-{parent.pk:08}-2"
    return f"3-{_last_position(parent):05}-99999999"


def lines(kind: str, parent, after: Texts) -> list[dict]:
    """Give what is added as the lines of the table, in words."""
    addition = ADDITIONS[kind]
    found = [
        (
            addition.column(name).verbose_name,
            in_words(addition.column(name), after[name], after.get("unit", "")),
        )
        for name in addition.names(after)
    ]
    if kind == Kind.NEW_INITIATIVE:
        found = [("施策", str(parent)), *found]
        found += [("主管課", str(Department.objects.get(pk=after[LEAD])))]
    found += [
        (f"{fiscal_year.wareki(int(name.removeprefix(TARGET)))}の目標値", f"{text}{after['unit']}")
        for name, text in after.items()
        if name.startswith(TARGET) and text
    ]
    return [{"label": label, "before": "", "after": words} for label, words in found if words]


# ---- publishing -------------------------------------------------------------------------------------------


def make(change: RevisionChange, parent) -> models.Model:
    """Make the row that ``change`` adds below ``parent``; raise MoveRefused when it does not fit."""
    if change.kind == Kind.NEW_INITIATIVE:
        return _make_initiative(change, parent)
    return _make_indicator(change, parent)


def _make_initiative(change: RevisionChange, measure: Measure) -> Initiative:
    term = measure.term
    row = Initiative(
        term=term,
        measure=measure,
        code=free_code(term, change.after["number"]),
        position=_last_position(measure),
        is_sample=change.revision.is_sample,
        **ADDITIONS[Kind.NEW_INITIATIVE].columns(change.after),
    )
    checked(row)
    lead = Responsibility(initiative=row, role=Responsibility.Role.LEAD)
    lead.department_id = int(change.after[LEAD])
    checked(lead)
    return row


def _last_position(measure: Measure) -> int:
    """Where the 取組 of ``measure`` end; 取組 at one position stand in the order of their numbers."""
    below = Initiative.objects.filter(measure=measure).aggregate(last=models.Max("position"))["last"]
    if below is not None:
        return below
    return Initiative.objects.filter(term=measure.term_id).aggregate(last=models.Max("position"))["last"] or 0


def free_code(term: PlanTerm, number: str) -> str:
    """r3-1-2-4 from the number 1-2-4, with a further number where that address was given away before."""
    first = fiscal_year.short(term.first_year).lower() if term.first_year else "t"
    tail = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in number)
    stem = "-".join(filter(None, [first, *tail.lower().split("-")]))
    taken = set(Initiative.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(code for code in (stem, *(f"{stem}-n{at}" for at in range(2, 10_000))) if code not in taken)


def _make_indicator(change: RevisionChange, initiative: Initiative) -> Indicator:
    last = initiative.indicators.aggregate(last=models.Max("position"))["last"] or 0
    row = Indicator(
        initiative=initiative, position=last + 1, **ADDITIONS[Kind.NEW_INDICATOR].columns(change.after)
    )
    checked(row)
    for name, text in change.after.items():
        if name.startswith(TARGET) and text:
            year = int(name.removeprefix(TARGET))
            checked(IndicatorTarget(indicator=row, fiscal_year=year, value=Decimal(text)))
    return row
