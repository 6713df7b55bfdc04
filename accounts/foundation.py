"""The first migration of an app: every table that it had when the portal was first used, made in one go."""

from django.db.migrations import Migration


class Foundation(Migration):
    """All models are known to the state before the first table is made.

    Django renders a model, and all that are related to it, anew after every operation that changes it. Here nearly
    everything is related (each table has its history, each history its people), so that it took half a minute to make
    the tables which PostgreSQL makes in five seconds. The operations may only create: a model with all its fields and
    constraints, and its triggers.
    """

    def apply(self, project_state, schema_editor, collect_sql=False):
        project_state.__dict__.pop("apps", None)  # what is not rendered is not rendered anew
        state = self.mutate_state(project_state)
        for operation in self.operations:
            operation.database_forwards(self.app_label, schema_editor, state, state)
        return state
