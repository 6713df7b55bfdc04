"""On which paper the positioning map is printed, so that everybody can read it: no letter is smaller than 9 points."""

from dataclasses import dataclass

from plans.diagrams import Drawing, positioning_map, smallest_letter
from plans.positions import Position

LEAST_POINTS = 9
POINTS_A_MM = 72 / 25.4
MAINS = (760, 900, 1050, 1250, 1500)
"""How wide the map may be drawn; the first is that of the page on the screen."""


@dataclass(frozen=True)
class Paper:
    """A sheet by its class in static/css/report.css, and the room that it has for the drawing, in mm."""

    style: str
    width: float
    height: float

    def points(self, drawing: Drawing) -> float:
        """Give the size of the smallest letter when the drawing fills the room, in points."""
        scale = min(self.width / drawing.width, self.height / drawing.height)
        return smallest_letter(drawing) * scale * POINTS_A_MM


PAPERS = (
    Paper("drawing", 256, 151),
    Paper("drawing-a3", 379, 238),
    Paper("drawing-a3-upright", 256, 361),
    Paper("drawing-a2", 553, 361),
    Paper("drawing-a1", 800, 535),
)
"""From the sheet that every office has up to what only a plotter prints."""


def on_paper(position: Position) -> tuple[Drawing, Paper] | None:
    """Give the drawing and the smallest paper on which it can be read; None when there is nothing to draw."""
    drawings = [positioning_map(position, main) for main in MAINS] if position.middle else []
    for paper in PAPERS:
        drawing = max(drawings, key=paper.points, default=None)
        if drawing and paper.points(drawing) >= LEAST_POINTS:
            return drawing, paper
    return (max(drawings, key=PAPERS[-1].points), PAPERS[-1]) if drawings else None
