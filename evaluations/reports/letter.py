"""How a 答申書 is printed: a fixed one once and for ever, a draft whenever somebody asks."""

from datetime import date

from evaluations.digest.print import INSIDE
from plans.printing import Order

LETTER = "reports/evaluations/letter.html"
DRAFT = "【案】"
SAMPLE = "【見本データ】"


def letter_context(content: dict, made_on: date) -> dict:
    """What the template takes, for ``plans.press.print_page``; the head says what is sample data."""
    head = (
        f"{'見本データ　' if content['is_sample'] else ''}{content['sender'][0] if content['sender'] else ''}"
    )
    return {"letter": content, "head": head, "made_on": made_on, "is_draft": False}


def draft_order(content: dict, *, is_inside: bool = False) -> Order:
    """What is ordered for a draft, which says on every page that it is one, and whether it is for the office alone."""
    marks = DRAFT + (INSIDE if is_inside else "") + (SAMPLE if content["is_sample"] else "")
    context = {"letter": content, "is_draft": True}
    head = content["sender"][0] if content["sender"] else "答申書"
    return Order("letter", head, ((LETTER, context),), marks)
