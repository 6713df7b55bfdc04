"""What in a text could name a person: a hint beside the box before it is published, never a refusal.

Pure functions, no Django. Plain patterns: they find much, not all, and now and then too much.
"""

import re
import unicodedata

PATTERNS = {
    "電話番号": re.compile(r"(?<!\d)(?=0(?:[-()・ ]{0,2}\d){9,10}(?!\d))0"),
    "メールアドレス": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "郵便番号": re.compile(r"〒\s*\d{3}|(?<!\d)\d{3}-\d{4}(?![\d-])"),
    "番地": re.compile(r"\d+\s*(?:丁目\s*)?\d*\s*(?:番地|番\s*\d+\s*号)|\d+丁目\s*\d+"),
    "生年月日": re.compile(r"\d+年\s*\d+月\s*\d+日\s*(?:生|うまれ)|生年月日"),
}


def found_in(text: str) -> list[str]:
    """Name what the text seems to hold, each kind once; digits of either width and dashes of any kind are read."""
    normal = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"(?<=[\d)])\s*[‐‑–—−ー―]\s*(?=\d)", "-", normal)
    return [name for name, pattern in PATTERNS.items() if pattern.search(plain)]


def hint(*texts: str) -> str:
    """One line for the writer; empty when nothing was found."""
    names = list(dict.fromkeys(name for text in texts for name in found_in(text)))
    if not names:
        return ""
    return f"{'・'.join(names)}のような文字があります。個人が分かることは書かれていないか、確かめてください。"
