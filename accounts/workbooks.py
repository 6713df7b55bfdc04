"""The gate for workbooks that people send: what is no harmless .xlsx is refused, the rest is read in another process.

Reading takes place in a process of its own with limits on memory and time, so that whatever a file does to the
parser, the portal goes on. Only what was found comes back, as plain cells.
"""

import io
import json
import os
import subprocess
import sys
import threading
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

UNPACKED_LIMIT = 60 * 1024 * 1024
RATIO_LIMIT = 200
PARTS_LIMIT = 500
SECONDS = 20
OLD_FORMAT = b"\xd0\xcf\x11\xe0"
ROOT = Path(__file__).parent.parent


class WorkbookRefused(Exception):
    """The file is not read. The text says why, for the person who sent it."""


@dataclass(frozen=True)
class Cell:
    """What stands in a cell: ``kind`` is text, number, bool, day, formula or error, ``text`` how it is written."""

    address: str
    kind: str
    text: str


@dataclass(frozen=True)
class Sheet:
    """A sheet with its rows from the first one on, each with its cells by column (from 1), and its merged ranges."""

    name: str
    rows: dict[int, dict[int, Cell]]
    merged: list[str]

    @classmethod
    def from_json(cls, sheet: dict) -> Self:
        rows: dict[int, dict[int, Cell]] = {}
        for row, column, address, kind, text in sheet["cells"]:
            rows.setdefault(row, {})[column] = Cell(address, kind, text)
        return cls(sheet["name"], rows, sheet["merged"])

    def to_json(self) -> dict:
        cells = [
            (row, column, cell.address, cell.kind, cell.text)
            for row, found in self.rows.items()
            for column, cell in found.items()
        ]
        return {"name": self.name, "cells": cells, "merged": self.merged}


class _Readers:
    """The processes that read workbooks: each reads one file, and the next one has loaded its libraries by then.

    A reader that waits ends by itself when the process that started it does: its input ends.
    """

    def __init__(self):
        self._lock = threading.Lock()
        self._waiting: dict[int, subprocess.Popen] = {}
        """By the process that started it: one that was forked off leaves its parent's reader alone."""

    @contextmanager
    def one(self):
        """Give a reader for one file; whatever becomes of the file, the reader has ended afterwards."""
        with self._lock:
            reader = self._waiting.pop(os.getpid(), None)
        if reader is None or reader.poll() is not None:
            reader = self._start()
        try:
            with reader:
                try:
                    yield reader
                finally:
                    reader.kill()
        finally:
            self._wait_for_next()

    def _wait_for_next(self) -> None:
        with self._lock:
            if os.getpid() not in self._waiting:
                self._waiting[os.getpid()] = self._start()

    @staticmethod
    def _start() -> subprocess.Popen:
        command = [sys.executable, "-I", str(ROOT / "accounts" / "workbook_process.py")]
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        return subprocess.Popen(command, **pipes)  # noqa: S603 (our own file, no words of others)


_readers = _Readers()


def read_sheets(data: bytes) -> list[Sheet]:
    """Give the visible cells of a workbook; raise WorkbookRefused for anything that is not one."""
    _inspect(data)
    with _readers.one() as reader:
        try:
            answer, complaint = reader.communicate(data, timeout=SECONDS)
        except subprocess.TimeoutExpired as error:
            raise WorkbookRefused(
                "ブックを時間内に読み取れませんでした。使っていないシートや書式を消してください。"
            ) from error
    if reader.returncode != 0:
        raise WorkbookRefused(_reason(complaint))
    sheets = [Sheet.from_json(sheet) for sheet in json.loads(answer)]
    if not sheets:
        raise WorkbookRefused("ブックに、読み取れるシートがありません。")
    return sheets


def _reason(complaint: bytes) -> str:
    text = complaint.decode("utf-8", "replace")
    if "too many rows" in text:
        return "行か列が多すぎます。使っていない行と列を削除してから、保存し直してください。"
    if "MemoryError" in text:
        return "ブックが大きすぎて読み取れません。使っていないシートや書式を消してください。"
    return "ブックが壊れているため、読み取れません。Excelで開いて、保存し直してください。"


def _inspect(data: bytes) -> None:
    """Look at the list of contents of the archive before anything of it is unpacked."""
    if data.startswith(OLD_FORMAT):
        raise WorkbookRefused(
            "パスワード付きのブックか、古い形式（.xls）のブックです。パスワードを外し、「Excelブック（.xlsx）」で保存し直してください。"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError) as error:
        raise WorkbookRefused(
            "Excelブック（.xlsx）として読めません。ファイルが途中で切れているか、別の種類のファイルです。"
        ) from error
    names = {part.filename for part in parts}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise WorkbookRefused(
            "マクロの入ったブックは読み込めません。マクロのないブック（.xlsx）にしてください。"
        )
    if "xl/workbook.xml" not in names:
        raise WorkbookRefused("Excelブック（.xlsx）ではありません。")
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > PARTS_LIMIT or unpacked > UNPACKED_LIMIT or unpacked > RATIO_LIMIT * len(data):
        raise WorkbookRefused("圧縮を解くと大きくなりすぎるため、読み込めません。")
