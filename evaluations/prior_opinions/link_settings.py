"""How the links of a round behave."""

from django.db import transaction

from evaluations.models import EvaluationRound


@transaction.atomic
def change(*, round: EvaluationRound, version: int, links_ask_code: bool) -> EvaluationRound:
    """Set whether a new device is asked for a code; links that were handed out already ask as well from now on."""
    held = EvaluationRound.claim(version, pk=round.pk)
    held.links_ask_code = links_ask_code
    held.save(update_fields=["links_ask_code", "version"])
    return held
