"""取組, their indicators, the yearly call for reports, the yearly PDCA record and the promises it answers."""

from initiatives.models.indicator import Indicator, IndicatorTarget, IndicatorValue
from initiatives.models.initiative import Initiative, PlanLink, Responsibility
from initiatives.models.promise import Promise
from initiatives.models.rating import RatingLevel, RatingScale
from initiatives.models.record import AnnualRecord, SupportDepartment
from initiatives.models.request import AnnualRequest

__all__ = [
    "AnnualRecord",
    "AnnualRequest",
    "Indicator",
    "IndicatorTarget",
    "IndicatorValue",
    "Initiative",
    "PlanLink",
    "Promise",
    "RatingLevel",
    "RatingScale",
    "Responsibility",
    "SupportDepartment",
]
