"""The register of plans, their terms, relations and revisions, the text of a term with its pictures,
its tree of measures, what is printed of them, and 周知・啓発."""

from plans.models.kept_print import KeptPrint
from plans.models.measure import Measure, MeasureLevel
from plans.models.outreach import OutreachActivity
from plans.models.picture import Picture
from plans.models.plan import Plan, PlanOwner, PlanTerm
from plans.models.portal import Portal
from plans.models.relation import PlanRelation
from plans.models.revision import PlanRevision
from plans.models.text import Chapter, GlossaryTerm

__all__ = [
    "Chapter",
    "GlossaryTerm",
    "KeptPrint",
    "Measure",
    "MeasureLevel",
    "OutreachActivity",
    "Picture",
    "Plan",
    "PlanOwner",
    "PlanRelation",
    "PlanRevision",
    "PlanTerm",
    "Portal",
]
