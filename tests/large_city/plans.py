"""Plans with their terms, trees, people in charge, texts and pictures."""

from datetime import date, timedelta

from django.db.models import Max

from initiatives.models import (
    Actor,
    ActorRole,
    Indicator,
    IndicatorTarget,
    Initiative,
    PlanLink,
    Responsibility,
)
from plans.models import (
    Chapter,
    GlossaryTerm,
    Measure,
    OutreachActivity,
    Picture,
    Plan,
    PlanRelation,
    PlanTerm,
)
from tests import builders
from tests.large_city.pouring import MANY, copies, pour

PLANS, TERMS = 25, 6


def build(cast, initiatives: int) -> None:
    """25 plans × 6 terms, all related to the plan of ``cast``; its terms with so many 取組 each, and 300 of all else."""
    _register(cast)
    for term in PlanTerm.objects.filter(initiatives__isnull=False).distinct():
        _tree(term, initiatives)
    _who_does_what(cast)
    _texts(cast)


def _register(cast) -> None:
    own = Plan.objects.count()
    plans = pour(
        Plan,
        (
            Plan(slug=f"p{at}", name=f"みほん市第{at}計画", lead_department=cast.elderly, position=at)
            for at in range(own + 1, PLANS + 1)
        ),
    )
    for plan in plans:
        plan.owners.set([cast.city, cast.council])
    kinds = PlanRelation.Kind.values
    pour(
        PlanRelation,
        (
            PlanRelation(plan=cast.plan, other=plan, kind=kinds[at % len(kinds)])
            for at, plan in enumerate(plans)
        ),
    )
    for plan in Plan.objects.all():
        begun = plan.terms.aggregate(last=Max("ordinal"))["last"] or 0
        pour(
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
    below = pour(
        Measure,
        (
            Measure(
                term=term, parent=goal, depth=2, number=f"{goal.number}-{at}", title=f"施策{at}", position=at
            )
            for at in range(50, 80)
        ),
    )
    pour(
        Initiative,
        copies(
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
    pour(Responsibility, (Responsibility(initiative=row, department=cast.elderly, role=lead) for row in rows))
    pour(
        Responsibility,
        (Responsibility(initiative=row, department=cast.children, role=support) for row in rows),
    )
    pour(
        ActorRole, (ActorRole(initiative=row, actor=actor, text="見守る") for row in rows for actor in Actor)
    )
    plans = list(Plan.objects.exclude(pk=cast.plan.pk))
    pour(
        PlanLink,
        (
            PlanLink(initiative=row, plan=plan)
            for at, row in enumerate(rows)
            for plan in {plans[0], plans[at % len(plans)]}
        ),
    )
    counted = pour(Indicator, (Indicator(initiative=row, name="回数", unit="回") for row in rows))
    pour(
        IndicatorTarget,
        (
            IndicatorTarget(indicator=row, fiscal_year=year, value=9)
            for row in counted
            for year in (2021, 2022)
        ),
    )


def _texts(cast) -> None:
    words = pour(
        GlossaryTerm,
        (
            GlossaryTerm(word=f"言葉{at}", reading="ことば", slug=f"k{at}", definition="説明")
            for at in range(MANY)
        ),
    )
    body = "\n\n".join(f"## 節{word.slug}\n\n{word.word}※を大切にします。" for word in words[:30])
    picture = Picture.objects.filter(term=cast.term).first()
    pictures = pour(Picture, copies(picture, MANY, sha256=lambda at: f"{at:064x}"))
    for term in PlanTerm.objects.filter(measures__isnull=False).distinct():
        pour(
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
    pour(
        OutreachActivity,
        copies(
            activity,
            MANY,
            title=lambda at: f"説明会{at}",
            starts_on=lambda at: date(2022, 5, 1) + timedelta(days=at),
            picture_id=lambda at: pictures[at - 1].pk,
            published_at=lambda at: builders.NOW if at % 2 else None,
        ),
    )
