"""Which departments may answer for a 取組 of a term."""

from django.db.models import Q

from accounts.models import Department
from initiatives.models import Initiative
from plans.models import PlanTerm


def choosable_departments(term: PlanTerm, initiative: Initiative | None = None) -> dict[int, str]:
    """Name those that exist in some year of the term, and those that answer for the 取組 already."""
    alive = Q(last_year__isnull=True) | Q(last_year__gte=term.first_year or 0)
    held = [r.department_id for r in initiative.responsibilities.all()] if initiative else []
    return Department.objects.filter(alive | Q(pk__in=held)).by_name()
