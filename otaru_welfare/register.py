"""Loads a register of plans, a plan's text and a glossary from a folder of readable files.

    register.toml   organizations, plans with their terms, relations, and the term whose text follows
    chapters/*.md   one chapter each, with a small TOML head between two lines of +++
    glossary.toml   words with reading and definition

Loading again brings the rows to what the files say; a row that says so already is left alone, without an event in
the history. Whatever the files do not name stays as it is.
"""

import re
import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from accounts.form_fields import refuse_unseen
from accounts.models import Organization, User
from plans import fiscal_year
from plans.models import Chapter, GlossaryTerm, Measure, MeasureLevel, Plan, PlanRelation, PlanTerm
from plans.publication import publish_term

CHAPTER = re.compile(r"\A\+\+\+\n(?P<head>.*?)^\+\+\+\n(?P<body>.*)\Z", re.DOTALL | re.MULTILINE)
ORGANIZATION = {"code", "name", "short_name", "kind", "municipality_code", "contact_name", "address", "phone", "email", "website"}  # fmt: skip
PLAN = {"slug", "name", "short_name", "legal_basis", "obligation", "description", "website"}
TERM = {"ordinal", "name", "first_year", "last_year", "end", "nickname", "philosophy", "adopted_on"}


class RegisterError(Exception):
    """What is wrong, in which file and at which entry, in words for the person who wrote it."""


def load_register(folder: Path, *, now: datetime, by: User, publish: bool = True) -> PlanTerm:
    """Load all files of ``folder`` or nothing; give the term that carries the text.

    A term that was not there before is published in the name of ``by`` (unless ``publish`` is off, so that more can
    be loaded into it first); one that somebody has withdrawn stays so. What a published term prints is not changed.
    """
    with transaction.atomic():
        register = _Entry("register.toml", _toml(folder / "register.toml", "register.toml"))
        organizations = {
            o.take("code"): _organization(o) for o in register.entries("organization", "団体", "code")
        }
        plans = _plans(register, organizations)
        _relations(register, plans)
        term, is_new = _book(register, plans)
        _glossary(folder)
        _chapters(folder, term)
        register.nothing_left()
        return publish_term(term=term, by=by, now=now) if is_new and publish else term


# ---- reading entries --------------------------------------------------------------------------------------


@dataclass
class _Entry:
    """A table of a TOML file that knows where it stands, and which of its keys nobody has read yet."""

    place: str
    data: dict
    taken: set[str] = field(default_factory=set)

    def wrong(self, what: str) -> RegisterError:
        return RegisterError(f"{self.place}：{what}")

    def take(self, key: str, default=None, kind: type = str):
        self.taken.add(key)
        value = self.data.get(key, default)
        if value is None:
            raise self.wrong(f"「{key}」がありません。")
        if not isinstance(value, kind) or isinstance(value, bool):
            raise self.wrong(f"「{key}」の書き方が違います（{value!r}）。")
        return value

    def take_all(self, names: set[str]) -> dict:
        """Give the columns that are written, by name."""
        self.taken |= names
        found = {name: self.data[name] for name in names if name in self.data}
        return {name: value.strip() if isinstance(value, str) else value for name, value in found.items()}

    def entries(self, key: str, title: str, name: str) -> list["_Entry"]:
        """Give the tables of the list ``key``; each is called by what stands at ``name`` in it."""
        found = self.take(key, [], kind=list)
        if not all(isinstance(entry, dict) for entry in found):
            raise self.wrong(f"「{key}」は [[{key}]] の形で書いてください。")
        return [
            _Entry(f"{self.place}、{title}「{entry.get(name, f'{place}番目')}」", entry)
            for place, entry in enumerate(found, start=1)
        ]

    def nothing_left(self) -> None:
        if unknown := sorted(set(self.data) - self.taken):
            raise self.wrong(f"「{'」「'.join(unknown)}」という項目はありません。")


def _toml(path: Path, place: str) -> dict:
    return _parsed(_read(path, place), place)


def _read(path: Path, place: str) -> str:
    try:
        return path.read_text(encoding="utf-8").replace("\r\n", "\n")
    except FileNotFoundError as error:
        raise RegisterError(f"{place}：ファイルがありません。") from error
    except UnicodeDecodeError as error:
        raise RegisterError(f"{place}：文字コードはUTF-8にしてください。") from error


def _parsed(text: str, place: str) -> dict:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RegisterError(f"{place}：TOMLとして読めません（{error}）。") from error


def _keep(entry: _Entry, model: type[Model], key: dict, values: dict) -> Model:
    """Give the row named by ``key`` with ``values``, saved only when something is new."""
    entry.nothing_left()
    row = model.objects.filter(**key).first()
    if row and all(getattr(row, name) == value for name, value in values.items()):
        return row
    if row and hasattr(row, "version"):
        row.version += 1
    row = row or model(**key)
    for name, value in values.items():
        setattr(row, name, value)
    _check(entry, row)
    row.save()
    return row


def _check(entry: _Entry, row: Model) -> None:
    try:
        for column in row._meta.concrete_fields:
            if isinstance(value := getattr(row, column.attname), str):
                refuse_unseen(value)
        row.full_clean()
    except ValidationError as refusal:
        raise entry.wrong(_words(row, refusal)) from refusal


