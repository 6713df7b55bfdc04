"""Who may enter a page. Rows are found through the models' queryset methods; verbs are refused here."""

from functools import wraps

from django.core.exceptions import PermissionDenied

from accounts.roles import Permission


def requires(permission: Permission):
    """Let only people pass whose role has ``permission``; others get 403.

    Visitors who are not signed in never arrive here: LoginRequiredMiddleware sends them to sign in first.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.user.may(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate
