"""The positioning map (位置付け図) and the chart of periods (計画期間表) as drawings: numbers that a template turns into SVG.

Pure functions. All text is laid out here, letter by letter where it runs downward, because neither SVG nor the PDF
program breaks lines, and not every program writes vertically.
"""

from dataclasses import dataclass, field, replace

from plans import fiscal_year
from plans.lettering import is_turned, letters, width, wrap
from plans.models import Plan
from plans.periods import Bar, Edge, Row
from plans.positions import Kind, Position

LETTER, SMALL = 16, 13
LINE, SMALL_LINE = 22, 18
PAD, GAP, MARGIN = 12, 16, 16
MAIN, SIDE, ALLEY = 760, 210, 54
ARROW = 40
CAPTION = 24
SIDE_BY_SIDE = 3
"""More plans than this in one row are written downward (縦書き)."""
COLUMN_LETTERS = 13
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
    width: float = 0
    height: float = 0
    boxes: list[Box] = field(default_factory=list)
    frames: list[Box] = field(default_factory=list)
    captions: list[Text] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)


# ---- the map ----------------------------------------------------------------------------------------------


def positioning_map(position: Position) -> Drawing | None:
    """Draw the plans around the one in the middle, or give None when no plan stands to another."""
    if position.middle is None:
        return None
    drawing = Drawing("計画の位置付け図", _words(position))
    y = _upper(drawing, position, MARGIN)
    frame = _integrated(drawing, position, y)
    y = _individual(drawing, position, frame.bottom)
    beside = _coordinating(drawing, position, frame)
    has_side = bool(position.related[Kind.COORDINATES])
    drawing.width = MARGIN + MAIN + (ALLEY + SIDE if has_side else 0) + MARGIN
    drawing.height = max(y, beside) + MARGIN
    return drawing


def _words(position: Position) -> str:
    groups = [group for group in position.groups() if group["plans"] is not position.unrelated]
    return "".join(
        f"{group['title']}：{'、'.join(plan.name for plan in group['plans'])}。" for group in groups
    )


def _upper(drawing: Drawing, position: Position, y: float) -> float:
    plans = position.related[Kind.UPPER]
    if not plans:
        return y
    _caption(drawing, "上位計画", MARGIN + MAIN / 6, y)
    boxes = _grid(plans, Kind.UPPER, MARGIN + MAIN / 6, y + CAPTION, MAIN * 2 / 3)
    drawing.boxes += boxes
    bottom = _bottom(boxes)
    drawing.arrows.append(Arrow(MARGIN + MAIN / 2, bottom + 4, MARGIN + MAIN / 2, bottom + ARROW - 4))
    return bottom + ARROW


def _integrated(drawing: Drawing, position: Position, y: float) -> Box:
    """The frame around the plans made as one and those that they contain."""
    inside, x = MAIN - 2 * GAP, MARGIN + GAP
    title = "一体的に策定する計画" if len(position.core) > 1 else "中心となる計画"
    _caption(drawing, title, x, y + PAD)
    boxes = _grid(position.core, Kind.INTEGRATED, x, y + PAD + CAPTION, inside, with_owners=True)
    if contained := position.related[Kind.CONTAINS]:
        _caption(drawing, "計画の中に含まれる計画", x, _bottom(boxes) + GAP)
        boxes += _grid(contained, Kind.CONTAINS, x, _bottom(boxes) + GAP + CAPTION, inside)
    drawing.boxes += boxes
    frame = Box("integrated", "", "", MARGIN, y, MAIN, _bottom(boxes) + GAP - y)
    drawing.frames.append(frame)
    return frame


def _individual(drawing: Drawing, position: Position, y: float) -> float:
    plans = position.related[Kind.INDIVIDUAL]
    if not plans:
        return y
    middle, top = MARGIN + MAIN / 2, y + ARROW
    drawing.arrows.append(Arrow(middle, y + 4, middle, top - 4))
    _caption(drawing, "福祉の各分野の個別計画", MARGIN + GAP, top + PAD)
    place = (MARGIN + GAP, top + PAD + CAPTION, MAIN - 2 * GAP)
    lay_out = _grid if len(plans) <= SIDE_BY_SIDE else _columns
    boxes = lay_out(plans, Kind.INDIVIDUAL, *place)
    drawing.boxes += boxes
    drawing.frames.append(Box("individual", "", "", MARGIN, top, MAIN, _bottom(boxes) + GAP - top))
    return _bottom(boxes) + GAP


def _coordinating(drawing: Drawing, position: Position, frame: Box) -> float:
    plans = position.related[Kind.COORDINATES]
    if not plans:
        return 0
    x = MARGIN + MAIN + ALLEY
    _caption(drawing, "連携する計画", x, frame.y)
    boxes, y = [], frame.y + CAPTION
    for plan in plans:
        boxes += _grid([plan], Kind.COORDINATES, x, y, SIDE)
        y = boxes[-1].bottom + PAD
    drawing.boxes += boxes
    middle = min(frame.y + frame.height / 2, (boxes[0].y + boxes[-1].bottom) / 2)
    drawing.arrows.append(Arrow(frame.right + 4, middle, x - 4, middle))
    return boxes[-1].bottom


