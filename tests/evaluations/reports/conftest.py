"""What the report's tests share. Laying out needs Pango; without it they fail, and say so."""

import pytest

from evaluations.reports.shelf import Shelf


@pytest.fixture(autouse=True)
def pango():
    try:
        import weasyprint  # noqa: F401 (loading it loads Pango)
    except OSError as error:
        pytest.fail(
            f"Pango is missing, so no report can be made: install libpango-1.0-0, libpangoft2-1.0-0. ({error})"
        )


class ShelfInMemory(Shelf):
    """Keeps nothing for later: reports here are made of editions that are stored nowhere."""

    def _kept(self, keys):
        return {}

    def _put_away(self, fresh):
        return []


@pytest.fixture(scope="module", autouse=True)
def alone():
    """Lay out in the process of the test and keep it out of the database; ``test_shelf`` tests those two."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("plans.press.hands.HANDS", 0)
        patch.setattr("evaluations.reports.book.Shelf", ShelfInMemory)
        yield
