"""周知・啓発 as a part of the yearly report."""

import pytest

from tests.evaluations.reports import builders
from tests.evaluations.reports.reading import read, squeezed

ROW = {
    "medium": "市・社協のホームページ",
    "title": "写真展",
    "days": "令和4年11月1日から令和4年11月14日まで",
    "organization": "みほん市社会福祉協議会",
    "audience": "市民",
    "count": "1,210人",
    "link": "https://example.jp/" + "a" * 90,
    "is_sample": True,
}
pytestmark = pytest.mark.real_pdf


def test_a_year_with_activities_has_a_part_that_the_contents_name():
    report = read(builders.edition([builders.content()], outreach=[ROW] * 3))
    text = squeezed(report.text)
    assert text.count("写真展（見本データ）") == 3
    assert "1,210人" in text
    assert "周知・啓発" in str(list(report.bookmarks))
    assert squeezed("令和4年11月1日から令和4年11月14日まで") in text


def test_a_year_without_any_and_an_older_edition_have_none():
    for fields in ({"outreach": []}, {}):
        assert "周知・啓発" not in squeezed(read(builders.edition([builders.content()], **fields)).text)
