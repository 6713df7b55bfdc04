"""検討課題 of the next term: what is still open at the end of the old one, collected and worked through.

Open are opinions without an approved reply, opinions that were answered 「次期計画で検討」, and promises that nobody has
answered or that were answered 「まだ実施していない」 last.
"""

from django.core.exceptions import ValidationError
from django.db import transaction

from evaluations.models import CarriedIssue, Opinion, Response
from initiatives.models import CarryOver, Initiative, Promise
from plans.models import PlanTerm


@transaction.atomic
def collect(*, carry_over: CarryOver) -> int:
    """Write down what is open and not yet written down; give how many were added.

    What was answered meanwhile goes again as long as nobody has worked on it.
    """
    CarryOver.objects.select_for_update(of=["self"]).get(pk=carry_over.pk)
    opinions = list(_open_opinions(carry_over.old_term))
    promises = _open_promises(carry_over.old_term, opinions)
    untouched = carry_over.issues.filter(decision="", version=1)
    untouched.filter(opinion__isnull=False).exclude(opinion__in=opinions).delete()
    untouched.filter(promise__isnull=False).exclude(promise__in=promises).delete()
    held = set(carry_over.issues.values_list("opinion", "promise"))
    rows = [_of_opinion(carry_over, opinion) for opinion in opinions if (opinion.pk, None) not in held]
    rows += [_of_promise(carry_over, promise) for promise in promises if (None, promise.pk) not in held]
    for row in rows:
        row.save()
    return len(rows)


def _open_opinions(term: PlanTerm):
    """Opinions on the term that have no approved reply, or one that puts them off to the next plan.

    Of opinions that are grouped the representative goes along for all.
    """
    next_plan = Response.Disposition.NEXT_PLAN
    opinions = Opinion.objects.on_term(term).filter(representative=None).for_reading()
    return [o for o in opinions if not o.is_replied or any(r.disposition == next_plan for r in o.replies)]


def _open_promises(term: PlanTerm, opinions: list[Opinion]) -> list[Promise]:
    """The last word of each promise where it is none or 「まだ」; those of ``opinions`` are told there already."""
    told = {_source(opinion) for opinion in opinions}
    last: dict[tuple, Promise] = {}
    for promise in Promise.objects.filter(initiative__term=term).order_by("made_year", "pk"):
        last[promise.initiative_id, promise.first_source] = promise
    open_answers = ("", Promise.Answer.NOT_YET)
    return [
        promise
        for (_, source), promise in last.items()
        if promise.answer in open_answers and source not in told
    ]


def _source(opinion: Opinion) -> str:
    """What a promise made of the reply to the opinion is called."""
    made = {"made_year": opinion.number_year, "reference": opinion.number}
    return Promise(origin=Promise.Origin.OPINION, **made).source_label


def _of_opinion(carry_over: CarryOver, opinion: Opinion) -> CarriedIssue:
    """Only an approved summary goes along; the original stays where it is, for the secretariat to read."""
    return CarriedIssue(
        carry_over=carry_over,
        opinion=opinion,
        initiative=opinion.initiatives.filter(term=carry_over.old_term).order_by("position").first(),
        source=_source(opinion),
        summary=opinion.public_summary if opinion.is_replied else "",
    )


def _of_promise(carry_over: CarryOver, promise: Promise) -> CarriedIssue:
    return CarriedIssue(
        carry_over=carry_over,
        promise=promise,
        initiative_id=promise.initiative_id,
        source=promise.source_label,
        summary=promise.text,
    )


@transaction.atomic
def decide(
    *,
    issue: CarriedIssue,
    version: int,
    summary: str,
    decision: str,
    reason: str,
    new_initiative: Initiative | None,
) -> CarriedIssue:
    """Keep what the new term makes of an issue, or the summary alone while that is open (``decision`` empty).

    Open after the new term is published too: an issue lives until somebody decides about it.
    """
    row = CarriedIssue.claim(version, pk=issue.pk)
    if row.decision and not decision:
        raise ValidationError(
            {"decision": "決めた扱いは、空欄に戻せません。「引き続き検討」などを選んでください。"}
        )
    row.summary, row.decision, row.reason = summary, decision, reason
    row.new_initiative = new_initiative
    row.full_clean()
    row.save()
    return row
