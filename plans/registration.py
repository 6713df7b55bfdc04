"""Writes to the register of plans: plans, their terms, how they stand to each other, and that a plan was closed.

The register is small and seldom written, but its rules look at all of it (years side by side, chains of upper plans).
So every verb takes its turn: one writer at a time. All raise StaleVersion when somebody else saved first, MoveRefused
when it cannot be done now, and ValidationError (by field, for people) when what was typed does not fit the rest.
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Exists, Model, OuterRef

from accounts.models import Organization
from accounts.versioning import MoveRefused
from plans import fiscal_year
from plans.models import MeasureLevel, Plan, PlanRelation, PlanTerm
from plans.models.published import BY_REVISION

TURN = 4_107  # any number that no other lock of this kind uses
End = PlanTerm.End


def take_turn() -> None:
    """Wait until no other transaction writes to the register; the turn ends with the running transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])


def refuse_closed(plan: Plan) -> None:
    """Raise MoveRefused where something new would be related or linked to a plan that does not go on."""
    if plan.closing:
        raise MoveRefused(f"「{plan}」は続いていないため、新しく関係づけられません（{plan.closed_label}）。")


# ---- plans --------------------------------------------------------------------------------------------------


@transaction.atomic
def save_plan(*, plan: Plan | None, version: int, owners: list[Organization], **fields) -> Plan:
    """Add a plan (``plan`` is None, version 0) or change one; without ``position`` a new one comes last."""
    take_turn()
    row = Plan.claim(version, pk=plan and plan.pk)
    if fields["position"] is None:
        last = Plan.objects.order_by("-position").values_list("position", flat=True).first() or 0
        fields["position"] = row.position if row.pk else last + 1
    row.write(fields)
    row.owners.set(owners)
    return row


@transaction.atomic
def close_plan(
    *, plan: Plan, version: int, today_year: int, closing: str, closed_year: int | None, closed_reason: str
) -> Plan:
    """Say that the plan was abolished or has ended, in which fiscal year (None: unknown) and why.

    Its page stays, and so do its terms and links; nothing new is linked to it. A year to come is refused: until
    then the plan goes on.
    """
    take_turn()
    row = Plan.claim(version, pk=plan.pk)
    if row.closing:
        raise MoveRefused(f"「{row}」は、すでに廃止・終了として登録されています。")
    if closed_year:
        refuse_year_of_closing(row.terms.all(), closed_year, today_year)
    row.closing, row.closed_year, row.closed_reason = closing, closed_year, closed_reason
    return _saved(row)


def refuse_year_of_closing(terms: Iterable[PlanTerm], year: int, today_year: int) -> None:
    """A plan with these ``terms`` closes in a fiscal year that has begun, and no term of it begins later."""
    if year > today_year:
        raise ValidationError(
            {"closed_year": f"まだ来ていない年度です。{fiscal_year.wareki(today_year)}までを選んでください。"}
        )
    begun = [term for term in terms if term.sure_years and term.sure_years[0] > year]
    if begun:
        raise ValidationError(
            {
                "closed_year": f"その後に始まる期があります：{begun[0].name}（{begun[0].period_label}）。"
                "年度を確かめるか、先に期を直してください。"
            }
        )


@transaction.atomic
def reopen_plan(*, plan: Plan, version: int) -> Plan:
    """Take back that the plan was closed; what was said of it stays in the history."""
    take_turn()
    row = Plan.claim(version, pk=plan.pk)
    if not row.closing:
        raise MoveRefused(f"「{row}」は、廃止・終了していません。")
    row.closing, row.closed_year, row.closed_reason = "", None, ""
    return _saved(row)


def _saved(row: Model) -> Model:
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def delete_plan(*, plan: Plan, version: int) -> Plan:
    """Delete a plan on which nothing hangs: one that was entered by mistake. One that is over is closed instead."""
    take_turn()
    return _deleted(Plan.claim(version, pk=plan.pk))


def _deleted(row: Model) -> Model:
    if hanging := what_hangs_on(row):
        raise MoveRefused(f"「{row}」には{'・'.join(hanging)}があるため、削除できません。")
    row.delete()
    return row


