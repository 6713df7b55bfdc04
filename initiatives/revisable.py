"""What a revision can change of a published term: how each field is read from its row, said in words, and set.

Between form, revision and row a value travels as plain text: "" for none, 12.5 for a number, 2023 for a fiscal year.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models

from accounts.numbers import write_number
from accounts.versioning import MoveRefused
from initiatives.models import AnnualRequest, Indicator, IndicatorTarget, Initiative, RevisionChange
from plans import fiscal_year
from plans.models import Chapter, Measure, MeasureLevel, PlanTerm

Kind = RevisionChange.Kind
Texts = dict[str, str]
YEARS = ("baseline_year", "first_year", "last_year")
NO_END = "（計画期間の終わりまで）"


def plain(value) -> str:
    """Write a value of a row as the text that travels."""
    if isinstance(value, Decimal):
        return write_number(value).replace(",", "")
    return "" if value is None else str(value)


def read(field: models.Field, text: str):
    """Give the value that ``text`` means for a column of a row."""
    return None if text == "" and field.null else field.to_python(text)


def in_words(field: models.Field, text: str, unit: str = "") -> str:
    """Say what ``text`` means, as 新旧対照表 print it; empty where there is nothing."""
    if field.name == "last_year":
        return f"{fiscal_year.wareki(int(text))}で終了" if text else NO_END
    if not text:
        return ""
    if field.name in YEARS:
        return fiscal_year.wareki(int(text))
    if isinstance(field, models.DecimalField):
        return f"{write_number(Decimal(text))}{unit}"
    return str(dict(field.flatchoices).get(text, text))


def checked(row: models.Model) -> models.Model:
    """Save a row that fits; raise MoveRefused with the reason when it does not."""
    try:
        row.clean_fields()
        row.validate_unique()
        row.validate_constraints()
    except ValidationError as refusal:
        raise MoveRefused(f"「{row}」：{''.join(refusal.messages)}") from refusal
    row.save()
    return row


@dataclass(frozen=True)
class Subject:
    """One kind of row that a revision can change. ``in_term`` leads from the row to its term."""

    model: type[models.Model]
    fields: tuple[str, ...]
    in_term: str = "term"
    related: tuple[str, ...] = ()

    def rows(self, term: PlanTerm) -> models.QuerySet:
        rows = self.model._base_manager.filter(**{self.in_term: term.pk})
        return rows.select_related(*self.related) if self.related else rows

    def column(self, name: str) -> models.Field:
        return self.model._meta.get_field(name)

    def names(self, row) -> list[str]:
        """The fields of the row that can be changed, in the order of the form."""
        return list(self.fields)

    def open_names(self, row) -> list[str]:
        """Those of them that can still be changed."""
        return self.names(row)

    def label(self, name: str) -> str:
        return self.column(name).verbose_name

    def texts(self, row) -> Texts:
        """What stands in the row now."""
        return {name: plain(getattr(row, name)) for name in self.fields}

    def words(self, row, name: str, text: str) -> str:
        return in_words(self.column(name), text, getattr(row, "unit", ""))

    def refuse(self, row, after: Texts) -> None:
        """Raise MoveRefused for what cannot be changed any more."""

    def apply(self, row, after: Texts) -> None:
        for name, text in after.items():
            setattr(row, name, read(self.column(name), text))
        row.version += 1
        checked(row)


class Targets(Subject):
    """The targets of an indicator, a field for each year of the term."""

    def rows(self, term: PlanTerm) -> models.QuerySet:
        return super().rows(term).prefetch_related("targets")

    def names(self, row) -> list[str]:
        return [str(year) for year in row.initiative.term.years]

    def open_names(self, row) -> list[str]:
        closed = closed_years(row.initiative.term)
        return [name for name in self.names(row) if int(name) not in closed]

    def column(self, name: str) -> models.Field:
        return IndicatorTarget._meta.get_field("value")

    def label(self, name: str) -> str:
        return f"{fiscal_year.wareki(int(name))}の目標値"

    def texts(self, row) -> Texts:
        values = {str(target.fiscal_year): plain(target.value) for target in row.targets.all()}
        return {name: values.get(name, "") for name in self.names(row)}

    def refuse(self, row, after: Texts) -> None:
        """A year whose entry has ended was judged by the target that it had; and a target is not taken away."""
        closed = closed_years(row.initiative.term)
        for name, text in after.items():
            label = fiscal_year.wareki(int(name))
            if int(name) in closed:
                raise MoveRefused(f"{label}は記録の受付が終わっているため、目標値を変えることはできません。")
            if text == "" and self.texts(row)[name]:
                raise MoveRefused(f"{label}の目標値は、空欄にできません。新しい値を入力してください。")

    def apply(self, row, after: Texts) -> None:
        for name, text in after.items():
            target = row.targets.filter(fiscal_year=name).first()
            if target is None:
                target = IndicatorTarget(indicator=row, fiscal_year=int(name))
            elif target.original_value is None:
                target.original_value = target.value
            target.value = Decimal(text)
            checked(target)
        row.version += 1
        row.save(update_fields=["version"])


SUBJECTS: dict[str, Subject] = {
    Kind.PHILOSOPHY: Subject(PlanTerm, ("philosophy",), in_term="pk"),
    Kind.CHAPTER: Subject(Chapter, ("title", "body", "easy_summary")),
    Kind.MEASURE: Subject(Measure, ("number", "title", "description")),
    Kind.INITIATIVE: Subject(Initiative, ("number", "title", "content", "last_year"), related=("term",)),
    Kind.INDICATOR: Subject(
        Indicator,
        (
            "name",
            "recipe",
            "source",
            "counted_by",
            "final_when",
            "question",
            "rubric",
            "baseline_year",
            "baseline",
            "last_year",
        ),
        in_term="initiative__term",
        related=("initiative__term",),
    ),
    Kind.TARGET: Targets(Indicator, (), in_term="initiative__term", related=("initiative__term",)),
}


def closed_years(term: PlanTerm) -> set[int]:
    """The target years whose records can no longer be written."""
    closed = AnnualRequest.objects.filter(term=term, closed_at__isnull=False)
    return set(closed.values_list("target_year", flat=True))


# ---- where a row stands in the table, and what it is called there -----------------------------------------


def heading(kind: str, row) -> str:
    match kind:
        case Kind.PHILOSOPHY:
            return Kind.PHILOSOPHY.label
        case Kind.CHAPTER:
            return f"本文「{row.title}」"
        case Kind.MEASURE:
            return f"{_level(row)} {row}"
        case Kind.INITIATIVE:
            return f"取組 {row}"
        case Kind.INDICATOR:
            return f"取組 {row.initiative}　指標「{row.name}」"
        case _:
            return f"取組 {row.initiative}　指標「{row.name}」の目標値"


def _level(measure: Measure) -> str:
    levels = MeasureLevel.objects.filter(term=measure.term_id, depth=measure.depth)
    return levels.values_list("name", flat=True).first() or "施策"


def place(kind: str, row) -> str:
    """Give the key by which the table is sorted: philosophy, chapters, measures, then each 取組 with its indicators."""
    match kind:
        case Kind.PHILOSOPHY:
            return "0"
        case Kind.CHAPTER:
            return f"1-{row.number:05}"
        case Kind.MEASURE:
            return f"2-{row.depth:03}-{row.position:05}-{row.number}"
        case Kind.INITIATIVE:
            return _place_of(row, "0")
        case Kind.INDICATOR:
            return _place_of(row.initiative, f"1-{row.position:05}-{row.pk}-0")
        case _:
            return _place_of(row.initiative, f"1-{row.position:05}-{row.pk}-1")


def _place_of(initiative: Initiative, rest: str) -> str:
    return f"3-{initiative.position:05}-{initiative.pk:08}-{rest}"


def initiative_of(kind: str, row) -> Initiative | None:
    if kind == Kind.INITIATIVE:
        return row
    return getattr(row, "initiative", None) if isinstance(row, Indicator) else None
