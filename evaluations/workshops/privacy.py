"""Looks for what could tell of a person in words that are going to be public. It asks, it never refuses.

Pure functions, no Django. The rules are plain patterns: they find much, not all, and now and then too much.
"""

import re
import unicodedata
from collections.abc import Callable

PHONE = re.compile(r"(?<!\d)0\d{1,4}[-(). ]{0,2}\d{1,4}[-(). ]{0,2}\d{3,4}(?!\d)")
MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+", re.ASCII)
POST_CODE = re.compile(r"〒\s*\d{3}|(?<!\d)\d{3}-\d{4}(?!\d)")
BLOCK = re.compile(r"\d+丁目\s*\d+|\d+番地|\d+番\d+号")
BIRTH = re.compile(r"(?:昭和|平成|令和|大正)\s*\d{1,2}年\s*\d{1,2}月\s*\d{1,2}日生|生年月日")
NAME = re.compile(r"([々一-龥]{1,5}|[ァ-ヶー]{2,8})(?:さん|ちゃん|くん|氏|殿)")
CALLED = tuple("皆母父兄姉妹弟奥客員者生屋医師孫娘婆爺嫁主達供人手隣方長親")
"""What stands before さん and is no name: お母さん, 民生委員さん, お医者さん, 隣さん."""
DASHES = str.maketrans(dict.fromkeys("‐‑–—−ー―", "-"))


def _has_name(text: str) -> bool:
    return any(not found.group(1).endswith(CALLED) for found in NAME.finditer(text))


def _plain(text: str) -> str:
    """Digits and signs in one width; dashes alike where they stand between digits."""
    normal = unicodedata.normalize("NFKC", text)
    return re.sub(r"(?<=[\d)])\s*[‐‑–—−ー―]\s*(?=\d)", "-", normal)


RULES: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("電話番号のような数字", PHONE.search),
    ("メールアドレスのような文字", MAIL.search),
    ("郵便番号のような数字", POST_CODE.search),
    ("番地のような数字", BLOCK.search),
    ("生年月日のような文字", BIRTH.search),
    ("人の名前のような言葉", _has_name),
)


def hints(text: str) -> list[str]:
    """Say what in ``text`` looks as if it told of a person; empty when nothing does."""
    plain = _plain(text)
    return [words for words, finds in RULES if finds(plain)]
