"""Who changed what, read back from the append-only events that the database keeps (pghistory)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import OuterRef, Subquery, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from accounts.models import User

HIDDEN = {"id", "version", "fingerprint", "fixed_content", "mail"}
SYSTEM = "システム"
"""Who wrote what nobody signed in for: the worker, a command."""
LABELS = {"insert": "作成", "update": "変更", "delete": "削除"}


@dataclass(frozen=True)
class Change:
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    at: datetime
    by: str
    page: str
    what: str
    action: str
    changes: list[Change]


def entries(*rows: models.QuerySet) -> list[Entry]:
    """Give the history of all rows of the querysets, newest first; saves that changed nothing visible are left out.

    A queryset may be of events instead, so that rows which are gone are told of too; relations that it prefetches
    are shown by name, and so is a column of which it annotates ``<name>_words``; ``row_words`` says which row it was.
    Costs one query for each queryset.
    """
    made = (_entry(event, before) for queryset in rows for event, before in _with_predecessors(queryset))
    return sorted((entry for entry in made if entry.changes), key=lambda entry: entry.at, reverse=True)


def last_saved_by(row: models.Model) -> str:
    """Say who saved ``row`` last, as a page calls them: 佐藤さん, システム, or ほかの人 where no save is known."""
    event = _with_people(_events(type(row))).filter(pgh_obj_id=row.pk).last()
    if not event:
        return "ほかの人"
    return SYSTEM if event.by_name == SYSTEM else f"{event.by_name}さん"


def saves(rows: models.QuerySet):
    """Give the events of ``rows`` in their order, each a row as it was saved, with the person in ``by_name``."""
    events = _events(rows.model).filter(pgh_obj_id__in=rows.order_by().values("pk"))
    return _with_people(events)


def _events(model: type[models.Model]):
    return model.pgh_event_model.objects.select_related("pgh_context").order_by("pgh_id")


def _with_people(events: models.QuerySet):
    """Name the person of each event in ``by_name``: whoever wrote by a personal link (``writer``), or the account."""
    key = Cast(KeyTextTransform("user", OuterRef("pgh_context__metadata")), models.BigIntegerField())
    name = Subquery(User.objects.filter(pk=key).values("name"))
    writer = KeyTextTransform("writer", "pgh_context__metadata")
    return events.annotate(by_name=Coalesce(Cast(writer, models.CharField()), name, Value(SYSTEM)))


def _with_predecessors(queryset: models.QuerySet):
    if hasattr(queryset.model, "pgh_tracked_model"):
        events = queryset.order_by("pgh_id")
    else:
        events = _events(queryset.model).filter(pgh_obj_id__in=queryset.order_by().values("pk"))
    nullable = [
        f.name for f in events.model.pgh_tracked_model._meta.concrete_fields if f.is_relation and f.null
    ]
    before: dict[int, models.Model] = {}
    for event in _with_people(events).select_related("pgh_context", *nullable):
        yield event, before.get(event.pgh_obj_id)
        before[event.pgh_obj_id] = event


def _entry(event, before) -> Entry:
    what, row = type(event).pgh_tracked_model._meta.verbose_name, getattr(event, "row_words", "")
    return Entry(
        at=event.pgh_created_at,
        by=event.by_name,
        page=(event.pgh_context.metadata.get("url") or "") if event.pgh_context else "",
        what=f"{row}の{what}" if row else what,
        action=LABELS[event.pgh_label],
        changes=list(_changes(*((event, None) if event.pgh_label == "delete" else (before, event)))),
    )


def _changes(before, after) -> Iterable[Change]:
    """What differs between two events; of a row that begins or ends, all that it holds."""
    kept = {field.attname for field in (before or after)._meta.concrete_fields}
    for field in type(before or after).pgh_tracked_model._meta.concrete_fields:
        if field.attname not in kept:
            continue  # left out of the history: too large, or nobody's business
        old, new = (getattr(row, field.attname) if row else None for row in (before, after))
        is_whole = before is None or after is None
        if field.name in HIDDEN or old == new or (is_whole and _tells_nothing(field, before or after)):
            continue
        yield Change(field.verbose_name, _shown(before, field), _shown(after, field))


def _tells_nothing(field, event) -> bool:
    """An empty column, or the number of the row on which this one hangs."""
    if field.is_relation and not field.null:
        return not field.is_cached(event) and not hasattr(event, f"{field.name}_words")
    return getattr(event, field.attname) in ("", None)


def _shown(event, field) -> str:
    if event is None:
        return ""
    if words := getattr(event, f"{field.name}_words", None):
        return words
    if field.is_relation and not field.null:
        return str(field.get_cached_value(event, default=None) or getattr(event, field.attname))
    value = getattr(event, field.name)
    return str(dict(field.flatchoices).get(value, "" if value is None else value))
