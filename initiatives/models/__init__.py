"""取組, their indicators, the yearly call for reports, the yearly PDCA record, its promises, what a revision changes, and the bridge to the next term."""

from initiatives.models.actor import Actor, ActorRole
from initiatives.models.answer_sheet import AnswerBase, AnswerUpload
from initiatives.models.entry import Autosave, Presence, WordingAnswer
from initiatives.models.indicator import Indicator, IndicatorTarget
from initiatives.models.indicator_value import IndicatorValue
from initiatives.models.initiative import Initiative, Responsibility
from initiatives.models.lineage import CarryOver, InitiativeLineage
from initiatives.models.plan_link import IndicatorWording, PlanLink
from initiatives.models.plan_upload import PlanUpload
from initiatives.models.promise import Promise
from initiatives.models.proxy import ProxyEntry
from initiatives.models.rating import RatingLevel, RatingScale
from initiatives.models.record import AnnualRecord, SupportDepartment
from initiatives.models.reminder import MailText, Reminder
from initiatives.models.request import AnnualRequest
from initiatives.models.revision import ComparisonPrint, RevisionChange
from initiatives.models.share import RecordShare

__all__ = [
    "Actor",
    "ActorRole",
    "AnnualRecord",
    "AnnualRequest",
    "AnswerBase",
    "AnswerUpload",
    "Autosave",
    "CarryOver",
    "ComparisonPrint",
    "Indicator",
    "IndicatorTarget",
    "IndicatorValue",
    "IndicatorWording",
    "Initiative",
    "InitiativeLineage",
    "MailText",
    "PlanLink",
    "PlanUpload",
    "Presence",
    "Promise",
    "ProxyEntry",
    "RatingLevel",
    "RatingScale",
    "RecordShare",
    "Reminder",
    "Responsibility",
    "RevisionChange",
    "SupportDepartment",
    "WordingAnswer",
]
