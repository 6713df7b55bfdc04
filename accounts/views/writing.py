"""Pages on which something is written: what is typed is kept by itself until it is saved (js/autosave.js)."""

from collections.abc import Callable

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts import nets
from accounts.models import UnsavedPage
from accounts.versioned_forms import VersionedForm, carried_out
from accounts.versioning import MoveRefused, VersionedModel, read_version

CONFLICT = (
    "{by}が先に保存しました。入力した内容は、この画面に残っています。"
    "保存のボタンを押すと、{by}の内容と見くらべられます。"
)


def autosaved(request, keep: Callable, trouble: Callable[[int], str]) -> JsonResponse:
    """Keep what the page holds and say how it stands: 200 all is well, 409 it would not be saved, 413 it is too much.

    ``keep`` takes version, fields and now; ``trouble`` gives why that version could not be saved now, or nothing.
    """
    now = timezone.now()
    fields = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    version = read_version(request.POST.get("version", ""))
    try:
        keep(version=version, fields=fields, now=now)
    except MoveRefused as refusal:
        return JsonResponse({"message": str(refusal)}, status=413)
    if words := trouble(version):
        return JsonResponse({"message": words}, status=409)
    return JsonResponse({"saved_at": f"{timezone.localtime(now):%H:%M}"})


class WritingPage:
    """One page, what is typed on it, and the net under it.

    The page's own address takes what is autosaved, so that exactly those who may write may keep. ``row`` is what is
    written, None where each press makes a new one; ``part`` tells apart the pages of one address (?page=2), and
    ``refusal`` says why nothing can be saved now.
    """

    def __init__(self, request, *forms: VersionedForm, row: VersionedModel | None, part="", refusal=""):
        self.request, self.forms, self.row, self.refusal = request, forms, row, refusal
        self.place = request.path + part
        self.key = {"person": request.user, "path": self.place}
        self.is_autosave = request.method == "POST" and not request.accepts("text/html")

    @property
    def is_pressed(self) -> bool:
        """Whether somebody wants it saved."""
        return self.request.method == "POST" and not self.is_autosave and "drop" not in self.request.POST

    def carried_out(self, verb: Callable, **row):
        """Carry out what was pressed and give what ``verb`` gives; None when the page is to be shown (again)."""
        saved = carried_out(self.request, self.forms[0], verb, **row) if self.is_pressed else None
        if saved:
            self.drop()
        return saved

    @property
    def has_unsaved(self) -> bool:
        """Whether something waits here that was typed and not saved."""
        return self._waiting().exists()

    def drop(self) -> None:
        """Forget what was typed here and not saved, and what waited too long anywhere."""
        UnsavedPage.objects.filter(**self.key).delete()
        UnsavedPage.objects.outdated(timezone.now()).delete()

    def show(self, template: str, context: dict):
        """Show the page with what was typed and not saved back in its boxes, or answer to the autosave."""
        if self.is_autosave:
            return autosaved(self.request, self._keep, self._trouble)
        if "drop" in self.request.POST:
            self.drop()
            messages.success(self.request, "書きかけの内容を消しました。")
            return redirect(self.place)
        shown = {"form": self.forms[0], "restored": self._restored(), "autosave": self.place}
        return render(self.request, template, shown | context)

    def _keep(self, **typed) -> None:
        nets.spread(UnsavedPage, self.key, **typed)

    def _trouble(self, version: int) -> str:
        if self.refusal:
            return f"{self.refusal}入力した内容は、この画面に残っています。必要なところを控えてください。"
        if self.row is None or not self.forms[0].is_overtaken(self.row, version):
            return ""
        return CONFLICT.format(by=self.forms[0].saved_by(self.row))

    def _restored(self) -> UnsavedPage | None:
        net = self._waiting().first() if self.request.method != "POST" else None
        new = [form.fill_in(net.typed) for form in self.forms] if net else []
        return net if any(new) else None

    def _waiting(self):
        return UnsavedPage.objects.waiting(timezone.now()).filter(**self.key)
