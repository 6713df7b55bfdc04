"""In which size the text of a printed page stands on the paper, whatever it was drawn in and however it was enlarged."""

from collections.abc import Iterator
from math import sqrt

from pypdf.generic import ContentStream


def letter_sizes(page) -> set[float]:
    """Give the sizes in points."""
    return {round(size, 2) for size in _sizes(page.get_contents(), page["/Resources"], 1.0)}


def _sizes(stream, resources, scale: float) -> Iterator[float]:  # noqa: C901 (a table of operators)
    """``scale`` is the enlargement outside of ``stream``; a group of drawing (XObject) is a stream of its own."""
    size, place, outer = 0.0, 1.0, []
    for operands, operator in ContentStream(stream, None).operations:
        match operator:
            case b"q":
                outer.append(scale)
            case b"Q":
                scale = outer.pop()
            case b"cm":
                scale *= _enlargement(operands)
            case b"Tm":
                place = _enlargement(operands)
            case b"Tf":
                size = float(operands[1])
            case b"TJ" | b"Tj":
                yield size * place * scale
            case b"Do":
                yield from _group(resources["/XObject"][operands[0]].get_object(), scale)


def _group(drawn, scale: float) -> Iterator[float]:
    if drawn["/Subtype"] == "/Form":
        yield from _sizes(
            drawn, drawn["/Resources"], scale * _enlargement(drawn.get("/Matrix", (1, 0, 0, 1)))
        )


def _enlargement(matrix) -> float:
    """By how much a transformation makes things larger, however it turns them."""
    a, b, c, d = (float(value) for value in matrix[:4])
    return sqrt(abs(a * d - b * c))
