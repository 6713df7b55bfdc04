"""What a person does around a record while writing it: keep unsaved text, be seen, settle hints on the wording.

The record itself is written by ``initiatives.progress``.
"""

from datetime import datetime

from accounts import nets
from accounts.models import User
from accounts.nets import Fields
from accounts.versioning import MoveRefused
from initiatives import progress, proxies, wording_checks
from initiatives.models import AnnualRecord, Autosave, Presence, RatingLevel, WordingAnswer
from initiatives.models.entry import SEEN_WITHIN
from initiatives.wording_checks import Hint, Rating

# ---- the net ----------------------------------------------------------------------------------------------


def keep(*, record: AnnualRecord, by: User, version: int, fields: Fields, now: datetime) -> None:
    """Keep what ``by`` typed over ``version`` of the record; what was kept of them before is replaced.

    The record stays as it is, whatever its state. Raises MoveRefused when there is too much.
    """
    nets.spread(Autosave, {"record": record, "person": by}, version=version, fields=fields, now=now)


def drop(*, record: AnnualRecord, by: User) -> None:
    """Forget what ``by`` typed into the record and has not saved; nothing happens when there is nothing."""
    Autosave.objects.filter(record=record, person=by).delete()


def tidy(now: datetime) -> None:
    """Let go of what waited too long and of people who closed the page."""
    Autosave.objects.outdated(now).delete()
    Presence.objects.filter(seen_at__lte=now - SEEN_WITHIN).delete()


def save_draft(
    *, record: AnnualRecord, by: User, now: datetime, proxy: dict | None = None, **content
) -> AnnualRecord:
    """Save what was typed (``progress.save_draft``); with that nothing of it is unsaved any more.

    ``proxy`` says how it came when somebody enters it for the department (``proxies``). Not one transaction: a net
    that stays behind holds what was saved and is not offered.
    """
    if proxy is None:
        saved = progress.save_draft(record=record, **content)
    else:
        saved = proxies.save_draft(record=record, by=by, now=now, **proxy, **content)
    drop(record=record, by=by)
    return saved


def submit(*, now: datetime, proxy: dict | None = None, **row) -> AnnualRecord:
    """Hand the record to the secretariat (``progress.submit``), and tidy up: submitting is rare enough for that."""
    submitted = progress.submit(now=now, **row) if proxy is None else proxies.submit(now=now, **row, **proxy)
    tidy(now)
    return submitted


# ---- being seen -------------------------------------------------------------------------------------------


def appear(*, record: AnnualRecord, by: User, now: datetime) -> None:
    """Note that ``by`` has the form of the record open."""
    Presence.objects.bulk_create(
        [Presence(record=record, person=by, seen_at=now)],
        update_conflicts=True,
        unique_fields=["record", "person"],
        update_fields=["seen_at"],
    )


def others_here(record: AnnualRecord, person: User, now: datetime) -> str:
    """佐藤さん、伊藤さんもこの記録を開いています。 Empty when nobody else has."""
    names = [f"{seen.person.name}さん" for seen in Presence.objects.others(record, person, now)]
    return f"{'、'.join(names)}もこの記録を開いています。" if names else ""


# ---- hints on the wording ---------------------------------------------------------------------------------


def all_hints(
    record: AnnualRecord, *, last_year: dict | None = None, levels: int | None = None
) -> list[Hint]:
    """What the wording of the record, beside that of last year, gives reason to ask, settled or not.

    Nothing of a record without a report: its texts are not shown. Whoever has read them already gives last year's
    texts and how many levels the scale has.
    """
    if record.outcome:
        return []
    rating = None
    if record.self_rating:
        levels = levels or RatingLevel.objects.filter(scale_id=record.self_rating.scale_id).count()
        rating = Rating(record.self_rating.position, levels)
    texts = {name: getattr(record, name) for name in AnnualRecord.TEXTS}
    if last_year is None:
        last_year = AnnualRecord.objects.year_before(record).values(*AnnualRecord.TEXTS).first()
    return wording_checks.hints(texts, last_year or {}, rating)


def sort_hints(record: AnnualRecord, hints: list[Hint]) -> tuple[list[Hint], list[WordingAnswer]]:
    """Give the hints that are still open, and the answers that hold for the words of now."""
    given = {(row.check_name, row.field, row.fingerprint): row for row in record.wording_answers.all()}
    keys = {(hint.check, hint.field, hint.fingerprint): hint for hint in hints}
    return (
        [hint for key, hint in keys.items() if key not in given],
        [given[key] for key in keys if key in given],
    )


def unchanged(record: AnnualRecord, **known) -> list[WordingAnswer]:
    """The places where the writer said, with a reason, that nothing changed since last year, and it is still so.

    ``known`` is what ``all_hints`` need not read again.
    """
    given = {answer for answer in record.wording_answers.all() if answer.reason}
    if not given:
        return []
    return [answer for answer in sort_hints(record, all_hints(record, **known))[1] if answer in given]


def settle_hint(
    *,
    record: AnnualRecord,
    fingerprint: str,
    field: str,
    reason: str,
    by: User,
    now: datetime,
) -> WordingAnswer:
    """Take down that the words may stay as they are, or, with a reason, that nothing changed since last year.

    Raises MoveRefused when the words are not those that were asked about any more.
    """
    asked = (hint for hint in all_hints(record) if (hint.fingerprint, hint.field) == (fingerprint, field))
    hint = next(asked, None)
    if hint is None or not record.is_editable:
        raise MoveRefused(
            "文章が変わったか、提出が済んだため、記録しませんでした。今の内容を確かめてください。"
        )
    answer, _ = WordingAnswer.objects.update_or_create(
        record=record,
        check_name=hint.check,
        field=field,
        defaults={
            "fingerprint": fingerprint,
            "reason": reason if hint.may_be_unchanged else "",
            "answered_by": by,
            "answered_at": now,
        },
    )
    return answer
