"""What people made of the year, as an edition keeps it: ratings of goals and plan, and the letter. Read with a default."""

from evaluations.judging import goal_ratings
from evaluations.models import EvaluationRound, GoalRating

Data = dict
NOTHING: Data = {"goal_ratings": [], "recommendation": None}
"""In drafts for members who still write blind, and in editions of earlier versions, which have no such keys."""


def judgements(round_: EvaluationRound, summary: Data) -> Data:
    """Give the keys that the head of an edition takes over; ``summary`` is what it counted of the round."""
    lines = [_line(line) for line in goal_ratings.beside(round_, summary).lines]
    is_rated = any(line["committee"] or line["final"] for line in lines)
    return {"goal_ratings": lines if is_rated else [], "recommendation": _letter(round_)}


def _line(line: goal_ratings.Line) -> Data:
    return {
        "label": line.subject.label,
        "is_whole": not line.subject.goal,
        "rated": line.rated,
        "asked": line.asked,
        "counts": line.distribution["counts"],
        "committee": _rating(line.committee),
        "final": _rating(line.final),
    }


def _rating(rating: GoalRating | None) -> Data | None:
    if rating is None:
        return None
    return {"code": rating.level.code, "words": rating.level.words, "reason": rating.reason}


def _letter(round_: EvaluationRound) -> Data | None:
    """The newest letter that is fixed and printed, with the number under which its PDF is found."""
    letter = round_.recommendations.ready().first()
    return letter.fixed_content | {"id": letter.pk} if letter else None
