"""What the 引継書 shows of a carry-over, and how it is laid out."""

from collections.abc import Iterator
from datetime import date

from evaluations.past_years import accepted_years, published_years
from initiatives.bridge import Entry, bridge
from initiatives.models import CarryOver
from plans.press import page_html, print_pages
from plans.press.hands import HANDS

TEMPLATE = "reports/evaluations/handover.html"
BLOCKS_IN_A_PIECE = 40
"""So many 取組 or 検討課題 are laid out at a time: about ten pages, in some 150 MB."""


def pdf(carry_over: CarryOver, *, made_on: date, is_public: bool) -> bytes:
    """Give the 引継書 on paper. A long one is laid out piece by piece, each from a new page."""
    shown = content(carry_over, made_on=made_on, is_public=is_public)
    blocks = list(_blocks(shown))
    pages = [
        page_html(TEMPLATE, shown | {"blocks": blocks[at : at + BLOCKS_IN_A_PIECE], "is_first": at == 0})
        for at in range(0, len(blocks), BLOCKS_IN_A_PIECE)
    ]
    by_hands = min(HANDS, len(pages)) if len(pages) > 1 else 0
    return print_pages(pages, head=shown["head"], made_on=made_on, by_hands=by_hands)


def _blocks(shown: dict) -> Iterator[dict]:
    """Give all below the list, in order: each 取組, each new one, each 検討課題, the first of a chapter with its title."""
    chapters = [
        (
            "取組ごとの引継ぎ",
            [
                {"row": row, "goal": "" if at else part["goal"]}
                for part in shown["parts"]
                for at, row in enumerate(part["rows"])
            ],
        ),
        ("新規の取組", [{"newcomer": entry} for entry in shown["bridge"].newcomers]),
        ("検討課題", [{"issue": issue} for issue in shown["issues"]] or [{"is_none": True}]),
    ]
    for number, (title, blocks) in enumerate((c for c in chapters if c[1]), start=2):
        for at, block in enumerate(blocks):
            yield block | {"chapter": "" if at else f"{number}　{title}"}


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
