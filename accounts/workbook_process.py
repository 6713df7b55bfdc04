"""The other side of ``accounts.workbooks``: reads a workbook from standard input, writes its cells as JSON.

Runs by itself, without the portal, under limits on memory and time that it sets before it looks at the file. Until
then it waits with its libraries loaded; when no file comes, the portal has ended.
"""

import io
import json
import resource
import sys
from datetime import date, datetime, time
from decimal import Decimal

import openpyxl

MEMORY = 200 * 1024 * 1024
SECONDS = 15
ROWS = 20_000
COLUMNS = 300


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def read(data: bytes) -> list[dict]:
    if not openpyxl.DEFUSEDXML:
        raise RuntimeError("defusedxml is missing")
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=False, keep_links=False)
    return [_sheet(sheet) for sheet in book.worksheets if sheet.sheet_state == "visible"]


def _sheet(sheet) -> dict:
    if sheet.max_row > ROWS or sheet.max_column > COLUMNS:
        raise ValueError("too many rows")
    cells = [
        [cell.row, cell.column, cell.coordinate, *_content(cell)]
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    return {"name": sheet.title, "cells": cells, "merged": [str(area) for area in sheet.merged_cells.ranges]}


def _content(cell) -> tuple[str, str]:
    value = cell.value
    if cell.data_type == "f":
        return "formula", ""
    if cell.data_type == "e":
        return "error", str(value)
    if isinstance(value, bool):
        return "bool", str(value).lower()
    if isinstance(value, datetime | date | time):
        return "day", value.isoformat()
    if isinstance(value, int | float):
        return "number", format(Decimal(repr(value)), "f")
    return "text", str(value)


if __name__ == "__main__":
    limit()
    if file := sys.stdin.buffer.read():
        found = json.dumps(read(file), ensure_ascii=False)
        sys.stdout.buffer.write(found.encode("utf-8", "surrogatepass"))
