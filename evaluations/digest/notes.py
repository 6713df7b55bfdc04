"""What a round asks the committee to decide, as 会議のポイント prints it."""

from django.db import transaction

from evaluations.models import DigestNote, EvaluationRound


@transaction.atomic
def save_note(*, round: EvaluationRound, version: int, decisions: str) -> DigestNote:
    """Keep the matters. Raises StaleVersion when somebody else changed them first, ValidationError for too many."""
    held = EvaluationRound.objects.select_for_update().get(pk=round.pk)
    DigestNote.check_decisions(decisions)
    note = DigestNote.claim(version, round=held)
    note.decisions = decisions
    note.save()
    return note
