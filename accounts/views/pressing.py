"""A button beside a row of a list: it does one thing and comes back to the list, which says what became of it."""

from collections.abc import Callable

from django.contrib import messages

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
