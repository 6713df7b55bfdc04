"""What a laid out piece depends on besides its HTML."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from plans.press.own_files import own_file
from plans.press.printable import FONTS

STYLES = tuple(f"css/{name}.css" for name in ("report", "report-book", "report-sheets", "report-papers"))
LAYERS = ("weasyprint", "pydyf", "tinycss2", "cssselect2", "tinyhtml5", "pyphen")


@cache
def press_version() -> str:
    """Give a hash of style sheets, fonts, this package and the libraries below it.

    Pango is left out: its version cannot be read without loading it, and pieces of two versions bind as well.
    """
    seen = hashlib.sha256()
    for name in (*STYLES, *FONTS.values()):
        seen.update(own_file(name).read_bytes())
    for file in sorted(Path(__file__).parent.glob("*.py")):
        seen.update(file.read_bytes())
    for name in LAYERS:
        seen.update(f"{name} {version(name)}\n".encode())
    return seen.hexdigest()


def key_of(job: str) -> str:
    """Give the name under which the piece laid out of ``job`` (its HTML, or any other text) may be kept."""
    return hashlib.sha256(f"{press_version()}\n{job}".encode()).hexdigest()
