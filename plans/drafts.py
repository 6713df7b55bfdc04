"""Writing into a term that is not public yet."""

from accounts.versioning import MoveRefused
from plans.models import PlanTerm


def locked_draft(term: PlanTerm, *, what: str) -> PlanTerm:
    """Lock the term for the running transaction, so that nothing is written into it while somebody publishes it.

    Raises MoveRefused when it is published, or has no contents of its own; ``what`` names them for people.
    """
    row = PlanTerm.objects.select_for_update(of=["self"]).select_related("book__plan").get(pk=term.pk)
    if row.published_at:
        raise MoveRefused(f"この期は公開しているため、{what}は「見直し」で変更します。")
    if row.book:
        raise MoveRefused(f"この期の{what}は、一体的に策定した「{row.book}」にあります。")
    return row
