"""Text stays text: nothing that a person wrote loads, links, attaches or breaks anything."""

import pytest

from plans.press.fetcher import OwnFilesOnly
from plans.press.typesetter import press
from tests.evaluations.reports import builders
from tests.evaluations.reports.reading import read, squeezed

pytestmark = pytest.mark.real_pdf

HOSTILE = [
    '<img src="file:///etc/passwd">',
    '<link rel="attachment" href="file:///etc/passwd">',
    '<a rel="attachment" href="file:///etc/hosts">x</a>',
    '<style>@import url("http://example.invalid/x.css"); body { background: url(file:///etc/passwd) }</style>',
    '<a href="javascript:alert(1)">押す</a> https://example.jp/ mailto:a@example.jp',
    '"><script>alert(1)</script><base href="http://example.invalid/">',
    "{{ head.contact }}{% include 'base.html' %}",
    "&lt;b&gt; &amp; ]]> <!-- -->",
    "<svg><image href='file:///etc/passwd'/></svg>",
]


@pytest.fixture
def asked(monkeypatch):
    """All addresses that anything asks for while a report is made."""
    seen = []
    original = OwnFilesOnly.fetch

    def fetch(self, url, headers=None):
        seen.append(url)
        return original(self, url, headers)

    monkeypatch.setattr(OwnFilesOnly, "fetch", fetch)
    return seen


def hostile_edition():
    text = "\n".join(HOSTILE)
    sheet = builders.content(
        title=HOSTILE[0],
        content=text,
        done=text,
        department=HOSTILE[1],
        support=[HOSTILE[5]],
        goal=HOSTILE[7],
        path=text,
        indicators=[builders.indicator(name=HOSTILE[8], unit=HOSTILE[5][:20], note=text, recipe=text)],
        promises=[builders.promise(text=text, reason=text, source=text)],
        opinions=[builders.opinion(text=text, reply=text, what_changed=text)],
    )
    return builders.edition(
        [sheet], overall_comment=text, nickname=HOSTILE[5], general_opinions=[builders.opinion(text=text)]
    )


def test_hostile_text_loads_nothing_and_is_printed_as_it_was_written(asked):
    press()
    asked.clear()
    report = read(hostile_edition())
    assert asked == []
    for text in HOSTILE:
        assert squeezed(text) in report.text
    assert "root:" not in report.text


def test_hostile_text_attaches_and_links_nothing():
    report = read(hostile_edition())
    assert not report.of_type("/Filespec")
    assert "/EmbeddedFiles" not in report.catalog.get("/Names", {})
    assert not report.of_type("/EmbeddedFile")
    assert all("/A" not in item for item in report.objects if item.get("/Subtype") == "/Link")
    assert "/OpenAction" not in report.catalog
    assert not any("/JS" in item or "/URI" in item for item in report.objects)


@pytest.mark.parametrize(
    "letter",
    [*map(chr, range(32)), "\x7f", "\x85", "\u2028", "\u202e", "\u2066", "\ufeff", "\ufffe", "\ud800"],
)
def test_control_characters_break_nothing(letter):
    report = read(builders.edition([builders.content(done=f"前{letter}後", title=f"前{letter}後")]))
    assert "前" in report.text
    assert "\u202e" not in report.text
