"""Nothing typed is lost when the sign-in ended meanwhile: it waits in the session until its writer has signed in.

A refused POST is kept together with who used this browser last, which a signed cookie says. Only that person is shown
it again, within MAX_AGE, and sends it once more by pressing a button (``accounts.views.kept_text``).
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.signals import user_logged_in
from django.contrib.auth.views import redirect_to_login
from django.dispatch import receiver
from django.http import JsonResponse
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone

from accounts.nets import LIMIT

KEY = "kept_text"
MAX_AGE = timedelta(hours=1)
PLACES = 5
"""Of how many addresses a session keeps what was typed; of each, what came last."""

COOKIE = "last_person"
COOKIE_AGE = 60 * 60 * 24 * 30
SALT = "accounts.kept_text"

KEPT = (
    "ログインの有効期間が過ぎていたため、まだ保存していません。"
    "入力した内容は1時間残してあります。同じ方がログインすると、続けて送れます。"
)
NOT_KEPT = (
    "ログインの有効期間が過ぎていたため、送られた内容は保存していません。"
    "お手数ですが、ログインしてから入力し直してください。"
)
ENDED = "ログインの有効期間が過ぎたため、自動保存を止めました。入力した内容は、この画面に残っています。"
CODE = re.compile(r"[\w.:-]*", re.ASCII)
"""What a page fills in by itself: the key of a choice, a version, a number in half width."""


@dataclass(frozen=True)
class KeptText:
    """What was sent to ``path``, a page of this site, when nobody was signed in."""

    path: str
    kept_at: datetime
    fields: dict[str, list[str]]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        return [(name, value) for name, values in self.fields.items() for value in values]

    @property
    def texts(self) -> list[str]:
        return _texts(self.fields)

    @property
    def gone_at(self) -> datetime:
        return self.kept_at + MAX_AGE


class KeepingLoginRequiredMiddleware(LoginRequiredMiddleware):
    """Closed by default, and what was typed into a page that closed meanwhile is kept.

    A program on the page (which accepts JSON only) is told by a 401; what a person typed stays in the page then.
    """

    def handle_no_permission(self, request, view_func):
        if not request.accepts("text/html"):
            return JsonResponse({"message": ENDED}, status=401)
        fields = _fields(request) if getattr(request, "csrf_processing_done", False) else {}
        if not any(value.strip() for name in fields if not _is_version(name) for value in fields[name]):
            return super().handle_no_permission(request, view_func)
        if not _keep(request, fields):
            messages.warning(request, NOT_KEPT)
            return super().handle_no_permission(request, view_func)
        messages.warning(request, KEPT)
        login_url = resolve_url(self.get_login_url(view_func))
        return redirect_to_login(reverse("kept-text"), login_url, self.get_redirect_field_name(view_func))

    def process_response(self, request, response):
        """Remember in the browser who signed in; forget what was sent again and has arrived."""
        if hasattr(request, "signed_in_as"):
            _remember(response, request.signed_in_as)
        if request.method == "POST" and response.status_code < 400 and request.user.is_authenticated:
            _forget_arrived(request)
        return response


@receiver(user_logged_in)
def drop_what_is_not_theirs(request, user, **kwargs):
    """Whoever signs in never meets what somebody else typed."""
    request.signed_in_as = str(user.pk)
    if request.session.get(KEY, {}).get("owner") != request.signed_in_as:
        request.session.pop(KEY, None)


# ---- asking -----------------------------------------------------------------------------------------------


def waiting(request, now: datetime) -> list[KeptText]:
    """Give what the person who is signed in typed before and has neither sent again nor dropped, newest last."""
    kept = request.session.get(KEY, {})
    if kept.get("owner") != str(request.user.pk):
        return []
    rows = [
        KeptText(path, datetime.fromisoformat(row["at"]), row["fields"])
        for path, row in kept["places"].items()
    ]
    return sorted((row for row in rows if now < row.gone_at), key=lambda row: row.kept_at)


def drop(request, path: str) -> None:
    """Forget what was typed for ``path``; nothing happens when there is nothing."""
    if path in request.session.get(KEY, {}).get("places", {}):
        del request.session[KEY]["places"][path]
        request.session.modified = True


def typed_texts(request) -> list[str]:
    """Give the texts among what was posted, and nothing else of the request."""
    return _texts(_fields(request))


# ---- keeping ----------------------------------------------------------------------------------------------


def _fields(request) -> dict[str, list[str]]:
    """Give all that was posted but the CSRF token; nothing where passwords and codes are typed."""
    if request.method != "POST" or request.path.startswith(reverse("account_login").removesuffix("login/")):
        return {}
    fields = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    return {} if any("password" in name for name in fields) else fields


def _texts(fields: dict[str, list[str]]) -> list[str]:
    return [
        value for values in fields.values() for value in values if value.strip() and not CODE.fullmatch(value)
    ]


def _is_version(name: str) -> bool:
    return name.rpartition("-")[2] == "version"


def _keep(request, fields: dict[str, list[str]]) -> bool:
    """Keep the fields for whoever used this browser last; False when nobody is known or there is too much."""
    owner = request.get_signed_cookie(COOKIE, default=None, salt=SALT, max_age=COOKIE_AGE)
    if owner is None or sum(len(value) for values in fields.values() for value in values) > LIMIT:
        return False
    before = request.session.get(KEY, {})
    places = before["places"] if before.get("owner") == owner else {}
    path = request.get_full_path()
    places.pop(path, None)
    places[path] = {"at": timezone.now().isoformat(), "fields": fields}
    request.session[KEY] = {"owner": owner, "places": dict(list(places.items())[-PLACES:])}
    return True


def _remember(response, person: str) -> None:
    response.set_signed_cookie(
        COOKIE,
        person,
        salt=SALT,
        max_age=COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _forget_arrived(request) -> None:
    path = request.get_full_path()
    kept = request.session.get(KEY, {}).get("places", {}).get(path)
    if kept and kept["fields"] == _fields(request):
        drop(request, path)
