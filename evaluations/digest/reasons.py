"""The rules: each looks at the facts of one 取組 and says, with the numbers, why it is worth looking at. Pure functions."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from accounts.dates import write_day
from accounts.numbers import write_number
from evaluations.digest.facts import TEXTS_WATCHED, Facts, Value
from evaluations.digest.method import Method, Reason
from initiatives.models import AnnualRecord, Indicator, Promise

HUNDRED = Decimal(100)
UP, DOWN = Indicator.Direction.UP, Indicator.Direction.DOWN
FAILED = {Promise.Answer.NOT_YET, Promise.Answer.DROPPED}


@dataclass(frozen=True)
class Found:
    """One reason that applies: what it counts, and its sentences with the numbers."""

    reason: str
    weight: int
    words: tuple[str, ...]

    @property
    def label(self) -> str:
        return Reason(self.reason).label

    @property
    def text(self) -> str:
        return "／".join(self.words)


def reasons(facts: Facts, method: Method) -> list[Found]:
    """Give the reasons that apply to ``facts``, those that weigh most first.

    Of a record that was not accepted only its lateness is known; one without a report (対象外, 完了) has none.
    """
    if facts.outcome:
        return []
    looked_at = LOOKS if facts.is_readable else {Reason.LATE: _late}
    found = (
        Found(reason, method.weight(reason), words)
        for reason, look in looked_at.items()
        if (words := tuple(look(facts, method)))
    )
    return sorted(found, key=lambda one: -one.weight)


# ---- ratings ----------------------------------------------------------------------------------------------


def _fell(facts: Facts, method: Method) -> Iterator[str]:
    now, last = facts.rating, facts.last_rating
    if now and last and now.position - last.position >= method.threshold(Reason.FELL):
        yield f"自己評価 {last.code} → {now.code}"


def _disagree(facts: Facts, method: Method) -> Iterator[str]:
    voters = facts.votes.total()
    if not facts.rating or not voters:
        return
    other = sum(count for level, count in facts.votes.items() if level.code != facts.rating.code)
    if other * 100 >= method.threshold(Reason.DISAGREE) * voters:
        yield f"自己評価 {facts.rating.code}、委員{voters}人のうち{other}人が違う評価（{votes_words(facts)}）"


def votes_words(facts: Facts) -> str:
    """A 3人、B 2人, best first."""
    ordered = sorted(facts.votes.items(), key=lambda vote: vote[0].position)
    return "、".join(f"{level.code} {count}人" for level, count in ordered)


# ---- indicators -------------------------------------------------------------------------------------------


def achievement(value: Value) -> Decimal | None:
    """Give how much of its target a value reached, in percent; None where that cannot be said.

    上がるとよい: actual ÷ target. 下がるとよい: target ÷ actual, 100 from the target on. 維持: 100 less the deviation.
    """
    actual, target = value.actual, value.target
    if actual is None or target is None or target < 0 or actual < 0:
        return None
    if value.direction == DOWN:
        return HUNDRED if actual <= target else target / actual * 100
    if not target:
        return None
    if value.direction == UP:
        return actual / target * 100
    return max(HUNDRED - abs(actual - target) / target * 100, Decimal(0))


def _far(facts: Facts, method: Method) -> Iterator[str]:
    for value in facts.values:
        reached = achievement(value)
        if reached is not None and reached < method.threshold(Reason.FAR):
            of, unit = write_number(value.target), value.unit
            yield f"「{value.name}」目標{of}{unit}に対し{write_number(value.actual)}{unit}（{_percent(reached)}）"


def _moved_away(facts: Facts, method: Method) -> Iterator[str]:
    for value in facts.values:
        if value.places:
            yield from _fell_in_words(value)
            continue
        moved = _moved(value)
        if moved is not None and moved >= method.threshold(Reason.MOVED_AWAY):
            now, last = (f"{write_number(number)}{value.unit}" for number in (value.actual, value.last))
            yield f"「{value.name}」前の年度{last} → {now}（{_change(value)}）"


def _moved(value: Value) -> Decimal | None:
    """How far a value moved against the wanted direction, in percent of last year's; None where that cannot be said.

    A value that reached its target is where it should be, wherever it came from.
    """
    if value.actual is None or not value.last or (achievement(value) or 0) >= HUNDRED:
        return None
    if value.direction == UP:
        worse = value.last - value.actual
    elif value.direction == DOWN:
        worse = value.actual - value.last
    elif value.target is None:
        return None
    else:
        worse = abs(value.actual - value.target) - abs(value.last - value.target)
    return worse / abs(value.last) * 100


def _fell_in_words(value: Value) -> Iterator[str]:
    known = value.level in value.places and value.last_level in value.places
    if known and value.places.index(value.level) > value.places.index(value.last_level):
        yield f"「{value.name}」{value.last_level} → {value.level}"


def _missing(facts: Facts, method: Method) -> Iterator[str]:
    """対象外 is no gap: it was said beforehand that there is nothing to count."""
    gaps = [value for value in facts.values if value.missing in ("未集計", "中止")]
    if len(gaps) >= method.threshold(Reason.MISSING):
        named = "、".join(f"「{value.name}」{value.missing}" for value in gaps)
        yield f"指標{len(facts.values)}のうち{len(gaps)}に値がない（{named}）"


def _percent(number: Decimal) -> str:
    return f"{number.quantize(Decimal(1), ROUND_HALF_UP)}％"


def _change(value: Value) -> str:
    moved = (value.actual - value.last) / abs(value.last) * 100
    return f"{'＋' if moved > 0 else '－'}{_percent(abs(moved))}"


# ---- words ------------------------------------------------------------------------------------------------


def _not_done(facts: Facts, method: Method) -> Iterator[str]:
    failed = [promise for promise in facts.promises if promise.answer in FAILED]
    if len(failed) >= method.threshold(Reason.NOT_DONE):
        first = failed[0]
        answer = Promise.Answer(first.answer).label
        yield f"約束{len(facts.promises)}件のうち{len(failed)}件（{first.source}「{first.text}」：{answer}）"


def _opinions(facts: Facts, method: Method) -> Iterator[str]:
    if facts.opinions >= method.threshold(Reason.OPINIONS):
        yield f"意見・質問{facts.opinions}件"


def _late(facts: Facts, method: Method) -> Iterator[str]:
    due = write_day(facts.due_on)
    if facts.submitted_on is None:
        yield f"所管課が記入・修正中（提出期限 {due}）"
        return
    days = (facts.submitted_on - facts.due_on).days
    if days >= method.threshold(Reason.LATE):
        after = f"、差戻し{facts.return_count}回の後" if facts.return_count else ""
        yield f"期限（{due}）の{days}日後に提出{after}"


def _first_year(facts: Facts, method: Method) -> Iterator[str]:
    if facts.is_first_year:
        yield "前の年度の記録がない取組"


def _new_words(facts: Facts, method: Method) -> Iterator[str]:
    """Words of the list that stand in a text of this year and in none of the year before; without one nothing is new."""
    if facts.last_texts is None:
        return
    known = "\n".join(facts.last_texts.values())
    new = [word for word in method.words if word not in known]
    for name in TEXTS_WATCHED:
        if matched := [word for word in new if word in facts.texts[name]]:
            yield f"{AnnualRecord.short_label(name)}に「{'」「'.join(matched)}」（前の年度の記録にない言葉）"


LOOKS: dict[str, Callable[[Facts, Method], Iterator[str]]] = {
    Reason.FELL: _fell,
    Reason.NOT_DONE: _not_done,
    Reason.DISAGREE: _disagree,
    Reason.FAR: _far,
    Reason.MOVED_AWAY: _moved_away,
    Reason.OPINIONS: _opinions,
    Reason.LATE: _late,
    Reason.MISSING: _missing,
    Reason.NEW_WORDS: _new_words,
    Reason.FIRST_YEAR: _first_year,
}
