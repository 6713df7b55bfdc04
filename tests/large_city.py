"""Makes the small world of the access tests as large as a city's register gets: plain bulk rows, in a few statements."""

from contextlib import contextmanager
from datetime import date, timedelta

from django.db import connection
from django.db.models import Max

from evaluations.models import CarriedIssue, EditionSheet, Opinion
from initiatives.models import (
    Actor,
    ActorRole,
    AnnualRecord,
    Indicator,
    IndicatorTarget,
    IndicatorValue,
    IndicatorWording,
    Initiative,
    InitiativeLineage,
    PlanLink,
    Promise,
    RecordShare,
    Responsibility,
    RevisionChange,
)
from plans.models import (
    Chapter,
    GlossaryTerm,
    Measure,
    OutreachActivity,
    Picture,
    Plan,
    PlanRelation,
    PlanRevision,
    PlanTerm,
)
from tests import builders

PLANS, TERMS, INITIATIVES, WORDS = 25, 6, 600, 300


@contextmanager
def triggers_off():
    """No history and no guard of what is published while the rows are poured in; all of it is back afterwards."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


def one_of_each(cast) -> None:
    """What the world of the access tests has none of, once: then a page asks the same in a small and in a large city."""
    term = cast.term.carried_on.new_term
    picture = builders.picture(term, colour="navy")
    chapter = Chapter.objects.filter(term=term).first()
    with triggers_off():
        Chapter.objects.filter(pk=chapter.pk).update(body=f"見守り※\n\n![海辺](picture:{picture.key})")
    builders.published_activity(cast.city, cast.jimu, picture=builders.image_file(colour="olive"))
    link = PlanLink.objects.filter(initiative__term=term).first()
    walk = link.initiative
    counted = builders.indicator(walk, targets={2024: 3})
    IndicatorWording.objects.create(link=link, indicator=counted, own_name="回数")
    records = AnnualRecord.objects.filter(initiative=cast.walk, values__isnull=True)
    told = cast.walk.indicators.first()
    _bulk(IndicatorValue, (IndicatorValue(record=record, indicator=told, actual=8) for record in records))
    waiting = builders.initiative(cast.goal, cast.elderly, "1-8", title="まだ決めていない取組")
    builders.actor_role(waiting, "city")


def enlarge(cast, initiatives: int = INITIATIVES) -> None:
    """25 plans × 6 terms, all related to the plan of ``cast``; its two terms with 600 取組 each, and 300 of all else.

    With fewer ``initiatives``, half as many of what hangs on them. Needs a transaction.
    """
    with triggers_off():
        _register(cast)
        for term in PlanTerm.objects.filter(initiatives__isnull=False).distinct():
            _tree(term, initiatives)
        _who_does_what(cast)
        _years()
        _texts(cast)
        _revisions(cast, initiatives // 2)
        _bridge(cast, initiatives // 2)
    with connection.cursor() as cursor:
        # As the database does by itself some minutes after so much was loaded.
        cursor.execute("ANALYZE")


def _bulk(model, rows) -> list:
    return model.objects.bulk_create(list(rows), batch_size=1000)


def _copies(row, count: int, **changes) -> list:
    """New rows like ``row``; each of ``changes`` is made from the number of the copy."""
    names = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    same = {name: getattr(row, name) for name in names}
    return [
        type(row)(**same | {name: make(at) for name, make in changes.items()}) for at in range(1, count + 1)
    ]


def _register(cast) -> None:
    own = Plan.objects.count()
    plans = _bulk(
        Plan,
        (
            Plan(slug=f"p{at}", name=f"みほん市第{at}計画", lead_department=cast.elderly, position=at)
            for at in range(own + 1, PLANS + 1)
        ),
    )
    for plan in plans:
        plan.owners.set([cast.city, cast.council])
    kinds = PlanRelation.Kind.values
    _bulk(
        PlanRelation,
        (
            PlanRelation(plan=cast.plan, other=plan, kind=kinds[at % len(kinds)])
            for at, plan in enumerate(plans)
        ),
    )
    for plan in Plan.objects.all():
        begun = plan.terms.aggregate(last=Max("ordinal"))["last"] or 0
        _bulk(
            PlanTerm,
            (
                PlanTerm(
                    plan=plan,
                    name=f"第{at}期",
                    ordinal=at,
                    first_year=2016 + 5 * at,
                    last_year=2020 + 5 * at,
                    published_at=builders.NOW if at == 1 else None,
                )
                for at in range(begun + 1, TERMS + 1)
            ),
        )


def _tree(term, count: int) -> None:
    goal, first = term.measures.goals().first(), term.initiatives.first()
    below = _bulk(
        Measure,
        (
            Measure(
                term=term, parent=goal, depth=2, number=f"{goal.number}-{at}", title=f"施策{at}", position=at
            )
            for at in range(50, 80)
        ),
    )
    _bulk(
        Initiative,
        _copies(
            first,
            count - term.initiatives.count(),
            code=lambda at: f"t{term.pk}-{at}",
            number=lambda at: f"9-{at}",
            title=lambda at: f"取組{at}",
            position=lambda at: at + 10,
            measure_id=lambda at: below[at % len(below)].pk,
        ),
    )


def _who_does_what(cast) -> None:
    rows = list(Initiative.objects.filter(number__startswith="9-"))
    lead, support = Responsibility.Role
    _bulk(
        Responsibility, (Responsibility(initiative=row, department=cast.elderly, role=lead) for row in rows)
    )
    _bulk(
        Responsibility,
        (Responsibility(initiative=row, department=cast.children, role=support) for row in rows),
    )
    _bulk(
        ActorRole, (ActorRole(initiative=row, actor=actor, text="見守る") for row in rows for actor in Actor)
    )
    plans = list(Plan.objects.exclude(pk=cast.plan.pk))
    _bulk(
        PlanLink,
        (
            PlanLink(initiative=row, plan=plan)
            for at, row in enumerate(rows)
            for plan in {plans[0], plans[at % len(plans)]}
        ),
    )
    counted = _bulk(Indicator, (Indicator(initiative=row, name="回数", unit="回") for row in rows))
    _bulk(
        IndicatorTarget,
        (
            IndicatorTarget(indicator=row, fiscal_year=year, value=9)
            for row in counted
            for year in (2021, 2022)
        ),
    )


def _years() -> None:
    """A record of each year for each new 取組, with a value, a promise, a share; and a sheet in each edition."""
    for record in AnnualRecord.objects.filter(initiative__number="1-1").select_related("request"):
        rows = list(record.request.term.initiatives.filter(number__startswith="9-").order_by("pk"))
        made = _bulk(
            AnnualRecord,
            _copies(
                record,
                len(rows),
                initiative_id=lambda at, rows=rows: rows[at - 1].pk,
                number=lambda at, rows=rows: rows[at - 1].number,
            ),
        )
        for support in record.support_departments.all():
            through = AnnualRecord.support_departments.through
            _bulk(through, (through(annualrecord=row, department=support) for row in made))
            _bulk(RecordShare, (RecordShare(record=row, department=support) for row in made))
        counted = dict(Indicator.objects.filter(initiative__in=rows).values_list("initiative", "pk"))
        _bulk(
            IndicatorValue,
            (IndicatorValue(record=row, indicator_id=counted[row.initiative_id], actual=8) for row in made),
        )
        for promise in record.promises.all():
            _bulk(
                Promise,
                _copies(
                    promise,
                    len(made),
                    record_id=lambda at, made=made: made[at - 1].pk,
                    initiative_id=lambda at, rows=rows: rows[at - 1].pk,
                ),
            )
    _sheets()


def _sheets() -> None:
    for sheet in EditionSheet.objects.filter(number="1-1").select_related("edition__round__request__term"):
        term = sheet.edition.round.request.term
        rows = list(term.initiatives.filter(number__startswith="9-").order_by("pk"))
        _bulk(
            EditionSheet,
            _copies(
                sheet,
                len(rows),
                initiative_id=lambda at, rows=rows: rows[at - 1].pk,
                number=lambda at, rows=rows: rows[at - 1].number,
                position=lambda at: at + 10,
            ),
        )


def _texts(cast) -> None:
    words = _bulk(
        GlossaryTerm,
        (
            GlossaryTerm(word=f"言葉{at}", reading="ことば", slug=f"k{at}", definition="説明")
            for at in range(WORDS)
        ),
    )
    body = "\n\n".join(f"## 節{word.slug}\n\n{word.word}※を大切にします。" for word in words[:30])
    picture = Picture.objects.filter(term=cast.term).first()
    pictures = _bulk(Picture, _copies(picture, 300, sha256=lambda at: f"{at:064x}"))
    for term in PlanTerm.objects.filter(measures__isnull=False).distinct():
        _bulk(
            Chapter,
            (
                Chapter(
                    term=term,
                    number=at,
                    slug=f"c{at}",
                    title=f"第{at}章",
                    body=f"{body}\n\n![海辺](picture:{pictures[at].key})",
                )
                for at in range(20, 40)
            ),
        )
    activity = OutreachActivity.objects.first()
    _bulk(
        OutreachActivity,
        _copies(
            activity,
            300,
            title=lambda at: f"説明会{at}",
            starts_on=lambda at: date(2022, 5, 1) + timedelta(days=at),
            picture_id=lambda at: pictures[at - 1].pk,
            published_at=lambda at: builders.NOW if at % 2 else None,
        ),
    )


def _revisions(cast, count: int) -> None:
    for revision in PlanRevision.objects.filter(term=cast.term):
        changes = list(revision.changes.all())
        initiatives = list(cast.term.initiatives.filter(number__startswith="9-").order_by("pk"))
        _bulk(
            RevisionChange,
            _copies(
                changes[0],
                count,
                row_id=lambda at, rows=initiatives: rows[at].pk,
                initiative_id=lambda at, rows=initiatives: rows[at].pk,
            ),
        )
        _bulk(
            PlanRevision,
            _copies(
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
    _bulk(
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
    opinion = Opinion.objects.first()
    opinions = _bulk(
        Opinion,
        _copies(
            opinion,
            count,
            sequence=lambda at: opinion.sequence + at,
            number=lambda at: f"令和4-{900 + at}",
        ),
    )
    _bulk(
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
