"""Reads a plan file in TOML. Every entry knows the line on which its table begins."""

import difflib
import re
import tomllib
from decimal import Decimal

from initiatives.plan_file.document import Document, Entry, PlanFileError, Problem
from initiatives.plan_file.format import IN_FILE
from initiatives.plan_file.table import Table

HEADER = re.compile(r"\s*\[{1,2}\s*([^\[\]]+?)\s*\]{1,2}\s*(?:#.*)?$")
# A text, or a comment, as far as it stands on one line; then what opens a text of several lines.
WHOLE = re.compile(r"\"\"\".*?(?<!\\)\"\"\"|'''.*?'''|\"(?!\"\")(?:\\.|[^\"\\])*\"|'(?!'')[^']*'")
OPENS = re.compile(r"#|\"\"\"|'''")
POSITION = re.compile(r"\(at line (\d+), column (\d+)\)")
BOM = b"\xef\xbb\xbf"
SAMPLE = "sample"


def read_toml(data: bytes) -> Document:
    """Give what stands in the file; raise PlanFileError when it is no TOML in UTF-8."""
    text = _decoded(data)
    try:
        content = tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise PlanFileError([_syntax(str(error))]) from error
    return _Reading(_lines(text)).document(content)


def _decoded(data: bytes) -> str:
    try:
        return data.removeprefix(BOM).decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        found = "Shift_JIS（CP932）" if _is_shift_jis(data) else "UTF-8ではない文字コード"
        advice = f"文字コードが{found}です。メモ帳などで「UTF-8」を選んで保存し直してください。"
        raise PlanFileError([Problem(f"{line}行目", advice)]) from error


def _is_shift_jis(data: bytes) -> bool:
    try:
        data.decode("cp932")
    except UnicodeDecodeError:
        return False
    return True


def _syntax(error: str) -> Problem:
    place = POSITION.search(error)
    where = f"{place[1]}行目の{place[2]}文字目" if place else "ファイルの終わり"
    cause = f"（{POSITION.sub('', error).removesuffix('(at end of document)').strip()}）"
    if "Cannot overwrite" in error or "Cannot declare" in error:
        return Problem(where, f"同じ項目か表が2回書かれています{cause}。")
    return Problem(
        where,
        f"TOMLとして読めません。引用符や括弧の閉じ忘れ、「=」の書き忘れがないか確かめてください{cause}。",
    )


def _lines(text: str) -> dict[str, list[int]]:
    """Give the lines of the headers [a.b] and [[a.b]], by name, in their order; those inside of texts do not count."""
    found: dict[str, list[int]] = {}
    closing = ""
    for number, whole in enumerate(text.split("\n"), start=1):
        line = whole
        if closing:
            _, closed, line = line.partition(closing)
            if not closed:
                continue
            closing = ""
        elif header := HEADER.match(line):
            found.setdefault(re.sub(r"[\s\"']", "", header[1]), []).append(number)
            continue
        opened = OPENS.search(WHOLE.sub("", line))
        closing = opened[0] if opened and opened[0] != "#" else ""
    return found


class _Reading:
    """Walks through the tables of one file."""

    def __init__(self, lines: dict[str, list[int]]):
        self.lines = {name: iter(numbers) for name, numbers in lines.items()}
        self.result = Document()
        self.sample = None

    def document(self, content: dict) -> Document:
        self.sample = content.pop(SAMPLE, None)
        top = {key: table for key, table in IN_FILE.items() if not table.parent}
        self._refuse_unknown(content, top.keys(), "", Problem("", ""))
        for key, table in top.items():
            if key in content:
                self._table(table, key, content[key], "", {})
        return self.result

    def _table(self, table: Table, path: str, found, above: str, inherited: dict) -> None:
        entries = [found] if table.key == "portal" else found
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            form = f"[{path}]" if table.key == "portal" else f"[[{path}]]"
            self.result.problems.append(Problem(above, f"「{table.key}」は {form} の形で書いてください。"))
            return
        for at, entry in enumerate(entries, start=1):
            line = self._next_line(path)
            nth = f"の{at}件目" if not line and len(entries) > 1 else ""
            self._entry(table, path, f"{line}行目" if line else above, nth, entry, inherited)

    def _next_line(self, path: str) -> int | None:
        """The line of the next table of that name; None where tables are written within one line."""
        return next(self.lines.get(path, iter(())), None)

    def _entry(self, table: Table, path: str, line: str, nth: str, data: dict, inherited: dict) -> None:
        children = {child.key: child for child in IN_FILE.values() if child.parent == table.key}
        columns = [column.key for column in table.own_columns]
        place = f"{line} [{path}]{nth}"
        self._refuse_unknown(data, [*columns, *children], path, Problem(place, ""))
        cells = inherited | {key: data[key] for key in columns if key in data}
        if self.sample is not None and SAMPLE in columns:
            cells.setdefault(SAMPLE, self.sample)
        self.result.add(table.key, Entry(place, cells))
        for key, child in children.items():
            if key in data:
                above = zip(child.parent_columns, table.identity, strict=True)
                handed = {name: cells[held] for name, held in above if held in cells}
                self._table(child, f"{path}.{key}", data[key], line, handed)

    def _refuse_unknown(self, data: dict, known, path: str, at: Problem) -> None:
        for key in data.keys() - set(known):
            line = self._next_line(f"{path}.{key}".lstrip("."))
            place = f"{line}行目" if line and not at.place else at.place
            close = difflib.get_close_matches(key, list(known), n=1)
            hint = f"「{close[0]}」ではありませんか。" if close else f"書けるのは {'、'.join(known)} です。"
            self.result.problems.append(Problem(place, f"「{key}」という項目はありません。{hint}"))
