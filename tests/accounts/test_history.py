"""The history is whole: what the database has noted, nobody alters, not even with plain SQL."""

import json

import pghistory
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from accounts import history
from accounts.events import Context
from accounts.models import Organization, UnsavedPage
from evaluations.models import (
    DeviceCode,
    Edition,
    EditionSheet,
    HandoverPrint,
    LaidOutPiece,
    LetterPrint,
    MeetingFile,
    MeetingPack,
    RecommendationPrint,
    ReviewKey,
    ReviewMail,
    SurveyUpload,
    UnsavedOpinion,
)
from initiatives.models import (
    AnswerBase,
    AnswerUpload,
    Autosave,
    ComparisonPrint,
    PlanUpload,
    Presence,
    Reminder,
)
from plans.models import KeptPrint, PlanOwner
from tests import builders

EVENTS = [model for model in apps.get_models() if getattr(model, "pgh_tracked_model", None)]
TRACKED = [model.pgh_tracked_model for model in EVENTS]
KEPT = sorted({model._meta.db_table for model in (*EVENTS, *TRACKED, Context, Edition, EditionSheet)})
SOMETHING = {
    "bool": "false",
    "date": "now()",
    "time": "now()",
    "timestamptz": "now()",
    "jsonb": "'{}'",
    "text": "''",
    "varchar": "''",
    "int2": "1",
    "int4": "1",
    "int8": "1",
    "numeric": "1",
    "_varchar": "'{}'",
    "_bool": "'{}'",
    "_numeric": "'{}'",
}


def sql(statement: str, *values) -> list:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def refusal(statement: str, *values) -> str:
    """What the database says to the statement; empty when it lets it pass."""
    try:
        with transaction.atomic():
            sql(statement, *values)
    except DatabaseError as error:
        return str(error)
    return ""


def put_one_row_into(table: str) -> None:
    """An event table has no foreign keys, so that anything that fits the columns is a row."""
    columns = dict(
        sql(
            "SELECT column_name, udt_name FROM information_schema.columns"
            " WHERE table_name = %s AND is_nullable = 'NO' AND is_identity = 'NO'",
            table,
        )
    )
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(SOMETHING[kind] for kind in columns.values())
    sql(f"INSERT INTO {table} ({names}) VALUES ({values})")


UNTRACKED = (
    AnswerBase,
    AnswerUpload,
    Autosave,
    ComparisonPrint,
    Context,
    DeviceCode,
    Edition,
    EditionSheet,
    HandoverPrint,
    KeptPrint,
    LaidOutPiece,
    MeetingFile,
    MeetingPack,
    LetterPrint,
    LetterPrint.links.through,
    PlanUpload,
    Presence,
    RecommendationPrint,
    Reminder,
    SurveyUpload,
    ReviewKey,
    ReviewMail,
    UnsavedOpinion,
    UnsavedPage,
)
"""Frozen, made by the program, or (Autosave, Presence) gone tomorrow: none is what somebody decided to save."""


def test_everything_that_people_enter_is_tracked():
    own = {"accounts", "plans", "initiatives", "evaluations"}
    models = set(apps.get_models(include_auto_created=True)) - set(EVENTS)
    tables = {model._meta.db_table for model in models if model._meta.app_label in own}
    untracked = tables - {model._meta.db_table for model in TRACKED}
    assert untracked == {model._meta.db_table for model in UNTRACKED}


def test_who_made_whom_an_owner_is_noted(cast):
    with pghistory.context(user=cast.kanri.pk, url="/admin/"):
        cast.plan.owners.set([cast.council])
    events = PlanOwner.pgh_event_model.objects.filter(
        plan=cast.plan, pgh_context__metadata__user=cast.kanri.pk
    )
    noted = events.order_by("pgh_label").values_list("pgh_label", "organization")
    assert list(noted) == [("delete", cast.city.pk), ("insert", cast.council.pk)]


def test_no_event_is_changed_or_deleted(db):
    for table in (model._meta.db_table for model in EVENTS):
        put_one_row_into(table)
        for statement in (f"UPDATE {table} SET pgh_label = 'x'", f"DELETE FROM {table}"):
            assert f"Cannot update or delete rows from {table} table" in refusal(statement)


def test_no_table_is_emptied_at_once(db):
    """Also not a table of people's rows, which would go without one event."""
    for table in KEPT:
        assert f"the rows of {table} must not be truncated" in refusal(f"TRUNCATE {table} CASCADE")


def test_the_triggers_cannot_be_switched_off_from_sql(cast):
    triggers = ",".join(name for (name,) in sql("SELECT tgname FROM pg_trigger WHERE tgname ~ '^pgtrigger_'"))
    sql("SELECT set_config('pgtrigger.ignore', %s, true)", f"{{{triggers}}}")
    assert "Cannot update or delete rows" in refusal("DELETE FROM accounts_userevent")
    assert "must not be truncated" in refusal("TRUNCATE accounts_userevent")
    before = Organization.pgh_event_model.objects.count()
    sql("UPDATE accounts_organization SET name = 'こっそり'")
    assert Organization.pgh_event_model.objects.count() == before + 2


