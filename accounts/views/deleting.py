"""Asking once more before a row is deleted: the same page for every kind of row."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Model
from django.shortcuts import redirect, render

from accounts.versioned_forms import DeleteForm, carried_out


def delete_page(request, verb: Callable, row: dict[str, Model], *, back: str, to: str, lead: str, **context):
    """Show the question, or call ``verb`` with ``row`` (the row by the name that the verb gives it) and go ``to``.

    ``back`` is the address of the row's own page, ``lead`` what to know before; ``context`` may hold ``locked``, the
    template that says why nothing can be deleted now.
    """
    (target,) = row.values()
    form = DeleteForm(request.POST or None, initial={"version": target.version})
    if carried_out(request, form, verb, **row):
        messages.success(request, f"「{target}」を削除しました。")
        return redirect(to)
    shown = {"target": target, "form": form, "back": back, "lead": lead}
    return render(request, "staff/delete.html", shown | context)
