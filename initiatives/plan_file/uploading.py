"""A plan file on its way through the staff page: sent and previewed, then loaded as it was previewed, or thrown away."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.versioning import MoveRefused
from initiatives.models import PlanUpload
from initiatives.plan_file.formats import read
from initiatives.plan_file.loading import as_json, load
from plans.fiscal_year import fiscal_year_of

GONE = "このファイルは、すでに読み込んだか、取りやめています。「計画の読み込み」で確かめてください。"


def receive(*, name: str, data: bytes, by: User, now: datetime) -> PlanUpload:
    """Keep the file with what it would change. Raises PlanFileError when it cannot be loaded; then nothing is kept.

    What the same person sent before and did not load is thrown away.
    """
    report = as_json(load(read(name, data), today_year=_year_of(now), preview=True))
    with transaction.atomic():
        PlanUpload.objects.waiting_for(by).delete()
        return PlanUpload.objects.create(
            name=name[-255:],
            content=data,
            digest=hashlib.sha256(data).hexdigest(),
            report=report,
            uploaded_by=by,
            uploaded_at=now,
        )


@transaction.atomic
def confirm(*, upload: PlanUpload, seen: str, by: User, now: datetime) -> bool:
    """Load the file if what it changes now is still what was ``seen``; tell whether it was loaded.

    If not, the upload carries the new preview. Raises PlanFileError when it does not fit any more, MoveRefused when
    it is loaded or gone.
    """
    row = PlanUpload.objects.waiting_for(by).select_for_update().filter(pk=upload.pk).first()
    if row is None:
        raise MoveRefused(GONE)
    expected = row.report if seen == row.fingerprint else []
    document = read(row.name, bytes(row.content))
    report = as_json(load(document, today_year=_year_of(now), expected=expected))
    is_loaded = report == expected
    row.report = report
    if is_loaded:
        row.loaded_at, row.content = now, b""
    row.save()
    return is_loaded


def _year_of(now: datetime) -> int:
    return fiscal_year_of(timezone.localdate(now))


def throw_away(*, upload: PlanUpload, by: User) -> None:
    """Forget a file that was not loaded."""
    PlanUpload.objects.waiting_for(by).filter(pk=upload.pk).delete()