def test_the_role_of_the_running_portal_cannot_touch_the_triggers(cast):
    """The two roles that docs/operations.md recommends: with one the portal works, the other owns the tables."""
    sql("CREATE ROLE portal_app_in_test")
    sql("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO portal_app_in_test")
    sql("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO portal_app_in_test")
    sql("SET LOCAL ROLE portal_app_in_test")
    builders.published(builders.round_(cast.term, cast.committee, cast.jimu, year=2021), cast.jimu)
    assert Edition.objects.published().exists()
    for attempt in (
        "TRUNCATE accounts_userevent",
        "ALTER TABLE accounts_userevent DISABLE TRIGGER ALL",
        "ALTER TABLE evaluations_edition DISABLE TRIGGER USER",
        "DROP TABLE accounts_userevent",
        "DROP FUNCTION _pgtrigger_should_ignore CASCADE",
        "CREATE OR REPLACE FUNCTION _pgh_attach_context() RETURNS uuid AS 'SELECT NULL::uuid' LANGUAGE sql",
        "SET session_replication_role = replica",
    ):
        said = refusal(attempt)
        assert "must be owner" in said or "permission denied" in said, attempt


@pytest.fixture
def scene(cast):
    """Who changed the name of the city, and on which page."""
    with pghistory.context(user=cast.kanri.pk, url="/admin/"):
        Organization.objects.filter(pk=cast.city.pk).update(name="みほん町")
    return Context.objects.get(metadata__user=cast.kanri.pk)


@pytest.mark.parametrize(
    "change",
    [
        "metadata = '{}'",
        """metadata = metadata || '{"user": 1}'""",
        """metadata = metadata || '{"user": null}'""",
        "metadata = metadata - 'url'",
        "id = gen_random_uuid()",
        "created_at = now() - interval '1 day'",
    ],
)
def test_who_and_where_are_not_changed_afterwards(scene, change):
    assert "Cannot update rows" in refusal(f"UPDATE pghistory_context SET {change}")
    assert "Cannot delete rows" in refusal("DELETE FROM pghistory_context")


def test_a_request_may_add_what_it_learns_later(cast):
    with pghistory.context(user=None, url="/accounts/login/") as request:
        Organization.objects.filter(pk=cast.city.pk).update(name="みほん町")
        pghistory.context(user=cast.kanri.pk, step="2")
        Organization.objects.filter(pk=cast.city.pk).update(name="みほん村")
    noted = {"user": cast.kanri.pk, "url": "/accounts/login/", "step": "2"}
    assert Context.objects.get(pk=request.id).metadata == noted


# ---- editions -----------------------------------------------------------------------------------------------


@pytest.fixture
def published(cast):
    round_ = builders.round_(cast.term, cast.committee, cast.jimu, year=2021)
    return builders.published(round_, cast.jimu).editions.get(is_draft=False)


@pytest.fixture
def draft(published):
    """A draft of the same round with one sheet."""
    draft = Edition.objects.create(
        round=published.round,
        is_draft=True,
        head={},
        digest="",
        requested_by=published.requested_by,
        requested_at=builders.NOW,
    )
    sheet = published.sheets.first()
    sheet.pk, sheet.edition = None, draft
    sheet.save()
    return draft


SHEETS_STAY = "sheets of a published edition cannot be changed"


def test_sheets_go_neither_out_of_a_published_edition_nor_into_it(published, draft):
    move = "UPDATE evaluations_editionsheet SET edition_id = %s WHERE edition_id = %s"
    assert SHEETS_STAY in refusal(move, draft.pk, published.pk)
    assert SHEETS_STAY in refusal(move, published.pk, draft.pk)
    assert SHEETS_STAY in refusal("DELETE FROM evaluations_editionsheet WHERE edition_id = %s", published.pk)
    assert published.sheets.count() == 2


def test_a_published_edition_gets_no_further_sheet(published, draft):
    sheet = draft.sheets.get()
    fields = EditionSheet._meta.concrete_fields
    names = ", ".join(field.column for field in fields if field.name not in ("id", "edition"))
    copy = f"(edition_id, {names}) SELECT %s, {names} FROM evaluations_editionsheet WHERE id = %s"
    assert SHEETS_STAY in refusal(f"INSERT INTO evaluations_editionsheet {copy}", published.pk, sheet.pk)


def test_a_draft_is_still_changed_and_thrown_away(draft):
    sql("UPDATE evaluations_editionsheet SET content = %s WHERE edition_id = %s", json.dumps({}), draft.pk)
    assert draft.sheets.get().content == {}
    draft.delete()
    assert not Edition.objects.drafts().exists()


@pytest.mark.parametrize(
    "change", ["digest = 'x'", "published_at = NULL", "pdf = 'x'", "round_id = round_id"]
)
def test_a_published_edition_stays(published, change):
    assert "Cannot update or delete rows" in refusal(f"UPDATE evaluations_edition SET {change}")
    assert "Cannot update or delete rows" in refusal("DELETE FROM evaluations_edition")


def test_who_saved_last_is_called_as_a_page_calls_people(cast):
    assert history.last_saved_by(cast.city) == "システム"
    with pghistory.context(user=cast.jimu.pk):
        cast.city.name = "別の市"
        cast.city.save()
    assert history.last_saved_by(cast.city) == "伊藤さん"
    assert history.last_saved_by(Organization()) == "ほかの人"
