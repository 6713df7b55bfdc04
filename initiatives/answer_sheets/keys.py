"""管理番号: R5-17-4-9c41e2 leads a row of a file back to its record, and to the version that was handed out.

It stands in a visible column, so that it survives gateways that drop what is hidden. The last part is a check sum
with the portal's secret: a number that was typed or dragged down in Excel is noticed.
"""

import re
from dataclasses import dataclass

from django.utils.crypto import constant_time_compare, salted_hmac

from initiatives.models import AnnualRecord
from plans import fiscal_year

PATTERN = re.compile(r"([A-Z]\d{1,3})-(\d{1,18})-(\d{1,9})(?:-([ip])(\d{1,18}))?-([0-9a-f]{6})")
CHECK_LENGTH = 6
INDICATOR, PROMISE = "i", "p"


class NotAKey(ValueError):
    """The text is no 管理番号 of this portal."""


@dataclass(frozen=True)
class Key:
    """Record and version; in the other tables also the row of the record (``kind`` i or p, ``row`` its key)."""

    year: str
    record: int
    version: int
    kind: str = ""
    row: int = 0

    def __str__(self):
        body = f"{self.year}-{self.record}-{self.version}"
        body = f"{body}-{self.kind}{self.row}" if self.kind else body
        return f"{body}-{_check(body)}"


def key_of(record: AnnualRecord, kind: str = "", row: int = 0) -> Key:
    return Key(fiscal_year.short(record.request.target_year), record.pk, record.version, kind, row)


def read_key(text: str) -> Key:
    """Give the key that stands in a cell; raise NotAKey for anything that this portal did not write."""
    found = PATTERN.fullmatch(text.strip())
    if found is None:
        raise NotAKey(text)
    year, record, version, kind, row, _ = found.groups()
    key = Key(year, int(record), int(version), kind or "", int(row or 0))
    if not constant_time_compare(str(key), text.strip()):
        raise NotAKey(text)
    return key


def _check(body: str) -> str:
    return salted_hmac("initiatives.answer_sheets.keys", body).hexdigest()[:CHECK_LENGTH]
