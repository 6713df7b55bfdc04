"""Pictures: adding, rewording and deleting them, and where each is used.

Whoever shows pictures says so with ``used_by``: a function that is given a picture and gives its ``Use``s. A picture is
public as soon as one of its uses is, and cannot be deleted while it has one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction

from accounts.versioning import MoveRefused
from plans.images import CleanImage
from plans.models import Chapter, Picture, PlanTerm


@dataclass(frozen=True)
class Use:
    """One place that shows a picture, in words for people."""

    where: str
    is_public: bool


Question = Callable[[Picture], Iterable[Use]]
_QUESTIONS: list[Question] = []


def used_by(question: Question) -> Question:
    """Let ``question`` be asked of every picture; for a decorator. Upper apps register in ``AppConfig.ready``."""
    _QUESTIONS.append(question)
    return question


def uses(picture: Picture) -> list[Use]:
    return [use for question in _QUESTIONS for use in question(picture)]


def is_public(picture: Picture) -> bool:
    """Whether something that everybody may read shows the picture, or another row with the same content."""
    same = Picture.objects.brief().filter(sha256=picture.sha256)
    return any(use.is_public for row in same for use in uses(row))


@used_by
def _in_texts(picture: Picture) -> Iterable[Use]:
    """The chapters that show it; a text names a picture by its key."""
    chapters = Chapter.objects.filter(body__contains=f"picture:{picture.key}").select_related("term__plan")
    for chapter in chapters:
        yield Use(f"「{chapter.term}」の本文「{chapter.title}」", chapter.term.published_at is not None)


@transaction.atomic
def add_picture(
    *, image: CleanImage, alt: str, caption: str = "", term: PlanTerm | None = None, is_sample: bool = False
) -> Picture:
    """Keep a picture that has gone through the gate (``plans.images``). Raises ValidationError by field."""
    row = Picture(alt=alt, caption=caption, term=term, is_sample=is_sample, **image.columns())
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def reword_picture(*, picture: Picture, version: int, alt: str, caption: str) -> Picture:
    """Change the words of a picture. Raises StaleVersion when somebody else saved first."""
    row = Picture.claim(version, pk=picture.pk)
    row.alt, row.caption = alt, caption
    row.full_clean()
    row.save(update_fields=["alt", "caption", "version"])
    return row


@transaction.atomic
def delete_picture(*, picture: Picture, version: int) -> Picture:
    """Delete a picture that nothing shows; raise MoveRefused with the places where it is used."""
    row = Picture.claim(version, pk=picture.pk)
    if found := uses(row):
        places = "、".join(dict.fromkeys(use.where for use in found))
        raise MoveRefused(f"この画像は、{places}で使われているため、削除できません。")
    row.delete()
    return row


# ---- the one picture of a row -----------------------------------------------------------------------------


def replaced(
    before: Picture | None,
    *,
    image: CleanImage | None,
    alt: str,
    caption: str = "",
    drop: bool = False,
    is_sample: bool = False,
) -> Picture | None:
    """Give the picture that the row has from now on: a new one, none, or the one ``before`` with these words.

    Once the row is saved, ``let_go`` what it had before.
    """
    if image:
        return add_picture(image=image, alt=alt, caption=caption, is_sample=is_sample)
    if drop or before is None:
        return None
    if (before.alt, before.caption) != (alt, caption):
        return reword_picture(picture=before, version=before.version, alt=alt, caption=caption)
    return before


def let_go(before: Picture | None, now: Picture | None) -> None:
    """A picture that belongs to one row goes with it, unless something else shows it still."""
    if before and before != now and not uses(before):
        delete_picture(picture=before, version=before.version)
