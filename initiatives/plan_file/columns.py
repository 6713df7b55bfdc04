"""Columns and references that several tables share, and the ways in which a column stands for rows of another."""

from initiatives.plan_file.kinds import Whole, Word
from initiatives.plan_file.table import Column, Ref

TERM = ("plan", "term")
INITIATIVE = (*TERM, "initiative")
IN_TERM = Ref("term", "term", TERM)
IN_INITIATIVE = Ref("initiative", "initiative", INITIATIVE)


def in_term(path: str = "term") -> tuple[Column, Column]:
    """The two columns that name the term, as ``path`` leads to it."""
    return (
        Column("plan", "計画", Word(), f"{path}.plan.slug"),
        Column("term", "期", Whole(), f"{path}.ordinal"),
    )


def in_initiative(path: str = "initiative") -> tuple[Column, ...]:
    return (*in_term(f"{path}.term"), Column("initiative", "取組", Word(), f"{path}.code"))


def listed(name: str) -> dict:
    """The two directions of a list of codes, all of them the cells ``name`` of rows of another table."""
    return {
        "rows": lambda value: [{name: item} for item in value],
        "value": lambda rows: [row[name] for row in rows],
    }


def single(name: str) -> dict:
    """The two directions of one text, which makes one row or none."""
    return {
        "rows": lambda value: [{name: value}] if value else [],
        "value": lambda rows: rows[0][name] if rows else "",
    }


def yearly(year: str, name: str) -> dict:
    return {
        "rows": lambda value: [{year: at, name: item} for at, item in value.items()],
        "value": lambda rows: {row[year]: row[name] for row in rows},
    }
