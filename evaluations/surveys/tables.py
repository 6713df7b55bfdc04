"""The results of items as pages, CSV and PDF show them: the same words everywhere, 秘匿 where nothing may be seen."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.numbers import write_number
from evaluations.models import AnswerGroup, ItemAnswers
from evaluations.surveys.secrecy import SHARE, N

HIDDEN = "秘匿"


@dataclass(frozen=True)
class Shown:
    """One number of a table: people (empty where percent were entered) and percent, both 秘匿 where hidden."""

    category: str
    is_positive: bool
    people: str
    percent: str
    is_hidden: bool


@dataclass(frozen=True)
class ShownRow:
    breakdown: str
    label: str
    n: str
    share: str
    cells: list[Shown]


@dataclass(frozen=True)
class ShownTable:
    """The answers to one item in one survey."""

    answers: ItemAnswers
    rows: list[ShownRow]


def table(
    answers: ItemAnswers, groups: Iterable[AnswerGroup] | None = None, *, open_: bool = False
) -> ShownTable:
    """Give what is shown of ``answers``; ``open_`` shows everything, for the offices alone.

    ``groups`` are those of the answers with another choice of what is hidden, for the preview before publishing.
    """
    rows = answers.groups.all() if groups is None else groups
    return ShownTable(
        answers, [_row(answers, group, set() if open_ else set(group.hidden)) for group in rows]
    )


def _row(answers: ItemAnswers, group: AnswerGroup, hidden: set[str]) -> ShownRow:
    people, percents = group.counts(answers.is_percent), group.percents(answers.is_percent)
    cells = [
        Shown(
            category=category,
            is_positive=counts,
            people="" if answers.is_percent else write_number(people[place]),
            percent=f"{percents[place]:.1f}",
            is_hidden=str(place) in hidden,
        )
        for place, (category, counts) in enumerate(answers.wording.choices)
    ]
    return ShownRow(
        breakdown=group.breakdown,
        label=group.label,
        n=HIDDEN if N in hidden else f"{group.n:,}",
        share=share_words(answers, group, hidden),
        cells=cells,
    )


def share_words(answers: ItemAnswers, group: AnswerGroup, hidden: Iterable[str]) -> str:
    """よい回答の割合 in words: 62.3％, 秘匿, or ― where nobody answered."""
    if SHARE in hidden:
        return HIDDEN
    share = group.share(answers.wording, answers.is_percent)
    return "―" if share is None else f"{share:.1f}％"
