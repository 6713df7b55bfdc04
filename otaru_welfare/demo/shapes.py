"""What the sample files hold: one shape a kind of entry, and reading them with errors that name file and entry."""

import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import MISSING, dataclass, field, fields
from datetime import date, datetime, time, timedelta
from pathlib import Path
from types import UnionType
from typing import get_origin

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError
from django.db.models import Model
from django.utils import timezone

from accounts.versioning import MoveRefused
from plans import fiscal_year

SAMPLES = Path(__file__).parent / "samples"
Number = int | float
Day = date | int
"""A fixed day, or a number of days counted from the day of loading."""


class SampleError(Exception):
    """What is wrong, in which file and at which entry, in words for the person who wrote it."""


@dataclass(frozen=True, kw_only=True)
class Sample:
    """An entry of a file. ``place`` says where it stands."""

    place: str

    @classmethod
    def read(cls, place: str, data: dict) -> "Sample":
        shape = {column.name: column for column in fields(cls) if column.name != "place"}
        needed = {n for n, c in shape.items() if c.default is MISSING and c.default_factory is MISSING}
        if not isinstance(data, dict):
            raise SampleError(f"{place}：表の形で書いてください。")
        if unknown := sorted(data.keys() - shape.keys()):
            raise SampleError(f"{place}：「{'」「'.join(unknown)}」という項目はありません。")
        if missing := sorted(needed - data.keys()):
            raise SampleError(f"{place}：「{'」「'.join(missing)}」がありません。")
        if wrong := [name for name, value in data.items() if not _fits(value, shape[name].type)]:
            raise SampleError(f"{place}：「{'」「'.join(wrong)}」の書き方が違います。")
        return cls(place=place, **data)


def _fits(value, kind) -> bool:
    """Tell whether the value is of the kind; what is inside a list or a table is looked at where it is used."""
    return isinstance(value, kind if isinstance(kind, UnionType) else get_origin(kind) or kind)


# ---- people -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class UserSample(Sample):
    username: str
    email: str
    name: str
    role: str
    department: str = ""
    is_section_chief: bool = False


@dataclass(frozen=True, kw_only=True)
class CommitteeSample(Sample):
    name: str
    alias: str
    basis: str
    quorum: str
    appointed_on: date


@dataclass(frozen=True, kw_only=True)
class MemberSample(Sample):
    name: str
    category: str
    user: str = ""
    office: str = "member"
    affiliation: str = ""
    shown_as: str = "category"


# ---- what a revision changes -------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class RevisionSample(Sample):
    published_on: date
    before_round: str
    reason: str
    decided_by: str
    meeting: str = ""
    change: list[dict] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class RevisionChangeSample(Sample):
    """A new content of a 取組, or new targets of one of its indicators."""

    initiative: str
    content: str = ""
    indicator: str = ""
    targets: dict[str, Number] = field(default_factory=dict)
    remarks: str = ""


# ---- the years --------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class RoundSample(Sample):
    year: str
    stage: str
    opened_on: date
    due_on: Day
    opinions_due_on: Day
    committee_rates: bool
    entered_on: Day
    message: str
    decided_on: Day | None = None
    published_on: Day | None = None
    meeting_on: Day | None = None
    earlier_reason: str = ""
    earlier_due: dict[str, Day] = field(default_factory=dict)
    share_reason: str = ""
    asks_section_chief: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class RecordSample(Sample):
    """A record as far as it has come; what is not written yet is left out."""

    planned: str = ""
    done: str = ""
    values: dict = field(default_factory=dict)
    rating: str = ""
    reason: str = ""
    issue: str = ""
    direction: str = ""
    improvement: str = ""
    answers: dict[str, list[str]] = field(default_factory=dict)
    state: str = "accepted"
    return_reason: str = ""
    shares: dict[str, list[str]] = field(default_factory=dict)
    outcome: str = ""
    outcome_reason: str = ""
    final: str = ""
    final_comment: str = ""


@dataclass(frozen=True, kw_only=True)
class OpinionSample(Sample):
    number: int
    member: str
    kind: str
    received_on: Day
    text: str
    about: str = ""
    reply: dict = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ReplySample(Sample):
    summary: str
    text: str
    disposition: str
    reason: str = ""
    what_changed: str = ""
    approved_on: Day | None = None


