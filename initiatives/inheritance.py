"""What a 取組 of the next term takes over from the old one: its texts, departments, actors, links and indicators."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError

from initiatives import drafting
from initiatives.additions import free_code
from initiatives.models import AnnualRecord, Indicator, IndicatorValue, Initiative, PlanLink, Responsibility
from plans.models import Measure, PlanTerm

Role = Responsibility.Role


@dataclass(frozen=True)
class Successor:
    """What an old 取組 becomes: one that the new term has already, or one to be made of the old.

    What is left empty of the one to be made is taken from the old: number and code as far as they are free, the
    title, the lead department as far as it still exists.
    """

    existing: Initiative | None = None
    measure: Measure | None = None
    number: str = ""
    title: str = ""
    code: str = ""
    lead: int | None = None


def counterpart(term: PlanTerm, measure: Measure) -> Measure | None:
    """The 施策 of ``term`` that bears the same number as the old one."""
    return Measure.objects.filter(term=term, number=measure.number).first()


def make_successor(term: PlanTerm, old: Initiative, successor: Successor) -> Initiative:
    """Make a 取組 of ``term`` out of ``old``, with what ``successor`` says otherwise.

    Raises ValidationError by field, as ``drafting.save_initiative`` does.
    """
    number = successor.number or free_number(term, old.number)
    measure = successor.measure or counterpart(term, old.measure)
    departments = _departments(term, old, successor.lead)
    _refuse_homeless(old, measure, departments)
    fields = {
        "measure": measure,
        "number": number,
        "code": successor.code or free_code(term, number),
        "title": successor.title or old.title,
        "content": old.content,
        "position": old.position,
        "is_sample": old.is_sample,
    }
    made = drafting.save_initiative(
        term=term,
        initiative=None,
        version=0,
        fields=fields,
        departments=departments,
        roles=old.role_texts(),
        links={link.plan_id: link.kind for link in old.plan_links.all()},
    )
    _carry_wordings(old, made)
    return made


def _refuse_homeless(old: Initiative, measure: Measure | None, departments: dict[str, list[int]]) -> None:
    """Say what the new term lacks for the 取組: a place in its tree, or the department that leads it."""
    if measure is None:
        raise ValidationError(
            {
                "measure": f"次の期には、番号「{old.measure.number}」の施策がありません。置き場所の施策を選んでください。"
            }
        )
    if not departments[Role.LEAD] and (ended := old.departments_in(Role.LEAD)):
        raise ValidationError(
            {
                "lead": f"主管課「{ended[0]}」は、次の期が始まる前になくなります。新しい主管課を選んでください。"
            }
        )


def free_number(term: PlanTerm, number: str) -> str:
    """The number itself, or with a further one behind it where the term has given it away."""
    taken = set(term.initiatives.filter(number__startswith=number).values_list("number", flat=True))
    room = Initiative._meta.get_field("number").max_length - len("-9999")
    further = (f"{number[:room]}-{at}" for at in range(2, 10_000))
    return next(choice for choice in (number, *further) if choice not in taken)


def living_departments(term: PlanTerm, old: Initiative) -> dict[str, list[int]]:
    """The departments of the old 取組, by role, that exist when the new term begins."""
    held = old.responsibilities.select_related("department")
    alive = [r for r in held if term.first_year is None or r.department.exists_in(term.first_year)]
    return {role: [r.department_id for r in alive if r.role == role] for role in Role.values}


def _departments(term: PlanTerm, old: Initiative, lead: int | None) -> dict[str, list[int]]:
    alive = living_departments(term, old)
    if lead:
        return {Role.LEAD: [lead], Role.SUPPORT: [pk for pk in alive[Role.SUPPORT] if pk != lead]}
    return alive


def _carry_wordings(old: Initiative, new: Initiative) -> None:
    """How the linked plans word the 取組; the words for indicators follow with the indicators."""
    links = {link.plan_id: link for link in new.plan_links.all()}
    for link in old.plan_links.all():
        texts = {name: getattr(link, name) for name in ("own_number", "own_title", "note")}
        if any(texts.values()):
            target = links[link.plan_id]
            drafting.save_wording(link=target, version=target.version, texts=texts, wordings={})


# ---- indicators --------------------------------------------------------------------------------------------


def carry_indicators(old: Initiative, new: Initiative) -> None:
    """Let the indicators of ``old`` go on in ``new``: each remembers the one before, whose last actual is its baseline.

    One that ``new`` has already with the same definition is chained; one that ended within the old term stays there.
    """
    last_year = old.term.last_year
    for before in old.indicators.all():
        if before.last_year is None or (last_year and before.last_year >= last_year):
            _carry_wording(before, _carry(before, new))


def _carry(before: Indicator, new: Initiative) -> Indicator:
    definition = {name: getattr(before, name) for name in Indicator.DEFINITION}
    held = new.indicators.filter(previous__isnull=True, **definition).first()
    fields = {name: getattr(held or before, name) for name in (*definition, "recipe")}
    fields |= {"previous": before, "position": held.position if held else None}
    if held is None or held.baseline is None:
        fields["baseline"], fields["baseline_year"] = last_actual(before)
    return drafting.save_indicator(
        initiative=new, indicator=held, version=held.version if held else 0, fields=fields, targets={}
    )


def last_actual(indicator: Indicator) -> tuple:
    """(value, year) of the last accepted actual; where there was none, of the old baseline."""
    values = IndicatorValue.objects.filter(
        indicator=indicator, actual__isnull=False, record__state=AnnualRecord.State.ACCEPTED
    )
    last = values.select_related("record__request").order_by("-record__request__target_year").first()
    if last:
        return last.actual, last.record.request.target_year
    return indicator.baseline, indicator.baseline_year


def _carry_wording(before: Indicator, after: Indicator) -> None:
    """How linked plans word the indicator, for the plans to which the new 取組 is linked as well."""
    links = {link.plan_id: link for link in PlanLink.objects.filter(initiative=after.initiative)}
    for wording in before.wordings.select_related("link"):
        if link := links.get(wording.link.plan_id):
            words = {name: getattr(wording, name) for name in ("own_name", "own_unit", "multiplier")}
            texts = {name: getattr(link, name) for name in ("own_number", "own_title", "note")}
            drafting.save_wording(link=link, version=link.version, texts=texts, wordings={after.pk: words})
