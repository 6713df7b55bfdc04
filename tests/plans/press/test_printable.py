"""What becomes of letters that cannot be set in type."""

import pytest

from plans.press.printable import printable, printable_text


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("ふつうの文。\n2行目", "ふつうの文。\n2行目"),
        ("髙﨑𠮷※①㎡○△▲⚠", "髙﨑𠮷※①㎡○△▲⚠"),
        ("よい😀です", "よい〓です"),
        ("家族👨\u200d👩\u200d👧\u200d👦と", "家族〓と"),
        ("手👍🏽を", "手〓を"),
        ("旗🇯🇵を", "旗〓を"),
        ("1\ufe0f\u20e3番", "1番"),
        ("⚠\ufe0f注意", "⚠注意"),
        ("葛\U000e0100城市", "葛城市"),
        ("か\u3099ぎ", "がぎ"),
        ("外字\ue000です", "外字〓です"),
        ("한", "〓"),
        ("a\u200d😀", "a〓"),
        ("\r\n行\r行\u2028", "\n行\n行\n"),
        ("\x00見\x07え\u202eない\ufeff", "見えない"),
        ("半\ud800分", "半〓分"),
    ],
)
def test_text(written, printed):
    assert printable_text(written) == printed


def test_all_texts_of_nested_data():
    assert printable({"a": ["😀", 1, None, {"b": "\x00"}]}) == {"a": ["〓", 1, None, {"b": ""}]}
