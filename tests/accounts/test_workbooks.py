"""The gate for workbooks: about forty files that are no harmless workbook, each with its clear answer."""

import io
import subprocess
import sys
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from accounts import workbook_process, workbooks
from accounts.workbooks import WorkbookRefused, read_sheets

BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def book(*rows, sheet="団体") -> bytes:
    made = Workbook()
    made.active.title = sheet
    for row in rows:
        made.active.append(row)
    return saved(made)


def saved(made: Workbook) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def rebuilt(data: bytes, changes: dict[str, bytes | None]) -> bytes:
    """The same archive with parts replaced, added, or (None) left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *changes}:
            content = changes.get(name, old.read(name) if name in old.namelist() else None)
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def with_doctype(data: bytes, doctype: str, part="xl/worksheets/sheet1.xml") -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        text = archive.read(part).decode()
    head, mark, rest = text.partition("<worksheet")
    return rebuilt(data, {part: f"{head}{doctype}{mark}{rest}".encode()})


def test_cells_come_back_with_their_kind_and_address():
    sheet = read_sheets(book(["コード", 12, 1.5, True], ["=1+1", "#N/A", None, "  "]))[0]
    assert sheet.name == "団体"
    kinds = [(cell.address, cell.kind, cell.text) for row in sheet.rows.values() for cell in row.values()]
    assert kinds[:4] == [
        ("A1", "text", "コード"),
        ("B1", "number", "12"),
        ("C1", "number", "1.5"),
        ("D1", "bool", "true"),
    ]
    assert kinds[4:] == [("A2", "formula", ""), ("B2", "error", "#N/A"), ("D2", "text", "  ")]


def test_hidden_sheets_are_not_read():
    made = Workbook()
    made.create_sheet("控え").sheet_state = "hidden"
    assert [sheet.name for sheet in read_sheets(saved(made))] == ["Sheet"]


GOOD = book(["コード", "名称"], ["mihon", "みほん市"])
BROKEN = "ブックが壊れているため"
NONE = "Excelブック（.xlsx）として読めません"
REFUSED = {
    "text": (b"code,name\n", NONE),
    "an old workbook": (workbooks.OLD_FORMAT + b"\0" * 600, "パスワード付きのブックか、古い形式"),
    "cut off in the middle": (GOOD[: len(GOOD) // 2], NONE),
    "cut off at the end": (GOOD[:-10], NONE),
    "only its head": (GOOD[:4], NONE),
    "noise": (bytes(range(256)) * 40, NONE),
    "an archive of something else": (
        rebuilt(GOOD, {"xl/workbook.xml": None}),
        "Excelブック（.xlsx）ではありません",
    ),
    "macros": (rebuilt(GOOD, {"xl/vbaProject.bin": b"x"}), "マクロの入ったブック"),
    "a zip bomb": (rebuilt(GOOD, {"xl/media/a.bin": b"\0" * (61 * 1024 * 1024)}), "大きくなりすぎる"),
    "a dense part": (rebuilt(GOOD, {"xl/media/a.bin": b"\0" * (10 * 1024 * 1024)}), "大きくなりすぎる"),
    "too many parts": (rebuilt(GOOD, {f"xl/a{at}.xml": b"x" for at in range(600)}), "大きくなりすぎる"),
    "an XML bomb": (with_doctype(GOOD, BOMB), BROKEN),
    "a file from outside": (with_doctype(GOOD, OUTSIDE), BROKEN),
    "XML that is none": (rebuilt(GOOD, {"xl/worksheets/sheet1.xml": b"<worksheet"}), BROKEN),
    "a sheet that is missing": (
        rebuilt(GOOD, {"xl/worksheets/sheet1.xml": None}),
        "読み取れるシートがありません",
    ),
    "an empty workbook part": (rebuilt(GOOD, {"xl/workbook.xml": b""}), BROKEN),
    "no list of contents": (rebuilt(GOOD, {"[Content_Types].xml": None}), BROKEN),
    "another root": (rebuilt(GOOD, {"xl/workbook.xml": b"<html/>"}), "読み取れるシートがありません"),
    "a cell far below": (
        rebuilt(
            GOOD,
            {
                "xl/worksheets/sheet1.xml": b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                b'<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
            },
        ),
        "行か列が多すぎます",
    ),
}


@pytest.mark.parametrize(("data", "told"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_harmless_workbook_is_refused_in_words(data, told):
    with pytest.raises(WorkbookRefused, match=told):
        read_sheets(data)


def test_a_process_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(workbooks, "SECONDS", 0.01)
    with pytest.raises(WorkbookRefused, match="時間内に読み取れませんでした"):
        read_sheets(GOOD)


MEASURED = """
import resource, subprocess, sys
done = subprocess.run([sys.executable, "-I", sys.argv[1]], stdin=sys.stdin, capture_output=True)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
print(done.returncode, b"MemoryError" in done.stderr, peak)
"""


def test_no_workbook_takes_more_than_200_megabytes():
    """A million empty cells in 3 MB: within the size of a file and the ratio of packing, far beyond the memory."""
    cells = [
        "".join(f'<c r="{get_column_letter(at)}{row}" s="0"/>' for at in range(1, 301))
        for row in range(1, 5001)
    ]
    rows = "".join(f'<row r="{row}">{text}</row>' for row, text in enumerate(cells, start=1))
    sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'
    data = rebuilt(GOOD, {"xl/worksheets/sheet1.xml": sheet.encode()})
    workbooks._inspect(data)
    command = [sys.executable, "-c", MEASURED, workbook_process.__file__]
    answer = subprocess.run(command, input=data, capture_output=True, check=True)
    code, has_run_out, peak = answer.stdout.decode().split()
    assert (code, has_run_out) == ("1", "True")
    assert int(peak) <= 200


def test_memory_that_runs_out_ends_the_reading_not_the_portal():
    rows = "".join(f'<row r="{at}">' + "<c><v>1</v></c>" * 290 + "</row>" for at in range(1, 9000))
    sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'
    noise = bytes(
        (at * at * 31) % 251 for at in range(400_000)
    )  # so that it is not the ratio that refuses it
    data = rebuilt(GOOD, {"xl/worksheets/sheet1.xml": sheet.encode(), "xl/media/a.bin": noise})
    with pytest.raises(WorkbookRefused, match=r"大きすぎ|時間内に|大きくなりすぎる|壊れている"):
        read_sheets(data)


def test_a_reader_reads_one_file_and_the_next_one_waits_until_the_portal_ends():
    readers = workbooks._Readers()
    with readers.one() as first:
        first.communicate(GOOD)
    assert first.returncode == 0
    (waiting,) = readers._waiting.values()
    assert waiting.pid != first.pid
    assert waiting.poll() is None
    waiting.stdin.close()  # as when the process that started it has ended
    assert waiting.wait(timeout=20) == 0
    waiting.stdout.close()
    waiting.stderr.close()
