"""Looks for what could tell of a person in words that are going to be public. It asks, it never refuses.

What it looks for beside the ledger (``evaluations.ledger.personal_information``) are names: people say them in the evening.
"""

import re
import unicodedata

from evaluations.ledger.personal_information import found_in

NAME = re.compile(r"([々一-龥]{1,5}|[ァ-ヶー]{2,8})(?:さん|ちゃん|くん|氏|殿)")
CALLED = tuple("皆母父兄姉妹弟奥客員者生屋医師孫娘婆爺嫁主達供人手隣方長親")
"""What stands before さん and is no name: お母さん, 民生委員さん, お医者さん, 隣さん."""


def _has_name(text: str) -> bool:
    plain = unicodedata.normalize("NFKC", text)
    return any(not found.group(1).endswith(CALLED) for found in NAME.finditer(plain))


def hints(text: str) -> list[str]:
    """Say what in ``text`` looks as if it told of a person; empty when nothing does."""
    found = [f"{name}のような文字" for name in found_in(text)]
    return [*found, "人の名前のような言葉"] if _has_name(text) else found
