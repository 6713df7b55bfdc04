"""取組, their indicators, the yearly call for reports, the yearly PDCA record, its promises, and what a revision changes."""

from initiatives.models.actor import Actor, ActorRole
from initiatives.models.answer_sheet import AnswerBase, AnswerUpload
from initiatives.models.indicator import Indicator, IndicatorTarget
from initiatives.models.indicator_value import IndicatorValue
from initiatives.models.initiative import Initiative, Responsibility
from initiatives.models.plan_link import IndicatorWording, PlanLink
from initiatives.models.promise import Promise
from initiatives.models.rating import RatingLevel, RatingScale
from initiatives.models.record import AnnualRecord, SupportDepartment
from initiatives.models.request import AnnualRequest
from initiatives.models.revision import ComparisonPrint, RevisionChange

__all__ = [
    "Actor",
    "ActorRole",
    "AnnualRecord",
    "AnnualRequest",
    "AnswerBase",
    "AnswerUpload",
    "ComparisonPrint",
    "Indicator",
    "IndicatorTarget",
    "IndicatorValue",
    "IndicatorWording",
    "Initiative",
    "PlanLink",
    "Promise",
    "RatingLevel",
    "RatingScale",
    "Responsibility",
    "RevisionChange",
    "SupportDepartment",
]
