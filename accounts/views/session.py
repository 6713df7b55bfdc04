"""How long the sign-in lasts, and one more working day by a press. js/session.js asks and presses."""

from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.decorators.http import require_http_methods


@require_http_methods(["GET", "HEAD", "POST"])
def session(request):
    """Give the seconds that are left, who is signed in, and a fresh token for forms that outlived a sign-in.

    A POST begins the time anew. Asking (GET) does not: a page that stands open must not keep the door open.
    """
    if request.method == "POST":
        request.session.modified = True
        left = request.session.get_expiry_age()
    else:
        left = (_ends_at(request.session) - timezone.now()).total_seconds()
    return JsonResponse(
        {"seconds": max(0, int(left)), "person": request.user.pk, "token": get_token(request)}
    )


def _ends_at(session):
    """When the stored session ends: the stored row knows, the session itself counts from now."""
    row = session.model.objects.filter(session_key=session.session_key).first()
    return row.expire_date if row else timezone.now()
