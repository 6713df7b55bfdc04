"""The text of a plan: Markdown of every kind in, safe HTML that fits the page out."""

import itertools
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.markdown import is_allowed, picture_line, picture_marks, pictures_in_words
from plans.models import GlossaryTerm, Picture
from plans.text import render, with_readings

KOKEN = GlossaryTerm(
    word="成年後見制度", slug="seinen-koken", reading="せいねんこうけんせいど", definition="…"
)
WELFARE = GlossaryTerm(word="福祉", slug="fukushi", reading="ふくし", definition="…")
LOCAL = GlossaryTerm(word="地域福祉", slug="chiiki", reading="ちいきふくし", definition="…")
TAGS = {"p", "h3", "h4", "h5", "h6", "ul", "ol", "li", "a", "em", "strong", "code", "pre", "blockquote", "br", "hr", "table", "thead", "tbody", "tr", "th", "td"}  # fmt: skip


def html(markdown, *glossary):
    return render(markdown, glossary=glossary, below=2)


def elements(markup):
    """What a browser would make of it: every tag with its attributes."""
    found = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            found.append((tag, dict(attrs)))

        def handle_comment(self, data):
            found.append(("comment", {}))

    Reader().feed(markup)
    return found


def levels(markup):
    return [int(level) for level in re.findall(r"<h(\d)", markup)]


# ---- hostile text -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "markdown",
    [
        "<script>alert(1)</script>",
        "文中の<img src=x onerror=alert(1)>です",
        "<div style='color:red'>\n\n本文\n\n</div>",
        "<!-- かくれた -->",
        "`<script>`",
        "```html\n<script>alert(1)</script>\n```",
        '```"><script>\nx\n```',
        "[a](<javascript:alert(1)>)",
        '[a](http://example.jp "x\\" onclick=\\"alert(1)")',
        "| a |\n|--:|\n| <b>x</b> |",
        "<svg/onload=alert(1)>",
        "&lt;script&gt;",
    ],
)
def test_html_in_the_text_is_shown_and_never_run(markdown):
    for tag, attributes in elements(html(markdown)):
        assert tag in TAGS
        assert set(attributes) <= {"href", "title", "class", "scope", "start"}


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "&#106;avascript:alert(1)",
        "java&#x09;script:alert(1)",
        "&#x01;javascript:alert(1)",
        "vbscript:x",
        "data:text/html;base64,PHNjcmlwdD4=",
        "file:///etc/passwd",
        "mailto:a@example.jp",
        "//example.com/",
        "/\\example.com/",
        "\\\\example.com",
        "blob:https://example.jp/x",
    ],
)
def test_a_link_with_another_scheme_or_a_hidden_host_is_no_link(url):
    for markdown in (f"[ここ]({url})", f"[ここ](<{url}>)", f"[ここ][a]\n\n[a]: {url}", f"<{url}>"):
        for found in re.findall(r'href="([^"]*)"', html(markdown)):
            assert is_allowed(found), found
            assert not re.match(r"\s*(//|/\\|[a-z]+:(?!//))", found, re.IGNORECASE), found


@pytest.mark.parametrize(
    "url", ["https://www.example.jp/a?b=1", "http://example.jp", "/plans/map/", "#toc", "?term=3", "kikan/", "../x"]
)  # fmt: skip
def test_web_addresses_and_places_on_the_portal_are_links(url):
    assert f'<a href="{url}">ここ</a>' in html(f"[ここ]({url})")


def test_a_picture_is_not_loaded():
    assert "<img" not in html("![写真](https://example.com/track.png)")


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="#*_`<>[]()!|:-\n\r 　あ※福祉/\\\"'&;javscript:%1x", max_size=80))
def test_whatever_is_written_becomes_known_tags_only(markdown):
    made = html(markdown, WELFARE)
    assert set(re.findall(r"<([a-z0-9]+)", made)) <= TAGS
    assert all(is_allowed(url) for url in re.findall(r'href="([^"]*)"', made))


