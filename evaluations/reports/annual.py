"""The yearly report (進捗・評価報告書) of an edition as a tagged PDF."""

from plans.press import LibrariesMissing

__all__ = ["LibrariesMissing", "render"]


def render(edition) -> bytes:
    """Give the PDF of ``edition``: the same bytes for the same edition, whenever and wherever it is made.

    What lays out and binds is loaded here and not above: only the worker that makes reports needs it, not the web
    process that merely asks for one. Raises LibrariesMissing where Pango is not installed.
    """
    from evaluations.reports import book

    return book.make(edition)
