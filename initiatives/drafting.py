"""Writes to the tree of a term that is not public yet: its levels, 施策, 取組, indicators; and to the links of a 取組.

Every verb locks the term first, so that nothing is written into it while it is being published or while a call
freezes its list. All raise StaleVersion when somebody else saved first, MoveRefused when it cannot be done now, and
ValidationError (by field, for people) when what was typed does not fit the rest of the term.
"""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Model, ProtectedError

from accounts.versioning import MoveRefused
from initiatives.models import (
    ActorRole,
    Indicator,
    IndicatorTarget,
    IndicatorWording,
    Initiative,
    PlanLink,
    Responsibility,
)
from plans.drafts import locked_draft
from plans.models import Measure, MeasureLevel, Plan, PlanTerm

CONTENTS = "体系・取組・指標"


def hold_draft(term: PlanTerm) -> PlanTerm:
    """Lock the term for the running transaction; MoveRefused when its tree is not to be written (any more).

    The verbs of a carry-over (``initiatives.carry_over``) take the same lock.
    """
    return locked_draft(term, what=CONTENTS)


def _check(row: Measure | Initiative) -> None:
    """Raise ValidationError by field; the number is looked at here because its constraint names no field."""
    errors = {}
    if type(row).objects.filter(term=row.term, number=row.number).exclude(pk=row.pk).exists():
        errors["number"] = [ValidationError("この番号は、同じ期ですでに使われています。")]
    try:
        row.full_clean(validate_constraints=not errors)
    except ValidationError as refusal:
        errors = refusal.update_error_dict(errors)
    if errors:
        raise ValidationError(errors)


def _place(position: int | None, siblings) -> int:
    """The place that was asked for, or behind all others."""
    if position is None:
        return (siblings.aggregate(last=Max("position"))["last"] or 0) + 1
    return position


def _delete(row: Model) -> Model:
    try:
        row.delete()
    except ProtectedError as error:
        raise MoveRefused(f"「{row}」は、年度記録や引継ぎなどで使われているため、削除できません。") from error
    return row


# ---- levels and 施策 ----------------------------------------------------------------------------------------


@transaction.atomic
def save_levels(*, term: PlanTerm, version: int, names: list[str]) -> PlanTerm:
    """Name the levels of the tree from the top down, one name a level."""
    hold_draft(term)
    row = PlanTerm.claim(version, pk=term.pk)
    deepest = term.measures.aggregate(deepest=Max("depth"))["deepest"] or 0
    if deepest > len(names):
        raise ValidationError(
            {"names": f"{deepest}階層目に施策があるため、名称は{deepest}行以上にしてください。"}
        )
    for depth, name in enumerate(names, start=1):
        MeasureLevel.objects.update_or_create(term=row, depth=depth, defaults={"name": name})
    row.levels.filter(depth__gt=len(names)).delete()
    row.save(update_fields=["version"])
    return row


@transaction.atomic
def save_measure(
    *, term: PlanTerm, measure: Measure | None, version: int, position: int | None, **fields
) -> Measure:
    """Add a 施策 (``measure`` is None, version 0) or change one; ``fields`` are parent, number, title, description."""
    term = hold_draft(term)
    row = Measure.claim(version, pk=measure and measure.pk)
    row.term = term
    for name, value in fields.items():
        setattr(row, name, value)
    row.position = _place(position, term.measures)
    _check(row)
    if row.depth > term.levels.count():
        raise ValidationError({"parent": "ここには置けません。先に「階層の名称」を1つ増やしてください。"})
    row.save()
    _settle_below(row)
    return row


def _settle_below(measure: Measure) -> None:
    """Let what hangs below follow when the 施策 has moved to another level."""
    for child in measure.children.exclude(depth=measure.depth + 1):
        child.depth = measure.depth + 1
        child.version += 1
        child.save()
        _settle_below(child)


@transaction.atomic
def delete_measure(*, measure: Measure, version: int) -> Measure:
    hold_draft(measure.term)
    row = Measure.claim(version, pk=measure.pk)
    if row.children.exists() or row.initiatives.exists():
        raise MoveRefused("この下に施策か取組があるため、削除できません。先に、ほかの場所に移してください。")
    return _delete(row)


# ---- 取組 ---------------------------------------------------------------------------------------------------


@transaction.atomic
def save_initiative(
    *,
    term: PlanTerm,
    initiative: Initiative | None,
    version: int,
    fields: dict,
    departments: dict[str, list[int]],
    roles: dict[str, str],
    links: dict[int, str],
) -> Initiative:
    """Add a 取組 (``initiative`` is None, version 0) or change one, with all that belongs to it.

    ``departments`` by role, ``roles`` what each actor does ("" for nothing), ``links`` the kind of link by plan
    ("" for none). Unlinking a plan drops how that plan words the 取組.
    """
    term = hold_draft(term)
    row = Initiative.claim(version, pk=initiative and initiative.pk)
    row.term = term
    if row.pk and row.code != fields["code"] and row.records.exists():
        raise ValidationError({"code": f"年度記録があるため、コードは「{row.code}」から変えられません。"})
    for name, value in fields.items():
        setattr(row, name, value)
    row.position = _place(fields["position"], term.initiatives)
    _check(row)
    row.save()
    _keep_departments(row, departments)
    _keep_roles(row, roles)
    _keep_links(row, links)
    refuse_without_department(row)
    return row


def _keep_departments(row: Initiative, departments: dict[str, list[int]]) -> None:
    wanted = {(department, role) for role, chosen in departments.items() for department in chosen}
    for held in row.responsibilities.all():
        if (held.department_id, held.role) in wanted:
            wanted.discard((held.department_id, held.role))
        else:
            held.delete()
    for department, role in sorted(wanted):
        Responsibility.objects.create(initiative=row, department_id=department, role=role)


def _keep_roles(row: Initiative, roles: dict[str, str]) -> None:
    held = {role.actor: role for role in row.actor_roles.all()}
    for actor, text in roles.items():
        role = held.get(actor)
        if role is None and text:
            ActorRole.objects.create(initiative=row, actor=actor, text=text)
        elif role and not text:
            role.delete()
        elif role and role.text != text:
            role.text = text
            role.version += 1
            role.save()


def _keep_links(row: Initiative, links: dict[int, str]) -> None:
    held = {link.plan_id: link for link in row.plan_links.all()}
    for plan, kind in links.items():
        link = held.get(plan)
        if link is None and kind:
            _refuse_closed(plan)
            PlanLink.objects.create(initiative=row, plan_id=plan, kind=kind)
        elif link and not kind:
            link.delete()
        elif link and link.kind != kind:
            link.kind = kind
            link.version += 1
            link.save()


def _refuse_closed(plan: int) -> None:
    """The plan may have been closed since the form was opened."""
    if closed := Plan.objects.exclude(closing="").filter(pk=plan).first():
        raise ValidationError(
            {f"plan-{plan}": f"この計画は続いていないため、新しくつなげません（{closed.closed_label}）。"}
        )


def refuse_without_department(row: Initiative) -> None:
    """Raise ValidationError at ``lead`` when nobody answers for the 取組 though somebody has to."""
    if row.departments_in(Responsibility.Role.LEAD):
        return
    if row.needs_lead:
        raise ValidationError(
            {
                "lead": "主管課を選んでください。主管課がなくてよいのは、市民と地域・事業者・団体だけが担う取組です。"
            }
        )
    if row.departments_in(Responsibility.Role.SUPPORT):
        raise ValidationError({"lead": "関係課だけを置くことはできません。主管課も選んでください。"})


@transaction.atomic
def delete_initiative(*, initiative: Initiative, version: int) -> Initiative:
    hold_draft(initiative.term)
    row = Initiative.claim(version, pk=initiative.pk)
    if row.indicators.exists():
        raise MoveRefused("指標があるため、削除できません。先に指標を削除してください。")
    return _delete(row)


# ---- indicators ---------------------------------------------------------------------------------------------


@transaction.atomic
def save_indicator(
    *,
    initiative: Initiative,
    indicator: Indicator | None,
    version: int,
    fields: dict,
    targets: dict[int, Decimal | None],
) -> Indicator:
    """Add an indicator (``indicator`` is None, version 0) or change one, with its target of each year (None: no target)."""
    hold_draft(initiative.term)
    row = Indicator.claim(version, pk=indicator and indicator.pk)
    row.initiative = initiative
    for name, value in fields.items():
        setattr(row, name, value)
    row.position = _place(fields["position"], initiative.indicators)
    row.full_clean()
    row.save()
    for year, value in targets.items():
        _keep_target(row, year, value)
    return row


def _keep_target(row: Indicator, year: int, value: Decimal | None) -> None:
    held = row.targets.filter(fiscal_year=year).first()
    if value is None:
        if held:
            held.delete()
    elif held is None:
        IndicatorTarget.objects.create(indicator=row, fiscal_year=year, value=value)
    elif held.value != value:
        held.value = value
        held.save()


@transaction.atomic
def delete_indicator(*, indicator: Indicator, version: int) -> Indicator:
    """Delete an indicator with its targets; refused once a year has asked for its value."""
    hold_draft(indicator.initiative.term)
    return _delete(Indicator.claim(version, pk=indicator.pk))


# ---- how a linked plan words it -----------------------------------------------------------------------------


@transaction.atomic
def save_wording(
    *, link: PlanLink, version: int, texts: dict[str, str], wordings: dict[int, dict]
) -> PlanLink:
    """Say how the linked plan words the 取組 and, by indicator, its results. Open for published terms as well.

    The other plan begins and ends in other years than ours, so its words change at other times.
    """
    row = PlanLink.claim(version, pk=link.pk)
    for name, value in texts.items():
        setattr(row, name, value)
    row.save()
    for indicator, words in wordings.items():
        _keep_wording(row, indicator, words)
    return row


def _keep_wording(link: PlanLink, indicator: int, words: dict) -> None:
    """Save the row, or delete it when it says nothing of its own."""
    row = link.wordings.filter(indicator=indicator).first()
    if words["own_name"] or words["own_unit"]:
        row = row or IndicatorWording(link=link, indicator_id=indicator)
        for name, value in words.items():
            setattr(row, name, value)
        row.save()
    elif row:
        row.delete()
