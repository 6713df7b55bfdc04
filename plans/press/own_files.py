"""Our own static files by name. Loads neither WeasyPrint nor Pango."""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation

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
