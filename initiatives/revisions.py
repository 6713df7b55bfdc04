"""Revisions (見直し) of a published term: prepared piece by piece, compared with what stands, and published at once."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from accounts.versioning import MoveRefused
from initiatives import additions
from initiatives.additions import ADDITIONS
from initiatives.models import RevisionChange
from initiatives.revisable import SUBJECTS, Texts, heading, initiative_of, place
from initiatives.tasks import print_comparison
from plans.models import PlanRevision, PlanTerm

State = PlanRevision.State
NOTHING_NEW = "今の内容と同じです。変えるところがあるときだけ、保存してください。"
REVISED_MEANWHILE = (
    "今の内容が、画面を開いた後に変わりました。今の内容を確かめてから、もう一度保存してください。"
)
SEEN_OTHERWISE = "見直しの内容が、画面を開いた後に変わりました。もう一度確かめてから、公表してください。"


@dataclass(frozen=True)
class Clash:
    """A text that is no longer what it was when its change was prepared, all in words."""

    change: RevisionChange
    label: str
    prepared_from: str
    now: str
    wanted: str

    def __str__(self):
        return f"「{self.change.heading}」の「{self.label}」は、準備した時「{self.prepared_from}」でしたが、今は「{self.now}」です。"


class RevisionOvertaken(MoveRefused):
    """Another revision was published meanwhile and changed the same text; ``clashes`` hold both."""

    def __init__(self, clashes: list[Clash]):
        self.clashes = clashes
        super().__init__(f"ほかの見直しが先に公表されたため、公表していません。{''.join(map(str, clashes))}")


# ---- preparing --------------------------------------------------------------------------------------------


@transaction.atomic
def prepare(
    *, term: PlanTerm, reason: str, decided_by: str, decided_on: date | None, meeting: str, is_sample=False
) -> PlanRevision:
    """Begin a revision of a published term. Raises MoveRefused while its contents can be edited directly."""
    if term.book_id:
        raise MoveRefused(f"この期の本文は「{term.book}」にあります。見直しは、そちらで準備してください。")
    if term.published_at is None:
        raise MoveRefused("公開する前の計画は、見直しによらず、登録の画面で直せます。")
    return PlanRevision.objects.create(
        term=term,
        reason=reason,
        decided_by=decided_by,
        decided_on=decided_on,
        meeting=meeting,
        is_sample=is_sample,
    )


@transaction.atomic
def describe(*, revision: PlanRevision, version: int, **head) -> PlanRevision:
    """Write down reason, decided_by, decided_on and meeting. Raises StaleVersion, MoveRefused."""
    row = PlanRevision.claim(version, pk=revision.pk)
    _refuse_closed(row)
    for name, value in head.items():
        setattr(row, name, value)
    row.save()
    return row


@transaction.atomic
def change(
    *, revision: PlanRevision, kind: str, row: models.Model, version: int, after: Texts, remarks: str
) -> RevisionChange:
    """Prepare the new texts of ``row``: ``after`` by field, of which those that differ from now are kept.

    ``row`` is as the writer saw it, ``version`` that of the change so far, 0 for none. Raises StaleVersion, and
    MoveRefused where nothing differs or the row says something else by now.
    """
    revision = _open(revision)
    draft = RevisionChange.claim(version, revision=revision, kind=kind, row_id=row.pk)
    subject = SUBJECTS[kind]
    present = subject.texts(subject.rows(revision.term).get(pk=row.pk))
    if present != subject.texts(row):
        raise MoveRefused(REVISED_MEANWHILE)
    draft.after = {name: text for name, text in after.items() if text != present[name]}
    if not draft.after:
        raise MoveRefused(NOTHING_NEW)
    subject.refuse(row, draft.after)
    draft.before = {name: present[name] for name in draft.after}
    draft.remarks = remarks
    _put_into_words(draft, row)
    draft.save()
    return draft


@transaction.atomic
def add(
    *,
    revision: PlanRevision,
    kind: str,
    parent: models.Model,
    version: int,
    after: Texts,
    remarks: str,
    draft: RevisionChange | None = None,
) -> RevisionChange:
    """Prepare a new row below ``parent``, or change ``draft``, which prepared one before."""
    revision = _open(revision)
    row = (
        RevisionChange.claim(version, pk=draft.pk) if draft else RevisionChange(revision=revision, kind=kind)
    )
    row.after = after | {"parent": str(parent.pk)}
    row.initiative = parent if kind == RevisionChange.Kind.NEW_INDICATOR else None
    row.heading = additions.heading(kind, parent, after)
    row.place = additions.place(kind, parent)
    row.lines = additions.lines(kind, parent, after)
    row.remarks = remarks
    row.save()
    return row


@transaction.atomic
def drop(*, change: RevisionChange, version: int) -> None:
    """Take a change out of its revision again; the history keeps it. Raises StaleVersion, MoveRefused."""
    _open(change.revision)
    RevisionChange.claim(version, pk=change.pk).delete()


@transaction.atomic
def abandon(*, revision: PlanRevision, version: int) -> PlanRevision:
    """Give the revision up. What was prepared can still be read. Raises StaleVersion, MoveRefused."""
    row = PlanRevision.claim(version, pk=revision.pk)
    _refuse_closed(row)
    row.state = State.ABANDONED
    row.save()
    return row


def _open(revision: PlanRevision) -> PlanRevision:
    """Lock the revision, so that nothing is added to it while it is published."""
    row = PlanRevision.objects.select_for_update().get(pk=revision.pk)
    _refuse_closed(row)
    return row


def _refuse_closed(revision: PlanRevision) -> None:
    if not revision.is_open:
        raise MoveRefused(f"この見直しは「{revision.get_state_display()}」のため、変更できません。")


def _put_into_words(draft: RevisionChange, row: models.Model) -> None:
    """Write down what the table shows of the change, so that it never has to be looked up again."""
    subject = SUBJECTS[draft.kind]
    draft.heading = heading(draft.kind, row)
    draft.place = place(draft.kind, row)
    draft.initiative = initiative_of(draft.kind, row)
    draft.lines = [
        {
            "label": subject.label(name),
            "before": subject.words(row, name, draft.before[name]),
            "after": subject.words(row, name, draft.after[name]),
        }
        for name in subject.names(row)
        if name in draft.after
    ]


# ---- publishing -------------------------------------------------------------------------------------------


def fingerprint(revision: PlanRevision) -> str:
    """Give a value that changes with everything that is prepared: who presses 公表 sends back what was seen."""
    return digest([revision.version, *revision.changes.order_by("pk").values_list("pk", "version")])


def digest(content) -> str:
    """Give a short value that is the same for the same content."""
    return hashlib.sha256(repr(content).encode()).hexdigest()[:20]


def gaps(revision: PlanRevision, today: date) -> list[str]:
    """Give what still keeps the revision from being published, in sentences."""
    checks = (
        (revision.changes.exists(), "変えるところを、1つ以上入れてください。"),
        (revision.decided_by, "「決定した者・機関」を入力してください。"),
        (revision.decided_on, "「決定した日」を入力してください。"),
        (
            not revision.decided_on or revision.decided_on <= today,
            f"決定した日（{revision.decided_label}）が来てから、公表してください。",
        ),
    )
    return [sentence for is_met, sentence in checks if not is_met]


def clashes(revision: PlanRevision) -> list[Clash]:
    """Give what has changed since it was prepared: the texts that would be overwritten unseen."""
    found = []
    drafts = list(revision.changes.exclude(kind__in=RevisionChange.ADDITIONS))
    rows = _changed_rows(drafts, revision.term)
    for draft in drafts:
        subject, row = SUBJECTS[draft.kind], rows[draft.kind].get(draft.row_id)
        if row is None:
            found.append(Clash(draft, "この箇所", draft.heading, "（見つかりません）", ""))
            continue
        now = subject.texts(row)
        found += [
            Clash(
                draft,
                subject.label(name),
                *(subject.words(row, name, text) for text in (before, now[name], draft.after[name])),
            )
            for name, before in draft.before.items()
            if now[name] != before
        ]
    return found


def _changed_rows(drafts: list[RevisionChange], term: PlanTerm) -> dict[str, dict[int, models.Model]]:
    """The rows that ``drafts`` change as they stand, by kind and key: as many queries as there are kinds."""
    keys = defaultdict(list)
    for draft in drafts:
        keys[draft.kind].append(draft.row_id)
    return {kind: SUBJECTS[kind].rows(term).in_bulk(found) for kind, found in keys.items()}


def _row(rows: models.QuerySet, pk: int, draft: RevisionChange) -> models.Model:
    row = rows.filter(pk=pk).first()
    if row is None:
        raise MoveRefused(f"「{draft.heading}」が見つかりません。この変更をやめてから、公表してください。")
    return row


@transaction.atomic
def publish(*, revision: PlanRevision, seen: str, by: User, now: datetime) -> PlanRevision:
    """Bring the term to what the revision says, all at once, and give it its number.

    ``seen`` is the fingerprint of what was confirmed. Raises RevisionOvertaken when a text is no longer what it was,
    and MoveRefused when something is missing or does not fit; then nothing was changed.
    """
    revision = _open(revision)
    # Two revisions of one term are published one after the other: the second meets what the first has written.
    revision.term = (
        PlanTerm.objects.select_for_update(of=["self"]).select_related("plan").get(pk=revision.term_id)
    )
    if revision.term.published_at is None:
        raise MoveRefused(f"「{revision.term}」は公開していないため、見直しを公表できません。")
    if seen != fingerprint(revision):
        raise MoveRefused(SEEN_OTHERWISE)
    if missing := gaps(revision, timezone.localdate(now)):
        raise MoveRefused("".join(missing))
    if overtaken := clashes(revision):
        raise RevisionOvertaken(overtaken)
    for draft in revision.changes.select_related("revision"):
        _carry_out(draft, revision.term)
    _number(revision, by, now)
    print_comparison.enqueue(revision.pk)
    return revision


def _carry_out(draft: RevisionChange, term: PlanTerm) -> None:
    if draft.is_addition:
        rows = ADDITIONS[draft.kind].parents(term)
        made = additions.make(draft, _row(rows, int(draft.after["parent"]), draft))
        draft.row_id, draft.initiative = made.pk, getattr(made, "initiative", made)
        draft.save(update_fields=["row_id", "initiative"])
        return
    subject = SUBJECTS[draft.kind]
    row = _row(subject.rows(term).select_for_update(of=["self"]), draft.row_id, draft)
    subject.refuse(row, draft.after)
    subject.apply(row, draft.after)


def _number(revision: PlanRevision, by: User, now: datetime) -> None:
    last = PlanRevision.objects.filter(term=revision.term_id).aggregate(last=Max("ordinal"))["last"] or 0
    revision.state, revision.ordinal = State.PUBLISHED, last + 1
    revision.published_at, revision.published_by = now, by
    revision.version += 1
    revision.save()
