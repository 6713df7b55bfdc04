"""What the operating system must provide: the Pango libraries with which WeasyPrint sets our PDFs.

They are the only thing that pip cannot install. Without them everything but the PDFs works.
"""

import ctypes
import ctypes.util

from django.core.checks import Warning as CheckWarning

# Debian's package → the library in it, named as Linux finds it and as other systems do.
PANGO_LIBRARIES = {
    "libpango-1.0-0": ("libpango-1.0.so.0", "pango-1.0"),
    "libpangoft2-1.0-0": ("libpangoft2-1.0.so.0", "pangoft2-1.0"),
    "libharfbuzz-subset0": ("libharfbuzz-subset.so.0", "harfbuzz-subset"),
}


def missing_packages() -> list[str]:
    """Give the Debian packages whose library does not load; empty when PDFs can be made."""
    return [package for package, names in PANGO_LIBRARIES.items() if not _loads(*names)]


def install_command(packages: list[str]) -> str:
    """Give the one command that installs the packages on Debian."""
    return "sudo apt-get install -y " + " ".join(packages)


def check_pango(app_configs, **kwargs) -> list[CheckWarning]:
    """Tell by Django's system check; register it in an AppConfig's ready()."""
    missing = missing_packages()
    if not missing:
        return []
    return [
        CheckWarning(
            f"PDFを作るためのライブラリが足りません（{' '.join(missing)}）。PDFのほかは使えます。",
            hint=f"次の命令で入ります: {install_command(missing)}",
            id="otaru_welfare.W001",
        )
    ]


def _loads(file_name: str, short_name: str) -> bool:
    try:
        ctypes.CDLL(file_name)
    except OSError:
        return ctypes.util.find_library(short_name) is not None
    return True
