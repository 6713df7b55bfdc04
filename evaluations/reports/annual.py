"""The yearly report (進捗・評価報告書) of an edition as a tagged PDF."""

from plans.press import LibrariesMissing, libraries_at_hand

__all__ = ["LibrariesMissing", "render"]


def render(edition) -> bytes:
    """Give the PDF of ``edition``: the same bytes for the same edition, whenever and wherever it is made.

    WeasyPrint and Pango are loaded here and not above: only the worker that makes reports needs them, not the
    web process that merely asks for one. Raises LibrariesMissing where they are not installed.
    """
    with libraries_at_hand():
        from evaluations.reports import book
    return book.make(edition)
