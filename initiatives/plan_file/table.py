"""What the format is made of: tables, their columns, and columns that stand for rows of another table."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Model

from initiatives.plan_file.kinds import Word

Cells = dict[str, object]
Key = tuple


@dataclass(frozen=True)
class Spread:
    """That a column stands for rows of another table: the departments of a 取組, the targets of an indicator.

    ``rows`` makes their further cells from the value, ``value`` the value from their cells. ``fixed`` cells are the
    same in all. Rows that the value does not name are deleted when ``is_whole``.
    """

    table: str
    rows: Callable[[object], list[Cells]]
    value: Callable[[list[Cells]], object]
    fixed: Cells = field(default_factory=dict)
    is_whole: bool = False


@dataclass(frozen=True)
class Column:
    """``key`` in TOML, ``heading`` in a workbook. ``path`` leads from the row to the value; without a dot it is set."""

    key: str
    heading: str
    kind: Word
    path: str = ""
    spread: Spread | None = None

    def value_of(self, row: Model):
        """What stands in the row (of its own, or in the one that it refers to)."""
        value = row
        for name in (self.path or self.key).split("."):
            value = getattr(value, name)
            if value is None:
                return self.kind.blank if isinstance(self.kind.blank, str) else None
        return value

    @property
    def is_set(self) -> bool:
        return self.spread is None and "." not in self.path


@dataclass(frozen=True)
class Ref:
    """That ``field`` of the row is the row of ``table`` whose key stands in ``columns``.

    ``is_loose``: the rules of the row do not look at that other one, and are asked even when it is wrong.
    """

    field: str
    table: str
    columns: tuple[str, ...]
    is_optional: bool = False
    is_loose: bool = False


@dataclass(frozen=True)
class Table:
    """One kind of row. ``identity`` are the columns by which a row is found again; the first of them name its parent.

    ``in_term`` leads to the term for tables that belong to one; of a published one only the ``open_columns`` change, and
    rows of a table that ``is_open`` come and go as well.
    A table without ``sheet`` stands in no file: it is written as columns (``Spread``) of its parent.
    """

    key: str
    title: str
    model: type[Model]
    identity: tuple[str, ...]
    columns: tuple[Column, ...]
    sheet: str = ""
    parent: str = ""
    parent_columns: tuple[str, ...] = ()
    refs: tuple[Ref, ...] = ()
    in_term: str = ""
    label: tuple[str, ...] = ()
    open_columns: tuple[str, ...] = ()
    is_open: bool = False

    def key_of(self, cells: Cells) -> Key:
        return tuple(cells[name] for name in self.identity)

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    def cells_of(self, row: Model) -> Cells:
        """What stands in the row now, spread columns left out."""
        return {column.key: column.value_of(row) for column in self.columns if not column.spread}

    @property
    def own_columns(self) -> list[Column]:
        """The columns that an entry of TOML writes below its parent."""
        return [column for column in self.columns if column.key not in self.parent_columns]

    @property
    def related(self) -> list[str]:
        """What must be read with a row, so that no cell of it costs a query."""
        paths = {column.path.rpartition(".")[0] for column in self.columns if "." in column.path}
        return sorted(path.replace(".", "__") for path in paths)
