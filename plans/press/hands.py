"""Hands: processes beside this one that lay pieces out, so that both cores work and the memory is given back."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

from django.conf import settings

from plans.press import LibrariesMissing
from plans.press.hand import do
from plans.press.piece import Piece

HANDS = min(2, os.cpu_count() or 1)
ROOT = Path(__file__).resolve().parent.parent.parent
KEPT_FROM_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH")


class HandLost(RuntimeError):
    """A process that lays out ended in the middle of its work, as when the memory runs out."""


class LayingOutFailed(RuntimeError):
    """Something that is shown could not be laid out; says what WeasyPrint said."""


@contextmanager
def hands(count: int | None = None) -> Iterator["Hands"]:
    """Give the hands of one report. They start with the first job and end with the report, or with this process."""
    workers = Hands(HANDS if count is None else count)
    try:
        yield workers
    finally:
        workers.dismiss()


class Hands:
    """``count`` processes; with 0 the work is done in this process."""

    def __init__(self, count: int):
        self._count = count
        self._idle: SimpleQueue[subprocess.Popen] = SimpleQueue()
        self._started: list[subprocess.Popen] = []
        self._threads = ThreadPoolExecutor(max(1, count))

    def work(self, jobs: Iterable[dict]) -> Iterator[Piece]:
        """Give the pieces of the jobs ({"html": …, "pictures": {name: base64}} or {"glyphs": …}) in their order, as they become ready.

        Raises LibrariesMissing, HandLost or LayingOutFailed.
        """
        jobs = list(jobs)
        while len(self._started) < min(self._count, len(jobs)):
            self._started.append(_start())
            self._idle.put(self._started[-1])
        return self._threads.map(self._one, jobs)

    def _one(self, job: dict) -> Piece:
        return _read(self._by_hand(job)) if self._count else do(job)

    def _by_hand(self, job: dict) -> dict:
        hand = self._idle.get()
        try:
            hand.stdin.write(json.dumps(job) + "\n")
            hand.stdin.flush()
            line = hand.stdout.readline()
        except OSError as error:
            raise HandLost from error
        finally:
            self._idle.put(hand)
        if not line:
            raise HandLost
        return json.loads(line)

    def dismiss(self) -> None:
        for hand in self._started:
            hand.kill()
        self._threads.shutdown(cancel_futures=True)
        for hand in self._started:
            hand.communicate()


def _start() -> subprocess.Popen:
    """Start a hand. It is told no secret: what people wrote is laid out where neither key nor database is known."""
    return subprocess.Popen(  # noqa: S603 (our own module, no shell, no text of people among the arguments)
        [sys.executable, "-m", "plans.press.hand", *map(str, settings.STATICFILES_DIRS)],
        cwd=ROOT,
        env={name: os.environ[name] for name in KEPT_FROM_ENVIRONMENT if name in os.environ},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def _read(answered: dict) -> Piece:
    if "libraries" in answered:
        raise LibrariesMissing(answered["libraries"])
    if "error" in answered:
        raise LayingOutFailed(answered["error"])
    return Piece.unpacked(answered)
