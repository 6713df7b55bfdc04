"""Numbers as Japanese offices write and read them. Pure functions, no Django."""

import re
import unicodedata
from decimal import Decimal

NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?")
SIGNS = str.maketrans({"▲": "-", "△": "-", "−": "-", "ー": "-", "–": "-", "‐": "-", "、": ",", "。": "."})


def read_number(text: str) -> Decimal:
    """Read 1200 from １，２００ or 1,200 and -5 from ▲5. Raises ValueError for anything that is not one number."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text.translate(SIGNS)))
    if not NUMBER.fullmatch(plain):
        raise ValueError(text)
    return Decimal(plain.replace(",", ""))


def write_number(number: Decimal | None) -> str:
    """Write 1,200 or 12.5, without trailing zeros; empty for none."""
    if number is None:
        return ""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
