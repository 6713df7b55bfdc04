"""周知・啓発: keeping the log of activities, and making each public.

What is public stays as it is: it is withdrawn before it is changed, so that nothing becomes public but by pressing 公開.
All verbs raise StaleVersion when somebody else saved first and MoveRefused when it cannot be done now.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.publishing import refuse_public, sign, take_back, to_publish
from accounts.versioning import MoveRefused
from plans import pictures
from plans.images import CleanImage
from plans.models import OutreachActivity, Picture
from plans.pictures import Use, used_by


@used_by
def _in_activities(picture: Picture) -> Iterable[Use]:
    for activity in OutreachActivity.objects.filter(picture=picture):
        yield Use(f"周知・啓発「{activity}」", activity.published_at is not None)


@transaction.atomic
def save_activity(
    *,
    activity: OutreachActivity | None,
    version: int,
    fields: dict,
    image: CleanImage | None = None,
    alt: str = "",
    caption: str = "",
    drop_picture: bool = False,
) -> OutreachActivity:
    """Add an activity (``activity`` is None, version 0) or change one that is not public.

    ``image`` becomes its picture in the place of the one it had; without one, ``alt`` and ``caption`` reword that.
    """
    row = OutreachActivity.claim(version, pk=activity and activity.pk)
    refuse_public(row)
    for name, value in fields.items():
        setattr(row, name, value)
    row.full_clean()
    before = row.picture
    row.picture = pictures.replaced(
        before, image=image, alt=alt, caption=caption, drop=drop_picture, is_sample=row.is_sample
    )
    row.save()
    pictures.let_go(before, row.picture)
    return row


@transaction.atomic
def publish_activity(
    *, activity: OutreachActivity, version: int, by: User, now: datetime, today: date
) -> OutreachActivity:
    """Let everybody read it. What has not begun yet is no activity that was carried out."""
    row = to_publish(activity, version)
    if not row.has_begun(today):
        raise MoveRefused(f"「{row}」は、行った日（{row.days_label}）がまだ来ていないため、公開できません。")
    sign(row, by=by, now=now)
    return row


@transaction.atomic
def withdraw_activity(*, activity: OutreachActivity, version: int) -> OutreachActivity:
    """Hide it again. Published reports of a year keep what they say of it."""
    return take_back(activity, version)


@transaction.atomic
def delete_activity(*, activity: OutreachActivity, version: int) -> OutreachActivity:
    """Delete an activity that is not public, with its picture."""
    row = OutreachActivity.claim(version, pk=activity.pk)
    refuse_public(row)
    row.delete()
    pictures.let_go(row.picture, None)
    return row
