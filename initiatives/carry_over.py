"""Carrying a term over into the next (引継ぎ): its beginning, what becomes of each 取組, and taking that back.

Every verb that decides locks the new term first, as the verbs of ``initiatives.drafting`` do: two people decide one
after the other, and nobody while the term is being published. The rows of the old term are read, never written.
All raise StaleVersion, MoveRefused, and ValidationError (by field, for people).
"""

from collections import Counter

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from accounts.versioning import MoveRefused
from initiatives import drafting
from initiatives.bridge import Bridge, bridge
from initiatives.inheritance import Successor, carry_indicators, make_successor
from initiatives.models import CarryOver, Initiative, InitiativeLineage, RatingLevel, RatingScale
from plans.models import Measure, PlanTerm

Kind = InitiativeLineage.Kind
SHARED = (Kind.MERGED, Kind.SPLIT)
"""The kinds of which several may lead to one new 取組."""


# ---- beginning ---------------------------------------------------------------------------------------------


@transaction.atomic
def begin(*, old_term: PlanTerm, new_term: PlanTerm) -> CarryOver:
    """Begin to carry ``old_term`` over into a later term of the same plan that is registered and not public yet."""
    terms = PlanTerm.objects.select_for_update(of=["self"]).select_related("plan").order_by("pk")
    held = {term.pk: term for term in terms.filter(pk__in=[old_term.pk, new_term.pk])}
    old, new = held[old_term.pk], held[new_term.pk]
    if CarryOver.objects.filter(old_term=old).exists():
        raise MoveRefused(f"「{old}」の引継ぎは、すでに始めています。")
    if not old.initiatives.exists():
        raise MoveRefused(f"「{old}」には、引き継ぐ取組がありません。")
    if new.published_at:
        raise ValidationError({"new_term": f"「{new}」は公開しているため、引継ぎ先にできません。"})
    row = CarryOver(old_term=old, new_term=new)
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def begin_anew(*, old_term: PlanTerm, name: str, first_year: int, last_year: int | None) -> CarryOver:
    """Register the next term, and beside it that of each plan which is made as one with it; then begin."""
    end = PlanTerm.End.YEAR if last_year else PlanTerm.End.UNKNOWN
    years = {"name": name, "first_year": first_year, "last_year": last_year, "end": end}
    list(PlanTerm.objects.select_for_update().filter(plan=old_term.plan_id).values_list("pk"))
    new_term = _registered(old_term, book=None, **years)
    for joint in old_term.joint_terms.select_related("plan"):
        _registered(joint, book=new_term, **years)
    return begin(old_term=old_term, new_term=new_term)


def _registered(old: PlanTerm, **fields) -> PlanTerm:
    last = PlanTerm.objects.filter(plan=old.plan_id).aggregate(last=Max("ordinal"))["last"]
    row = PlanTerm(plan=old.plan, ordinal=last + 1, nickname=old.nickname, **fields)
    try:
        row.full_clean()
    except ValidationError as refusal:
        raise ValidationError([f"「{old.plan}」：{message}" for message in refusal.messages]) from refusal
    row.save()
    return row


@transaction.atomic
def copy_start(*, carry_over: CarryOver, tree: bool, scales: bool) -> None:
    """Copy the tree (names of the levels, 施策) and the rating scales of the old term as a start."""
    new_term = drafting.hold_draft(carry_over.new_term)
    if tree:
        try:
            _copy_tree(carry_over.old_term, new_term)
        except ValidationError as refusal:
            words = "".join(refusal.messages)
            raise MoveRefused(f"「{carry_over.old_term}」の体系を写せません。{words}") from refusal
    if scales:
        _copy_scales(carry_over.old_term, new_term)


def _copy_tree(old: PlanTerm, new: PlanTerm) -> None:
    if new.measures.exists():
        raise MoveRefused(f"「{new}」には体系がすでにあるため、写せません。")
    names = list(old.levels.values_list("name", flat=True))
    drafting.save_levels(term=new, version=new.version, names=names)
    made: dict[int | None, Measure | None] = {None: None}
    for measure in old.measures.order_by("depth", "position", "number"):
        made[measure.pk] = drafting.save_measure(
            term=new,
            measure=None,
            version=0,
            parent=made[measure.parent_id],
            number=measure.number,
            title=measure.title,
            description=measure.description,
            position=measure.position,
            is_sample=measure.is_sample,
        )


