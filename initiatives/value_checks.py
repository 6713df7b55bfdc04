"""データの健診: what is unusual about a value that was just typed. It only asks; whoever knows better says why in one line.

Pure functions, no Django. The limits are wide on purpose: a question that is asked too often is not read any more.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median_low

from accounts.numbers import write_number
from plans import fiscal_year

YEARS_LOOKED_AT = 5
ANOTHER_MAGNITUDE = 10
"""A slip of a digit, or of 人 and 千人, makes ten times or a tenth; real years hardly ever do."""
HALF = Decimal("0.5")
"""How far a value may move against the wanted direction within a year before anybody asks."""
HARDLY_CHANCE = 100
"""From three digits on (or with decimals) two equal numbers are rarely equal by chance; 12 meetings often are."""
WHOLE_UNITS = (
    "人",
    "名",
    "回",
    "件",
    "か所",
    "箇所",
    "カ所",
    "ヶ所",
    "世帯",
    "団体",
    "校",
    "台",
    "冊",
    "部",
    "組",
)
PERCENT = ("％", "%")


@dataclass(frozen=True)
class Facts:
    """What is known of an indicator beside the value: ``earlier`` are (fiscal year, value), oldest first."""

    year: int
    unit: str
    direction: str
    is_cumulative: bool = False
    target: Decimal | None = None
    earlier: tuple[tuple[int, Decimal], ...] = ()

    @property
    def last(self) -> Decimal | None:
        """The value of the year before."""
        return next((value for year, value in self.earlier if year == self.year - 1), None)


def questions(value: Decimal, facts: Facts, today: date) -> list[str]:
    """Give what to ask about ``value``, in sentences; nothing for a value that looks like the others."""
    found = (
        _early(facts, today),
        _magnitude(value, facts),
        _zero(value, facts),
        _unit(value, facts),
        _direction(value, facts),
        _copied(value, facts),
    )
    return [question for question in found if question]


def _early(facts: Facts, today: date) -> str:
    if today > fiscal_year.last_day(facts.year):
        return ""
    return f"{fiscal_year.wareki(facts.year)}はまだ終わっていません。いつまでの値ですか。"


def _magnitude(value: Decimal, facts: Facts) -> str:
    known = [abs(earlier) for _, earlier in facts.earlier[-YEARS_LOOKED_AT:] if earlier]
    if not known or not value or facts.is_cumulative:
        return ""
    usual = median_low(known)
    if usual / ANOTHER_MAGNITUDE < abs(value) < usual * ANOTHER_MAGNITUDE:
        return ""
    return f"これまでの値（{_written(usual, facts)}くらい）と桁が違います。単位と桁を確かめてください。"


def _zero(value: Decimal, facts: Facts) -> str:
    if value or not facts.earlier or not all(earlier for _, earlier in facts.earlier):
        return ""
    return "0です。数えた結果が0ですか。まだ集計していないときは、空欄にして「未集計」を選んでください。"


def _unit(value: Decimal, facts: Facts) -> str:
    if facts.unit in PERCENT and not 0 <= value <= 100:
        return "割合が0％から100％までの間にありません。"
    if value < 0 and not any(earlier < 0 for _, earlier in facts.earlier):
        return "0より小さい値です。"
    if facts.unit in WHOLE_UNITS and value % 1:
        return f"単位が「{facts.unit}」なのに、小数があります。"
    return ""


def _direction(value: Decimal, facts: Facts) -> str:
    if not facts.last:
        return ""
    moved = (value - facts.last) / abs(facts.last)
    last = _written(facts.last, facts)
    if facts.is_cumulative and moved < 0:
        return f"累計なのに、前の年度（{last}）より減っています。"
    unwanted = {"up": -moved, "down": moved, "keep": abs(moved)}[facts.direction]
    if unwanted <= HALF or not value:
        return ""
    return f"前の年度（{last}）から、望ましい向きと反対に大きく変わっています。"


def _copied(value: Decimal, facts: Facts) -> str:
    if abs(value) < HARDLY_CHANCE and not value % 1:
        return ""
    if value == facts.target:
        return "目標値とまったく同じです。目標値を写していませんか。"
    if value == facts.last:
        return "前の年度とまったく同じです。前の年度の値を写していませんか。"
    return ""


def _written(value: Decimal, facts: Facts) -> str:
    return f"{write_number(value)}{facts.unit}"