# ---- the judging of a year as a whole -----------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class JudgingSample(Sample):
    """What people make of a year as a whole: matters to decide, ratings of plan and goals, the letter."""

    decisions: list[str] = field(default_factory=list)
    rating: list[dict] = field(default_factory=list)
    letter: dict = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class GoalRatingSample(Sample):
    """``subject`` is 0 for the plan as a whole, then the goals in their order."""

    subject: int
    stage: str
    level: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class LetterSample(Sample):
    """A letter without ``fixed_on`` stays a draft."""

    number: str
    dated_on: date | None = None
    fixed_on: date | None = None


# ---- reading ----------------------------------------------------------------------------------------------


def read_file(name: str) -> dict:
    try:
        return tomllib.loads((SAMPLES / name).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SampleError(f"{name}：ファイルがありません。") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SampleError(f"{name}：TOMLとして読めません（{error}）。") from error


def files_in(folder: str) -> list[Path]:
    return sorted((SAMPLES / folder).glob("*.toml"))


def read_list(shape: type[Sample], file: str, key: str, name: str) -> list:
    """Give the entries of the list ``key`` of a file; each is called by what stands at ``name`` in it."""
    entries = find(read_file(file), key, file, "一覧")
    return read_entries(shape, entries, f"{file}、{key}", name)


def read_entries(shape: type[Sample], entries: list, place: str, name: str) -> list:
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise SampleError(f"{place}：[[ ]] の形で書いてください。")
    return [
        shape.read(f"{place}「{entry.get(name, f'{at}番目')}」", entry)
        for at, entry in enumerate(entries, start=1)
    ]


def read_table(shape: type[Sample], file: str) -> dict[str, Sample]:
    """Give the entries of a file that is one table, by their headings."""
    return {name: shape.read(f"{file}、「{name}」", entry) for name, entry in read_file(file).items()}


def find(rows: dict, key, place: str, what: str):
    if key not in rows:
        raise SampleError(f"{place}：{what}「{key}」がありません。")
    return rows[key]


@contextmanager
def naming(place: str) -> Iterator[None]:
    """Let whatever is refused in the block say at which entry it was."""
    try:
        yield
    except ValidationError as error:
        raise SampleError(f"{place}：{''.join(error.messages)}") from error
    except (MoveRefused, ObjectDoesNotExist, DatabaseError, ArithmeticError, TypeError, ValueError) as error:
        raise SampleError(f"{place}：{error}") from error


def keep(row: Model, place: str) -> Model:
    """Check the row as a form would, and save it."""
    with naming(place):
        row.full_clean()
        row.save()
    return row


def year_of(text: str, place: str) -> int:
    """2021 from R3."""
    if not re.fullmatch(r"R[1-9][0-9]?", text):
        raise SampleError(f"{place}：年度「{text}」は、R3のように書いてください。")
    return fiscal_year.REIWA_BEGINS - 1 + int(text[1:])


def day(value: Day, today: date) -> date:
    return today + timedelta(days=value) if isinstance(value, int) else value


def moment(value: Day, today: date) -> datetime:
    """Ten in the morning of the day."""
    return datetime.combine(day(value, today), time(10), tzinfo=timezone.get_current_timezone())


# ---- 周知・啓発 ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class ActivitySample(Sample):
    """``picture`` is a file in ``pictures/``; it needs its ``alt``."""

    title: str
    medium: str
    organization: str
    starts_on: date
    ends_on: date | None = None
    audience: str = ""
    count: int | None = None
    unit: str = ""
    description: str = ""
    picture: str = ""
    alt: str = ""
    is_published: bool = True


# ---- 意見台帳 -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class VoiceSample(Sample):
    """An opinion that did not come from the committee; ``same_as`` is the name of the one that stands for it."""

    name: str
    source: str
    received_on: Day
    text: str
    source_note: str = ""
    kind: str = "opinion"
    about: list[str] = field(default_factory=list)
    due_on: Day | None = None
    published_on: Day | None = None
    same_as: str = ""
    reply: dict = field(default_factory=dict)
    change: list[dict] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class VoiceChangeSample(Sample):
    happened_on: Day
    words: str
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class TemplateSample(Sample):
    name: str
    disposition: str
    text: str
