"""The register of plans, their terms, relations and revisions, the text of a term, its tree of measures,
and what is printed of them."""

from plans.models.kept_print import KeptPrint
from plans.models.measure import Measure, MeasureLevel
from plans.models.plan import Plan, PlanOwner, PlanRelation, PlanTerm
from plans.models.portal import Portal
from plans.models.revision import PlanRevision
from plans.models.text import Chapter, GlossaryTerm

__all__ = [
    "Chapter",
    "GlossaryTerm",
    "KeptPrint",
    "Measure",
    "MeasureLevel",
    "Plan",
    "PlanOwner",
    "PlanRelation",
    "PlanRevision",
    "PlanTerm",
    "Portal",
]
