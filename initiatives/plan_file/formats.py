"""The two formats of a plan file, told apart by the ending of its name, and how large it may be."""

from pathlib import PurePath

from initiatives.plan_file.document import Document, PlanFileError, Problem
from initiatives.plan_file.toml_reading import read_toml
from initiatives.plan_file.toml_writing import write_toml
from initiatives.plan_file.workbook_reading import read_workbook
from initiatives.plan_file.workbook_writing import write_workbook

LIMIT = 5 * 1024 * 1024
"""The largest file that is read, in bytes."""
TOO_LARGE = "ファイルが大きすぎます。5MBまでのファイルを選んでください。"
READERS = {".toml": read_toml, ".xlsx": read_workbook}
WRITERS = {".toml": write_toml, ".xlsx": write_workbook}
WRONG_ENDING = "TOML（.toml）かExcelブック（.xlsx）のファイルを選んでください。"


def read(name: str, data: bytes) -> Document:
    """Give what stands in the file called ``name``. Raises PlanFileError, also for what is no such file."""
    reader = READERS.get(PurePath(name).suffix.lower())
    if reader is None:
        raise PlanFileError([Problem("", _advice(PurePath(name).suffix.lower()))])
    if len(data) > LIMIT:
        raise PlanFileError([Problem("", TOO_LARGE)])
    if not data.strip():
        raise PlanFileError([Problem("", "ファイルが空です。")])
    return reader(data)


def _advice(ending: str) -> str:
    if ending == ".xlsm":
        return "マクロ付きのブック（.xlsm）は読み込めません。「Excelブック（.xlsx）」で保存し直してください。"
    if ending == ".xls":
        return "古い形式のブック（.xls）は読み込めません。「Excelブック（.xlsx）」で保存し直してください。"
    return WRONG_ENDING
