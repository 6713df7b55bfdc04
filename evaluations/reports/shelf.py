"""The shelf: pieces that were laid out before, in the database; what is missing is laid out and put there."""

import json
from collections.abc import Callable

from evaluations.models import LaidOutPiece
from plans.press.hands import Hands
from plans.press.piece import Glyphs, Piece
from plans.press.version import key_of

PUT_AWAY_TOGETHER = 20


class Wanted:
    """A piece by what it shows; ``html`` is asked for only when the shelf has not got it.

    ``pictures`` (in base64) are named in the HTML by their content.
    """

    def __init__(
        self,
        shows: str,
        html: Callable[[], str] | None = None,
        glyphs: Glyphs | None = None,
        pictures: dict[str, str] | None = None,
    ):
        self.key = key_of(shows)
        self._html, self._glyphs, self._pictures = html, glyphs, pictures or {}

    @classmethod
    def as_html(cls, html: str, pictures: dict[str, str] | None = None) -> "Wanted":
        return cls(html, lambda: html, pictures=pictures)

    @property
    def job(self) -> dict:
        return {"html": self._html(), "pictures": self._pictures} if self._html else {"glyphs": self._glyphs}


class Shelf:
    """What one report needs, from the shelf or from ``hands``."""

    def __init__(self, hands: Hands):
        self._hands = hands

    def pieces(self, wanted: list[Wanted]) -> list[Piece]:
        """Give the pieces in the order in which they are wanted. Raises what ``Hands.work`` raises."""
        found = self._get({piece.key: piece for piece in wanted})
        return [found[piece.key] for piece in wanted]

    def fonts(self, glyphs: Glyphs) -> Piece:
        """Give the piece that carries our fonts, cut down to ``glyphs``."""
        wanted = Wanted(json.dumps(glyphs, sort_keys=True), glyphs=glyphs)
        return self.pieces([wanted])[0]

    def _get(self, wanted: dict[str, Wanted]) -> dict[str, Piece]:
        found = self._kept(list(wanted))
        missing = [key for key in wanted if key not in found]
        fresh = []
        for key, piece in zip(missing, self._hands.work(wanted[key].job for key in missing), strict=True):
            found[key] = piece
            fresh.append(LaidOutPiece(key=key, pdf=piece.pdf, outline=piece.outline))
            if len(fresh) == PUT_AWAY_TOGETHER:
                fresh = self._put_away(fresh)
        self._put_away(fresh)
        return found

    def _kept(self, keys: list[str]) -> dict[str, Piece]:
        rows = LaidOutPiece.objects.filter(key__in=keys)
        found = {row.key: Piece.of(row.pdf, row.outline) for row in rows}
        rows.touch()
        return found

    def _put_away(self, fresh: list[LaidOutPiece]) -> list[LaidOutPiece]:
        """Keep some at a time, so that a worker that is ended in the middle goes on where it was."""
        LaidOutPiece.objects.bulk_create(fresh, ignore_conflicts=True)
        return []
