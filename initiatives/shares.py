"""Writes to the shares (担当分) of the supporting departments: of the city and of the council, each its own.

A share stays open as long as its record does: once the lead has submitted, nothing of it changes until a return.
Locks are taken in the same order everywhere: record, share.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from accounts.versioning import MoveRefused
from initiatives import proxies
from initiatives.models import AnnualRecord, RecordShare
from initiatives.models.record import TEXT_LIMIT

State = RecordShare.State


@transaction.atomic
def write(
    *,
    share: RecordShare,
    version: int,
    done: str,
    issue: str,
    hand_in: bool,
    by: User,
    now: datetime,
    proxy: dict | None = None,
) -> RecordShare:
    """Save the share; with ``hand_in`` it goes to the lead department, without it is (again) being written.

    ``proxy`` says how it came when somebody enters it for the department. Raises ValidationError by field when it is
    not fit to be handed in, StaleVersion when somebody else saved first, MoveRefused when the lead has submitted.
    """
    record = _hold_record(share)
    share = RecordShare.claim(version, pk=share.pk)
    share.done, share.issue = done, issue
    if hand_in:
        _refuse_unfit(share)
        share.state, share.handed_at, share.handed_by = State.HANDED, now, by
    else:
        share.state = State.WRITING if done or issue else State.OPEN
        share.handed_at = share.handed_by = None
    share.save()
    if proxy is not None:
        proxies.write_down(record, by=by, now=now, share=share, **proxy)
    return share


def _hold_record(share: RecordShare) -> AnnualRecord:
    """Lock the record, so that it is not submitted meanwhile."""
    records = AnnualRecord.objects.select_for_update(of=("self",)).select_related("request")
    record = records.get(pk=share.record_id)
    if not record.is_editable:
        raise MoveRefused(
            f"この記録は「{record.get_state_display()}」のため、担当分を変更できません。主管課か事務局に連絡してください。"
        )
    return record


def _refuse_unfit(share: RecordShare) -> None:
    errors = {}
    if not share.done:
        errors["done"] = "担当分の実績を入力してください。行ったことがないときは、その旨を書いてください。"
    for name in RecordShare.TEXTS:
        if (over := len(getattr(share, name)) - TEXT_LIMIT) > 0:
            errors[name] = f"{TEXT_LIMIT:,}文字までです。あと{over:,}文字減らしてください。"
    if errors:
        raise ValidationError(errors)
