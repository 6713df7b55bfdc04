"""Calls that are open already: their supporting departments get a share of each record that is still to be handed in."""

from django.db import migrations


def give_shares(apps, schema_editor):
    AnnualRecord = apps.get_model("initiatives", "AnnualRecord")
    RecordShare = apps.get_model("initiatives", "RecordShare")
    open_records = AnnualRecord.objects.filter(
        request__closed_at__isnull=True, state__in=("not_started", "draft", "returned")
    )
    RecordShare.objects.bulk_create(
        RecordShare(record=record, department=department)
        for record in open_records.prefetch_related("support_departments")
        for department in record.support_departments.all()
    )


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0014_record_share")]

    operations = [migrations.RunPython(give_shares, migrations.RunPython.noop)]
