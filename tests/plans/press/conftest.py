"""What the report's tests share. Laying out needs Pango; without it they fail, and say so."""

import pytest


@pytest.fixture(autouse=True)
def pango():
    try:
        import weasyprint  # noqa: F401 (loading it loads Pango)
    except OSError as error:
        pytest.fail(
            f"Pango is missing, so no report can be made: install libpango-1.0-0, libpangoft2-1.0-0. ({error})"
        )
