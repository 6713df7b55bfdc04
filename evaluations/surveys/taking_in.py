"""A file with results on its way in: read, compared with what stands there, written as it was shown, or not at all."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.versioning import MoveRefused
from accounts.workbooks import Cell, Sheet, read_sheets
from evaluations.models import ItemAnswers, ItemWording, Survey, SurveyUpload
from evaluations.surveys import results_file
from evaluations.surveys.results import Group, save_answers, stored_groups
from evaluations.surveys.results_file import Line, Problem
from initiatives.answer_sheets import csv_file
from initiatives.answer_sheets.exchange import OLD_EXCEL, ZIP

APPLIED_ALREADY = "このファイルは、すでに書き込みました。直したいときは、もう一度送ってください。"
CHANGED_MEANWHILE = "確かめた後に、書き込む内容が変わりました。もう一度確かめてください。"


@dataclass(frozen=True)
class Change:
    """What a file does to one item: ``groups`` are all that will stand there, groups that the file leaves out too."""

    wording: ItemWording
    version: int
    is_percent: bool
    groups: list[Group]
    added: list[Group]
    changed: list[tuple[Group, Group]]
    unchanged: int

    @property
    def changes_something(self) -> bool:
        return bool(self.added or self.changed)


@dataclass(frozen=True)
class Comparison:
    changes: list[Change]
    problems: list[Problem]

    @property
    def to_write(self) -> list[Change]:
        return [change for change in self.changes if change.changes_something]

    @property
    def unchanged(self) -> int:
        return sum(change.unchanged for change in self.changes)

    @property
    def digest(self) -> str:
        """What a confirmation is bound to."""
        shown = [(c.wording.pk, c.version, c.is_percent, c.groups) for c in self.to_write]
        return hashlib.sha256(repr(shown).encode()).hexdigest()


def take_in(*, survey: Survey, data: bytes, name: str, by: User, now: datetime) -> SurveyUpload:
    """Keep what was read of a file; nothing is written yet. Raises WorkbookRefused when it cannot be read."""
    is_book = data.startswith((ZIP, OLD_EXCEL))
    sheets = read_sheets(data) if is_book else csv_file.read(data)
    kept = [asdict(sheet) for sheet in sheets]
    return SurveyUpload.objects.create(survey=survey, by=by, sent_at=now, name=name[-255:], sheets=kept)


def compare(upload: SurveyUpload) -> Comparison:
    """Give what the file would change now, and all that keeps it from being written."""
    read = results_file.read(_sheets(upload))
    survey, problems, changes = upload.survey, list(read.problems), []
    items = {item.code: item for item in survey.series.items.for_reading()}
    held = {one.wording_id: one for one in survey.answers.for_reading()}
    by_code: dict[str, dict[tuple[str, str], dict[str, Line]]] = {}
    for (code, breakdown, name), lines in read.groups.items():
        by_code.setdefault(code, {})[breakdown, name] = lines
    for code, groups in by_code.items():
        wording = items[code].wording_in(survey.fiscal_year) if code in items else None
        if wording is None:
            problems.append(_unknown(code, groups, survey))
            continue
        change, wrong = _change(wording, held.get(wording.pk), groups, survey.valid)
        problems += wrong
        changes += [change] if change else []
    return Comparison(changes, problems)


def _sheets(upload: SurveyUpload) -> Iterable[Sheet]:
    for sheet in upload.sheets:
        rows = {
            int(row): {int(column): Cell(**cell) for column, cell in cells.items()}
            for row, cells in sheet["rows"].items()
        }
        yield Sheet(sheet["name"], rows, sheet["merged"])


def _unknown(code: str, groups: dict, survey: Survey) -> Problem:
    address = next(iter(next(iter(groups.values())).values())).address
    return Problem(address, f"項目番号「{code}」は、{survey.year_label}の項目にありません。")


def _change(
    wording: ItemWording, held: ItemAnswers | None, lines_of: dict, valid: int
) -> tuple[Change | None, list[Problem]]:
    """Compare the groups of one item; the same category of numbers holds for all of them."""
    is_percent = all(line.people is None for lines in lines_of.values() for line in lines.values())
    sent, problems = [], []
    for names, lines in lines_of.items():
        group, wrong = results_file.group_of(lines, names, wording, valid, is_percent)
        problems += wrong
        sent += [group] if group else []
    if problems or not sent:
        return None, problems
    standing = {group.key: group for group in stored_groups(held)}
    left_out = standing.keys() - {group.key for group in sent}
    if held and held.is_percent != is_percent and left_out:
        address = next(iter(next(iter(lines_of.values())).values())).address
        text = "人数と割合が混ざります。この項目のすべての内訳を、同じ数え方でそろえてください。"
        return None, [Problem(address, text)]
    is_other = held is not None and held.is_percent != is_percent
    return Change(
        wording=wording,
        version=held.version if held else 0,
        is_percent=is_percent,
        groups=list((standing | {group.key: group for group in sent}).values()),
        added=[group for group in sent if group.key not in standing],
        changed=[
            (standing[group.key], group)
            for group in sent
            if group.key in standing and (is_other or standing[group.key] != group)
        ],
        unchanged=sum(not is_other and standing.get(group.key) == group for group in sent),
    ), []


@transaction.atomic
def apply(*, upload: SurveyUpload, seen: str, now: datetime) -> int:
    """Write all that the file changes, in one transaction; give the number of items.

    ``seen`` is the digest of what the sender was shown. Raises MoveRefused when it was applied before, has problems,
    or would write something else by now.
    """
    row = SurveyUpload.objects.select_for_update().get(pk=upload.pk)
    if row.applied_at:
        raise MoveRefused(APPLIED_ALREADY)
    survey = Survey.objects.select_for_update().get(pk=row.survey_id)
    comparison = compare(row)
    if comparison.problems or comparison.digest != seen:
        raise MoveRefused(CHANGED_MEANWHILE)
    for change in comparison.to_write:
        save_answers(
            survey=survey,
            wording=change.wording,
            version=change.version,
            is_percent=change.is_percent,
            groups=change.groups,
        )
    row.applied_at = now
    row.save()
    return len(comparison.to_write)
