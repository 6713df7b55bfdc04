"""Checks what a comparison would write, all of it: each row by the rules of its model, and the rows together."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import prefetch_related_objects

from initiatives import drafting
from initiatives.plan_file.circles import circle
from initiatives.plan_file.comparing import Comparison, Draft
from initiatives.plan_file.format import TABLES
from initiatives.plan_file.table import Table
from initiatives.plan_file.tree_checking import settle_tree
from plans.models import PlanRelation
from plans.models.published import BY_REVISION

EMPTY = {"blank", "null", "required"}
Kind = PlanRelation.Kind


def check(found: Comparison) -> None:
    """Add to the problems what does not fit. What only the database can judge is left to the writing."""
    settle_tree(found)
    _refuse_circles_of_plans(found)
    for draft in found.drafts["term"].values():
        if draft.is_written and draft.row.book and draft.row.book.book:
            found.refuse(
                draft, "：本文のある期を書いてください。書いた期の本文は、さらに別の計画にあります。", "book"
            )
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
            row.clean()
    except ValidationError as refusal:
        add_refusal(draft, refusal, found)


def table_field(table: Table, column: str) -> str:
    return (table.column(column).path or column).split(".")[0]


def add_refusal(draft: Draft, refusal: ValidationError, found: Comparison) -> None:
    """Say at its column what a model refused."""
    columns = {table_field(draft.table, column.key): column.key for column in draft.table.columns}
    errors = refusal.error_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.error_list}
    for field, refusals in errors.items():
        column = columns.get(field, "")
        for one in refusals:
            words = "".join(one.messages)
            if column:
                words = "を入力してください。" if one.code in EMPTY else f"：{words}"
            found.refuse(draft, words, column)


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


# ---- plans ------------------------------------------------------------------------------------------------


def _refuse_circles_of_plans(found: Comparison) -> None:
    """No plan stands above itself, whichever way round the relations are written."""
    rows = found.held["relation"] | {key: draft.row for key, draft in found.drafts["relation"].items()}
    below: dict = {}
    for (plan, other), row in rows.items():
        if row.kind == Kind.UPPER:
            below.setdefault(other, []).append(plan)
        elif row.kind in (Kind.CONTAINS, Kind.INDIVIDUAL):
            below.setdefault(plan, []).append(other)
    knots = circle(below)
    if len(knots) < 2:
        return  # a plan beside itself is refused by its own rule
    names = " → ".join([*knots, knots[0]])
    pairs = set(zip(knots, [*knots[1:], knots[0]], strict=True))
    for (plan, other), draft in found.drafts["relation"].items():
        if (plan, other) in pairs or (other, plan) in pairs:
            found.refuse(draft, f"：上位と下位の関係が一回りしています（{names}）。", "kind")


# ---- after writing ----------------------------------------------------------------------------------------


def check_departments(found: Comparison, drafts: list[Draft]) -> None:
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
