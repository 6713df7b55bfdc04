"""Indicators through the terms: the published values of each with those of the indicators that it goes on from."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from evaluations.models import EditionSheet
from initiatives.models import Indicator, Initiative
from plans import fiscal_year


@dataclass
class Stretch:
    """What one term counted: its values by year. ``break_reason`` says why those before do not go on in these."""

    indicator: Indicator
    break_reason: str
    rows: list[dict] = field(default_factory=list)


@dataclass
class Chain:
    indicator: Indicator
    stretches: list[Stretch]


def chains(
    initiative: Initiative, indicators: Iterable[Indicator], sheets: Iterable[EditionSheet]
) -> list[Chain]:
    """Give those indicators of ``initiative`` that go on from one of a public ancestor, oldest stretch first.

    ``indicators`` and ``sheets`` (each with its ``year``) are those of the 取組 and of its public ancestors.
    """
    known = {indicator.pk: indicator for indicator in indicators}
    values = _values(sheets)
    found = []
    for indicator in known.values():
        if indicator.initiative_id == initiative.pk and indicator.previous_id in known:
            line = reversed(list(_back(indicator, known)))
            stretches = [Stretch(row, row.break_reason, values[row.pk]) for row in line]
            stretches[0].break_reason = ""
            found.append(Chain(indicator, stretches))
    return found


def _back(indicator: Indicator | None, known: dict[int, Indicator]):
    while indicator:
        yield indicator
        indicator = known.get(indicator.previous_id)


def _values(sheets: Iterable[EditionSheet]) -> dict[int, list[dict]]:
    """Target and actual of each published year by indicator, in words, as the edition froze them."""
    found = defaultdict(list)
    for sheet in sorted(sheets, key=lambda sheet: sheet.year):
        for indicator in sheet.content["indicators"]:
            target = f"{indicator['target']}{indicator['unit']}" if indicator["target"] else "なし"
            words = {"year": fiscal_year.label(sheet.year), "target": target, "actual": indicator["shown"]}
            found[indicator.get("indicator_id")].append(words)
    return found
