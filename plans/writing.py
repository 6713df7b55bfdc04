"""Writes to the text of a term that is not public yet: its chapters and their order; and to the glossary.

All raise StaleVersion when somebody else saved first, MoveRefused when it cannot be done now, and ValidationError (by
field, for people) when what was typed does not fit the rest.
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from accounts.versioning import MoveRefused
from plans.drafts import locked_draft
from plans.glossary import chapters_using
from plans.models import Chapter, GlossaryTerm, PlanTerm

WHAT = "本文"


@transaction.atomic
def save_chapter(
    *, term: PlanTerm, chapter: Chapter | None, version: int, slug: str, **texts: str
) -> Chapter:
    """Add a chapter behind the others (``chapter`` is None, version 0) or change one.

    ``texts`` are title, body and easy_summary. An empty ``slug`` becomes the first free one that says the number.
    """
    term = locked_draft(term, what=WHAT)
    row = Chapter.claim(version, pk=chapter and chapter.pk)
    if row.pk is None:
        row.term, row.number = term, _last(term) + 1
    for name, text in texts.items():
        setattr(row, name, text)
    row.slug = slug or row.slug or _free_slug(term, row.number)
    if term.chapters.filter(slug=row.slug).exclude(pk=row.pk).exists():
        raise ValidationError({"slug": "このアドレスの名前は、同じ期のほかの章で使っています。"})
    row.full_clean()
    row.save()
    return row


def _last(term: PlanTerm) -> int:
    return term.chapters.aggregate(last=Max("number"))["last"] or 0


def _free_slug(term: PlanTerm, number: int) -> str:
    taken = set(term.chapters.values_list("slug", flat=True))
    return next(slug for step in range(len(taken) + 1) if (slug := f"s{number + step}") not in taken)


@transaction.atomic
def move_chapter(*, chapter: Chapter, version: int, up: bool) -> Chapter:
    """Let a chapter and its neighbour change places; the first stays first, the last stays last."""
    term = locked_draft(chapter.term, what=WHAT)
    row = Chapter.claim(version, pk=chapter.pk)
    beside = (
        term.chapters.filter(number__lt=row.number) if up else term.chapters.filter(number__gt=row.number)
    )
    other = beside.order_by("-number" if up else "number").select_for_update().first()
    if other is None:
        return row
    places = {row: other.number, other: row.number}
    row.number = _last(term) + 1  # out of the way: no two may stand in one place even for a moment
    row.save()
    for moved, number in reversed(places.items()):
        moved.number = number
        moved.version += moved is other
        moved.save()
    return row


@transaction.atomic
def delete_chapter(*, chapter: Chapter, version: int) -> Chapter:
    """Delete a chapter; its pictures stay on the shelf of the term."""
    locked_draft(chapter.term, what=WHAT)
    row = Chapter.claim(version, pk=chapter.pk)
    row.delete()
    return row


# ---- glossary ---------------------------------------------------------------------------------------------


@transaction.atomic
def save_word(*, entry: GlossaryTerm | None, version: int, **fields: str) -> GlossaryTerm:
    """Add a word (``entry`` is None, version 0) or change one; ``fields`` are word, reading, slug and definition.

    A word that a public text marks keeps its spelling, or the mark would lead nowhere.
    """
    row = GlossaryTerm.claim(version, pk=entry and entry.pk)
    if row.pk and row.word != fields["word"]:
        _refuse_if_public(row.word, "書き方を変えられません")
    kept = row.slug
    for name, text in fields.items():
        setattr(row, name, text)
    row.slug = row.slug or kept or _free_word_slug()
    row.full_clean()
    row.save()
    return row


def _free_word_slug() -> str:
    number = (GlossaryTerm.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    taken = set(GlossaryTerm.objects.filter(slug__startswith="w").values_list("slug", flat=True))
    return next(slug for step in range(len(taken) + 1) if (slug := f"w{number + step}") not in taken)


@transaction.atomic
def delete_word(*, entry: GlossaryTerm, version: int) -> GlossaryTerm:
    row = GlossaryTerm.claim(version, pk=entry.pk)
    _refuse_if_public(row.word, "削除できません")
    row.delete()
    return row


def _refuse_if_public(word: str, what: str) -> None:
    public: Iterable[Chapter] = (c for c in chapters_using(word) if c.term.published_at)
    if places := "、".join(f"「{chapter.term}」の「{chapter.title}」" for chapter in public):
        raise MoveRefused(f"「{word}」は、公開中の{places}で使っているため、{what}。")
