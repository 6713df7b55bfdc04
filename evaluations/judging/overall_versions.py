"""総評 in all its versions: each save was kept by the database (pghistory), with who and when."""

from dataclasses import dataclass
from datetime import datetime

from accounts import history
from evaluations.models import EvaluationRound, OverallComment
from initiatives.comparison_table import Line, line_of

NOT_THERE = "（この段落はありません）"


@dataclass(frozen=True)
class Version:
    number: int
    text: str
    by: str
    at: datetime

    @property
    def label(self) -> str:
        return f"第{self.number}版"


def versions(round_: EvaluationRound) -> list[Version]:
    """Give every version of the round's 総評, newest first; in one query."""
    events = history.saves(OverallComment.objects.filter(round=round_))
    found = {
        event.version: Version(event.version, event.text, event.by_name, event.pgh_created_at)
        for event in events
    }
    return sorted(found.values(), key=lambda version: -version.number)


def compared(found: list[Version], old: str, new: str) -> tuple[Version, Version, Line] | None:
    """Give the two versions that are named by number, the earlier first, and what differs; None when one is not there."""
    by_number = {str(version.number): version for version in found}
    pair = [by_number.get(number) for number in (old, new)]
    if None in pair or old == new:
        return None
    before, after = sorted(pair, key=lambda version: version.number)
    return before, after, line_of("", before.text, after.text, gone=NOT_THERE, new=NOT_THERE)
