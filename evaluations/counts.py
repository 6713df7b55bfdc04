"""What a round adds up to: ratings, directions, opinions, answers to promises. Counted from living rows for a snapshot."""

from collections import Counter
from collections.abc import Iterable

from evaluations.models import Opinion
from initiatives.models import AnnualRecord, Promise, RatingScale

Data = dict


def has_final(record: AnnualRecord) -> bool:
    """Whether it has a final rating that counts; a record without a report has none, whatever was decided before."""
    return not record.outcome and hasattr(record, "final_evaluation") and record.final_evaluation.stands


def summary(records: list[AnnualRecord], opinions: list[Opinion], scales: Data) -> Data:
    accepted = [record for record in records if record.is_accepted and not record.outcome]
    final = bool(accepted) and all(map(has_final, accepted))
    stage = "final" if final else "self"
    levels = scales.get(stage, {"levels": []})["levels"]
    goals = list(dict.fromkeys(record.goal for record in records))
    return {
        "stage": stage,
        "stage_label": RatingScale.Stage(stage).label,
        "levels": levels,
        "goals": [
            {"goal": goal} | _distribution((r for r in records if r.goal == goal), levels, final)
            for goal in goals
        ],
        "all": _distribution(records, levels, final),
        "outcomes": _count_outcomes(records),
        "directions": _count_directions(records),
        "opinions": _count_opinions(opinions),
    }


def _distribution(records: Iterable[AnnualRecord], levels: list[Data], final: bool) -> Data:
    """Count ratings by level. A record without one is counted as missing, never as the lowest.

    Those without a report are ``closed``: neither missing nor rated.
    """
    records = list(records)
    closed = sum(map(is_closed, records))
    codes = Counter(_rated(record, final) for record in records if not is_closed(record))
    counts = [codes[level["code"]] for level in levels]
    return {"counts": counts, "missing": codes[None], "closed": closed, "total": len(records)}


def _rated(record: AnnualRecord, final: bool) -> str | None:
    if not record.is_accepted:
        return None
    if final:
        return record.final_evaluation.level.code if has_final(record) else None
    return record.self_rating.code if record.self_rating else None


def is_closed(record: AnnualRecord) -> bool:
    return record.is_accepted and bool(record.outcome)


def _count_outcomes(records: list[AnnualRecord]) -> list[Data]:
    """今年度は対象外 n, 完了 n; empty where every 取組 has a report."""
    counts = Counter(record.outcome for record in records if is_closed(record))
    return [
        {"label": label, "count": counts[value]}
        for value, label in AnnualRecord.Outcome.choices
        if counts[value]
    ]


def _count_directions(records: list[AnnualRecord]) -> list[Data]:
    counts = Counter(record.direction for record in records if record.is_accepted and not record.outcome)
    return [
        {"label": label, "count": counts[value]}
        for value, label in AnnualRecord.Direction.choices
        if counts[value]
    ]


def _count_opinions(opinions: list[Opinion]) -> Data:
    """受付・回答・反映."""
    replied = [opinion for opinion in opinions if opinion.is_replied]
    reflected = sum(opinion.is_taken_up for opinion in replied)
    return {"received": len(opinions), "replied": len(replied), "reflected": reflected}


def count_answers(promises: Iterable[Promise]) -> list[Data]:
    """実施した n, 一部 n, まだ n, やめた n, of promises that were answered; empty when there was none to answer."""
    counts = Counter(promise.answer for promise in promises)
    answers = [{"answer": label, "count": counts[value]} for value, label in Promise.Answer.choices]
    return answers if any(row["count"] for row in answers) else []
