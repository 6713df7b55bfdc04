"""A button beside a row of a list: it does one thing and comes back to the list, which says what became of it."""

from collections.abc import Callable

from django.contrib import messages
from django.utils.timezone import localdate

from accounts.versioning import MoveRefused, StaleVersion, read_version

STALE = "ほかの人が先に変更したため、まだ行っていません。今の内容を確かめてください。"


def press(request, verb: Callable, *, done: str, **row) -> None:
    """Call ``verb`` with ``row`` and the version that the page sent back; say ``done``, or why not."""
    try:
        verb(version=read_version(request.POST.get("version", "")), **row)
    except StaleVersion:
        messages.error(request, STALE)
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)


def publish_or_withdraw(request, *, publish: Callable, withdraw: Callable, now, **row) -> None:
    """Publish ``row`` (named as the verbs name it) or take it back, as the button said; say what became of it."""
    (target,) = row.values()
    if "withdraw" in request.POST:
        press(request, withdraw, done=f"「{target}」の公開をやめました。", **row)
    else:
        act = {"by": request.user, "now": now, "today": localdate(now)}
        press(request, publish, done=f"「{target}」を公開しました。", **row, **act)
