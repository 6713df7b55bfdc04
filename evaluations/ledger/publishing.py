"""What the public reads of the ledger: copies of opinions as they stand at the act of publishing.

An opinion of a round comes out with the edition of that round; every other one, and every later change, by the
secretariat's own act. The original is never copied.
"""

import unicodedata
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.dates import write_day
from accounts.models import User
from accounts.versioning import MoveRefused
from evaluations.ledger.status import Status, with_status
from evaluations.models import EvaluationRound, Opinion, PublicVoice, Response
from initiatives.models import Promise
from plans import fiscal_year
from plans.models import PlanRevision

Data = dict


def refuse_unready(opinion: Opinion) -> None:
    """Raise MoveRefused, for people, when the opinion must not be read outside yet."""
    lead = opinion.answered_as
    if any(row.round and not row.round.is_published for row in (opinion, lead)):
        raise MoveRefused("評価の回の公表と一緒に公開されます。それまでは公開できません。")
    if not opinion.public_summary:
        raise MoveRefused("公表する要旨が書かれていません。")


@transaction.atomic
def publish(*, opinion: Opinion, version: int, by: User, now: datetime) -> PublicVoice:
    """Make the opinion public as it stands, or bring what is public of it up to date.

    Only approved replies go along. Raises StaleVersion when the opinion is no longer what was seen.
    """
    Opinion.see(version, pk=opinion.pk)
    row = _readable([opinion.pk], now).get()
    refuse_unready(row)
    return _write([row], by=by, now=now)[0]


@transaction.atomic
def withdraw(*, opinion: Opinion, version: int) -> None:
    """Take an opinion back from the public; its address answers no more. What an edition shows stays there."""
    Opinion.see(version, pk=opinion.pk)
    PublicVoice.objects.filter(opinion=opinion).delete()


def publish_round(round: EvaluationRound, *, by: User, now: datetime) -> None:
    """Make the opinions of a round public with its edition; call it in the transaction that publishes the round.

    Opinions that are public already and whose promises this round answered are told anew.
    """
    answered = Promise.objects.filter(record__request=round.request_id).exclude(answer="")
    numbers = [promise.opinion_number for promise in answered]
    told = Opinion.objects.filter(public__isnull=False, number__in=numbers)
    own = Opinion.objects.filter(round=round)
    keys = [*own.values_list("pk", flat=True), *told.values_list("pk", flat=True)]
    _write(list(_readable(keys, now)), by=by, now=now)


def _readable(keys: list[int], now: datetime):
    opinions = (
        Opinion.objects.filter(pk__in=keys)
        .for_reading()
        .prefetch_related(
            "initiatives__term",
            "changes__initiative__term",
            "changes__revision_change__revision__term__plan",
            "representative__changes__initiative__term",
            "representative__changes__revision_change__revision__term__plan",
        )
    )
    return with_status(opinions, timezone.localdate(now))


def _write(opinions: list[Opinion], *, by: User, now: datetime) -> list[PublicVoice]:
    """Write the copies of all opinions in a handful of queries."""
    held = {voice.opinion_id: voice for voice in PublicVoice.objects.filter(opinion__in=opinions)}
    outcomes = _outcomes(opinions)
    voices = []
    for opinion in opinions:
        voice = held.get(opinion.pk) or PublicVoice(opinion=opinion, published_at=now)
        for name, value in _fields(opinion, outcomes).items():
            setattr(voice, name, value)
        voice.updated_at, voice.updated_by = now, by
        voices.append(voice)
    PublicVoice.objects.bulk_create(voice for voice in voices if not voice.pk)
    columns = [c.name for c in PublicVoice._meta.concrete_fields if not c.primary_key and c.name != "opinion"]
    PublicVoice.objects.bulk_update([voice for voice in voices if voice.opinion_id in held], columns)
    links = PublicVoice.initiatives.through.objects
    links.filter(publicvoice__in=voices).delete()
    links.bulk_create(
        PublicVoice.initiatives.through(publicvoice=voice, initiative=row)
        for voice in voices
        for row in voice.opinion.initiatives.all()
        if row.term.published_at
    )
    return voices


def _fields(opinion: Opinion, outcomes: dict[str, list[Data]]) -> Data:
    """What is shown of an opinion: nothing of its original, and only replies that were approved."""
    replies = [reply for reply in opinion.replies if reply.is_approved]
    lead = opinion.answered_as
    same = ("slug", "number", "number_year", "sequence", "source", "source_note", "kind", "received_on")
    return {name: getattr(opinion, name) for name in (*same, "is_replied", "is_taken_up", "is_sample")} | {
        "summary": opinion.public_summary,
        "status": Status(opinion.status).label,
        "group": lead.slug,
        "dispositions": [reply.disposition for reply in replies],
        "words": searchable(opinion.number, opinion.public_summary, *(reply.text for reply in replies)),
        "content": {
            "replies": [_reply(reply) for reply in replies],
            "changes": [_change(change) for change in lead.changes.all()],
            "outcomes": outcomes.get(lead.number, []),
        },
    }


def searchable(*texts: str) -> str:
    """Bring texts and what is searched for to one form: full and half width, capital and small are the same."""
    return unicodedata.normalize("NFKC", "\n".join(texts)).casefold()


def _reply(reply: Response) -> Data:
    return {
        "organization": reply.organization.name,
        "disposition": reply.get_disposition_display(),
        "text": reply.text,
        "reason": reply.reason,
        "what_changed": reply.what_changed,
    }


def _change(change) -> Data:
    """What changed, in words, and where it may be read; a revision only once everybody may read it."""
    shown = {"on": write_day(change.happened_on), "words": change.words}
    row, revised = change.initiative, change.revision_change
    if row and row.term.published_at:
        shown["initiative"] = {"code": row.code, "number": row.number, "title": row.title}
    if revised and _is_public(revised.revision):
        shown["revision"] = {
            "url": revised.revision.get_absolute_url(),
            "name": revised.revision.name,
            "heading": revised.heading,
        }
    return shown


def _is_public(revision: PlanRevision) -> bool:
    return revision.state == PlanRevision.State.PUBLISHED and revision.term.published_at is not None


def _outcomes(opinions: list[Opinion]) -> dict[str, list[Data]]:
    """By number what came of the promises made of a reply, as far as a published edition tells it."""
    numbers = {opinion.answered_as.number for opinion in opinions}
    published = Q(record__request__round__stage=EvaluationRound.Stage.PUBLISHED)
    of_opinions = Q(origin=Promise.Origin.OPINION, reference__in=numbers) | Q(origin=Promise.Origin.CARRIED)
    promises = Promise.objects.filter(of_opinions, published).exclude(answer="")
    told: dict[str, list[Data]] = {}
    for promise in promises.select_related("record__request", "initiative").order_by("made_year", "pk"):
        told.setdefault(promise.opinion_number, []).append(
            {
                "year": fiscal_year.wareki(promise.record.request.target_year),
                "initiative": promise.initiative.title,
                "code": promise.initiative.code,
                "answer": promise.get_answer_display(),
                "reason": promise.answer_reason,
            }
        )
    return told
