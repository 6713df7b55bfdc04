"""Records without a report: 今年度は対象外 and 完了. What becomes of their promises, and of their 取組 next year.

The state of a record is another matter: such a record is submitted, confirmed and returned like any other, by
``initiatives.progress``.
"""

from django.db import transaction

from accounts.versioning import MoveRefused
from initiatives.models import AnnualRecord, Promise
from plans.models import PlanTerm

Outcome = AnnualRecord.Outcome


def completed(term: PlanTerm, year: int) -> set[int]:
    """The 取組 of the term that were accepted as 完了 before ``year`` and ask for nothing more.

    One that was taken up again, and one with a promise that nobody has answered, is asked like the others.
    """
    ended = AnnualRecord.objects.filter(
        request__term=term,
        request__target_year__lt=year,
        state=AnnualRecord.State.ACCEPTED,
        outcome=Outcome.COMPLETED,
        reopened_reason="",
    )
    waiting = Promise.objects.filter(record__isnull=True, answer="", made_year__lt=year)
    return set(
        ended.exclude(initiative__in=waiting.values("initiative")).values_list("initiative", flat=True)
    )


def carrying_words(record: AnnualRecord) -> str:
    """What a record that is not asked for this year says to a promise that nobody answered."""
    return f"{record.get_outcome_display()}のため、次の年度に引き継ぎます。理由：{record.outcome_reason}"


def answer_for(record: AnnualRecord) -> None:
    """Answer まだ to the promises that a record of 今年度は対象外 left open, so that next year is asked for them."""
    if record.outcome != Outcome.NOT_APPLICABLE:
        return
    for promise in record.promises.all():
        if not promise.is_answered:
            promise.answer = Promise.Answer.NOT_YET
            promise.answer_reason = f"{promise.answer_reason}\n{carrying_words(record)}".lstrip("\n")
            promise.save(update_fields=["answer", "answer_reason"])


def take_answers_back(record: AnnualRecord) -> None:
    """Undo ``answer_for``; what people answered themselves stays."""
    if record.outcome != Outcome.NOT_APPLICABLE:
        return
    words = carrying_words(record)
    for promise in record.promises.filter(answer=Promise.Answer.NOT_YET, answer_reason__endswith=words):
        promise.answer = ""
        promise.answer_reason = promise.answer_reason.removesuffix(words).rstrip("\n")
        promise.save(update_fields=["answer", "answer_reason"])


@transaction.atomic
def reopen(*, record: AnnualRecord, version: int, reason: str) -> AnnualRecord:
    """Take a completed 取組 up again: the next call asks for it. The completed year stays as it is."""
    record = AnnualRecord.claim(version, pk=record.pk)
    if record.outcome != Outcome.COMPLETED or not record.is_accepted:
        raise MoveRefused("「完了」として確認済みになった取組だけを、再開できます。")
    record.reopened_reason = reason
    record.save(update_fields=["version", "reopened_reason"])
    return record
