"""What was typed when the sign-in had ended: shown to its writer to be sent again, or to anybody to be copied."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import kept_text


@require_http_methods(["GET", "HEAD", "POST"])
def kept_text_page(request):
    """What waits to be sent again. A POST drops what was typed for ``path``."""
    if request.method == "POST":
        kept_text.drop(request, request.POST.get("path", ""))
        messages.success(request, "送らずに消しました。")
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "account/kept_text.html", {"waiting": kept_text.waiting(request, timezone.now())})


@never_cache
def csrf_failure(request, reason=""):
    """Give the texts back for copying. There is no button to send them: who wrote them is not known for sure."""
    return render(request, "403_csrf.html", {"texts": kept_text.typed_texts(request)}, status=403)
