"""The register as it will be: what closing, public years and the neighbours of a plan allow.

The rules are those of ``plans.registration`` and of the models; a file meets them as a page does.
"""

from collections.abc import Callable

from django.core.exceptions import ValidationError

from accounts.publishing import IS_PUBLIC
from accounts.versioning import MoveRefused
from initiatives.plan_file.comparing import Comparison, Draft
from initiatives.plan_file.refusals import add_refusal
from plans import registration
from plans.models import PlanRelation, PlanTerm

YEARS = ("first_year", "last_year", "end", "period_note")
BESIDE = {
    "term": lambda: PlanTerm.objects.select_related("plan"),
    "relation": lambda: PlanRelation.objects.select_related("plan", "other"),
}
"""The tables whose rows must fit beside each other, and all rows that there are."""
NAMES_PLANS = {"relation": ("plan", "other"), "link": ("to",)}
"""The columns that name the plans which a row brings together."""


def check_register(found: Comparison, today_year: int) -> None:
    """What can be said before anything is written."""
    terms = found.held["term"] | {key: draft.row for key, draft in found.drafts["term"].items()}
    for draft in _written(found, "plan"):
        if draft.row.closing and draft.row.closed_year:
            own = [term for (slug, _), term in terms.items() if slug == draft.row.slug]
            _ask(draft, found, registration.refuse_year_of_closing, own, draft.row.closed_year, today_year)
    for draft in _written(found, "term"):
        _ask(draft, found, _check_years, draft, today_year)
    _refuse_closed_plans(found)
    for draft in _written(found, "outreach"):
        if draft.row.published_at:
            found.refuse(draft, f"：{IS_PUBLIC.format(draft.row)}")


def check_beside(found: Comparison) -> None:
    """Terms and relations beside all others, asked when all are written: one query for each table that was."""
    for table, all_rows in BESIDE.items():
        drafts = [draft for draft in _written(found, table) if draft.row.pk]
        rows = list(all_rows()) if drafts else []
        for draft in drafts:
            _ask(draft, found, draft.row.refuse_beside, rows)


def _written(found: Comparison, table: str) -> list[Draft]:
    return [draft for draft in found.drafts[table].values() if draft.is_written and not draft.is_bad]


def _ask(draft: Draft, found: Comparison, rule: Callable, *arguments) -> None:
    try:
        rule(*arguments)
    except ValidationError as refusal:
        add_refusal(draft, refusal, found)


def _check_years(draft: Draft, today_year: int) -> None:
    registration.refuse_after_closing(draft.row)
    if draft.row.published_at and not draft.changed.keys().isdisjoint(YEARS):
        stored = PlanTerm(**{name: draft.before[name] for name in YEARS})
        registration.refuse_lost_years(stored, draft.row, today_year)


def _refuse_closed_plans(found: Comparison) -> None:
    for table, names in NAMES_PLANS.items():
        for draft in _written(found, table):
            for name in names:
                _refuse_closed(draft, name, found)


def _refuse_closed(draft: Draft, column: str, found: Comparison) -> None:
    """Nothing new hangs onto a plan that was closed before; a register that is taken over brings closed ones along."""
    slug = draft.reading.cells[column]
    plan, named = found.held["plan"].get((slug,)), found.drafts["plan"].get((slug,))
    if draft.is_new and plan and (named.before["closing"] if named else plan.closing):
        try:
            registration.refuse_closed(plan)
        except MoveRefused as refusal:
            found.refuse(draft, f"：{refusal}", column)
