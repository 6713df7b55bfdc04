"""新旧対照表: what is marked as changed, and that nothing of either text is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.comparison import Omission, compare, shortened


def marked(side) -> str:
    return "".join(f"[{piece.text}]" if piece.is_changed else piece.text for piece in side)


def sides(before, after) -> list[tuple[str, str]]:
    """(new, old) of each paragraph, with what is marked in brackets."""
    return [(marked(pair.after), marked(pair.before)) for pair in compare(before, after)]


def joined(pairs) -> tuple[str, str]:
    return tuple(
        "".join(piece.text for pair in pairs for piece in side(pair))
        for side in (lambda pair: pair.before, lambda pair: pair.after)
    )


# ---- what a clerk would underline -------------------------------------------------------------------------

SENTENCES = [
    ("年2回、集まります。", "年4回、集まります。", "年[4]回、集まります。", "年[2]回、集まります。"),
    ("1,200人", "1,250人", "[1,250]人", "[1,200]人"),
    ("年12回開きます。", "年10、12回開きます。", "年[10、]12回開きます。", "年12回開きます。"),
    ("会場費の一部を助成します。", "会場費と暖房費の一部を助成します。", "会場費[と暖房費]の一部を助成します。", "会場費の一部を助成します。"),
    ("ふれあいサロンを開く。", "ふれあいサービスを開く。", "ふれあい[サービス]を開く。", "ふれあい[サロン]を開く。"),
    ("相談支援の体制を整えます。", "相談窓口の体制を整えます。", "相談[窓口]の体制を整えます。", "相談[支援]の体制を整えます。"),
    ("見守りを行います。", "見守りを行いました。", "見守りを行いま[した]。", "見守りを行いま[す]。"),
    ("高齢者の見守り", "障害者や高齢者の見守り", "[障害者や]高齢者の見守り", "高齢者の見守り"),
    ("𠮷田さんと進めます。", "吉田さんと進めます。", "[吉]田さんと進めます。", "[𠮷]田さんと進めます。"),
    ("👨‍👩‍👧が参加する会", "👨‍👩‍👦が参加する会", "[👨‍👩‍👦]が参加する会", "[👨‍👩‍👧]が参加する会"),
    ("ガイドを配る会", "か\u3099いどを配る会", "[か\u3099いど]を配る会", "[ガイド]を配る会"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "new", "old"), SENTENCES)
def test_the_words_that_changed_are_marked(before, after, new, old):
    assert sides(before, after) == [(new, old)]


def test_a_new_sentence_is_marked_as_a_whole():
    assert sides("会を開きます。", "会を開きます。冬はオンラインで開きます。") == [
        ("会を開きます。[冬はオンラインで開きます。]", "会を開きます。")
    ]


def test_changes_that_are_close_together_are_marked_as_one():
    [(new, old)] = sides("広報紙やチラシで参加を呼びかけます。", "動画やポスターで参加を呼びかけます。")
    assert new == "[動画やポスター]で参加を呼びかけます。"
    assert old == "[広報紙やチラシ]で参加を呼びかけます。"


def test_a_sentence_of_which_little_is_left_is_marked_as_a_whole():
    before = "地域の皆さんが集まる場所を増やし、つながりを深めます。"
    after = "地域の方々が気軽に立ち寄れる場を整え、支え合いの輪を広げます。"
    assert sides(before, after) == [(f"[{after}]", f"[{before}]")]


def test_a_new_paragraph_stands_alone_and_is_marked_as_a_whole():
    before = "一つめの段落です。\n\n二つめの段落で、サロンを開きます。"
    after = "一つめの段落です。\n\n新しく入りました。\n\n二つめの段落で、サービスを開きます。"
    assert sides(before, after) == [
        ("一つめの段落です。\n\n", "一つめの段落です。\n\n"),
        ("[新しく入りました。]\n\n", ""),
        ("二つめの段落で、[サービス]を開きます。", "二つめの段落で、[サロン]を開きます。"),
    ]


def test_a_paragraph_that_went_leaves_the_other_side_empty():
    assert sides("残る段落です。\n消える段落です。\n", "残る段落です。\n") == [
        ("残る段落です。\n", "残る段落です。\n"),
        ("", "[消える段落です。]\n"),
    ]


def test_one_side_may_be_empty_altogether():
    assert sides("", "新しい文です。") == [("[新しい文です。]", "")]
    assert sides("古い文です。", "") == [("", "[古い文です。]")]
    assert sides("", "") == []


def test_line_ends_are_kept_and_never_marked():
    assert sides("一行目\r\n二行目", "一行目\n三行目") == [
        ("一行目\n", "一行目\r\n"),
        ("[三]行目", "[二]行目"),
    ]


# ---- what is left out -------------------------------------------------------------------------------------


def test_paragraphs_that_stay_are_left_out_together():
    before = "".join(f"段落その{number}です。\n" for number in range(6))
    short = shortened(compare(before, before.replace("その3です", "その3でした")))
    assert [isinstance(part, Omission) for part in short] == [True, False, True]
    assert marked(short[1].after) == "段落その3で[した]。\n"


def test_where_only_line_ends_changed_all_is_shown():
    pairs = compare("一行目\n二行目", "一行目\n\n二行目")
    assert not any(pair.is_changed for pair in pairs)
    assert shortened(pairs) == pairs


# ---- whatever people paste --------------------------------------------------------------------------------

SNIPPETS = st.sampled_from(
    ["見守り", "を行います", "。", "、", "\n", "\r\n", "\n\n", "2", "３０", "回", "サロン", "𠮷", "👨‍👩‍👧", "🇯🇵", "が", "か\u3099", "<b>", "　", "！？」"]
)  # fmt: skip
TEXTS = st.lists(SNIPPETS, max_size=40).map("".join) | st.text(max_size=60)


@settings(max_examples=400, deadline=None)
@given(TEXTS, TEXTS)
def test_the_pieces_give_both_texts_back(before, after):
    assert joined(compare(before, after)) == (before, after)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text):
    assert not any(pair.is_changed for pair in compare(text, text))


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS)
def test_what_is_not_marked_is_the_same_on_both_sides(before, after):
    for pair in compare(before, after):
        same = [
            "".join(p.text for p in side if not p.is_changed).strip("\r\n")
            for side in (pair.after, pair.before)
        ]
        assert same[0] == same[1] or not (pair.after and pair.before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("あ" * 20_000, "あい" * 10_000),
        ("あ\n" * 10_000, "あ\n" * 9_999 + "い\n"),
        ("".join(f"{n}番です。\n" for n in range(4_000)), "".join(f"{n}号です。\n" for n in range(4_000))),
        ("あいう。" * 5_000, "いうえ。" * 5_000),
    ],
    ids=["one long line", "the same line again", "every line changed", "many short sentences"],
)
def test_long_texts_are_compared_without_losing_anything(before, after):
    assert joined(compare(before, after)) == (before, after)