def _copy_scales(old: PlanTerm, new: PlanTerm) -> None:
    """A stage that has a scale in the new term keeps it."""
    held = set(new.rating_scales.values_list("stage", flat=True))
    for scale in old.rating_scales.exclude(stage__in=held).prefetch_related("levels"):
        copy = RatingScale.objects.create(term=new, stage=scale.stage, name=scale.name)
        for level in scale.levels.all():
            words = {"code": level.code, "words": level.words, "definition": level.definition}
            RatingLevel.objects.create(scale=copy, position=level.position, **words)


# ---- deciding ----------------------------------------------------------------------------------------------


@transaction.atomic
def decide(
    *,
    carry_over: CarryOver,
    initiative: Initiative,
    kind: str,
    reason: str,
    successors: list[Successor],
    with_indicators: bool = True,
) -> list[InitiativeLineage]:
    """Decide what becomes of an old 取組. Refused when that is decided already."""
    drafting.hold_draft(carry_over.new_term)
    if decided := initiative.descents.select_related("old", "new").first():
        raise MoveRefused(f"「{initiative}」は、すでに「{decided.get_kind_display()}」に決まっています。")
    _refuse_unfitting(initiative, kind, reason, successors)
    line = InitiativeLineage(carry_over=carry_over, old=initiative, kind=kind, reason=reason)
    if kind in InitiativeLineage.ENDINGS:
        return [_drawn(line)]
    return [
        _lead_on(carry_over, initiative, kind, reason, successor, with_indicators and not at)
        for at, successor in enumerate(successors)
    ]


@transaction.atomic
def decide_many(*, carry_over: CarryOver, decisions: list[dict]) -> list[InitiativeLineage]:
    """Decide several 取組 at once, all or none; each of ``decisions`` is what ``decide`` takes.

    Raises ValidationError that names each 取組 which does not go.
    """
    made, refusals = [], []
    for decision in decisions:
        try:
            made += decide(carry_over=carry_over, **decision)
        except (MoveRefused, ValidationError) as refusal:
            words = "".join(getattr(refusal, "messages", [str(refusal)]))
            refusals.append(f"{decision['initiative']}：{words}")
    if refusals:
        raise ValidationError(refusals)
    return made


@transaction.atomic
def lead_further(
    *,
    carry_over: CarryOver,
    initiative: Initiative,
    kind: str,
    reason: str,
    successors: list[Successor],
    with_indicators: bool = False,
) -> list[InitiativeLineage]:
    """Let an old 取組 that was merged or split go into one more new 取組, so that many lead to many."""
    drafting.hold_draft(carry_over.new_term)
    held = set(initiative.descents.values_list("kind", flat=True))
    if kind not in SHARED or not held or not held <= set(SHARED):
        raise MoveRefused("行き先を加えられるのは、「統合」か「分割」に決めた取組だけです。")
    _refuse_without_reason(kind, reason)
    there = {successor.existing for successor in successors if successor.existing}
    if initiative.descents.filter(new__in=there).exists():
        raise ValidationError({"into": "この取組には、すでに引き継いでいます。ほかの取組を選んでください。"})
    return [
        _lead_on(carry_over, initiative, kind, reason, successor, with_indicators) for successor in successors
    ]


@transaction.atomic
def call_new(*, carry_over: CarryOver, reasons: dict[Initiative, str]) -> list[InitiativeLineage]:
    """Say of 取組 of the new term that they have no ancestor (新規), and why they were taken up."""
    drafting.hold_draft(carry_over.new_term)
    made = []
    for initiative, reason in reasons.items():
        if initiative.origins.exists():
            raise MoveRefused(f"「{initiative}」には、すでに引継ぎ元か「新規」の理由があります。")
        line = InitiativeLineage(carry_over=carry_over, new=initiative, kind=Kind.NEW, reason=reason)
        made.append(_drawn(line))
    return made


def _refuse_unfitting(old: Initiative, kind: str, reason: str, successors: list[Successor]) -> None:
    _refuse_without_reason(kind, reason)
    if kind == Kind.NEW:
        raise ValidationError({"kind": "「新規」は、次の期の取組についてだけ選べます。"})
    if kind == Kind.SPLIT and len(successors) < 2:
        raise ValidationError({"titles": "分割した後の取組を、2つ以上書いてください。"})
    if kind not in (*InitiativeLineage.ENDINGS, Kind.SPLIT) and len(successors) != 1:
        raise ValidationError({"into": "引継ぎ先の取組を1つ選んでください。"})
    if kind == Kind.RENAMED:
        name = successors[0].existing.title if successors[0].existing else successors[0].title
        if name in ("", old.title):
            raise ValidationError({"title": "新しい名称を入力してください（今の名称と同じです）。"})


def _refuse_without_reason(kind: str, reason: str) -> None:
    if kind != Kind.CONTINUED and not reason:
        raise ValidationError({"reason": f"「{Kind(kind).label}」の理由を入力してください。"})


