"""On which page something was changed, for the history; but never the secret part of an address."""

import re

from pghistory.middleware import HistoryMiddleware

KEY = re.compile(r"^/review/[^/]+/")


class PagesInHistory(HistoryMiddleware):
    """pghistory's middleware, which writes the path of the request beside every change: a personal link loses its key."""

    def get_context(self, request) -> dict:
        context = super().get_context(request)
        return context | {"url": KEY.sub("/review/…/", context["url"])}
