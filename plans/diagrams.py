"""The positioning map (位置付け図) as a drawing: numbers that a template turns into SVG.

Pure functions. All text is laid out here, letter by letter where it runs downward, because neither SVG nor the PDF
program breaks lines, and not every program writes vertically.
"""

import math
from dataclasses import dataclass, field, replace

from plans.lettering import is_turned, letters, width, wrap
from plans.models import Plan
from plans.positions import Kind, Position

LETTER, HEADING, SMALL = 16, 15, 15
LINE, SMALL_LINE = 22, 20
PAD, GAP, MARGIN = 12, 16, 16
MAIN, SIDE, ALLEY = 760, 210, 54
ARROW = 40
CAPTION = 24
SIDE_BY_SIDE = 3
"""More plans than this in one row are written downward (縦書き)."""
LONGEST_SIDE = 8
"""More coordinating plans than this stand in several columns."""
COLUMN_LETTERS = 13
MOST_COLUMNS = 5
SMALL_KANA = set("ぁぃぅぇぉっゃゅょァィゥェォッャュョ")


@dataclass(frozen=True)
class Text:
    text: str
    x: float
    y: float
    size: int = LETTER
    turned: tuple[float, float] | None = None
    """The point around which a letter of vertical writing is turned by 90 degrees."""


@dataclass(frozen=True)
class Box:
    kind: str
    name: str
    url: str
    x: float
    y: float
    width: float
    height: float
    texts: tuple[Text, ...] = ()
    is_vertical: bool = False

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


@dataclass(frozen=True)
class Arrow:
    """A line with heads: pointing down, or both ways when it lies across."""

    x1: float
    y1: float
    x2: float
    y2: float

    @property
    def heads(self) -> list[str]:
        if self.x1 == self.x2:
            return [f"{self.x2 - 7},{self.y2 - 10} {self.x2 + 7},{self.y2 - 10} {self.x2},{self.y2}"]
        return [
            f"{self.x1 + 10},{self.y1 - 7} {self.x1 + 10},{self.y1 + 7} {self.x1},{self.y1}",
            f"{self.x2 - 10},{self.y2 - 7} {self.x2 - 10},{self.y2 + 7} {self.x2},{self.y2}",
        ]


@dataclass
class Drawing:
    title: str
    words: str
    main: float = MAIN
    """How wide the plans above each other are, without those at the side."""
    width: float = 0
    height: float = 0
    boxes: list[Box] = field(default_factory=list)
    frames: list[Box] = field(default_factory=list)
    captions: list[Text] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)


# ---- the map ----------------------------------------------------------------------------------------------


def positioning_map(position: Position, main: float = MAIN) -> Drawing | None:
    """Draw the plans around the one in the middle, or give None when no plan stands to another.

    The wider ``main`` is, the less high is the drawing.
    """
    if position.middle is None:
        return None
    drawing = Drawing("計画の位置付け図", _words(position), main)
    y = _upper(drawing, position, MARGIN)
    frame = _integrated(drawing, position, y)
    _individual(drawing, position, frame.bottom)
    _coordinating(drawing, position, frame)
    drawing.width = max(frame.right for frame in drawing.frames) + MARGIN
    drawing.height = max(frame.bottom for frame in drawing.frames) + MARGIN
    return drawing


def _words(position: Position) -> str:
    groups = [
        group for group in position.groups() if group["plans"] not in (position.unrelated, position.closed)
    ]
    return "".join(
        f"{group['title']}：{'、'.join(plan.name for plan in group['plans'])}。" for group in groups
    )


def _upper(drawing: Drawing, position: Position, y: float) -> float:
    plans = position.related[Kind.UPPER]
    if not plans:
        return y
    left, middle = MARGIN + drawing.main / 6, MARGIN + drawing.main / 2
    _caption(drawing, "上位計画", left, y)
    boxes = _grid(plans, Kind.UPPER, left, y + CAPTION, drawing.main * 2 / 3)
    drawing.boxes += boxes
    bottom = _bottom(boxes)
    drawing.arrows.append(Arrow(middle, bottom + 4, middle, bottom + ARROW - 4))
    return bottom + ARROW


