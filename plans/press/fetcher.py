"""What a report may load while it is laid out: our own static files, by a private scheme, and nothing else."""

from weasyprint.urls import URLFetcher, URLFetcherResponse

from plans.press.own_files import FetchRefused, own_file

SCHEME = "static:"


class OwnFilesOnly(URLFetcher):
    """Serve ``static:…``; refuse files, the network and data addresses, whatever the page asks for."""

    def __init__(self):
        super().__init__(allowed_protocols=(), allow_redirects=False)

    def fetch(self, url, headers=None):
        if not url.startswith(SCHEME):
            raise FetchRefused(f"not a static file of ours: {url[:100]}")
        return URLFetcherResponse(url, own_file(url.removeprefix(SCHEME)).read_bytes())
