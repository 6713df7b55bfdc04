"""What may be loaded while a page is laid out: our own static files, nothing else."""

import logging

import pytest
from weasyprint import HTML

from plans.press import own_files
from plans.press.fetcher import OwnFilesOnly
from plans.press.own_files import FetchRefused, own_file

HOSTILE = (
    '<img src="file:///etc/passwd">'
    '<style>@import url("http://example.invalid/x.css"); body { background: url(file:///etc/passwd) }</style>'
)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "https://example.invalid/",
        "ftp://example.invalid/",
        "data:text/css,body{}",
        "STATIC:css/report.css",
        "static:../otaru_welfare/settings.py",
        "static:fonts/../../manage.py",
        "static:/etc/passwd",
        "static:%2e%2e/manage.py",
        "static:css/report.css?x",
        "static:css",
        "static:",
        "static:css/report.css\x00",
        "relative.png",
        "picture:",
        "picture:0123",
    ],
)
def test_fetcher_refuses(address):
    with pytest.raises(FetchRefused):
        OwnFilesOnly().fetch(address)


def test_fetcher_gives_our_own_files():
    assert OwnFilesOnly().fetch("static:css/report.css").read() == own_file("css/report.css").read_bytes()


def test_fetcher_gives_the_pictures_of_a_page_and_only_while_it_is_laid_out():
    fetcher = OwnFilesOnly()
    with fetcher.showing({"0123": b"bytes"}):
        assert fetcher.fetch("picture:0123").read() == b"bytes"
        with pytest.raises(FetchRefused):
            fetcher.fetch("picture:4567")
    with pytest.raises(FetchRefused):
        fetcher.fetch("picture:0123")


def test_fetcher_follows_no_link_out_of_the_folder(tmp_path, settings):
    outside = tmp_path / "secret.txt"
    outside.write_text("secret")
    folder = tmp_path / "static"
    folder.mkdir()
    (folder / "own.txt").write_text("own")
    (folder / "link.txt").symlink_to(outside)
    settings.STATICFILES_DIRS = [folder]
    own_files.finders.get_finder.cache_clear()
    try:
        assert own_file("own.txt").read_text() == "own"
        with pytest.raises(FetchRefused):
            own_file("link.txt")
    finally:
        own_files.finders.get_finder.cache_clear()


def test_even_unescaped_html_could_load_nothing_through_our_fetcher(caplog):
    with caplog.at_level(logging.ERROR, logger="weasyprint"):
        document = HTML(string=HOSTILE, url_fetcher=OwnFilesOnly()).render()
    assert len(document.pages) == 1
    assert "root:" not in str(document.write_pdf())
