"""What is laid out at a time: the pages of some HTML, with all that is needed to bind them into a larger file.

A piece holds no font. It says which letters it uses, and a binding embeds each font once, for all its pieces.
Everything here is plain data, so that it can be kept and handed from process to process.
"""

import base64
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

Glyphs = dict[str, dict[str, list]]
"""{name of the face: {number of the glyph: [text, width]}}; "regular", "bold" and "fallback" are the faces."""


@dataclass
class Leaf:
    """One page: its size, where its anchors stand {name: [x, y]}, its bookmarks [[level, label, x, y]]; in points.

    ``numbers`` are the places that wait for the number of the page on which an anchor stands: [[MCID, anchor]].
    """

    width: float
    height: float
    anchors: dict[str, list[float]] = field(default_factory=dict)
    bookmarks: list[list] = field(default_factory=list)
    numbers: list[list] = field(default_factory=list)


@dataclass
class Piece:
    """``faces`` are the names that the pages of ``pdf`` call the fonts by."""

    pdf: bytes
    leaves: list[Leaf]
    glyphs: Glyphs
    faces: dict[str, str]

    @property
    def outline(self) -> dict:
        """All but the PDF itself, as JSON keeps it."""
        return {
            "leaves": [asdict(leaf) for leaf in self.leaves],
            "glyphs": self.glyphs,
            "faces": self.faces,
        }

    @classmethod
    def of(cls, pdf: bytes, outline: dict) -> "Piece":
        leaves = [Leaf(**leaf) for leaf in outline["leaves"]]
        return cls(bytes(pdf), leaves, outline["glyphs"], outline["faces"])

    def packed(self) -> dict:
        return {"pdf": base64.b64encode(self.pdf).decode(), "outline": self.outline}

    @classmethod
    def unpacked(cls, packed: dict) -> "Piece":
        return cls.of(base64.b64decode(packed["pdf"]), packed["outline"])


def all_glyphs(sources: Iterable[Glyphs]) -> Glyphs:
    """Give the glyphs of all sources; what the first says of a glyph holds."""
    found: Glyphs = {}
    for glyphs in sources:
        for face, letters in glyphs.items():
            found[face] = letters | found.get(face, {})
    return {face: dict(sorted(letters.items())) for face, letters in sorted(found.items())}
