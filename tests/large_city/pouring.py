"""Pouring rows into the database in a few statements, without what the portal would do at each of them."""

from contextlib import contextmanager

from django.db import connection

MANY = 300
"""So many rows at least of whatever a page lists."""
LONG = 60
"""So many of what is short by its nature; ``tests/test_query_counts.py`` says why for each page."""


@contextmanager
def triggers_off():
    """No history and no guard of what is published while the rows are poured in; all of it is back afterwards."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


def pour(model, rows) -> list:
    return model.objects.bulk_create(list(rows), batch_size=1000)


def copies(row, count: int = MANY, **changes) -> list:
    """New rows like ``row``; each of ``changes`` is made from the number of the copy."""
    names = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    same = {name: getattr(row, name) for name in names}
    return [
        type(row)(**same | {name: make(at) for name, make in changes.items()}) for at in range(1, count + 1)
    ]


def multiply(row, count: int = MANY, **changes) -> list:
    """Pour in copies of a row; gives them."""
    return pour(type(row), copies(row, count, **changes))


def retell(row, count: int = MANY, **changes) -> None:
    """Let the history tell of so many saves of a row more, each with something changed."""
    event = type(row).pgh_event_model.objects.filter(pgh_obj_id=row.pk).last()
    multiply(event, count, pgh_label=lambda at: "update", **changes)