# ---- headings ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("# 一\n\n## 二\n\n# 三", [3, 4, 3]),
        ("## 一\n\n#### 二\n\n## 三", [3, 4, 3]),
        ("### 一\n\n# 二\n\n###### 三", [3, 3, 4]),
        ("# 1\n\n## 2\n\n### 3\n\n#### 4\n\n##### 5", [3, 4, 5, 6, 6]),
        ("見出し\n====\n\n小見出し\n----", [3, 4]),
    ],
)
def test_headings_follow_the_page_without_a_jump(markdown, expected):
    assert levels(html(markdown)) == expected


@given(st.lists(st.integers(1, 6), min_size=1, max_size=12))
def test_no_order_of_headings_makes_a_jump(depths):
    made = [2, *levels(html("\n\n".join(f"{'#' * depth} 見出し" for depth in depths)))]
    assert all(2 < level <= above + 1 for above, level in itertools.pairwise(made))


# ---- tables -----------------------------------------------------------------------------------------------


def test_a_table_has_scopes_and_no_style():
    made = html("| 年度 | 人数 |\n|:---|---:|\n| 令和4 | 12 |")
    assert '<th scope="col">年度</th>' in made
    assert '<td class="number">12</td>' in made
    assert "style" not in made


# ---- glossary ---------------------------------------------------------------------------------------------


def test_a_marked_word_leads_to_the_glossary_at_its_first_use_only():
    made = html("成年後見制度※を進めます。\n\n成年後見制度※は制度です。成年後見制度もそうです。", KOKEN)
    assert made.count('<a href="/glossary/#seinen-koken">成年後見制度※</a>') == 1
    assert made.index("<a ") < made.index("は制度です")
    assert "<p>成年後見制度※は制度です。" in made


def test_each_section_links_a_word_once_at_its_first_use():
    text = "成年後見制度※。成年後見制度※。\n\n## 一\n\n成年後見制度※。成年後見制度※。\n\n### 二\n\n成年後見制度※。"
    made = html(text, KOKEN)
    assert [part.count("<a ") for part in re.split("<h[34]>", made)] == [1, 1, 1]
    assert made.count("成年後見制度※") == 5


def test_a_marked_word_with_a_reading_is_linked_with_its_ruby():
    made = html("成年後見制度《せいねんこうけんせいど》※です。", KOKEN)
    ruby = "<ruby>成年後見制度<rp>（</rp><rt>せいねんこうけんせいど</rt><rp>）</rp></ruby>※"
    assert made == f'<p><a href="/glossary/#seinen-koken">{ruby}</a>です。</p>\n'


def test_a_word_without_mark_and_a_marked_word_without_entry_stay_text():
    assert "<a" not in html("成年後見制度と見守り※", KOKEN)


def test_the_longest_word_wins():
    made = html("地域福祉※と福祉※", WELFARE, LOCAL)
    assert '<a href="/glossary/#chiiki">地域福祉※</a>と<a href="/glossary/#fukushi">福祉※</a>' in made
    assert 'href="/glossary/#fukushi"' not in html("地域福祉※と、また地域福祉※", WELFARE, LOCAL)


def test_inside_a_link_and_inside_code_no_second_link_is_made():
    made = html("[福祉※の説明](/x/) `福祉※`", WELFARE)
    assert made.count("<a ") == 1


def test_a_word_with_markup_in_it_is_escaped():
    nasty = GlossaryTerm(word="<b>語", slug="nasty")
    assert html("<b>語※", nasty) == '<p><a href="/glossary/#nasty">&lt;b&gt;語※</a></p>\n'


# ---- readings ---------------------------------------------------------------------------------------------


def test_readings_become_ruby_and_lines_become_lines():
    made = with_readings("\n小樽市《おたるし》の計画\n二行目\n")
    ruby = "<ruby>小樽市<rp>（</rp><rt>おたるし</rt><rp>）</rp></ruby>の計画"
    assert made == f"{ruby}<br>\n二行目"


