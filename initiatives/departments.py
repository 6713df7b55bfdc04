"""Which departments may answer for a 取組 of a term."""

from django.db.models import CharField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Department, DepartmentName
from initiatives.models import Initiative
from plans.models import PlanTerm


def choosable_departments(term: PlanTerm, initiative: Initiative | None = None) -> dict[int, str]:
    """Name those that exist in some year of the term, and those that answer for the 取組 already."""
    alive = Q(last_year__isnull=True) | Q(last_year__gte=term.first_year or 0)
    held = [r.department_id for r in initiative.responsibilities.all()] if initiative else []
    names = DepartmentName.objects.filter(department=OuterRef("pk")).order_by("-first_year").values("name")
    rows = Department.objects.filter(alive | Q(pk__in=held))
    return dict(rows.values_list("pk", Coalesce(Subquery(names[:1]), "code", output_field=CharField())))
