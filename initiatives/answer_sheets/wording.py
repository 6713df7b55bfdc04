"""What a cell says for a value of the form, and what a value of the form a cell means.

Between file and form a value is text, as the page would send it: the key of a choice, a number, a text.
"""

import unicodedata
from dataclasses import dataclass, field

from initiatives.answer_sheets.columns import (
    LIST_OF_ANSWERS,
    LIST_OF_DIRECTIONS,
    LIST_OF_RATINGS,
    LIST_OF_REASONS,
)
from initiatives.models import AnnualRecord, IndicatorValue, Promise, RatingLevel

GAP = "　"


def _plain(text: str) -> str:
    """Full or half width, with spaces or without: what a person takes for the same."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@dataclass(frozen=True)
class Lists:
    """The drop-down lists: by the name of the list, what is shown by what the form takes."""

    lists: dict[str, dict[str, str]] = field(default_factory=dict)
    levels: tuple[RatingLevel, ...] = ()

    def shown(self, name: str, value: str) -> str:
        """Give the words of a choice; what is no choice is shown as it is."""
        return self.lists[name].get(value, value)

    def refusal(self, name: str) -> str:
        """What to say when none of the choices was meant: their codes, or their words where they have none."""
        return f"{'、'.join(words.partition(GAP)[0] for words in self.lists[name].values())} から選んでください。"

    def is_choice(self, name: str, value: str) -> bool:
        return value in self.lists[name]

    def meant(self, name: str, text: str) -> str:
        """Give the choice that was picked or typed: its words, or its code alone where it has one.

        What is none stays as it is, so that the form refuses it in its own words.
        """
        wanted = _plain(text)
        for value, words in self.lists[name].items():
            if wanted in (_plain(words), _plain(words.partition(GAP)[0])):
                return value
        return text


def lists_for(levels: list[RatingLevel]) -> Lists:
    """Give the lists for records of one term; ``levels`` are those of its self-rating."""
    return Lists(
        {
            LIST_OF_RATINGS: {str(level.pk): f"{level.code}{GAP}{level.words}" for level in levels},
            LIST_OF_DIRECTIONS: dict(AnnualRecord.Direction.choices),
            LIST_OF_REASONS: dict(IndicatorValue.Missing.choices),
            LIST_OF_ANSWERS: dict(Promise.Answer.choices),
        },
        tuple(levels),
    )
