"""An edition as the report's templates want it: every text printable, years in columns, charts drawn up."""

from datetime import date

from django.utils import timezone

from accounts.dates import write_day
from evaluations.reports import charts
from plans import fiscal_year
from plans.press.printable import printable

YEARS_IN_TABLE = 4
YEARS_BESIDE_A_DRAWING = 2
STAGES = (("self", "自己評価"), ("committee", "委員の評価"), ("final", "最終評価"))
Data = dict


def gather(edition) -> Data:
    """Give all that the report of ``edition`` shows. Nothing is looked up but the edition and its sheets."""
    head = printable(edition.head)
    sheets = [_sheet(sheet, head) for sheet in edition.sheets.all()]
    goals = _by_goal(sheets)
    day = timezone.localdate(edition.requested_at)
    return {
        "head": head,
        "is_draft": edition.is_draft,
        "made_on": write_day(day),
        "made_at": f"{timezone.localtime(edition.requested_at):%Y-%m-%dT%H:%M:%S}+09:00",
        "digest": edition.digest,
        "legends": _legends(head["scales"]),
        "summary": _summary(head["summary"]),
        "opinions": [_opinion(opinion) for opinion in head["general_opinions"]],
        "outreach": head.get("outreach", []),  # editions of earlier versions know nothing of it
        "goals": goals,
        "sheets": sheets,
        "departments": _by_department(sheets),
        "sections": _sections(head, sheets),
    }


def _legends(scales: Data) -> list[Data]:
    """The scales in the order of the stages; stages that share their levels share one legend."""
    legends: list[Data] = []
    for stage, label in STAGES:
        if stage in scales:
            same = next((row for row in legends if row["levels"] == scales[stage]["levels"]), None)
            if same:
                same["stage"] += f"・{label}"
            else:
                legends.append({"stage": label, **scales[stage]})
    return legends


def _summary(summary: Data) -> Data:
    levels = summary["levels"]
    rows = [*summary["goals"], summary["all"] | {"goal": "全体"}]
    for place, row in enumerate(rows):
        row["bar"] = charts.stacked_bar(f"bar-{place}", row, levels)
    totals = zip(levels, summary["all"]["counts"], strict=True)
    return summary | {
        "rows": rows,
        "keys": charts.legend(levels),
        "level_totals": [level | {"count": count} for level, count in totals],
    }


def _sections(head: Data, sheets: list[Data]) -> list[Data]:
    """The parts of the report before and after the sheets: {anchor, title, is_front}."""
    front = [("contents", "目次"), ("guide", "この報告書の見方"), ("summary", "評価の概要")]
    if head["overall_comment"]:
        front.append(("overall", "総評"))
    if head.get("goal_ratings"):  # editions of earlier versions know nothing of these two
        front.append(("goals", f"計画全体と{head['goal_level']}の評価"))
    if head.get("recommendation"):
        front.append(("letter", "答申"))
    if sheets:
        front.append(("list", "評価結果一覧"))
    back = [("opinions", "計画全体への意見と回答")] if head["general_opinions"] else []
    back += [("outreach", "周知・啓発")] if head.get("outreach") else []
    back += [("index", "所管課別の索引")] if sheets else []
    back.append(("contact", "問合せ先"))
    return [
        {"anchor": anchor, "title": title, "is_front": is_front}
        for part, is_front in ((front, True), (back, False))
        for anchor, title in part
    ]


# ---- a sheet ----------------------------------------------------------------------------------------------


def _sheet(sheet, head: Data) -> Data:
    content = printable(sheet.content)
    year = fiscal_year.short(head["target_year"])
    columns = _year_columns(content["indicators"])
    return content | {
        "anchor": f"sheet-{sheet.position}",
        "year": year,
        "is_sample": head["is_sample"] or content["is_sample"],
        "rating_rows": _rating_rows(content, head),
        "indicator_years": columns,
        "has_many_years": len(columns) > YEARS_BESIDE_A_DRAWING,
        "indicators": [_indicator(row, columns, year, content) for row in content["indicators"]],
        "opinions": [_opinion(opinion) for opinion in content["opinions"]],
    }


def _rating_rows(content: Data, head: Data) -> list[Data]:
    """The ratings as rows (stage) and columns (earlier years, then this one)."""
    rows = [
        {
            "label": "自己評価",
            "earlier": [year["self_rating"] for year in content["years"]],
            "now": content["self_rating"] if content["is_reported"] else None,
        },
        {
            "label": "最終評価",
            "earlier": [year["final"] for year in content["years"]],
            "now": content["final"],
        },
    ]
    if head["committee_rates"]:
        rows.insert(
            1,
            {
                "label": "委員の評価",
                "earlier": [None] * len(content["years"]),
                "votes": content["committee_ratings"],
                "is_committee": True,
            },
        )
    return rows


def _year_columns(indicators: list[Data]) -> list[str]:
    """The earlier years that any indicator of the sheet has, oldest first; the latest ones if there are many."""
    years = {year["year"] for indicator in indicators for year in indicator["years"]}
    return sorted(years, key=lambda year: (year[0], int(year[1:])))[-YEARS_IN_TABLE:]


def _indicator(indicator: Data, columns: list[str], year: str, content: Data) -> Data:
    earlier = {row["year"]: row for row in indicator["years"]}
    now = {key: indicator.get(key, "") for key in ("actual", "target", "original_target", "shown")}
    now |= {"year": year}
    years = [*indicator["years"], *([now] if content["is_reported"] else [])]
    value, since = _split_baseline(indicator["baseline"])
    return indicator | {
        "baseline_value": value,
        "baseline_year": since,
        "cells": [_cell(earlier[column]) if column in earlier else "" for column in columns],
        "now": _cell(now) if content["is_reported"] else "未報告",
        "trend": charts.trend(years),
    }


def _split_baseline(label: str) -> tuple[str, str]:
    """8回（令和元年度） is set on two lines: 8回 and 令和元年度."""
    value, bracket, since = label.rpartition("（")
    return (value, since.removesuffix("）")) if bracket and since.endswith("年度）") else (label, "")


def _cell(year: Data) -> str:
    """The number alone (its unit stands with the name), or the words for why there is none."""
    return year["actual"] or year["shown"]


def _opinion(opinion: Data) -> Data:
    return opinion | {"received_on": write_day(date.fromisoformat(opinion["received_on"]))}


def _by_goal(sheets: list[Data]) -> list[Data]:
    """The goals in order, each with its sheets; the first sheet of a goal carries its anchor."""
    goals: dict[str, Data] = {}
    for sheet in sheets:
        goal = goals.setdefault(
            sheet["goal"], {"anchor": f"goal-{len(goals) + 1}", "title": sheet["goal"], "sheets": []}
        )
        sheet["begins"] = "" if goal["sheets"] else goal["anchor"]
        goal["sheets"].append(sheet)
    return list(goals.values())


def _by_department(sheets: list[Data]) -> list[Data]:
    """所管課 in the order in which they first lead a 取組; each with those it leads and those it supports."""
    departments: dict[str, Data] = {}
    for sheet in sheets:
        for name, role in ((sheet["department"], "主管"), *((name, "関係") for name in sheet["support"])):
            row = departments.setdefault(name, {"name": name, "entries": []})
            row["entries"].append({"sheet": sheet, "role": role})
    return sorted(
        departments.values(), key=lambda row: all(entry["role"] == "関係" for entry in row["entries"])
    )
