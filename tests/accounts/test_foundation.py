"""The first migrations, which make all tables in one go."""

import pytest
from django.core.management import CommandError
from django.db import ProgrammingError, connection
from django.db.migrations import AddField, CreateModel
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from pgtrigger.migrations import AddTrigger

from accounts.foundation import Foundation
from otaru_welfare.management.commands import portal


def test_foundations_only_create():
    migrations = MigrationLoader(None).disk_migrations.values()
    foundations = [migration for migration in migrations if isinstance(migration, Foundation)]
    assert {row.app_label for row in foundations} == {"accounts", "plans", "initiatives", "evaluations"}
    for operation in (row for migration in foundations for row in migration.operations):
        assert isinstance(operation, CreateModel | AddTrigger | AddField)
        if isinstance(operation, AddField):  # the state knows both models already: no column may come of it
            assert operation.field.remote_field.through


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("app", "cause"), [("evaluations", ProgrammingError), ("accounts", InconsistentMigrationHistory)]
)
def test_a_database_of_an_older_development_version_is_told_from_a_new_one(app, cause):
    """Its tables are there already, or migrations that came before others were applied under other names."""
    applied = MigrationRecorder(connection).migration_qs.filter(app=app)
    rows = list(applied)
    applied.delete()
    try:
        with pytest.raises(CommandError, match="make clean") as refusal:
            portal.Command().prepare_database()
        assert isinstance(refusal.value.__cause__, cause)
    finally:
        applied.model.objects.bulk_create(rows)
