"""Loads the demo: plan files, people, 周知・啓発, a revision, three years of evaluation, the ledger, surveys and workshops.

All or nothing, and once.

Years are carried through the same functions as the pages use, each step in the name of the person who would do it.
"""

from datetime import datetime
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from accounts.demo_people import DEMO_PASSWORD
from evaluations.appointments import publish_committee
from evaluations.models import Edition, EvaluationRound
from evaluations.tasks import lay_out
from initiatives import plan_file
from initiatives.models import RatingLevel
from otaru_welfare.demo import people
from otaru_welfare.demo.judging import load_method
from otaru_welfare.demo.ledger import load_ledger
from otaru_welfare.demo.meetings import load_meetings
from otaru_welfare.demo.minutes import load_minutes, publish_waiting
from otaru_welfare.demo.outreach import load_outreach
from otaru_welfare.demo.people import Cast, acting
from otaru_welfare.demo.revisions import load_revisions
from otaru_welfare.demo.shapes import RoundSample, SampleError, files_in, read_list
from otaru_welfare.demo.voices import load_voices
from otaru_welfare.demo.years import load_year
from plans.fiscal_year import fiscal_year_of
from plans.models import PlanTerm
from plans.publication import publish_term

OTARU = Path(__file__).parent / "otaru" / "plan.toml"
PLAN, ORDINAL = "chiiki-fukushi", 1
"""The term that is evaluated in the demo's years."""


def is_loaded() -> bool:
    return EvaluationRound.objects.filter(is_sample=True).exists()


@transaction.atomic
def load(*, now: datetime) -> None:
    """Load everything into a database without it. Raises SampleError."""
    password = make_password(DEMO_PASSWORD)  # once: it takes its time on purpose
    with acting(None):
        first = people.add_administrator(password)
    departments, *contents = files_in("plan")
    with acting(first):
        _load_plan_files(OTARU, departments, today_year=fiscal_year_of(timezone.localdate(now)))
        users = people.add_users(password) | {first.username: first}
    term = PlanTerm.objects.get(plan__slug=PLAN, ordinal=ORDINAL)
    cast = Cast(users=users, term=term, today=timezone.localdate(now))
    with acting(cast.secretariat):
        people.add_committee(cast)
        _load_plan_files(*contents, today_year=fiscal_year_of(cast.today))
        cast.levels = _levels(term)
    with acting(first):
        cast.term = publish_term(term=term, by=first, now=now)
    with acting(cast.secretariat):
        publish_committee(committee=cast.committee, version=1, by=cast.secretariat, now=now)
    with acting(cast.secretariat):
        load_outreach(cast)
    load_method(cast)
    for sample in read_list(RoundSample, "rounds.toml", "round", "year"):
        load_revisions(sample, cast)
        load_year(sample, cast)
        load_meetings(sample, cast)
        load_minutes(sample, cast)
    load_ledger(cast)
    with acting(cast.secretariat):
        load_voices(cast)


def waiting_publications() -> list[Edition]:
    """Editions to be published whose PDF nobody has begun to make."""
    return list(Edition.objects.filter(is_draft=False, state=Edition.State.WAITING))


def make_publication(edition: Edition) -> bool:
    """Make the PDF in this process instead of leaving it to the worker; tell whether the edition is public now.

    It was published on the day that the sample names, as its cover says; with it the minutes that tell its opinions.
    """
    lay_out(edition.pk, published_at=edition.requested_at)
    edition.refresh_from_db()
    if edition.published_at:
        publish_waiting(edition.round, now=edition.published_at, by=edition.requested_by)
    return edition.published_at is not None


# ---- what the plan promises -------------------------------------------------------------------------------


def _load_plan_files(*paths: Path, today_year: int) -> None:
    for path in paths:
        try:
            plan_file.load(plan_file.read(path.name, path.read_bytes()), today_year=today_year)
        except plan_file.PlanFileError as error:
            lines = (f"{path.parent.name}/{path.name}、{problem}" for problem in error.problems)
            raise SampleError("\n".join(lines)) from error


def _levels(term: PlanTerm) -> dict[str, dict[str, RatingLevel]]:
    """Give the levels by stage and code."""
    return {
        scale.stage: {level.code: level for level in scale.levels.all()}
        for scale in term.rating_scales.prefetch_related("levels")
    }
