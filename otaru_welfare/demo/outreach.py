"""The sample activities of 周知・啓発, entered and published through the functions that the pages use."""

from dataclasses import fields
from datetime import datetime, time

from django.utils import timezone

from accounts.models import Organization
from otaru_welfare.demo.people import Cast
from otaru_welfare.demo.shapes import SAMPLES, ActivitySample, find, naming, read_list
from plans import outreach
from plans.images import clean_image

PICTURES = SAMPLES / "pictures"
NOT_COLUMNS = ("place", "organization", "picture", "alt", "is_published")


def load_outreach(cast: Cast) -> None:
    organizations = {row.kind: row for row in Organization.objects.all()}
    for sample in read_list(ActivitySample, "outreach.toml", "activity", "title"):
        columns = {c.name: getattr(sample, c.name) for c in fields(sample) if c.name not in NOT_COLUMNS}
        columns["description"] = sample.description.strip()
        columns["organization"] = find(organizations, sample.organization, sample.place, "団体")
        with naming(sample.place):
            row = outreach.save_activity(
                activity=None,
                version=0,
                fields=columns | {"is_sample": True},
                image=clean_image((PICTURES / sample.picture).read_bytes()) if sample.picture else None,
                alt=sample.alt,
            )
            if sample.is_published:
                last = sample.ends_on or sample.starts_on
                now = timezone.make_aware(datetime.combine(last, time(17)))
                outreach.publish_activity(
                    activity=row, version=row.version, by=cast.secretariat, now=now, today=last
                )
