"""What differs between two texts of the minutes, as 新旧対照表 mark it."""

from collections.abc import Iterable
from dataclasses import dataclass

from evaluations.models import Minutes, MinutesCorrection, MinutesSection
from initiatives.comparison_table import Line, line_of

HEAD = (
    ("day_label", "日"),
    ("time_label", "時間"),
    ("where", "場所"),
    ("audience", "傍聴人数"),
    ("method", "作成方法"),
    ("office_present", "事務局・説明員"),
    ("contact", "問合せ先"),
)


@dataclass(frozen=True)
class Change:
    """One place and its two texts."""

    heading: str
    line: Line


def of_correction(correction: MinutesCorrection) -> Line:
    return line_of("", correction.seen_text, correction.text)


def since_sending(minutes: Minutes, sections: list[MinutesSection]) -> list[Change]:
    """What the office changed in the sections (see ``content.sections``) since members were sent the text."""
    if not minutes.is_confirming:
        return []
    pairs = (
        (section.title, row.sent_text, "" if row.is_removed else row.text)
        for section in sections
        for row in section.passages.all()
    )
    return _changes(pairs)


def between(old: dict, new: dict) -> list[Change]:
    """What a 正誤 changed, from one edition's words to the next."""
    pairs = [(label, old[name], new[name]) for name, label in HEAD]
    pairs += [
        (label, _roll(old, side), _roll(new, side))
        for side, label in (("present", "出席"), ("absent", "欠席"))
    ]
    was, now = _texts(old), _texts(new)
    for key in [*now, *(key for key in was if key not in now)]:
        heading = (now.get(key) or was[key])[0]
        pairs.append((heading, was.get(key, ("", ""))[1], now.get(key, ("", ""))[1]))
    return _changes(pairs)


def _roll(shown: dict, side: str) -> str:
    told = shown["attendance"][side]
    return "、".join(told.get("inside") or told.get("public") or [])


def _texts(shown: dict) -> dict[int, tuple[str, str]]:
    """Heading and words of every passage, by its key; who speaks belongs to the words."""
    found = {}
    for row in shown["sections"]:
        for part in (*row["passages"], *row["decisions"]):
            label = part.get("label", "")
            found[part["key"]] = (row["title"], f"{label}　{part['text']}" if label else part["text"])
    return found


def _changes(pairs: Iterable[tuple[str, str, str]]) -> list[Change]:
    return [Change(heading, line_of("", old, new)) for heading, old, new in pairs if old != new]
