"""What the years add to the 取組: records, sheets of editions, revisions, the bridge to the next term."""

from evaluations.models import CarriedIssue, Edition, EditionSheet, Opinion
from initiatives.models import (
    AnnualRecord,
    Indicator,
    IndicatorValue,
    InitiativeLineage,
    Promise,
    RecordShare,
    RevisionChange,
)
from plans.models import PlanRevision
from tests.large_city.pouring import MANY, copies, pour


def build(cast, count: int) -> None:
    """Revisions of ``count`` of the new 取組, and ``count`` 検討課題."""
    _revisions(cast, count)
    _bridge(cast, count)


def records() -> None:
    """A record of each year for each new 取組, with a value, a promise, a share; and a sheet in each edition."""
    for record in AnnualRecord.objects.filter(initiative__number="1-1").select_related("request"):
        rows = list(record.request.term.initiatives.filter(number__startswith="9-").order_by("pk"))
        made = pour(
            AnnualRecord,
            copies(
                record,
                len(rows),
                initiative_id=lambda at, rows=rows: rows[at - 1].pk,
                number=lambda at, rows=rows: rows[at - 1].number,
            ),
        )
        for support in record.support_departments.all():
            through = AnnualRecord.support_departments.through
            pour(through, (through(annualrecord=row, department=support) for row in made))
            pour(RecordShare, (RecordShare(record=row, department=support) for row in made))
        counted = dict(Indicator.objects.filter(initiative__in=rows).values_list("initiative", "pk"))
        pour(
            IndicatorValue,
            (IndicatorValue(record=row, indicator_id=counted[row.initiative_id], actual=8) for row in made),
        )
        for promise in record.promises.all():
            pour(
                Promise,
                copies(
                    promise,
                    len(made),
                    record_id=lambda at, made=made: made[at - 1].pk,
                    initiative_id=lambda at, rows=rows: rows[at - 1].pk,
                ),
            )
    _sheets()


def frozen(general: int) -> None:
    """Let published editions tell of ``general`` opinions on the whole; one of their sheets of an opinion and a promise."""
    opinion = {"received_on": "2022-08-01", "kind": "意見", "text": "声をかけてほしい。", "is_replied": True}
    opinion |= {"reply": "進めます。", "disposition": "反映", "reason": "", "what_changed": ""}
    promise = {"source": "前年度の改善", "text": "説明会を開く。", "answer": "実施した"}
    for edition in Edition.objects.filter(published_at__isnull=False):
        edition.head["general_opinions"] = [
            opinion | {"number": f"令和3-{at:03d}"} for at in range(1, general + 1)
        ]
        edition.save()
        sheet = edition.sheets.get(number="1-1")
        told = promise | {"reply": "", "reason": ""}
        sheet.content |= {"opinions": [opinion | {"number": "令和3-900"}], "promises": [told]}
        sheet.save()


def _sheets() -> None:
    """A sheet of each 取組 in every edition."""
    frozen(MANY)
    for sheet in EditionSheet.objects.filter(number="1-1").select_related("edition__round__request__term"):
        term = sheet.edition.round.request.term
        rows = list(term.initiatives.filter(number__startswith="9-").order_by("pk"))
        pour(
            EditionSheet,
            copies(
                sheet,
                len(rows),
                initiative_id=lambda at, rows=rows: rows[at - 1].pk,
                number=lambda at, rows=rows: rows[at - 1].number,
                position=lambda at: at + 10,
            ),
        )


def _revisions(cast, count: int) -> None:
    for revision in PlanRevision.objects.filter(term=cast.term):
        changes = list(revision.changes.all())
        initiatives = list(cast.term.initiatives.filter(number__startswith="9-").order_by("pk"))
        pour(
            RevisionChange,
            copies(
                changes[0],
                count,
                row_id=lambda at, rows=initiatives: rows[at].pk,
                initiative_id=lambda at, rows=initiatives: rows[at].pk,
            ),
        )
        pour(
            PlanRevision,
            copies(
                revision,
                30,
                ordinal=lambda at, number=revision.ordinal: number and number + at,
            ),
        )


def _bridge(cast, count: int) -> None:
    """Every old 取組 but a few leads to a new one, every tenth ends; ``count`` 検討課題."""
    bridge = cast.term.carried_on
    olds = cast.term.initiatives.filter(number__startswith="9-").order_by("number")
    news = bridge.new_term.initiatives.filter(number__startswith="9-").order_by("number")
    ways = {True: ("completed", "終えたため。"), False: ("continued", "")}
    pour(
        InitiativeLineage,
        (
            InitiativeLineage(
                carry_over=bridge,
                old=old,
                new=None if at % 10 == 0 else new,
                kind=ways[at % 10 == 0][0],
                reason=ways[at % 10 == 0][1],
            )
            for at, (old, new) in enumerate(zip(olds, news, strict=False))
            if at % 50
        ),
    )
    opinions = Opinion.objects.filter(source="committee", carried_issues=None).order_by("-pk")[:count]
    pour(
        CarriedIssue,
        (
            CarriedIssue(
                carry_over=bridge,
                opinion=row,
                initiative=olds[at],
                source=f"意見{at}",
                summary="要旨",
                decision="later" if at % 2 else "",
                reason="検討するため。" if at % 2 else "",
            )
            for at, row in enumerate(opinions)
        ),
    )
