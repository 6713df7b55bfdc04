"""Doing the same to several records of a board at once: each is checked by itself, and what is left says why."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import User
from accounts.versioning import MoveRefused, StaleVersion
from evaluations.models import EvaluationRound
from initiatives.models import AnnualRecord

CHANGED = "ほかの人が先に変更しました。今の内容を確かめてください。"
MARK = re.compile(r"(\d{1,15})\.(\d{1,9})\.(\d{8})", re.ASCII)


@dataclass(frozen=True)
class Seen:
    """A record as it stood on the page from which it was chosen."""

    record: AnnualRecord
    version: int
    due_on: date

    @property
    def mark(self) -> str:
        return f"{self.record.pk}.{self.version}.{self.due_on:%Y%m%d}"


def seen_now(record: AnnualRecord) -> Seen:
    return Seen(record, record.version, record.due_on)


def mark(record: AnnualRecord) -> str:
    """Write which record, which version and which due date a page shows."""
    return seen_now(record).mark


def chosen(round: EvaluationRound, user: User, data, today: date) -> list[Seen]:
    """Give the records that a page names in ``data`` (a QueryDict), of those that the person manages.

    All open ones of a ``department``, all that are open or late in a ``scope``, or else each ``record`` by its mark;
    marks that cannot be read and records of others are passed over.
    """
    records = AnnualRecord.objects.managed_by(user).filter(request=round.request_id)
    records = records.select_related("request", "lead_department__organization")
    records = records.prefetch_related("lead_department__names").in_order()
    if scope := data.get("scope"):
        rows = [row for row in records if row.is_late(today) or (scope == "open" and row.is_open)]
        return [seen_now(row) for row in rows if row.is_open]
    if department := data.get("department"):
        return [seen_now(row) for row in records if f"{row.lead_department_id}" == department and row.is_open]
    marks = _read(data.getlist("record"))
    return [Seen(row, *marks[row.pk]) for row in records.filter(pk__in=marks)]


def _read(marks: list[str]) -> dict[int, tuple[int, date]]:
    found = {}
    for text in marks:
        if written := MARK.fullmatch(text):
            try:
                day = datetime.strptime(written[3], "%Y%m%d").date()  # noqa: DTZ007 (a day has no time zone)
            except ValueError:
                continue
            found[int(written[1])] = (int(written[2]), day)
    return found


def carry_out(several: list[Seen], verb: Callable[[Seen], object]) -> tuple[int, list[tuple[Seen, str]]]:
    """Call ``verb`` for each; give for how many it was done, and those that are left, as they stand now, with why."""
    left = []
    for seen in several:
        try:
            verb(seen)
        except StaleVersion:
            left.append((seen, CHANGED))
        except MoveRefused as refusal:
            left.append((seen, str(refusal)))
    now = AnnualRecord.objects.select_related("request", "lead_department__organization")
    now = now.prefetch_related("lead_department__names")
    fresh = {row.pk: row for row in now.filter(pk__in=[seen.record.pk for seen, _ in left])}
    stands = [(seen_now(fresh[seen.record.pk]), why) for seen, why in left if seen.record.pk in fresh]
    return len(several) - len(left), stands
