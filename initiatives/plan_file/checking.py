"""Checks what a comparison would write, all of it: each row by the rules of its model, and the rows together."""

from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects

from initiatives import drafting
from initiatives.plan_file.comparing import Comparison, Draft
from initiatives.plan_file.format import TABLES
from initiatives.plan_file.refusals import add_refusal, table_field
from initiatives.plan_file.register_checking import check_beside, check_register
from initiatives.plan_file.table import Table
from initiatives.plan_file.tree_checking import settle_tree
from plans.models.published import BY_REVISION


def check(found: Comparison, today_year: int) -> None:
    """Add to the problems what does not fit. What only the database can judge is left to the writing."""
    settle_tree(found)
    check_register(found, today_year)
    for key, table in TABLES.items():
        for draft in found.drafts[key].values():
            if table.in_term:
                _check_term(table, draft, found)
            if draft.is_written:
                _check_row(draft, found)
    _check_gone(found)


def _check_row(draft: Draft, found: Comparison) -> None:
    """The rules of the model as far as they need no query; references were found already."""
    row = draft.row
    unread = {table_field(draft.table, name) for name in draft.reading.unread}
    exclude = {f.name for f in row._meta.fields if f.is_relation or f.name in unread}
    try:
        row.clean_fields(exclude=exclude)
        if not draft.is_bad:
            getattr(row, "clean_alone", row.clean)()
    except ValidationError as refusal:
        add_refusal(draft, refusal, found)


# ---- terms ------------------------------------------------------------------------------------------------


def _check_term(table: Table, draft: Draft, found: Comparison) -> None:
    """What a published term holds is changed by a revision; a term that is made as one with another holds nothing."""
    term = found.term_of(draft.reading.key)
    if term is None or (term.pk is None and draft.is_bad):
        return
    if term.book:
        found.refuse(draft, f"：この期の体系・取組・本文は、一体的に策定した「{term.book}」にあります。")
    elif term.published_at and _is_closed_change(table, draft):
        found.refuse(draft, f"：{BY_REVISION}")


def _is_closed_change(table: Table, draft: Draft) -> bool:
    if draft.is_new:
        return not table.is_open
    return not draft.changed.keys() <= set(table.open_columns)


def _check_gone(found: Comparison) -> None:
    for whole in found.readings.wholes:
        term = found.term_of(whole.above) if TABLES[whole.table].in_term else None
        if term and term.published_at and any(map(whole.covers, found.gone[whole.table])):
            found.problems.append(whole.reading.problem(f"：{BY_REVISION}"))


# ---- after writing ----------------------------------------------------------------------------------------


def check_written(found: Comparison) -> None:
    """What can be asked only when all is written, whatever the order of the file."""
    check_beside(found)
    drafts = [draft for draft in found.drafts["initiative"].values() if draft.is_written]
    _check_departments(found, [draft for draft in drafts if not draft.is_bad and draft.row.pk])


def _check_departments(found: Comparison, drafts: list[Draft]) -> None:
    """Every 取組 that needs one has a lead. Asked when departments and actors are written: three queries for all."""
    wrong = {id(reading.entry) for reading in found.readings if reading.unread}
    wrong |= {id(d.reading.entry) for rows in found.drafts.values() for d in rows.values() if d.is_bad}
    drafts = [draft for draft in drafts if id(draft.reading.entry) not in wrong]
    prefetch_related_objects([draft.row for draft in drafts], "responsibilities__department", "actor_roles")
    for draft in drafts:
        try:
            drafting.refuse_without_department(draft.row)
        except ValidationError as refusal:
            add_refusal(draft, refusal, found)