def _lead_on(
    carry_over: CarryOver,
    old: Initiative,
    kind: str,
    reason: str,
    successor: Successor,
    with_indicators: bool,
) -> InitiativeLineage:
    """Draw the line from ``old`` to a new 取組, which is made where there is none yet."""
    new = successor.existing
    if new:
        _refuse_taken(new, kind)
    else:
        new = make_successor(carry_over.new_term, old, successor)
    line = InitiativeLineage(
        carry_over=carry_over,
        old=old,
        new=new,
        kind=kind,
        reason=reason,
        has_made=successor.existing is None,
    )
    _drawn(line)
    if with_indicators:
        carry_indicators(old, new)
    return line


def _refuse_taken(new: Initiative, kind: str) -> None:
    """Only 統合 and 分割 share a new 取組 with other lines."""
    held = set(new.origins.values_list("kind", flat=True))
    if held and not (kind in SHARED and held <= set(SHARED)):
        label = Kind(held.pop()).label
        raise ValidationError(
            {
                "into": f"「{new}」には、すでに引継ぎ元があります（{label}）。「統合」にするか、先に取り消してください。"
            }
        )


def _drawn(line: InitiativeLineage) -> InitiativeLineage:
    line.full_clean()
    line.save()
    return line


# ---- afterwards --------------------------------------------------------------------------------------------


@transaction.atomic
def reword(*, lineage: InitiativeLineage, version: int, reason: str) -> InitiativeLineage:
    """Correct the reason of a decision."""
    drafting.hold_draft(lineage.carry_over.new_term)
    row = InitiativeLineage.claim(version, pk=lineage.pk)
    _refuse_without_reason(row.kind, reason)
    row.reason = reason
    row.save()
    return row


@transaction.atomic
def undo(*, lineage: InitiativeLineage, version: int, seen_version: int) -> None:
    """Take a decision back. A 取組 that it made goes with it, unless another old one leads there or something hangs on it.

    ``seen_version`` is that of the new 取組 as the person saw it, 0 where there is none. Raises StaleVersion with the
    one of the two that was changed meanwhile, MoveRefused when the new 取組 cannot go.
    """
    drafting.hold_draft(lineage.carry_over.new_term)
    row = InitiativeLineage.claim(version, pk=lineage.pk)
    new = Initiative.see(seen_version, pk=row.new_id) if row.new_id else None
    row.delete()
    if new is None:
        return
    others = new.origins.order_by("pk")
    if row.has_made and not others.exists():
        _delete_made(new)
        return
    if row.has_made:
        others.filter(pk=others.first().pk).update(has_made=True)
    for indicator in new.indicators.filter(previous__initiative=row.old_id):
        indicator.previous, indicator.break_reason = None, ""
        indicator.version += 1
        indicator.save()


def _delete_made(new: Initiative) -> None:
    for indicator in new.indicators.all():
        drafting.delete_indicator(indicator=indicator, version=indicator.version)
    drafting.delete_initiative(initiative=new, version=new.version)


def gaps(whole: Bridge) -> list[str]:
    """Give what keeps the new term from being published, in sentences without a full stop."""
    found = []
    if names := [str(entry.initiative) for entry in whole.entries if not entry.is_decided]:
        found.append(f"引継ぎの決まっていない取組が{len(names)}件あります（{_first_of(names)}）")
    lines = [line for entry in whole.entries for line in entry.lines]
    if names := _alone([line.old for line in lines if line.kind == Kind.SPLIT], lines, "old_id"):
        found.append(f"「分割」の行き先が1件だけの取組があります（{_first_of(names)}）")
    if names := _alone([line.new for line in lines if line.kind == Kind.MERGED], lines, "new_id"):
        found.append(f"「統合」の引継ぎ元が1件だけの取組があります（{_first_of(names)}）")
    return found


def object_to_undecided(term: PlanTerm, **signal) -> list[str]:
    """What ``plans.publication`` asks: a term whose carry-over was begun is published when all of it is decided."""
    carry_over = CarryOver.objects.filter(new_term=term).select_related("old_term").first()
    return gaps(bridge(carry_over)) if carry_over else []


def _alone(initiatives: list[Initiative], lines: list[InitiativeLineage], end: str) -> list[str]:
    """The names of those at whose ``end`` no second line meets."""
    met = Counter(getattr(line, end) for line in lines)
    return [str(initiative) for initiative in dict.fromkeys(initiatives) if met[initiative.pk] == 1]


def _first_of(names: list[str]) -> str:
    rest = f"ほか{len(names) - 5}件" if len(names) > 5 else ""
    return "、".join([*names[:5], *([rest] if rest else [])])
