from django.db import migrations


def lay_out_plainly(apps, schema_editor):
    """Bring 回答票 that were sent before into the form in which sheets are kept now: one list of cells each."""
    uploads = apps.get_model("initiatives", "AnswerUpload").objects
    for upload in uploads.iterator(chunk_size=20):
        upload.sheets = [plain(sheet) for sheet in upload.sheets]
        upload.save(update_fields=["sheets"])


def plain(sheet: dict) -> dict:
    if "cells" in sheet:
        return sheet
    cells = [
        [int(row), int(column), cell["address"], cell["kind"], cell["text"]]
        for row, found in sheet["rows"].items()
        for column, cell in found.items()
    ]
    return {"name": sheet["name"], "cells": cells, "merged": sheet["merged"]}


class Migration(migrations.Migration):

    dependencies = [
        ('initiatives', '0002_promise_reference'),
    ]

    operations = [migrations.RunPython(lay_out_plainly, migrations.RunPython.noop)]
