"""docs/plan-file.md tells of every table and column; the format holds every column of the models."""

import re

import pytest

from initiatives.plan_file.format import IN_FILE, TABLES
from initiatives.plan_file.kinds import ByYear
from tests.initiatives.plan_file.conftest import ROOT

TEXT = (ROOT / "docs" / "plan-file.md").read_text(encoding="utf-8")
PARTS = {
    part.split("「")[1].split("」")[0]: part for part in re.split(r"^### ", TEXT, flags=re.MULTILINE)[1:]
}


def test_every_table_is_told_of():
    assert list(PARTS) == [table.sheet for table in IN_FILE.values()]


@pytest.mark.parametrize("table", IN_FILE.values(), ids=IN_FILE)
def test_every_column_is_told_of_with_its_key_and_heading(table):
    told = re.findall(r"^\| `(\w+)` \| (\S+?) \|", PARTS[table.sheet], flags=re.MULTILINE)
    columns = table.own_columns if table.parent else table.columns
    suffix = "（2024年度）など"
    assert told == [(c.key, c.heading + suffix * isinstance(c.kind, ByYear)) for c in columns]


OF_THE_DATABASE = {"id", "version", "depth", "is_only"}
WRITTEN_BY_ACTS = {"published_at", "published_by", "original_value", "previous", "break_reason"}
"""What a revision, a publication or a carry-over writes; ``losses`` says in each file that it is left out."""
PICTURES = {"picture", "logo"}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_column_of_the_model_is_in_the_format(table):
    """A new column of a model that this test finds belongs into the format, or into the sets above."""
    known = {(column.path or column.key).split(".")[0] for column in table.columns}
    fields = {field.name for field in table.model._meta.concrete_fields}
    assert fields - known <= OF_THE_DATABASE | WRITTEN_BY_ACTS | PICTURES
