"""Soft checks of the words: what is asked, what is let pass, and that no text whatever makes them stumble."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives import wording_checks
from initiatives.wording_checks import NEARLY, Check, Rating, hints, share_of_last_year

LOW, HIGH = Rating(3, 4), Rating(2, 4)
FIELDS = ("planned", "done", "rating_reason", "issue", "improvement")
TEXTS = st.fixed_dictionaries({field: st.text(max_size=300) for field in FIELDS})
RATINGS = st.none() | st.builds(Rating, st.integers(1, 9), st.integers(1, 9))


def asked(last_year=None, rating=None, **texts) -> list[str]:
    return [hint.check.value for hint in hints(texts, last_year or {}, rating)]


@pytest.mark.parametrize(
    "reason",
    [
        "年12回開催したため。",
        "参加者が２４０人に増えたため。",
        "目標の200人を上回った。",
        "予定どおり12回",
        "前年比＋５％",
    ],
)
def test_a_reason_that_is_only_a_count_is_asked_about(reason):
    assert asked(rating_reason=reason) == ["only_a_count"]


@pytest.mark.parametrize(
    "reason",
    [
        "計画どおり毎月開催できたため。",
        "広報を見直し、10人増えた。",
        "学校と連携し、参加者が20人増えたため。",
        "",
        "順調",
    ],
)
def test_a_reason_that_says_why_is_let_pass(reason):
    assert asked(rating_reason=reason) == []


@pytest.mark.parametrize(
    "text",
    [
        "周知方法を検討する。",
        "次年度に検討していく",
        "9月に開く。\n方法を検討します",
        "開催方法を検討し、広げる",
    ],
)
def test_considering_without_a_time_is_asked_about(text):
    assert asked(improvement=text) == ["no_time"]


@pytest.mark.parametrize(
    "text",
    [
        "９月までに周知方法を検討する。",
        "令和6年度に検討します",
        "検討会を4月に開く",
        "検討会を開く",
        "上半期に検討する",
    ],
)
def test_considering_with_a_time_is_let_pass(text):
    assert asked(improvement=text) == []


@pytest.mark.parametrize("issue", ["特になし", "なし。", "－", "特に ありません", "無し"])
def test_no_issue_beside_a_low_rating_is_asked_about(issue):
    assert asked(issue=issue, rating=LOW) == ["no_issue"]
    assert asked(issue=issue, rating=HIGH) == asked(issue=issue) == []


def test_an_empty_issue_and_a_real_one_are_no_matter_of_wording():
    assert asked(issue="", rating=LOW) == asked(issue="担い手が足りない。", rating=LOW) == []


def test_the_low_half_of_an_odd_scale_begins_after_its_middle():
    assert [Rating(position, 5).is_low for position in range(1, 6)] == [False, False, True, True, True]


@pytest.mark.parametrize(
    "done", ["参加者は240でした。", "参加者数：２４０", "240、前年は231人", "前年（231）より増えた"]
)
def test_a_number_without_a_unit_is_asked_about(done):
    assert asked(done=done) == ["no_unit"]


@pytest.mark.parametrize(
    "done",
    [
        "12回行い、延べ1,200人が参加した。",
        "(1) 見守り\n2. 訪問\n３）相談",
        "令和5年4月1日10:30に始めた。",
        "第3回を開いた。1-1の取組。R5の実績。A4のチラシを500枚",
        "３か所、２０％、1.5倍",
    ],
)
def test_numbers_that_say_what_they_count_are_let_pass(done):
    assert asked(done=done) == []


def test_a_copy_of_last_year_is_asked_about_with_its_share():
    before = "見守り活動を月に一度行い、ひとり暮らしの高齢者の家を民生委員とともに訪ねて、困りごとを聞き、相談窓口につないだ。"
    (same,) = hints({"planned": before}, {"planned": before}, None)
    assert (same.check, same.may_be_unchanged) == (Check.AS_LAST_YEAR, True)
    assert "前年度の文章とすべて同じです" in same.message
    (nearly,) = hints({"planned": before + "完"}, {"planned": before}, None)
    assert "前年度の文章と98％が同じです" in nearly.message


def test_another_text_and_a_short_one_are_no_copies():
    before = "見守り活動を月に一度行った。"
    assert asked({"planned": before}, planned="町内会と相談して訪問の日を増やした。") == []
    assert asked({"issue": "特になし"}, issue="特になし") == []


def test_the_share_is_of_this_years_text():
    assert share_of_last_year("あいうえおかきく", "あいうえおかきくけこさし") == 100
    assert share_of_last_year("あいうえおかきくけこさし", "あいうえおかきく") == 60
    assert share_of_last_year("", "あいう") == share_of_last_year("あ", "あ") == 0


def test_a_fingerprint_changes_with_the_words_and_with_what_is_asked():
    one, two = (hints({"done": text}, {}, None)[0] for text in ("参加者は240。", "参加者は241。"))
    assert one.fingerprint != two.fingerprint
    assert one.fingerprint == hints({"done": "参加者は240。"}, {}, None)[0].fingerprint


@given(TEXTS, TEXTS, RATINGS)
def test_no_text_makes_the_checks_stumble(texts, last_year, rating):
    for hint in hints(texts, last_year, rating):
        assert hint.field in texts
        assert hint.message.endswith("。")
        assert len(hint.fingerprint) == 64
        assert wording_checks.LABELS[hint.check]


@given(st.text(), st.text())
def test_the_share_is_always_a_percentage(text, before):
    assert 0 <= share_of_last_year(text, before) <= 100


@given(st.text(min_size=wording_checks.WORTH_COMPARING, alphabet=st.characters(categories=["L"])))
def test_whatever_is_copied_whole_is_found(text):
    assert share_of_last_year(text, text) == 100 >= NEARLY
