"""The yearly evaluation: rounds, the committee, opinions and replies, final ratings, and published editions."""

from evaluations.models.committee import Committee, Member
from evaluations.models.deadline import Deadline
from evaluations.models.edition import Edition, EditionSheet
from evaluations.models.judgement import CommitteeRating, FinalEvaluation, OverallComment
from evaluations.models.laid_out import LaidOutPiece
from evaluations.models.opinion import Opinion, Response
from evaluations.models.round import EvaluationRound

__all__ = [
    "Committee",
    "CommitteeRating",
    "Deadline",
    "Edition",
    "EditionSheet",
    "EvaluationRound",
    "FinalEvaluation",
    "LaidOutPiece",
    "Member",
    "Opinion",
    "OverallComment",
    "Response",
]
