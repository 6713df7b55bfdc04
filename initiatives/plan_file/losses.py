"""What a file leaves out of what the database holds, in words for whoever loads it elsewhere."""

from collections.abc import Iterable

from django.db.models import Model

from initiatives.models import InitiativeLineage
from plans.markdown import KEYS
from plans.models import PlanTerm

Held = dict[str, list[Model]]
SHEET = "書き出していないもの"
"""The sheet of a workbook that says it; nothing is read from it."""


def losses(held: Held, term: PlanTerm | None) -> list[str]:
    """One sentence for each kind of thing that is left out, empty when nothing is. One query."""
    told = [
        *_pictures(held),
        _counted("公開したこと。読み込んだ先では、公開する前の状態になります", _published(held)),
        _counted(
            "見直しで変える前の目標値。今の目標値だけを書いています",
            (row for row in held["target"] if row.original),
        ),
        _counted(
            "前の期の指標とのつながり。「次期への橋」で、つなぎ直してください",
            (row for row in held["indicator"] if row.previous_id),
        ),
        _counted("前の期の取組とのつながり。「次期への橋」で、つなぎ直してください", _lines(term)),
    ]
    return [words for words in told if words]


def _counted(words: str, rows: Iterable) -> str:
    count = sum(1 for _ in rows)
    return f"{words}（{count}件）。" if count else ""


def _published(held: Held) -> list[Model]:
    return [row for row in (*held["term"], *held["outreach"]) if row.published_at]


def _lines(term: PlanTerm | None) -> Iterable:
    lines = InitiativeLineage.objects.all()
    return lines.filter(carry_over__new_term=term) if term else lines


def _pictures(held: Held) -> list[str]:
    """The places that show pictures; the words that stand for them are in the texts."""
    chapters = [f"「{row.term}」の章「{row.title}」" for row in held["chapter"] if KEYS.search(row.body)]
    activities = [f"周知・啓発「{row.title}」" for row in held["outreach"] if row.picture_id]
    logos = ["サイトのロゴ" for row in held["portal"] if row.logo_id]
    places = [*chapters, *activities, *logos]
    advice = (
        "画像そのもの。読み込む前に、画像の棚に同じ画像を登録してください" if chapters else "画像そのもの"
    )
    return [f"{advice}：{'、'.join(places)}。"] if places else []
