"""What a report may load while it is laid out: our own static files, by a private scheme, and nothing else."""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from weasyprint.urls import URLFetcher, URLFetcherResponse

SCHEME = "static:"
OWN_FOLDERS = "django.contrib.staticfiles.finders.FileSystemFinder"


class FetchRefused(ValueError):
    """The address is not one of our own static files."""


def own_file(name: str) -> Path:
    """Give the path of the static file ``name`` ("fonts/…", "css/…"); raise FetchRefused for anything else.

    Symbolic links are followed before the file is compared with the folder in which it was found, so that
    neither ``..`` nor a link leads out of it.
    """
    try:
        found = finders.get_finder(OWN_FOLDERS).find(name)
    except SuspiciousFileOperation as error:
        raise FetchRefused(f"outside the static folders: {name}") from error
    if not found:
        raise FetchRefused(f"no static file: {name}")
    path = Path(found).resolve()
    folder = Path(found.removesuffix(name)).resolve()
    if not path.is_relative_to(folder) or not path.is_file():
        raise FetchRefused(f"outside the static folders: {name}")
    return path


class OwnFilesOnly(URLFetcher):
    """Serve ``static:…``; refuse files, the network and data addresses, whatever the page asks for."""

    def __init__(self):
        super().__init__(allowed_protocols=(), allow_redirects=False)

    def fetch(self, url, headers=None):
        if not url.startswith(SCHEME):
            raise FetchRefused(f"not a static file of ours: {url[:100]}")
        return URLFetcherResponse(url, own_file(url.removeprefix(SCHEME)).read_bytes())