def test_readings_in_the_text_and_in_headings_become_ruby_but_not_in_code():
    made = html("## 小樽市《おたるし》\n\n町《まち》と[村《むら》](/x/) `町《まち》`")
    assert made.count("<ruby>") == 3
    assert "<code>町《まち》</code>" in made
    assert "<h3><ruby>小樽市" in made


@pytest.mark.parametrize("text", ["<script>《あ》", "町《<b>》", "《まち》", "町《machi》", "A&B"])
def test_what_is_no_reading_stays_text_and_is_escaped(text):
    made = with_readings(text)
    assert "<ruby" not in made
    assert "<script" not in made
    assert "<b>" not in made


def test_an_empty_summary_is_empty():
    assert not with_readings(" \n ")


# ---- pictures ---------------------------------------------------------------------------------------------

PHOTO = Picture(sha256="0123456789ab" + "f" * 52, media_type="image/png", width=40, height=30, alt="棚の言葉")


def with_photo(markdown):
    return render(markdown, pictures={PHOTO.key: PHOTO}, below=2)


def test_a_picture_in_a_paragraph_of_its_own_is_a_figure_with_the_words_of_the_text():
    made = with_photo('![海 & "山"](picture:0123456789ab "令和5年撮影")\n![空](picture:0123456789ab)')
    assert made.count("<figure") == 2
    assert "<p>" not in made
    assert 'alt="海 &amp; &quot;山&quot;" width="40" height="30" loading="lazy"' in made
    assert f'src="/pictures/{PHOTO.sha256}.png"' in made
    assert "<figcaption>令和5年撮影</figcaption>" in made
    assert "棚の言葉" not in made


def test_a_picture_among_words_stays_in_the_line():
    made = with_photo("朝の![海](picture:0123456789ab)です。")
    assert made.startswith("<p>朝の<img ")
    assert "<figure" not in made


@pytest.mark.parametrize(
    "markdown",
    [
        "![海](picture:ffffffffffff)",
        "![海](picture:0123456789ab/../x)",
        "![海](picture:javascript:alert)",
        "文![海](picture:)文",
    ],
)
def test_a_picture_that_is_not_there_is_said_in_words(markdown):
    made = with_photo(markdown)
    assert "［画像：海］" in made
    assert "<img" not in made


def test_no_link_leads_to_a_picture_s_key():
    assert with_photo("[ここ](picture:0123456789ab)") == "<p>ここ</p>\n"
    made = with_photo("[前[a](picture:0123456789ab)後](/x/) [![海](picture:0123456789ab)](/y/)")
    assert "picture:" not in made
    assert '<a href="/y/"><img ' in made


@settings(max_examples=200, deadline=None)
@given(
    st.text(alphabet="![]()<> \n\"'\\#-あ:x/", max_size=30),
    st.text(alphabet="![]()<>\"'\\\n |あ*_`", max_size=30),
)
def test_whatever_stands_around_a_picture_nothing_breaks_out(before, alt):
    made = with_photo(f"{before}![{alt}](picture:0123456789ab){before}")
    assert set(re.findall(r"<([a-z0-9]+)", made)) <= TAGS | {"figure", "figcaption", "img"}
    for tag, attributes in elements(made):
        assert not [name for name in attributes if name.startswith("on")], tag


@given(st.text(max_size=40), st.text(max_size=40))
def test_the_line_to_copy_always_names_the_picture(alt, caption):
    alt, caption = " ".join(alt.split()), " ".join(caption.split())
    line = picture_line("0123456789ab", alt or "海", caption)
    (mark,) = picture_marks(f"前\n\n{line}")
    assert (mark.key, mark.line, mark.is_alone) == ("0123456789ab", 3, True)
    assert pictures_in_words(line) != line


def test_pictures_are_found_with_their_lines():
    text = "# 題\n\n文\n\n- a\n- ![一](picture:0123456789ab)\n\n| x |\n|---|\n| ![二](/a.png) |\n\n```\n![三](x)\n```"
    assert [(mark.alt, mark.line) for mark in picture_marks(text)] == [("一", 6), ("二", 10)]
