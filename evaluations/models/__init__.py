"""The yearly evaluation: rounds, the committee, opinions and replies, final ratings, published editions, and what is carried on."""

from evaluations.models.carried_issue import CarriedIssue
from evaluations.models.committee import Committee, Member
from evaluations.models.deadline import Deadline
from evaluations.models.edition import Edition, EditionSheet
from evaluations.models.handover import HandoverPrint
from evaluations.models.judgement import CommitteeRating, FinalEvaluation, OverallComment
from evaluations.models.laid_out import LaidOutPiece
from evaluations.models.ledger import OpinionChange, PublicVoice, PublicVoiceInitiative, ReplyTemplate
from evaluations.models.meeting import AgendaItem, Attendance, Meeting, Quorum
from evaluations.models.minutes import (
    Minutes,
    MinutesPassage,
    MinutesRule,
    MinutesSection,
    MinutesSpeaker,
    Speakers,
)
from evaluations.models.minutes_answer import MinutesCorrection, MinutesEdition, MinutesReading
from evaluations.models.opinion import Opinion, OpinionInitiative, Response
from evaluations.models.paper import MeetingDocument, MeetingFile, MeetingPack, PaperRecipient
from evaluations.models.round import EvaluationRound

__all__ = [
    "AgendaItem",
    "Attendance",
    "CarriedIssue",
    "Committee",
    "CommitteeRating",
    "Deadline",
    "Edition",
    "EditionSheet",
    "EvaluationRound",
    "FinalEvaluation",
    "HandoverPrint",
    "LaidOutPiece",
    "Meeting",
    "MeetingDocument",
    "MeetingFile",
    "MeetingPack",
    "Member",
    "Minutes",
    "MinutesCorrection",
    "MinutesEdition",
    "MinutesPassage",
    "MinutesReading",
    "MinutesRule",
    "MinutesSection",
    "MinutesSpeaker",
    "Opinion",
    "OpinionChange",
    "OpinionInitiative",
    "OverallComment",
    "PaperRecipient",
    "PublicVoice",
    "PublicVoiceInitiative",
    "Quorum",
    "ReplyTemplate",
    "Response",
    "Speakers",
]