def _caption(drawing: Drawing, text: str, x: float, y: float) -> None:
    drawing.captions.append(Text(text, round(x, 1), round(y + SMALL, 1), SMALL))


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


def _rows_of(plans, room) -> list[list[tuple[Plan, list[str]]]]:
    """Share the plans among as few rows as will do, about as many in each."""
    lettered = [(plan, wrap(_name(plan), COLUMN_LETTERS)) for plan in plans]
    most = max(_column_width(columns) for _, columns in lettered) + GAP
    fit = max(1, int((room + GAP) // most))
    count = -(-len(lettered) // fit)
    size = -(-len(lettered) // count)
    return [lettered[start : start + size] for start in range(0, len(lettered), size)]


def _column_width(columns: list[str]) -> float:
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


# ---- the chart of periods ---------------------------------------------------------------------------------

NAMES, YEAR, HEAD = 240, 86, 66
BAR_PAD, POINT = 8, 10


@dataclass(frozen=True)
class DrawnBar:
    bar: Bar
    outline: str
    texts: tuple[Text, ...]
    x: float
    width: float


@dataclass(frozen=True)
class DrawnRow:
    y: float
    height: float
    names: tuple[Text, ...]
    bars: tuple[DrawnBar, ...]


@dataclass
class Chart:
    title: str
    words: str
    width: float
    height: float
    heads: list[dict]
    now: dict | None
    rows: list[DrawnRow]


def period_chart(rows: list[Row], years: range, today_year: int) -> Chart:
    """Draw the rows of ``plans.periods`` along the years; ``today_year`` is marked when it is among them."""
    drawn, y = [], HEAD
    for row in rows:
        drawn.append(_chart_row(row, years, y))
        y += drawn[-1].height
    heads = [
        {"x": _year_x(year, years), "middle": _year_x(year, years) + YEAR / 2, "year": year, "short": fiscal_year.short(year)}
        for year in years
    ]  # fmt: skip
    now = {"x": _year_x(today_year, years), "width": YEAR} if today_year in years else None
    title = f"計画の期間（{fiscal_year.wareki(years[0])}から{fiscal_year.wareki(years[-1])}まで）"
    words = "".join(f"{row.plan.name}：{'、'.join(bar.words for bar in row.bars)}。" for row in rows)
    return Chart(title, words, NAMES + YEAR * len(years) + 2, y + 2, heads, now, drawn)


def _year_x(year: int, years: range) -> int:
    return NAMES + (year - years.start) * YEAR


def _chart_row(row: Row, years: range, y: float) -> DrawnRow:
    names = wrap(row.plan.short_name or row.plan.name, (NAMES - PAD) / LETTER)
    lettered = [(bar, _bar_lines(bar)) for bar in row.bars]
    height = max(len(names) * LINE, *(_lines_height(lines) for _, lines in lettered), LINE) + 4 * BAR_PAD
    top = y + (height - len(names) * LINE) / 2
    texts = tuple(Text(text, 0, round(top + place * LINE + LETTER, 1)) for place, text in enumerate(names))
    bars = tuple(_drawn_bar(bar, lines, years, y, height) for bar, lines in lettered)
    return DrawnRow(y, height, texts, bars)


def _bar_lines(bar: Bar) -> list[tuple[str, int]]:
    """The bar's name and below it what is not known, in lines that have room; each with its size."""
    room = (bar.last - bar.first + 1) * YEAR - 2 * BAR_PAD - 2 * POINT
    lines = [(text, LETTER) for text in wrap(bar.name, room / LETTER)]
    return lines + [(text, SMALL) for text in (wrap(bar.note, room / SMALL) if bar.note else ())]


def _lines_height(lines: list[tuple[str, int]]) -> float:
    return sum(LINE if size == LETTER else SMALL_LINE for _, size in lines)


def _drawn_bar(bar: Bar, lines, years: range, y: float, height: float) -> DrawnBar:
    x, wide = _year_x(bar.first, years) + 3, (bar.last - bar.first + 1) * YEAR - 6
    middle, cursor = x + wide / 2, y + (height - _lines_height(lines)) / 2
    texts = []
    for text, size in lines:
        texts.append(Text(text, middle, round(cursor + size, 1), size))
        cursor += LINE if size == LETTER else SMALL_LINE
    outline = _outline(bar, x, y + BAR_PAD, x + wide, y + height - BAR_PAD)
    return DrawnBar(bar, outline, tuple(texts), x, wide)


def _outline(bar: Bar, left: float, top: float, right: float, bottom: float) -> str:
    """The corners of the bar; where it goes on beyond the table it has a point, or a notch at its beginning."""
    middle = (top + bottom) / 2
    points = [(left, top)]
    points += [(right - POINT, top), (right, middle), (right - POINT, bottom)] if bar.right == Edge.BEYOND else [(right, top), (right, bottom)]  # fmt: skip
    points.append((left, bottom))
    if bar.left == Edge.BEYOND:
        points.append((left + POINT, middle))
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def text_width(text: Text) -> float:
    """Give how much room the text takes across, in the drawing's units."""
    return width(text.text) * text.size
