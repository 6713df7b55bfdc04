"""The bytes of a picture at an address that says what they are: they never change there."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from accounts.roles import Permission
from plans import pictures
from plans.models import Picture

FOR_EVER = "public, max-age=31536000, immutable"


@login_not_required
@require_safe
def picture(request, sha256, extension):
    """A picture that something public shows, for everybody; any picture for those who work on the plan."""
    row = Picture.objects.filter(sha256=sha256).first()
    if row is None or row.extension != extension:
        raise Http404
    is_public = pictures.is_public(row)
    if not is_public and not _works_here(request.user):
        raise Http404
    headers = {"X-Content-Type-Options": "nosniff", "Content-Disposition": "inline"}
    if is_public:
        headers["Cache-Control"] = FOR_EVER
    return HttpResponse(bytes(row.data), content_type=row.media_type, headers=headers)


def _works_here(user) -> bool:
    return user.is_authenticated and (user.may(Permission.ENTER_RECORDS) or user.may(Permission.EDIT_PLANS))
