"""Loads the demo: register, people, 取組, a revision and three years of evaluation. All or nothing, and once.

Years are carried through the same functions as the pages use, each step in the name of the person who would do it.
"""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from accounts.demo_people import DEMO_PASSWORD
from accounts.models import Department
from evaluations.models import Edition, EvaluationRound
from evaluations.tasks import make_report
from initiatives import drafting
from initiatives.models import (
    ActorRole,
    Indicator,
    IndicatorTarget,
    Initiative,
    PlanLink,
    RatingLevel,
    RatingScale,
    Responsibility,
)
from otaru_welfare.demo import people
from otaru_welfare.demo.people import Cast, acting
from otaru_welfare.demo.revisions import load_revisions
from otaru_welfare.demo.shapes import (
    IndicatorSample,
    InitiativeSample,
    MeasureSample,
    RoundSample,
    ScaleSample,
    WordingSample,
    files_in,
    find,
    keep,
    naming,
    read_entries,
    read_list,
    year_of,
)
from otaru_welfare.demo.years import load_year
from otaru_welfare.register import load_register
from plans.models import Measure, Plan, PlanTerm
from plans.publication import publish_term

REGISTER = Path(__file__).parent / "otaru"
AS_WRITTEN = ("name", "kind", "value_type", "counting", "unit", "direction", "recipe", "source", "counted_by", "final_when", "question", "rubric")  # fmt: skip


def is_loaded() -> bool:
    return EvaluationRound.objects.filter(is_sample=True).exists()


@transaction.atomic
def load(*, now: datetime) -> None:
    """Load everything into a database without it. Raises SampleError or RegisterError."""
    password = make_password(DEMO_PASSWORD)  # once: it takes its time on purpose
    with acting(None):
        first = people.add_administrator(password)
    with acting(first):
        term = load_register(REGISTER, now=now, by=first, publish=False)
        departments = people.add_departments()
        users = people.add_users(password, departments) | {first.username: first}
    cast = Cast(users=users, term=term, today=timezone.localdate(now))
    with acting(cast.secretariat):
        people.add_committee(cast)
        cast.levels = _scales(term)
        _initiatives(term, _measures(term), departments)
    with acting(first):
        cast.term = publish_term(term=term, by=first, now=now)
    for sample in read_list(RoundSample, "rounds.toml", "round", "year"):
        load_revisions(sample, cast)
        load_year(sample, cast)


def waiting_publications() -> list[Edition]:
    """Editions to be published whose PDF nobody has begun to make."""
    return list(Edition.objects.filter(is_draft=False, state=Edition.State.WAITING))


def make_publication(edition: Edition) -> bool:
    """Make the PDF in this process instead of leaving it to the worker; tell whether the edition is public now."""
    make_report.func(edition.pk)
    edition.refresh_from_db()
    return edition.published_at is not None


# ---- what the plan promises -------------------------------------------------------------------------------


def _measures(term: PlanTerm) -> dict[str, Measure]:
    goals = {goal.number: goal for goal in term.measures.goals()}
    measures = {}
    samples = read_list(MeasureSample, "measures.toml", "measure", "number")
    for position, sample in enumerate(samples, start=1):
        row = Measure(
            term=term,
            parent=find(goals, sample.goal, sample.place, "基本目標"),
            number=sample.number,
            title=sample.title,
            description=sample.description,
            position=position,
            is_sample=True,
        )
        measures[sample.number] = keep(row, sample.place)
    return measures


def _scales(term: PlanTerm) -> dict[str, dict[str, RatingLevel]]:
    """Give the levels by stage and code."""
    levels: dict[str, dict[str, RatingLevel]] = {}
    for sample in read_list(ScaleSample, "measures.toml", "scale", "stage"):
        scale = keep(RatingScale(term=term, stage=sample.stage, name=sample.name), sample.place)
        with naming(sample.place):
            rows = [
                RatingLevel(scale=scale, position=at, **level) for at, level in enumerate(sample.levels, 1)
            ]
        levels[sample.stage] = {row.code: keep(row, sample.place) for row in rows}
    return levels


def _initiatives(term: PlanTerm, measures: dict[str, Measure], departments: dict[str, Department]) -> None:
    plans = {plan.slug: plan for plan in Plan.objects.all()}
    position = 0
    for file in files_in("initiatives"):
        for sample in read_list(InitiativeSample, file, "initiative", "number"):
            position += 1
            row = _initiative(sample, term, measures, position)
            _responsibilities(sample, row, departments)
            for actor, text in sample.actors.items():
                keep(ActorRole(initiative=row, actor=actor, text=text), sample.place)
            indicators = read_entries(IndicatorSample, sample.indicator, f"{sample.place}、指標", "name")
            for place, indicator in enumerate(indicators, start=1):
                _indicator(indicator, row, place)
            _links(sample, row, plans)


def _links(sample: InitiativeSample, row: Initiative, plans: dict[str, Plan]) -> None:
    for slug, kind in sample.links.items():
        plan = find(plans, slug, sample.place, "計画")
        keep(PlanLink(initiative=row, plan=plan, kind=kind), sample.place)
    for wording in read_entries(WordingSample, sample.wording, f"{sample.place}、言い方", "plan"):
        _wording(wording, row)


def _initiative(
    sample: InitiativeSample, term: PlanTerm, measures: dict[str, Measure], position: int
) -> Initiative:
    row = Initiative(
        term=term,
        measure=find(measures, sample.measure, sample.place, "施策の方向"),
        code=sample.code,
        number=sample.number,
        title=sample.title,
        content=sample.content,
        position=position,
        is_sample=True,
    )
    return keep(row, sample.place)


def _responsibilities(sample: InitiativeSample, row: Initiative, departments: dict[str, Department]) -> None:
    roles = [(sample.lead, Responsibility.Role.LEAD)]
    roles += [(code, Responsibility.Role.SUPPORT) for code in sample.support]
    for code, role in roles:
        department = find(departments, code, sample.place, "所管課")
        keep(Responsibility(initiative=row, department=department, role=role), sample.place)


def _indicator(sample: IndicatorSample, initiative: Initiative, position: int) -> None:
    place = sample.place
    row = Indicator(
        initiative=initiative,
        baseline_year=year_of(sample.baseline_year, place) if sample.baseline_year else None,
        baseline=None if sample.baseline is None else Decimal(str(sample.baseline)),
        position=position,
        **{name: getattr(sample, name).strip() for name in AS_WRITTEN},
    )
    keep(row, place)
    for year, value in sample.targets.items():
        target = IndicatorTarget(indicator=row, fiscal_year=year_of(year, place), value=Decimal(str(value)))
        keep(target, place)


def _wording(sample: WordingSample, initiative: Initiative) -> None:
    links = {link.plan.slug: link for link in initiative.plan_links.select_related("plan")}
    link = find(links, sample.plan, sample.place, "つながりのある計画")
    indicators = {indicator.name: indicator.pk for indicator in initiative.indicators.all()}
    with naming(sample.place):
        wordings = {
            find(indicators, entry.get("of"), sample.place, "指標"): {
                "own_name": entry.get("name", ""),
                "own_unit": entry.get("unit", ""),
                "multiplier": Decimal(str(entry.get("multiplier", 1))),
            }
            for entry in sample.indicators
        }
        texts = {"own_number": sample.number, "own_title": sample.title, "note": sample.note}
        drafting.save_wording(link=link, version=link.version, texts=texts, wordings=wordings)
