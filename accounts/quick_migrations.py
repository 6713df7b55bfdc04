"""Migrations that add triggers, without Django rendering every related model anew for each of them.

pgtrigger reloads a model and all that are related to it whenever a trigger is added to its state, although a trigger
changes no column. With the history of every table that took half of the time in which a database is made.
"""

from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger


def note_trigger(operation: AddTrigger, app_label: str, state: ProjectState) -> None:
    """Add the trigger of ``operation`` to the state of its model; the rendered models stay as they are."""
    options = state.models[app_label, operation.model_name].options
    options["triggers"] = [*options.get("triggers", []), operation.trigger]


def render_less() -> None:
    AddTrigger.state_forwards = note_trigger
