"""What the 引継書 shows of a carry-over."""

from datetime import date

from evaluations.past_years import accepted_years, published_years
from initiatives.bridge import Entry, bridge
from initiatives.models import CarryOver


def content(carry_over: CarryOver, *, made_on: date, is_public: bool) -> dict:
    """Give what the 引継書 shows: for the public published years and issues with a decided summary, else all."""
    whole = bridge(carry_over)
    wanted = [entry.initiative.pk for entry in whole.entries]
    years = published_years(wanted) if is_public else accepted_years(wanted, with_values=True)
    issues = carry_over.issues.public() if is_public else carry_over.issues.all()
    by_initiative: dict[int | None, list] = {}
    for issue in issues.for_reading():
        by_initiative.setdefault(issue.initiative_id, []).append(issue)

    def row(entry: Entry) -> dict:
        pk = entry.initiative.pk
        return {"entry": entry, "years": years.get(pk, []), "issues": by_initiative.get(pk, [])}

    draft = "" if is_public else "（案）"
    sample = "（見本データ）" if any(entry.initiative.is_sample for entry in whole.entries) else ""
    return {
        "head": f"引継書{draft}{sample}　{carry_over.old_term}",
        "made_on": made_on,
        "carry_over": carry_over,
        "is_draft": not is_public,
        "is_sample": bool(sample),
        "bridge": whole,
        "parts": [
            {"goal": part.goal, "rows": [row(entry) for entry in part.entries]} for part in whole.parts
        ],
        "general_issues": by_initiative.get(None, []),
        "issues": [issue for issues in by_initiative.values() for issue in issues],
    }
