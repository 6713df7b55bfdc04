"""One 取組 in the report: whatever a department wrote, or did not write."""

import re
import subprocess

import pytest

from tests.evaluations.reports import builders
from tests.evaluations.reports.reading import read, squeezed

pytestmark = pytest.mark.real_pdf


def sheet_of(report):
    """The text of all pages of the only sheet."""
    begin = next(page for depth, _, page in report.bookmarks if depth == 2)
    end = next(page for depth, title, page in report.bookmarks if page > begin and depth == 1)
    return "".join(report.pages[begin - 1 : end - 1])


def only(**fields):
    return sheet_of(read(builders.edition([builders.content(**fields)], is_draft=False)))


def test_ratings_of_the_years_stand_side_by_side():
    text = only(final={**builders.rating("A"), "comment": "地区の広がりを評価した。"})
    assert "段階R3令和4年度（2022年度）" in text
    assert "自己評価Bおおむね順調Bおおむね順調" in text
    assert "最終評価Cやや遅れA順調" in text
    assert "地区の広がりを評価した。" in text
    assert "A順調、Bおおむね順調、Cやや遅れ、D遅れ" in text


def test_ratings_of_the_committee_as_a_distribution():
    votes = [{**builders.rating("A"), "count": 5}, {**builders.rating("B"), "count": 2}]
    contents = [builders.content(committee_ratings=votes)]
    text = sheet_of(read(builders.edition(contents, committee_rates=True)))
    assert "委員の評価－A順調5人、Bおおむね順調2人" in text


def test_committee_that_does_not_rate_has_no_row():
    assert "委員の評価" not in only()


def test_promises_with_what_became_of_them():
    kept = builders.promise()
    carried = builders.promise(
        source="令和3年度の意見（令和3-002）",
        text="冬の活動を考える。",
        reply="電話で試す。",
        answer="まだ実施していない",
        reason="雪が多かった。",
    )
    text = only(promises=[kept, carried])
    for words in (
        "令和3年度の改善",
        "実施した",
        "令和3年度の意見（令和3-002）",
        "電話で試す。",
        "まだ実施していない",
        "雪が多かった。",
    ):
        assert words in text


def test_unreported_sheet_says_so_and_shows_no_empty_boxes():
    text = only(
        is_reported=False, state="下書き", planned="下書きの計画", done="", final=None, self_rating=None
    )
    assert "未報告" in text
    assert "状態：下書き" in text
    assert "下書きの計画" not in text
    assert "評価の理由" not in text


def test_shares_of_supporting_departments_stand_in_a_section_of_their_own():
    shares = [{"department": "子育て支援課", "done": "園で開いた。", "issue": "人手が足りない。"}]
    text = only(shares=shares)
    assert "関係課の取組子育て支援課園で開いた。課題人手が足りない。" in text
    assert "関係課の取組" not in only()  # editions of earlier versions know nothing of shares


def test_a_record_without_a_report_says_why_and_shows_no_empty_boxes():
    text = only(
        outcome={"label": "今年度は対象外", "reason": "隔年で行うため。"},
        self_rating=None,
        final=None,
        indicators=[],
    )
    assert "今年度は対象外理由隔年で行うため。" in text
    assert "計画・実績・評価・改善" not in text


def test_empty_record_stands():
    empty = {
        "planned": "",
        "done": "",
        "rating_reason": "",
        "issue": "",
        "improvement": "",
        "direction": "",
        "content": "",
    }
    text = only(
        **empty,
        self_rating=None,
        final=None,
        years=[],
        support=[],
        linked_plans=[],
        indicators=[],
        promises=[],
        opinions=[],
    )
    assert "計画・実績・評価・改善" in text
    assert "指標" not in text
    assert "去年の約束" not in text
    assert "委員会の意見と" not in text


def test_indicators_with_numbers_reasons_and_earlier_years():
    missing = builders.indicator(
        name="相談件数",
        unit="件",
        actual="",
        missing="未集計",
        shown="未集計",
        years=[],
        baseline="基準値なし",
        target="",
    )
    text = only(indicators=[builders.indicator(note="うち3回は電話"), missing])
    assert "開催回数（回）" in text
    assert "8回令和元年度91212" in text
    assert "数え方：1回ごとに報告書で数える補足：うち3回は電話" in text
    assert "基準値なし－－未集計" in text


def test_twelve_indicators_over_five_years():
    years = [
        {"year": f"R{n}", "target": "10", "actual": f"1{n},000", "shown": f"1{n},000回"} for n in range(1, 6)
    ]
    rows = [builders.indicator(name=f"指標その{n}", actual="123,456", years=years) for n in range(1, 13)]
    text = only(indicators=rows)
    for n in range(1, 13):
        assert f"指標その{n}（回）" in text
    assert text.count("15,000") == 12
    assert "11,000" not in text, "the table keeps the latest four years; the drawing has all"


@pytest.mark.parametrize("field", ["planned", "done", "rating_reason", "issue", "improvement", "content"])
def test_text_of_twenty_thousand_characters_runs_over_pages(field):
    long = "".join(f"第{n}文、地域で支え合う仕組みについて述べます。" for n in range(900))[:20_000]
    report = read(builders.edition([builders.content(**{field: long})], is_draft=False))
    assert long in "".join(
        re.sub(r"令和4年度進捗・評価報告書[^。]*?\d+/\d+$", "", page) for page in report.pages
    )


def test_long_address_is_broken_and_no_letter_leaves_the_page(tmp_path):
    report = read(
        builders.edition([builders.content(done="https://example.jp/" + "a" * 400)], is_draft=False)
    )
    assert squeezed("https://example.jp/" + "a" * 40) in report.text
    file = tmp_path / "report.pdf"
    file.write_bytes(report.pdf)
    boxes = subprocess.run(
        ["pdftotext", "-bbox", str(file), "-"], capture_output=True, check=True
    ).stdout.decode()
    assert max(float(x) for x in re.findall(r'xMax="([\d.]+)"', boxes)) < 595 - 50


def test_opinions_with_reply_disposition_and_change():
    text = only(
        opinions=[builders.opinion(7), builders.opinion(8, is_replied=False, reply="", disposition="")]
    )
    assert "令和4-007意見受付令和5年8月10日反映" in text
    assert "9月の説明会の案内を" in text
    assert "回答は、まだ決まっていません。" in text
