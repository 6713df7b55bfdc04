"""The report for those who do not see it: structure, language, alternative texts; and for printers: fonts."""

import shutil
import subprocess
from itertools import pairwise

import pytest

from tests.evaluations.reports import builders
from tests.evaluations.reports.reading import read

pytestmark = pytest.mark.real_pdf

RARE = "髙﨑𠮷※①㎡○△▲⚠\u2011"


@pytest.fixture(scope="module")
def report():
    contents = builders.year_of(4)
    contents[0]["done"] = f"見落としやすい文字：{RARE}"
    return read(builders.edition(contents, is_draft=False, general_opinions=[builders.opinion()]))


def test_says_title_language_and_that_it_is_tagged(report):
    assert (
        report.reader.metadata.title
        == "令和4年度 進捗・評価報告書　みほん市地域福祉計画・みほん市地域福祉活動計画"
    )
    assert report.catalog["/Lang"] == "ja"
    assert report.catalog["/MarkInfo"]["/Marked"]
    assert report.catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in report.catalog["/Metadata"].get_data()


def test_dates_are_those_of_the_edition(report):
    assert report.reader.metadata.creation_date.isoformat() == "2023-12-01T01:00:00+09:00"


def test_headings_make_no_jump(report):
    assert len(report.tagged("/H1")) == 1
    levels = [
        int(item["/S"][2])
        for item in report.objects
        if item.get("/Type") == "/StructElem" and item["/S"] in ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")
    ]
    order = _levels_in_order(report.catalog["/StructTreeRoot"])
    assert sorted(order) == sorted(levels)
    assert all(after - before <= 1 for before, after in pairwise(order))


def _levels_in_order(node):
    node = node.get_object()
    if isinstance(node, list):
        return [level for kid in node for level in _levels_in_order(kid)]
    if not isinstance(node, dict):
        return []
    own = [int(node["/S"][2])] if str(node.get("/S", "")) in ("/H1", "/H2", "/H3", "/H4") else []
    return own + (_levels_in_order(node["/K"]) if "/K" in node else [])


def test_every_figure_has_an_alternative_text(report):
    figures = report.tagged("/Figure")
    assert figures
    assert all(figure.get("/Alt") for figure in figures)
    words = [figure["/Alt"] for figure in figures]
    assert "開催回数（回）の推移：R3 9回（目標 10）、R4 12回（目標 12）" in words


def test_every_heading_of_a_table_says_of_which_cells_it_speaks(report):
    headings = report.tagged("/TH")
    assert headings
    assert {heading["/A"]["/Scope"] for heading in headings} == {"/Row", "/Column"}


def test_links_lead_inside_the_report_only(report):
    links = [item for item in report.objects if item.get("/Subtype") == "/Link"]
    assert links
    assert all("/Dest" in link and "/A" not in link and link["/F"] == 4 for link in links)


def test_every_destination_of_a_link_exists(report):
    names = {str(name) for name in report.reader.named_destinations}
    assert {str(item["/Dest"]) for item in report.objects if item.get("/Subtype") == "/Link"} <= names


def test_all_fonts_are_ours_and_embedded(report):
    fonts = report.of_type("/FontDescriptor")
    assert {font["/FontFamily"] for font in fonts} <= {"Report Gothic", "Report Fallback"}
    assert all("/FontFile2" in font for font in fonts)


def test_rare_letters_are_there_and_no_glyph_is_missing(report):
    assert RARE.replace("\u2011", "") in report.text.replace("\u2011", "").replace("-", "-")
    assert all(
        font["/Encoding"] == "/Identity-H" for font in report.of_type("/Font") if font["/Subtype"] == "/Type0"
    )


def test_poppler_reads_it_without_complaint(report, tmp_path):
    assert shutil.which("pdftotext"), "poppler-utils is needed for this test"
    file = tmp_path / "report.pdf"
    file.write_bytes(report.pdf)
    done = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True)
    assert not done.stderr
    assert "令和4年度 進捗・評価報告書" in done.stdout.decode()


def test_every_link_stands_in_the_structure_once(report):
    links = [item for item in report.objects if item.get("/Subtype") == "/Link"]
    assert len({link["/StructParent"] for link in links}) == len(links)
    places = [(str(link["/Dest"]), tuple(round(float(x)) for x in link["/Rect"])) for link in links]
    held = [kid for item in report.tagged("/Link") for kid in item["/K"]]
    objects = [kid.get_object() for kid in held if not isinstance(kid, int)]
    assert sum(kid.get("/Type") == "/OBJR" for kid in objects if isinstance(kid, dict)) == len(places)
