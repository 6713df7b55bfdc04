"""The register of plans, their terms and relations, the text of a term, and its tree of measures."""

from plans.models.measure import Measure, MeasureLevel
from plans.models.plan import Plan, PlanOwner, PlanRelation, PlanTerm
from plans.models.text import Chapter, GlossaryTerm

__all__ = [
    "Chapter",
    "GlossaryTerm",
    "Measure",
    "MeasureLevel",
    "Plan",
    "PlanOwner",
    "PlanRelation",
    "PlanTerm",
]
