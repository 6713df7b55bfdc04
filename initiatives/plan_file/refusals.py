"""Says at its column, in the words of the writer of the file, what a model or a verb refused."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import SlugField

from initiatives.plan_file.comparing import Comparison, Draft
from initiatives.plan_file.table import Table

EMPTY = {"blank", "null", "required"}
NO_SLUG = "半角の英数字、「-」、「_」だけで書いてください。"


def table_field(table: Table, column: str) -> str:
    return (table.column(column).path or column).split(".")[0]


def add_refusal(draft: Draft, refusal: ValidationError, found: Comparison) -> None:
    """Say at its column what a model refused."""
    columns = {table_field(draft.table, column.key): column.key for column in draft.table.columns}
    model = draft.table.model._meta
    errors = refusal.error_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.error_list}
    for field, refusals in errors.items():
        column = columns.get(field, "")
        for one in refusals:
            words = "".join(one.messages)
            if column and one.code == "invalid" and isinstance(model.get_field(field), SlugField):
                words = NO_SLUG
            if column:
                words = "を入力してください。" if one.code in EMPTY else f"：{words}"
            found.refuse(draft, words, column)
