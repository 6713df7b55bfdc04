"""新旧対照表 of a revision, ready for a page or for print: for each subject its lines, for each line two cells."""

from dataclasses import dataclass

from initiatives.models import RevisionChange
from plans.comparison import Omission, Pair, Piece, compare, shortened
from plans.markdown import pictures_in_words
from plans.models import PlanRevision

OMITTED, NEW, GONE = "（略）", "（新設）", "（削除）"


@dataclass(frozen=True)
class Block:
    """A paragraph of a cell: its pieces, or words that stand in its place (（略） and the like)."""

    pieces: tuple[Piece, ...] = ()
    words: str = ""


@dataclass(frozen=True)
class Line:
    label: str
    after: list[Block]
    before: list[Block]


@dataclass(frozen=True)
class Entry:
    change: RevisionChange
    lines: list[Line]


def table(revision: PlanRevision) -> list[Entry]:
    """Give the entries of the table in order, from one query."""
    return [Entry(change, _lines(change)) for change in revision.changes.select_related("initiative")]


def _lines(change: RevisionChange) -> list[Line]:
    if change.is_addition:
        whole = "\n".join(f"{line['label']}　{line['after']}" for line in change.lines)
        return [line_of("", "", whole)]
    return [line_of(line["label"], line["before"], line["after"]) for line in change.lines]


def line_of(label: str, before: str, after: str, *, gone: str = GONE, new: str = NEW) -> Line:
    """Hold two texts side by side; ``gone`` and ``new`` say that one has no such paragraph.

    A picture stands in both columns as words with its number: another picture is another number.
    """
    pairs = shortened(compare(pictures_in_words(before), pictures_in_words(after)))
    return Line(
        label,
        _cell([_block(pair, "after", gone) for pair in pairs] or [Block(words=gone)]),
        _cell([_block(pair, "before", new) for pair in pairs] or [Block(words=new)]),
    )


def _block(pair: Pair | Omission, side: str, missing: str) -> Block:
    if isinstance(pair, Omission):
        return Block(words=OMITTED)
    pieces = getattr(pair, side)
    return Block(pieces) if pieces else Block(words=missing)


def _cell(blocks: list[Block]) -> list[Block]:
    """Say the same words once where they would follow each other."""
    return [block for at, block in enumerate(blocks) if not (block.words and at and blocks[at - 1] == block)]