def _integrated(drawing: Drawing, position: Position, y: float) -> Box:
    """The frame around the plans made as one and those that they contain."""
    inside, x = drawing.main - 2 * GAP, MARGIN + GAP
    title = "一体的に策定する計画" if len(position.core) > 1 else "中心となる計画"
    _caption(drawing, title, x, y + PAD)
    boxes = _grid(position.core, Kind.INTEGRATED, x, y + PAD + CAPTION, inside, with_owners=True)
    if contained := position.related[Kind.CONTAINS]:
        _caption(drawing, "計画の中に含まれる計画", x, _bottom(boxes) + GAP)
        boxes += _grid(contained, Kind.CONTAINS, x, _bottom(boxes) + GAP + CAPTION, inside)
    drawing.boxes += boxes
    frame = Box("integrated", "", "", MARGIN, y, drawing.main, _bottom(boxes) + GAP - y)
    drawing.frames.append(frame)
    return frame


def _individual(drawing: Drawing, position: Position, y: float) -> None:
    plans = position.related[Kind.INDIVIDUAL]
    if not plans:
        return
    middle, top = MARGIN + drawing.main / 2, y + ARROW
    drawing.arrows.append(Arrow(middle, y + 4, middle, top - 4))
    _caption(drawing, "福祉の各分野の個別計画", MARGIN + GAP, top + PAD)
    place = (MARGIN + GAP, top + PAD + CAPTION, drawing.main - 2 * GAP)
    lay_out = _grid if len(plans) <= SIDE_BY_SIDE else _columns
    boxes = lay_out(plans, Kind.INDIVIDUAL, *place)
    drawing.boxes += boxes
    drawing.frames.append(Box("individual", "", "", MARGIN, top, drawing.main, _bottom(boxes) + GAP - top))


