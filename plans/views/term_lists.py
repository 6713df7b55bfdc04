"""Terms in which something has been written and those in which nothing has; drawn by templates/staff/_term_lists.html."""

from django.db.models import QuerySet

from plans.periods import both_eras


def term_lists(terms: QuerySet, **counted: tuple[str, str]) -> dict:
    """Give both lists and the columns; ``counted`` names annotations of the terms with their heading and unit.

    A term counts as begun when the first of them is not zero.
    """
    first = next(iter(counted))
    rows = [
        {
            "term": term,
            "years": both_eras(term),
            "cells": [(label, f"{getattr(term, name)}{unit}") for name, (label, unit) in counted.items()],
        }
        for term in terms.order_by("plan__position", "plan__name", "ordinal")
    ]
    return {
        "columns": [label for label, _ in counted.values()],
        "begun": [row for row in rows if getattr(row["term"], first)],
        "empty": [row for row in rows if not getattr(row["term"], first)],
    }
