"""In CI a browser test that is skipped has failed: a missing Chromium must not look like success.

On a developer's machine the skip stays a skip. Loaded by ``-p`` in pyproject.toml.
"""

import os

import pytest

MESSAGE = "skipped, but with CI set the browser tests must run: "


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Turn the skip of a test marked ``browser`` into a failure."""
    report = yield
    if item.get_closest_marker("browser"):
        _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    """Do the same for a browser module that skips itself whole, whose tests nobody would miss."""
    report = yield
    if "browser" in collector.path.relative_to(collector.config.rootpath).parts:
        _refuse_skip(report)
    return report


def _refuse_skip(report) -> None:
    expected = hasattr(report, "wasxfail")
    if os.environ.get("CI") and report.skipped and not expected:
        report.outcome = "failed"
        report.longrepr = MESSAGE + str(report.longrepr)
