"""One result, several plans: the published values of a 取組 in the words and the unit of a plan that it serves.

Values come from frozen editions only; names, units and factors are those that the linked plan uses now.
"""

from collections import defaultdict

from django.db.models import F, Prefetch, prefetch_related_objects

from accounts.numbers import read_number, write_number
from evaluations.models import EditionSheet
from initiatives.models import IndicatorWording, PlanLink, Responsibility
from plans import fiscal_year
from plans.models import Plan, PlanTerm

NOTHING = "―"


def links_to(plan: Plan, term: PlanTerm) -> list[PlanLink]:
    """Give the links of the 取組 of ``term`` that serve ``plan``, in the order of the tree."""
    links = PlanLink.objects.filter(plan=plan, initiative__term=term).select_related("plan", "initiative")
    return list(links.order_by("initiative__position", "initiative__number"))


def linked_results(links: list[PlanLink]) -> list[dict]:
    """Give for each link: itself, the published years, a row of cells an indicator."""
    departments = Prefetch("initiative__responsibilities", Responsibility.objects.with_names())
    prefetch_related_objects(links, "wordings", departments)
    sheets = _published([link.initiative_id for link in links])
    return [{"link": link, **_results(link, sheets[link.initiative_id])} for link in links]


def _published(initiatives: list[int]) -> dict[int, dict[int, list[dict]]]:
    """Give the frozen indicators by 取組 and target year."""
    found: dict[int, dict[int, list[dict]]] = defaultdict(dict)
    sheets = EditionSheet.objects.filter(initiative__in=initiatives, edition__published_at__isnull=False)
    rows = sheets.annotate(year=F("edition__round__request__target_year")).order_by("year")
    for initiative, year, indicators in rows.values_list("initiative_id", "year", "content__indicators"):
        found[initiative][year] = indicators
    return found


def _results(link: PlanLink, years: dict[int, list[dict]]) -> dict:
    rows: dict = {}
    for year, indicators in years.items():
        for frozen in indicators:
            rows.setdefault(_key(frozen), {})[year] = frozen
    labels = {year: fiscal_year.wareki(year) for year in years}
    return {"years": list(labels.values()), "rows": [_row(link, values, labels) for values in rows.values()]}


def _key(frozen: dict):
    """What makes it the same indicator in two years; editions of the first days know only its name."""
    return frozen.get("indicator_id") or frozen["name"]


def _row(link: PlanLink, values: dict[int, dict], labels: dict[int, str]) -> dict:
    newest = values[max(values)]
    wording = link.wording_of(newest.get("indicator_id"))
    return {
        "name": (wording and wording.own_name) or newest["name"],
        "original": newest["name"] if wording and wording.own_name else "",
        "unit": (wording and wording.own_unit) or newest["unit"],
        "factor": write_number(wording.multiplier) if wording and wording.multiplier != 1 else "",
        "cells": [
            (label, shown(values[year], wording) if year in values else NOTHING)
            for year, label in labels.items()
        ],
    }


def shown(frozen: dict, wording: IndicatorWording | None) -> str:
    """Give a frozen value in the linked plan's unit: 1,234人 is 1.234千人. A reason why there is none stays as it is."""
    if wording is None or not frozen["actual"]:
        return frozen["shown"]
    value = read_number(frozen["actual"]) * wording.multiplier
    return f"{write_number(value)}{wording.own_unit or frozen['unit']}"
