"""The three tables of a 回答票 and their columns, in the order in which a clerk reads them."""

from dataclasses import dataclass

from initiatives.models import AnnualRecord

KEY = "管理番号"
RESULT = "確認結果"
LIST_OF_RATINGS, LIST_OF_DIRECTIONS, LIST_OF_REASONS, LIST_OF_ANSWERS = (
    "評価",
    "方向性",
    "値がない理由",
    "その後",
)


@dataclass(frozen=True)
class Column:
    """A column: its heading, its width in characters, and for an input column the part of the form that it fills.

    ``choices`` names the list of the sheet 「選択肢」 from which its cells are chosen.
    """

    heading: str
    width: int = 14
    part: str = ""
    choices: str = ""

    @property
    def is_input(self) -> bool:
        return bool(self.part)


@dataclass(frozen=True)
class Table:
    """One table: ``name`` is its sheet and the stem of its CSV file."""

    name: str
    columns: tuple[Column, ...]

    @property
    def headings(self) -> list[str]:
        return [column.heading for column in self.columns]

    @property
    def inputs(self) -> dict[str, Column]:
        """The input columns by the part of the form that they fill."""
        return {column.part: column for column in self.columns if column.is_input}


def _text(name: str) -> list[Column]:
    """A text of the record with that of the year before to its left."""
    label = AnnualRecord._meta.get_field(name).verbose_name
    return [Column(f"前年度の{label.partition('（')[0]}", 32), Column(label, 40, part=name)]


RECORDS = Table(
    "記録",
    (
        Column(KEY, 20),
        Column("番号", 9),
        Column("取組", 24),
        Column("所管課", 16),
        Column("状態", 10),
        Column("提出期限", 13),
        *_text("planned"),
        *_text("done"),
        Column("前年度の自己評価", 16),
        Column("自己評価", 18, part="self_rating", choices=LIST_OF_RATINGS),
        *_text("rating_reason"),
        *_text("issue"),
        Column("前年度の今後の方向性", 12),
        Column("今後の方向性", 12, part="direction", choices=LIST_OF_DIRECTIONS),
        *_text("improvement"),
        Column(RESULT, 40),
    ),
)
VALUES = Table(
    "指標",
    (
        Column(KEY, 24),
        Column("番号", 9),
        Column("取組", 24),
        Column("指標", 26),
        Column("単位", 8),
        Column("数え方", 32),
        Column("基準値", 16),
        Column("目標値", 14),
        Column("前年度の実績値", 16),
        Column("実績値", 14, part="actual"),
        Column("分子", 12, part="numerator"),
        Column("分母", 12, part="denominator"),
        Column("段階", 22, part="level"),
        Column("値がない理由", 14, part="missing_reason", choices=LIST_OF_REASONS),
        Column("補足", 30, part="note"),
        Column("確かめること", 32),
        Column("いつもと違う理由", 30, part="explanation"),
        Column(RESULT, 40),
    ),
)
PROMISES = Table(
    "約束",
    (
        Column(KEY, 24),
        Column("番号", 9),
        Column("取組", 24),
        Column("出どころ", 22),
        Column("約束", 40),
        Column("市・社協の考え方", 40),
        Column("その後", 18, part="answer", choices=LIST_OF_ANSWERS),
        Column("理由・説明", 40, part="reason"),
        Column(RESULT, 40),
    ),
)
TABLES = (RECORDS, VALUES, PROMISES)