def what_hangs_on(row: Plan | PlanTerm) -> list[str]:
    """Name the kinds of rows that point to this one, whichever app they belong to; the names of levels do not count.

    The model is asked instead of the apps above, which this one does not know.
    """
    relations = [
        relation
        for relation in row._meta.related_objects
        if relation.related_model is not MeasureLevel
        and not hasattr(relation.related_model, "pgh_tracked_model")
    ]
    asked = {
        f"hangs_{place}": Exists(
            relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
        )
        for place, relation in enumerate(relations)
    }
    told = type(row)._base_manager.filter(pk=row.pk).annotate(**asked).values(*asked).get()
    names = (relation.related_model._meta.verbose_name for relation in relations)
    return list(dict.fromkeys(str(name) for name, hangs in zip(names, told.values(), strict=True) if hangs))


# ---- terms --------------------------------------------------------------------------------------------------


@transaction.atomic
def save_term(*, plan: Plan, term: PlanTerm | None, version: int, today_year: int, **fields) -> PlanTerm:
    """Add a term (``term`` is None, version 0) or change one.

    What a published term prints is changed by a revision. Its years may change, with a word on why
    (``period_note``), but no year that has begun leaves it: what was asked and published of that year stays.
    """
    take_turn()
    row = PlanTerm.claim(version, pk=term and term.pk)
    stored = PlanTerm.objects.get(pk=row.pk) if row.pk else None
    row.plan = Plan.objects.get(pk=plan.pk)
    for name, value in fields.items():
        setattr(row, name, value)
    refuse_after_closing(row)
    if stored and stored.published_at:
        _refuse_printed(stored, row)
        refuse_lost_years(stored, row, today_year)
    return _saved(row)


def refuse_after_closing(row: PlanTerm) -> None:
    """No term of a plan begins after the fiscal year in which the plan was closed."""
    closed, years = row.plan.closed_year, row.sure_years
    if closed and years and years[0] > closed:
        raise ValidationError(
            {"first_year": f"計画は{row.plan.closed_label}しているため、その後に始まる期は置けません。"}
        )


def _refuse_printed(stored: PlanTerm, row: PlanTerm) -> None:
    columns = {name: PlanTerm._meta.get_field(name).attname for name in PlanTerm.PRINTED}
    changed = [name for name, column in columns.items() if getattr(stored, column) != getattr(row, column)]
    if changed:
        raise ValidationError(dict.fromkeys(changed, BY_REVISION))


def refuse_lost_years(stored: PlanTerm, row: PlanTerm, today_year: int) -> None:
    """Years of a published term: the beginning is kept, the end moves among the years that are not over."""
    years = ("first_year", "last_year", "end")
    if all(getattr(stored, name) == getattr(row, name) for name in years):
        return
    if stored.first_year and row.first_year != stored.first_year:
        label = fiscal_year.label(stored.first_year)
        raise ValidationError({"first_year": f"公開した期の開始年度（{label}）は、変えられません。"})
    if stored.last_year:
        earliest = min(stored.last_year, max(today_year, stored.first_year or today_year))
        if row.last_year is None or row.last_year < earliest:
            label = fiscal_year.label(earliest)
            raise ValidationError(
                {"last_year": f"公開した期なので、{label}か、それより後の年度を選んでください。"}
            )
    if not row.period_note or row.period_note == stored.period_note:
        raise ValidationError(
            {
                "period_note": f"公開した期の年度を変えるため、もとの期間（{stored.period_label}）と理由を書いてください。"
            }
        )


@transaction.atomic
def delete_term(*, term: PlanTerm, version: int) -> PlanTerm:
    """Delete a term with the names of its levels; refused while anything else hangs on it, or while it is public."""
    take_turn()
    row = PlanTerm.claim(version, pk=term.pk)
    if row.published_at:
        raise MoveRefused(f"「{row}」は公開しているため、削除できません。")
    return _deleted(row)


# ---- relations ----------------------------------------------------------------------------------------------


@transaction.atomic
def save_relation(
    *, plan: Plan, relation: PlanRelation | None, version: int, kind: str, other: Plan, note: str
) -> PlanRelation:
    """Say how ``other`` stands to ``plan`` (``relation`` is None, version 0), or change what was said."""
    take_turn()
    row = PlanRelation.claim(version, pk=relation and relation.pk)
    if row.other_id != other.pk:
        refuse_closed(Plan.objects.get(pk=plan.pk))
        refuse_closed(Plan.objects.get(pk=other.pk))
    row.plan, row.kind, row.other, row.note = plan, kind, other, note
    return _saved(row)


@transaction.atomic
def remove_relation(*, relation: PlanRelation, version: int) -> PlanRelation:
    """Say no longer how the two plans stand to each other; that it was said stays in the history."""
    take_turn()
    row = PlanRelation.claim(version, pk=relation.pk)
    row.delete()
    return row
