"""What a report may load while it is laid out: our own static files, and the pictures that came with it.

Both have private schemes; nothing else is loaded.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from weasyprint.urls import URLFetcher, URLFetcherResponse

from plans.press.own_files import FetchRefused, own_file

SCHEME = "static:"
PICTURE_SCHEME = "picture:"


class OwnFilesOnly(URLFetcher):
    """Serve ``static:…`` and ``picture:…``; refuse files, the network and data addresses, whatever the page asks for."""

    def __init__(self):
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._pictures: Mapping[str, bytes] = {}

    @contextmanager
    def showing(self, pictures: Mapping[str, bytes]) -> Iterator[None]:
        """Serve these pictures by name, to one page at a time."""
        self._pictures = pictures
        try:
            yield
        finally:
            self._pictures = {}

    def fetch(self, url, headers=None):
        if url.startswith(PICTURE_SCHEME):
            name = url.removeprefix(PICTURE_SCHEME)
            if name not in self._pictures:
                raise FetchRefused(f"no picture of this page: {name[:100]}")
            return URLFetcherResponse(url, self._pictures[name])
        if not url.startswith(SCHEME):
            raise FetchRefused(f"not a static file of ours: {url[:100]}")
        return URLFetcherResponse(url, own_file(url.removeprefix(SCHEME)).read_bytes())
