"""What every answer gets on its way out: words for a method that a page does not know, and how long it may be kept."""

from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

SAFE = ("GET", "HEAD")


def not_allowed_in_words(get_response):
    """Fill the empty 405 of Django with a page for people. Status and ``Allow`` stay; programs get no page."""

    def answer(request):
        response = get_response(request)
        if response.status_code == 405 and not response.content and request.accepts("text/html"):
            response.content = render_to_string("405.html", request=request)
        return response

    return answer


def kept_by_nobody(get_response):
    """Let no browser keep the page of somebody with a session, and let public pages be asked for again each time.

    After signing out on a shared machine, 「戻る」 must not bring private text back; a public page may have changed
    since it was kept, which its ETag tells (ConditionalGetMiddleware). A view that knows better says so itself.
    """

    def answer(request):
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            is_public = request.method in SAFE and request.session.is_empty()
            response["Cache-Control"] = "no-cache" if is_public else "no-store"
            patch_vary_headers(response, ["Cookie"])
        return response

    return answer
