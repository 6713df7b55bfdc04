"""The yearly report (進捗・評価報告書) of an edition as a tagged PDF."""


class LibrariesMissing(Exception):
    """The operating system lacks the libraries that set the type; the report can be made once they are there."""


def render(edition) -> bytes:
    """Give the PDF of ``edition``: the same bytes for the same edition, whenever and wherever it is made.

    WeasyPrint and Pango are loaded here and not above: only the worker that makes reports needs them, not the
    web process that merely asks for one. Raises LibrariesMissing where they are not installed.
    """
    try:
        from evaluations.reports import book
    except OSError as error:  # how WeasyPrint says that Pango is not installed
        raise LibrariesMissing(str(error)) from error
    return book.make(edition)