def _coordinating(drawing: Drawing, position: Position, frame: Box) -> None:
    """The plans at the side in their own frame, in several columns where one would be longer than the paper."""
    plans = position.related[Kind.COORDINATES]
    if not plans:
        return
    x, top = frame.right + ALLEY, frame.y
    _caption(drawing, "連携する計画", x + PAD, top + PAD)
    boxes: list[Box] = []
    size = math.ceil(len(plans) / math.ceil(len(plans) / LONGEST_SIDE))
    for start in range(0, len(plans), size):
        y, left = top + PAD + CAPTION, x + PAD + (SIDE + PAD) * (start // size)
        for plan in plans[start : start + size]:
            boxes += _grid([plan], Kind.COORDINATES, left, y, SIDE)
            y = boxes[-1].bottom + PAD
    drawing.boxes += boxes
    wide = max(box.right for box in boxes) + PAD - x
    side = Box("coordinates", "", "", x, top, wide, _bottom(boxes) + PAD - top)
    drawing.frames.append(side)
    middle = top + min(frame.height, side.height) / 2
    drawing.arrows.append(Arrow(frame.right + 4, middle, x - 4, middle))


def _caption(drawing: Drawing, text: str, x: float, y: float) -> None:
    drawing.captions.append(Text(text, round(x, 1), round(y + HEADING, 1), HEADING))


def _bottom(boxes: list[Box]) -> float:
    return max(box.bottom for box in boxes)


def _name(plan: Plan) -> str:
    return plan.short_name or plan.name


def _grid(plans, kind, x, y, room, *, with_owners=False) -> list[Box]:
    """Boxes with lines across, up to three in a row, those of a row equally large."""
    boxes = []
    per_row = min(len(plans), SIDE_BY_SIDE)
    wide = (room - GAP * (per_row - 1)) / per_row
    for start in range(0, len(plans), per_row):
        row = []
        for place, plan in enumerate(plans[start : start + per_row]):
            owners = "・".join(str(owner) for owner in plan.owners.all()) if with_owners else ""
            row.append(_across(plan, kind, x + place * (wide + GAP), y, wide, owners))
        tall = max(box.height for box in row)
        boxes += [_stretched(box, tall) for box in row]
        y += tall + GAP
    return boxes


def _across(plan, kind, x, y, wide, owners) -> Box:
    texts, middle, cursor = [], x + wide / 2, y + PAD
    for text, size, line in ((owners, SMALL, SMALL_LINE), (_name(plan), LETTER, LINE)):
        for piece in wrap(text, (wide - 2 * PAD) / size) if text else ():
            texts.append(Text(piece, round(middle, 1), round(cursor + size, 1), size))
            cursor += line
    return Box(
        str(kind), plan.name, plan.get_absolute_url(), round(x, 1), round(y, 1), round(wide, 1),
        round(cursor + PAD - y, 1), tuple(texts),
    )  # fmt: skip


def _stretched(box: Box, tall: float) -> Box:
    """Make the box as tall as its neighbours, its lines in the middle."""
    down = (tall - box.height) / 2
    texts = tuple(replace(text, y=round(text.y + down, 1)) for text in box.texts)
    return replace(box, height=tall, texts=texts)


def _columns(plans, kind, x, y, room) -> list[Box]:
    """Boxes with lines downward, as many in a row as have room, those of a row equally tall."""
    boxes = []
    for row in _rows_of(plans, room):
        tall = max(len(letters(column)) for _, columns in row for column in columns) * (LETTER + 2) + 2 * PAD
        spare = (room - sum(_column_width(columns) for _, columns in row) - GAP * (len(row) - 1)) / len(row)
        cursor = x
        for plan, columns in row:
            wide = _column_width(columns) + min(spare, 3 * LINE)
            boxes.append(_downward(plan, kind, columns, (cursor, y, wide, tall)))
            cursor += wide + GAP
        y += tall + GAP
    return boxes


def _rows_of(plans, room) -> list[list[tuple[Plan, tuple[str, ...]]]]:
    """Share the plans among as few rows as will do, about as many in each."""
    lettered = [(plan, wrap(_name(plan), _longest_column(plans))) for plan in plans]
    most = max(_column_width(columns) for _, columns in lettered) + GAP
    fit = max(1, int((room + GAP) // most))
    count = -(-len(lettered) // fit)
    size = -(-len(lettered) // count)
    return [lettered[start : start + size] for start in range(0, len(lettered), size)]


def _longest_column(plans) -> int:
    """Give how many letters a column holds: more where a name would otherwise need very many columns."""
    return max(COLUMN_LETTERS, math.ceil(max(width(_name(plan)) for plan in plans) / MOST_COLUMNS))


def _column_width(columns: tuple[str, ...]) -> float:
    return len(columns) * LINE + 2 * PAD


def _downward(plan, kind, columns, place) -> Box:
    x, y, wide, tall = (round(number, 1) for number in place)
    middle = x + wide / 2
    texts = []
    for number, column in enumerate(columns):
        centre = middle + ((len(columns) - 1) / 2 - number) * LINE
        texts += [
            _glyph(letter, centre, y + PAD + row * (LETTER + 2)) for row, letter in enumerate(letters(column))
        ]
    return Box(
        str(kind), plan.name, plan.get_absolute_url(), x, y, wide, tall, tuple(texts), is_vertical=True
    )


def _glyph(letter: str, centre: float, top: float) -> Text:
    """One letter of vertical writing in its square; small kana stand a little to the upper right."""
    aside = LETTER * 0.12 if letter in SMALL_KANA else 0
    x, y = round(centre + aside, 1), round(top + LETTER * 0.88 - aside, 1)
    if is_turned(letter):
        middle = round(top + LETTER / 2, 1)
        return Text(
            letter, round(centre, 1), round(middle + LETTER * 0.36, 1), turned=(round(centre, 1), middle)
        )
    return Text(letter, x, y)


def smallest_letter(drawing: Drawing) -> float:
    """Give the size of the smallest letter of the drawing, in its units."""
    return min(
        text.size for text in (*drawing.captions, *(text for box in drawing.boxes for text in box.texts))
    )
