"""How far an opinion is (状態): derived from its replies and from what came of the promises that they made."""

from datetime import date

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from evaluations.models import Deadline, Opinion, Response
from initiatives.models import AnnualRecord, Promise
from initiatives.models.promise import source_in_words


class Status(models.TextChoices):
    UNANSWERED = "unanswered", "未回答"
    CONSIDERING = "considering", "検討中"
    ACTING = "acting", "対応中"
    DONE = "done", "対応済"


def with_status(opinions: models.QuerySet, today: date) -> models.QuerySet:
    """Annotate each opinion with its ``status``, ``due`` and ``is_overdue``.

    ``due`` is its own due date, or for the committee's the day by which the round is to be answered. A grouped one is
    as far as its representative. One is 対応済 when somebody closed it, when nothing was promised, or when the last
    word on each of its promises, in an accepted record, is not 「まだ」.
    """
    lead = Coalesce(OuterRef("representative"), OuterRef("pk"))
    replies = Response.objects.filter(opinion=lead)
    promises = Promise.objects.of_opinion(Coalesce(OuterRef("representative__number"), OuterRef("number")))
    waits = Exists(replies.filter(is_approved=False))
    is_ended = Q(closed=True) | Q(going_on=False) | Q(promised=True, promise_open=False)
    by_round = Deadline.objects.filter(round=OuterRef("round"), step=Deadline.Step.REPLY).values("day")[:1]
    return opinions.annotate(
        due=Coalesce("due_on", Subquery(by_round)),
        waits=waits,
        begun=Exists(replies.exclude(text="")),
        closed=Exists(Opinion.objects.filter(pk=lead, closed_on__isnull=False)),
        going_on=Exists(replies.exclude(disposition__in=Response.ENDING)),
        promised=Exists(promises),
        promise_open=Exists(_open_among(promises)),
        status=Case(
            When(waits=True, begun=True, then=Value(Status.CONSIDERING)),
            When(waits=True, then=Value(Status.UNANSWERED)),
            When(is_ended, then=Value(Status.DONE)),
            default=Value(Status.ACTING),
            output_field=models.CharField(),
        ),
        is_overdue=Case(
            When(waits=True, due__lt=today, then=Value(True)),
            default=Value(False),
            output_field=models.BooleanField(),
        ),
    )


def _open_among(promises: models.QuerySet) -> models.QuerySet:
    """Those that were not answered in an accepted record, or with 「まだ」 and not carried on to a later year."""
    source = Case(
        When(origin=Promise.Origin.CARRIED, then="reference"), default=source_in_words(F("reference"))
    )
    later = Promise.objects.filter(
        initiative=OuterRef("initiative"),
        origin=Promise.Origin.CARRIED,
        made_year__gt=OuterRef("made_year"),
        reference=OuterRef("source"),
    )
    answered = ~Q(answer="") & Q(record__state=AnnualRecord.State.ACCEPTED)
    not_yet = Q(answer=Promise.Answer.NOT_YET) & ~Exists(later)
    return promises.annotate(source=source).filter(~answered | not_yet)
