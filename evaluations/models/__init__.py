"""The yearly evaluation: rounds, the committee, opinions and replies, final ratings, published editions, and what is carried on."""

from evaluations.models.carried_issue import CarriedIssue
from evaluations.models.committee import Committee, Member
from evaluations.models.deadline import Deadline
from evaluations.models.digest import DigestMethod, DigestNote, DigestRule
from evaluations.models.edition import Edition, EditionSheet
from evaluations.models.handover import HandoverPrint
from evaluations.models.judgement import CommitteeRating, FinalEvaluation, GoalRating, OverallComment
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
from evaluations.models.recommendation import Recommendation, RecommendationPrint
from evaluations.models.review import MemberReview, ReviewSheet, UnsavedOpinion
from evaluations.models.review_link import DeviceCode, LetterPrint, ReviewKey, ReviewLink, ReviewMail
from evaluations.models.round import EvaluationRound
from evaluations.models.survey import (
    AnswerGroup,
    ItemAnswers,
    ItemWording,
    Survey,
    SurveyItem,
    SurveySeries,
)
from evaluations.models.survey_upload import SurveyUpload
from evaluations.models.workshop import CardGroup, OpinionCard, Workshop

__all__ = [
    "AgendaItem",
    "AnswerGroup",
    "Attendance",
    "CardGroup",
    "CarriedIssue",
    "Committee",
    "CommitteeRating",
    "Deadline",
    "DeviceCode",
    "DigestMethod",
    "DigestNote",
    "DigestRule",
    "Edition",
    "EditionSheet",
    "EvaluationRound",
    "FinalEvaluation",
    "GoalRating",
    "HandoverPrint",
    "ItemAnswers",
    "ItemWording",
    "LaidOutPiece",
    "LetterPrint",
    "Meeting",
    "MeetingDocument",
    "MeetingFile",
    "MeetingPack",
    "Member",
    "MemberReview",
    "Minutes",
    "MinutesCorrection",
    "MinutesEdition",
    "MinutesPassage",
    "MinutesReading",
    "MinutesRule",
    "MinutesSection",
    "MinutesSpeaker",
    "Opinion",
    "OpinionCard",
    "OpinionChange",
    "OpinionInitiative",
    "OverallComment",
    "PaperRecipient",
    "PublicVoice",
    "PublicVoiceInitiative",
    "Quorum",
    "Recommendation",
    "RecommendationPrint",
    "ReplyTemplate",
    "Response",
    "ReviewKey",
    "ReviewLink",
    "ReviewMail",
    "ReviewSheet",
    "Speakers",
    "Survey",
    "SurveyItem",
    "SurveySeries",
    "SurveyUpload",
    "UnsavedOpinion",
    "Workshop",
]
