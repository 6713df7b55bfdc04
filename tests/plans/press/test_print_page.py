"""One page or a few, printed from a template: what everybody who prints may rely on."""

from datetime import date

import pytest

from plans.press import print_page
from tests.plans.press.reading import Reading

pytestmark = pytest.mark.real_pdf

TEMPLATE = """
{% extends "reports/page.html" %}
{% block title %}対照表{% endblock title %}
{% block orientation %}ORIENTATION{% endblock orientation %}
{% block heading %}対照表{% endblock heading %}
{% block content %}
  {% for part in parts %}
    <h2>{{ part }}</h2>
    <p>{{ text }}</p>
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10" role="img"><title>図の説明</title><rect width="20" height="10"/></svg>
    <table><thead><tr><th scope="col">旧</th><th scope="col">新</th></tr></thead><tbody><tr><td>甲</td><td>乙</td></tr></tbody></table>
  {% endfor %}
{% endblock content %}
"""


@pytest.fixture
def printed(tmp_path, settings):
    def print_(orientation="portrait", **context):
        (tmp_path / "sample.html").write_text(TEMPLATE.replace("ORIENTATION", orientation), encoding="utf-8")
        settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]
        base = {
            "head": "みほん市地域福祉計画",
            "made_on": date(2023, 12, 1),
            "parts": ["第1章"],
            "text": "本文",
        }
        return Reading(print_page("sample.html", base | context))

    return print_


def test_head_foot_and_page_numbers_stand_on_every_page(printed):
    report = printed(parts=[f"第{number}章" for number in range(1, 30)])
    assert len(report.pages) > 1
    for number, text in enumerate(report.pages, start=1):
        assert "みほん市地域福祉計画" in text
        assert f"{number}/{len(report.pages)}" in text
        assert "令和5年12月1日作成" in text


def test_title_language_tags_and_bookmarks(printed):
    report = printed()
    assert report.reader.metadata.title == "対照表　みほん市地域福祉計画"
    assert report.catalog["/Lang"] == "ja"
    assert b"pdfuaid:part" in report.catalog["/Metadata"].get_data()
    assert [item["/Alt"] for item in report.tagged("/Figure")] == ["図の説明"]
    assert {item["/A"]["/Scope"] for item in report.tagged("/TH")} == {"/Column"}
    assert [title for _, title, _ in report.bookmarks] == ["第1章"]


@pytest.mark.parametrize(("orientation", "is_landscape"), [("portrait", False), ("landscape", True)])
def test_paper_is_a4_and_turned_on_request(printed, orientation, is_landscape):
    sizes = {
        tuple(round(float(side)) for side in page.mediabox[2:]) for page in printed(orientation).reader.pages
    }
    assert sizes == {(842, 595) if is_landscape else (595, 842)}


def test_hostile_text_is_printed_as_it_was_written(printed):
    text = '<script>alert(1)</script><img src="file:///etc/passwd">\r\n😀𠮷'
    report = printed(text=text, head=text)
    assert '<script>alert(1)</script><imgsrc="file:///etc/passwd">〓𠮷' in report.text
    assert not any("/URI" in item or "/JS" in item for item in report.objects)


def test_the_same_context_gives_the_same_bytes(printed):
    assert printed().pdf == printed().pdf


def test_fonts_are_ours(printed):
    fonts = printed().of_type("/FontDescriptor")
    assert {font["/FontFamily"] for font in fonts} <= {"Report Gothic", "Report Fallback"}
