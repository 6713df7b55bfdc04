"""The shelf: pieces that were laid out before, in the database; what is missing is laid out and put there."""

import json

from evaluations.models import LaidOutPiece
from plans.press.hands import Hands
from plans.press.piece import Glyphs, Piece
from plans.press.version import key_of

PUT_AWAY_TOGETHER = 20


class Shelf:
    """What one report needs, from the shelf or from ``hands``."""

    def __init__(self, hands: Hands):
        self._hands = hands
        self._held: dict[str, Piece] = {}

    def pieces(self, texts: list[str]) -> list[Piece]:
        """Give the piece of each HTML text, in order. Raises what ``Hands.work`` raises."""
        jobs = {key_of(text): {"html": text} for text in texts}
        self._get(jobs)
        return [self._held[key_of(text)] for text in texts]

    def fonts(self, glyphs: Glyphs) -> Piece:
        """Give the piece that carries our fonts, cut down to ``glyphs``."""
        key = key_of(json.dumps(glyphs, sort_keys=True))
        self._get({key: {"glyphs": glyphs}})
        return self._held[key]

    def _get(self, jobs: dict[str, dict]) -> None:
        self._held |= self._kept([key for key in jobs if key not in self._held])
        missing = {key: job for key, job in jobs.items() if key not in self._held}
        fresh = []
        for key, piece in zip(missing, self._hands.work(missing.values()), strict=True):
            self._held[key] = piece
            fresh.append(LaidOutPiece(key=key, pdf=piece.pdf, outline=piece.outline))
            if len(fresh) == PUT_AWAY_TOGETHER:
                fresh = self._put_away(fresh)
        self._put_away(fresh)

    def _kept(self, keys: list[str]) -> dict[str, Piece]:
        rows = LaidOutPiece.objects.filter(key__in=keys)
        found = {row.key: Piece.of(row.pdf, row.outline) for row in rows}
        rows.touch()
        return found

    def _put_away(self, fresh: list[LaidOutPiece]) -> list[LaidOutPiece]:
        """Keep some at a time, so that a worker that is ended in the middle goes on where it was."""
        LaidOutPiece.objects.bulk_create(fresh, ignore_conflicts=True)
        return []
