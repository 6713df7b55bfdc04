"""What keeps the history whole, also from plain SQL: events and what they hang on can only be added to.

A role that owns the tables can still drop a trigger; ``docs/operations.md`` says how to keep the two apart.
"""

import pghistory.models
import pgtrigger
from django.db import connections

NO_TRUNCATE = pgtrigger.Trigger(
    name="no_truncate",
    level=pgtrigger.Statement,
    operation=pgtrigger.Truncate,
    when=pgtrigger.Before,
    func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;",
)
"""TRUNCATE would empty a table without one row trigger being asked."""


class Event(pghistory.models.Event):
    """The base of every event table (PGHISTORY_BASE_MODEL), so that no tracked model has to remember.

    PGHISTORY_APPEND_ONLY refuses UPDATE and DELETE of events. TRUNCATE is refused for them and for the rows that they
    tell of, which would otherwise go without an event.
    """

    class Meta:
        abstract = True

    @classmethod
    def pghistory_setup(cls):
        super().pghistory_setup()
        NO_TRUNCATE.register(cls, cls.pgh_tracked_model)


class Context(pghistory.models.Context):
    """Who did what on which page. pghistory writes it with the first event and adds what a request learns later."""

    class Meta:
        proxy = True
        verbose_name = "変更の場面"
        verbose_name_plural = "変更の場面"
        triggers = [
            NO_TRUNCATE,
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="only_added_to",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "NOT (NEW.id = OLD.id AND NEW.created_at = OLD.created_at"
                    " AND NEW.metadata @> jsonb_strip_nulls(OLD.metadata))"
                ),
            ),
        ]


def never_ignore_triggers(using: str, **kwargs) -> None:
    """Take from pgtrigger the session variable by which anybody who can send SQL could switch its triggers off.

    Each trigger that a migration installs brings the function back, so this runs after every ``migrate``.
    """
    with connections[using].cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name NAME) RETURNS BOOLEAN"
            " AS 'BEGIN RETURN FALSE; END' LANGUAGE plpgsql"
        )
