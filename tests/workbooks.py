"""Workbooks that were tampered with, for whoever reads workbooks that people send."""

import io
import re
import zipfile

from openpyxl import Workbook

SHEET = "xl/worksheets/sheet2.xml"


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(
    data: bytes, change: dict[str, bytes] | None = None, add: dict[str, bytes] | None = None
) -> bytes:
    """The archive with some of its parts changed or added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, (change or {}).get(name, old.read(name)))
        for name, content in (add or {}).items():
            new.writestr(name, content)
    return file.getvalue()


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def with_entity(data: bytes, entity: str) -> bytes:
    sheet = part(data, SHEET).decode()
    doctype = f"<!DOCTYPE worksheet [{entity}]>"
    head, _, rest = sheet.partition("?>") if sheet.startswith("<?xml") else ('<?xml version="1.0"', "", sheet)
    rest = re.sub(r"(<sheetData>)", r"\1<!-- &x; -->", rest, count=1)
    return repacked(data, {SHEET: f"{head}?>{doctype}{rest}".encode()})


BILLION = "".join(
    f'<!ENTITY a{n} "{"".join(f"&a{n - 1};" for _ in range(10)) or "ha"}">' for n in range(1, 10)
)

NO_WORKBOOKS = {
    "a picture": b"\x89PNG\r\n\x1a\n" + b"\x00" * 64,
    "an old or encrypted workbook": b"\xd0\xcf\x11\xe0" + b"\x00" * 512,
    "half an archive": b"PK\x03\x04" + b"\x00" * 200,
    "an empty archive": b"PK\x05\x06" + b"\x00" * 18,
}
"""Files that never were a workbook, whatever their name says."""

UNREADABLE = {
    "cut off": (lambda data: data[: len(data) // 2], "読めません"),
    "a broken part": (
        lambda data: repacked(data, {SHEET: b"<worksheet><sheetData><row></sheetData>"}),
        "壊れている",
    ),
    "no workbook part": (lambda data: repacked(data, {"xl/workbook.xml": b""}), "壊れている"),
    "macros": (lambda data: repacked(data, add={"xl/vbaProject.bin": b"\x00"}), "マクロ"),
    "a bomb in one part": (
        lambda data: repacked(data, add={"xl/media/x.bin": b"\x00" * 70_000_000}),
        "大きくなりすぎる",
    ),
    "many parts": (
        lambda data: repacked(data, add={f"xl/media/{n}.txt": b"x" for n in range(600)}),
        "大きくなりすぎる",
    ),
    "an entity that grows": (lambda data: with_entity(data, f"{BILLION}<!ENTITY x '&a9;'>"), "壊れている"),
    "an entity from a file": (
        lambda data: with_entity(data, '<!ENTITY x SYSTEM "file:///etc/passwd">'),
        "壊れている",
    ),
}
"""How a workbook is spoilt so that nothing of it can be read, and what people are told."""


def far_cell(sheet):
    sheet["XFD1048576"] = "遠い"
