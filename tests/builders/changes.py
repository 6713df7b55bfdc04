"""What becomes of a plan: 見直し, and 引継ぎ to the next term."""

from datetime import date

from initiatives import carry_over, revisions
from initiatives.inheritance import Successor
from initiatives.models import (
    CarryOver,
    Initiative,
    InitiativeLineage,
    RevisionChange,
)
from plans.models import (
    Chapter,
    Measure,
    PlanRevision,
    PlanTerm,
)
from tests.builders.house import NOW
from tests.builders.register import term
from tests.builders.tree import goal


def revision(term, **head) -> PlanRevision:
    sensible = {
        "reason": "社会の変化に合わせるため。",
        "decided_by": "市長決裁",
        "decided_on": date(2023, 2, 1),
        "meeting": "",
    }
    return revisions.prepare(term=term, **sensible | head)


def change(revision, row, kind="", remarks="", **after) -> RevisionChange:
    """Prepare new texts of a row; the targets of an indicator are named as in ``target_2023="30"``."""
    kind = kind or {
        Initiative: "initiative",
        Measure: "measure",
        Chapter: "chapter",
        PlanTerm: "philosophy",
    }.get(type(row), "indicator")
    if any(name.startswith("target_") for name in after):
        kind, after = "target", {name.removeprefix("target_"): text for name, text in after.items()}
    draft = revision.changes.filter(kind=kind, row_id=row.pk).first()
    row = type(row)._base_manager.get(pk=row.pk)  # as the page would show it now
    return revisions.change(
        revision=revision,
        kind=kind,
        row=row,
        version=draft.version if draft else 0,
        after=after,
        remarks=remarks,
    )


def new_initiative(revision, measure, lead, **after) -> RevisionChange:
    texts = {"number": "1-9", "title": "雪かきの手伝い", "content": "雪かきを手伝います。", "first_year": ""}
    return revisions.add(
        revision=revision,
        kind="new_initiative",
        parent=measure,
        version=0,
        after=texts | {"lead": str(lead.pk)} | after,
        remarks="",
    )


def publish_revision(revision, by, now=NOW) -> PlanRevision:
    return revisions.publish(revision=revision, seen=revisions.fingerprint(revision), by=by, now=now)


def published_revision(term, by, changes: dict, **head) -> PlanRevision:
    """A revision with ``changes`` (new texts by row), published."""
    row = revision(term, **head)
    for subject, after in changes.items():
        change(row, subject, **after)
    return publish_revision(row, by)


def carried_over(old_term, **fields) -> CarryOver:
    """The next term, not public yet, with one goal; 引継ぎ is begun and nothing is decided."""
    new_term = term(old_term.plan, "第2期", 2, 2024, 2028, published=False, **fields)
    goal(new_term)
    return carry_over.begin(old_term=old_term, new_term=new_term)


def carried(
    bridge, initiative, kind="continued", reason="", successors=None, **new
) -> list[InitiativeLineage]:
    """Decide what becomes of a 取組; ``new`` says what is otherwise in the one that is made."""
    endings = InitiativeLineage.ENDINGS
    return carry_over.decide(
        carry_over=bridge,
        initiative=initiative,
        kind=kind,
        reason=reason or ("" if kind == "continued" else "地域の実情に合わせるため。"),
        successors=successors or ([] if kind in endings else [Successor(**new)]),
    )
