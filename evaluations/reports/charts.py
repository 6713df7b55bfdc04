"""Numbers laid out for the report's own SVG: where a bar ends and a point stands. Pure functions, no Django."""

from decimal import Decimal, InvalidOperation

BAR = {"width": 400, "height": 26}
ROOM_FOR_LETTER = 18
ROOM_FOR_COUNT = 40
LETTER = 8
TREND = {"width": 132, "height": 56, "left": 8, "right": 8, "top": 6, "bottom": 20}
PATTERNS = ("solid", "slant", "dots", "lines", "cross", "grid")
MISSING = "missing"
NO_CODE = "－"


def stacked_bar(key: str, distribution: dict, levels: list[dict]) -> dict:
    """Give the segments of one bar, 100 % wide, and a sentence that says the same; ``key`` is the bar's own name."""
    parts = [
        (level["code"], count, pattern_of(place))
        for place, (level, count) in enumerate(zip(levels, distribution["counts"], strict=True))
    ]
    parts.append((NO_CODE, distribution["missing"], MISSING))
    total = distribution["total"] - distribution.get("closed", 0) or 1
    segments, x = [], 0.0
    for code, count, pattern in parts:
        if count:
            width = BAR["width"] * count / total
            place = {"id": f"{key}-{pattern}", "pattern": pattern, "x": round(x, 1), "width": round(width, 1)}
            segments.append(place | _label(code, count, x, width))
            x += width
    return {"segments": segments, "words": _words(distribution, levels)}


def pattern_of(place: int) -> str:
    return PATTERNS[place % len(PATTERNS)]


def legend(levels: list[dict]) -> list[dict]:
    """Give the patterns of the bars with what they stand for."""
    keys = [level | {"pattern": pattern_of(place)} for place, level in enumerate(levels)]
    keys.append({"code": NO_CODE, "words": "評価なし", "pattern": MISSING})
    return [key | {"id": f"key-{key['pattern']}"} for key in keys]


def _label(code: str, count: int, x: float, width: float) -> dict:
    """The letter and the count, or the letter alone, or nothing, as there is room."""
    text = f"{code} {count}" if width >= ROOM_FOR_COUNT else code if width >= ROOM_FOR_LETTER else ""
    size = LETTER * len(text) + 2
    middle = x + width / 2
    return {
        "label": text,
        "label_width": size,
        "label_x": round(middle - size / 2, 1),
        "middle": round(middle, 1),
    }


def _words(distribution: dict, levels: list[dict]) -> str:
    rated = [
        f"{level['code']} {level['words']} {count}件"
        for level, count in zip(levels, distribution["counts"], strict=True)
    ]
    closed = distribution.get("closed", 0)  # editions of earlier versions know nothing of it
    apart = f"。ほかに対象外・完了 {closed}件" if closed else ""
    counted = distribution["total"] - closed
    return "、".join([*rated, f"評価なし {distribution['missing']}件"]) + f"（計{counted}件）{apart}"


def trend(years: list[dict]) -> dict | None:
    """Give the drawing of an indicator's years ({year, actual, target, shown}), or None for fewer than two values.

    A year without a value leaves a gap: the line is never drawn across it, nor to a year that ``begins_anew``.
    """
    actuals = [_number(year["actual"]) for year in years]
    targets = [_number(year["target"]) for year in years]
    known = [value for value in actuals if value is not None]
    if len(known) < 2:
        return None
    scale = _scale([*known, *(value for value in targets if value is not None)])
    xs = [_x(place, len(years)) for place in range(len(years))]
    return {
        "lines": _lines(xs, actuals, scale, [year.get("begins_anew", False) for year in years]),
        "points": [
            {"x": x, "y": scale(value), "shown": year["shown"]}
            for x, value, year in zip(xs, actuals, years, strict=True)
            if value is not None
        ],
        "breaks": _breaks(xs, years),
        "targets": [
            {"x": x, "y": scale(value)} for x, value in zip(xs, targets, strict=True) if value is not None
        ],
        "ticks": [{"x": x, "year": year["year"]} for x, year in zip(xs, years, strict=True)],
        "words": "、".join(_year_words(year) for year in years),
    }


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", "")) if text else None
    except InvalidOperation:
        return None


def _scale(values: list[Decimal]):
    """Give the function from a value to its height in the drawing; equal values lie in the middle."""
    low, high = min(values), max(values)
    room = TREND["height"] - TREND["top"] - TREND["bottom"]

    def height(value: Decimal) -> float:
        share = float((value - low) / (high - low)) if high > low else 0.5
        return round(TREND["top"] + room * (1 - share), 1)

    return height


def _x(place: int, count: int) -> float:
    room = TREND["width"] - TREND["left"] - TREND["right"]
    return round(TREND["left"] + room * (place + 0.5) / count, 1)


def _lines(xs: list[float], actuals: list[Decimal | None], scale, anew: list[bool]) -> list[str]:
    """Give the points of each unbroken line; one that is to begin ``anew`` has nothing to do with those before."""
    runs: list[list[str]] = [[]]
    for x, value, is_new in zip(xs, actuals, anew, strict=True):
        if value is None or is_new:
            runs.append([])
        if value is not None:
            runs[-1].append(f"{x},{scale(value)}")
    return [" ".join(run) for run in runs if len(run) > 1]


def _breaks(xs: list[float], years: list[dict]) -> list[float]:
    """Give where a new line begins that has nothing to do with the one before: halfway between the two years."""
    starts = (at for at, year in enumerate(years) if at and year.get("begins_anew"))
    return [round((xs[at - 1] + xs[at]) / 2, 1) for at in starts]


def _year_words(year: dict) -> str:
    original = f"、当初 {year['original_target']}" if year.get("original_target") else ""
    target = f"（目標 {year['target']}{original}）" if year["target"] else ""
    return f"{year['year']} {year['shown']}{target}"
