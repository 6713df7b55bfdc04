"""The yearly evaluation: rounds, the committee, opinions and replies, final ratings, published editions, and what is carried on."""

from evaluations.models.carried_issue import CarriedIssue
from evaluations.models.committee import Committee, Member
from evaluations.models.deadline import Deadline
from evaluations.models.edition import Edition, EditionSheet
from evaluations.models.handover import HandoverPrint
from evaluations.models.judgement import CommitteeRating, FinalEvaluation, OverallComment
from evaluations.models.laid_out import LaidOutPiece
from evaluations.models.ledger import OpinionChange, PublicVoice, PublicVoiceInitiative, ReplyTemplate
from evaluations.models.opinion import Opinion, OpinionInitiative, Response
from evaluations.models.review import MemberReview, ReviewSheet, UnsavedOpinion
from evaluations.models.review_link import DeviceCode, LetterPrint, ReviewKey, ReviewLink, ReviewMail
from evaluations.models.round import EvaluationRound

__all__ = [
    "CarriedIssue",
    "Committee",
    "CommitteeRating",
    "Deadline",
    "DeviceCode",
    "Edition",
    "EditionSheet",
    "EvaluationRound",
    "FinalEvaluation",
    "HandoverPrint",
    "LaidOutPiece",
    "LetterPrint",
    "Member",
    "MemberReview",
    "Opinion",
    "OpinionChange",
    "OpinionInitiative",
    "OverallComment",
    "PublicVoice",
    "PublicVoiceInitiative",
    "ReplyTemplate",
    "Response",
    "ReviewKey",
    "ReviewLink",
    "ReviewMail",
    "ReviewSheet",
    "UnsavedOpinion",
]