def _words(row: Model, refusal: ValidationError) -> str:
    """Name the columns by the keys of the file."""
    if not hasattr(refusal, "error_dict"):
        return "".join(refusal.messages)
    named = {name: "".join(messages) for name, messages in refusal.message_dict.items()}
    return "".join(text if name == "__all__" else f"「{name}」{text}" for name, text in named.items())


# ---- what the files hold ----------------------------------------------------------------------------------


def _organization(entry: _Entry) -> Organization:
    return _keep(entry, Organization, {"code": entry.take("code")}, entry.take_all(ORGANIZATION))


def _plans(register: _Entry, organizations: dict[str, Organization]) -> dict[str, Plan]:
    """Save the plans in the order of the file, then their terms: one may name the term of a plan further down."""
    plans, waiting = {}, []
    for position, entry in enumerate(register.entries("plan", "計画", "slug"), start=1):
        slug, terms = entry.take("slug"), entry.entries("term", "期", "name")
        if slug in plans:
            raise entry.wrong("同じ計画が2回書かれています。")
        owners = [_of(entry, organizations, code, "団体") for code in entry.take("owners", kind=list)]
        plan = _keep(entry, Plan, {"slug": slug}, entry.take_all(PLAN) | {"position": position})
        _set_owners(plan, owners)
        plans[slug] = plan
        waiting += [(plan, term) for term in terms]
    for plan, term in sorted(waiting, key=lambda pair: "book" in pair[1].data):
        _term(plan, term, plans)
    return plans


def _set_owners(plan: Plan, owners: list[Organization]) -> None:
    """Owners stand in the same form of the administration as the columns, so they count the version up too."""
    if set(plan.owners.all()) != set(owners):
        plan.owners.set(owners)
        plan.version += 1
        plan.save()


def _of(entry: _Entry, rows: dict, name, title: str):
    if not isinstance(name, str) or name not in rows:
        raise entry.wrong(f"{title}「{name}」が、このファイルにありません。")
    return rows[name]


def _term(plan: Plan, entry: _Entry, plans: dict[str, Plan]) -> PlanTerm:
    ordinal = entry.take("ordinal", kind=int)
    years = [entry.take(name, 0, kind=int) or None for name in ("first_year", "last_year")]
    if any(year and not fiscal_year.EARLIEST <= year <= fiscal_year.LATEST for year in years):
        raise entry.wrong(f"年度は{fiscal_year.EARLIEST}から{fiscal_year.LATEST}までの西暦で書いてください。")
    values = entry.take_all(TERM) | {"first_year": years[0], "last_year": years[1], "book": None}
    if "book" in entry.data:
        book_plan = _of(entry, plans, entry.take("book"), "計画")
        values["book"] = book_plan.terms.filter(name=entry.take("name")).first()
        if values["book"] is None:
            raise entry.wrong(f"「{book_plan}」に、同じ名称の期がありません。")
    return _keep(entry, PlanTerm, {"plan": plan, "ordinal": ordinal}, values)


def _relations(register: _Entry, plans: dict[str, Plan]) -> None:
    for entry in register.entries("relation", "関係", "kind"):
        plan = _of(entry, plans, entry.take("plan"), "計画")
        values = {"kind": entry.take("kind"), "note": entry.take("note", "")}
        for slug in entry.take("others", kind=list):
            _keep(entry, PlanRelation, {"plan": plan, "other": _of(entry, plans, slug, "計画")}, values)


def _book(register: _Entry, plans: dict[str, Plan]) -> tuple[PlanTerm, bool]:
    """Give the term whose text is loaded, and whether it has never carried a text before."""
    entry = _Entry(f"{register.place}、book", register.take("book", kind=dict))
    plan = _of(entry, plans, entry.take("plan"), "計画")
    term = plan.terms.filter(name=entry.take("term")).first()
    if term is None:
        raise entry.wrong(f"「{plan}」に、期「{entry.take('term')}」がありません。")
    for depth, name in enumerate(entry.take("levels", kind=list), start=1):
        _keep(
            _Entry(f"{entry.place}、levels", {}), MeasureLevel, {"term": term, "depth": depth}, {"name": name}
        )
    for position, goal in enumerate(entry.entries("goal", "基本目標", "number"), start=1):
        values = goal.take_all({"title", "description"}) | {"position": position, "depth": 1}
        _keep(goal, Measure, {"term": term, "number": goal.take("number")}, values)
    entry.nothing_left()
    return term, not term.chapters.exists()


def _glossary(folder: Path) -> None:
    glossary = _Entry("glossary.toml", _toml(folder / "glossary.toml", "glossary.toml"))
    for entry in glossary.entries("term", "用語", "word"):
        values = entry.take_all({"reading", "slug", "definition"})
        _keep(entry, GlossaryTerm, {"word": entry.take("word")}, values)
    glossary.nothing_left()


def _chapters(folder: Path, term: PlanTerm) -> None:
    files = sorted((folder / "chapters").glob("*.md"))
    if not files:
        raise RegisterError("chapters：本文のファイル（*.md）がありません。")
    for path in files:
        place = f"chapters/{path.name}"
        parts = CHAPTER.match(_read(path, place))
        if parts is None:
            raise RegisterError(f"{place}：先頭に「+++」ではさんだ見出しの欄を書いてください。")
        entry = _Entry(place, _parsed(parts["head"], place))
        values = entry.take_all({"title", "easy_summary"}) | {"number": entry.take("number", kind=int)}
        _keep(
            entry,
            Chapter,
            {"term": term, "slug": entry.take("slug")},
            values | {"body": parts["body"].strip()},
        )
