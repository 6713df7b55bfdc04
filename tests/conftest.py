"""A small named cast, so that every test reads as a story about the same people."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db.backends.postgresql.operations import DatabaseOperations

from accounts.roles import Role
from tests import builders


@pytest.fixture(autouse=True, scope="session")
def tables_emptied_between_tests():
    """Tests with transactions of their own leave empty tables behind, which the triggers refuse to everybody else."""
    flush = DatabaseOperations.execute_sql_flush
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            DatabaseOperations,
            "execute_sql_flush",
            lambda self, sql: flush(self, ["SET LOCAL session_replication_role = replica", *sql]),
        )
        yield


@pytest.fixture
def cast(db):
    """One city and its council, one plan in its second year, and the people who carry it.

    - sato 佐藤 enters the records of 高齢者福祉課; suzuki 鈴木 those of 子育て支援課; shakyo 社協の田中 the council's.
    - jimu 事務局の伊藤 runs the rounds for the city, shakyo_jimu 社協事務局の渡辺 for the council.
    - chair 委員長の高橋 and member 委員の山本 sit in the committee; kanri 管理者の中村 keeps the accounts.
    """
    city = builders.organization()
    council = builders.organization("council", "council", "みほん市社会福祉協議会")
    elderly = builders.department(city, "elderly", "高齢者福祉課")
    children = builders.department(city, "children", "子育て支援課")
    office = builders.department(city, "office", "福祉総合相談室")
    shakyo_office = builders.department(council, "shakyo", "地域福祉係")
    plan = builders.plan()
    plan.owners.add(city)
    term = builders.term(plan, nickname="ささえあいプラン", philosophy="ともに生きるまち")
    for stage in ("self", "committee", "final"):
        builders.scale(term, stage)
    goal = builders.goal(term)
    committee = builders.committee(term)
    people = SimpleNamespace(
        city=city,
        council=council,
        elderly=elderly,
        children=children,
        office=office,
        shakyo_office=shakyo_office,
        plan=plan,
        term=term,
        goal=goal,
        committee=committee,
        sato=builders.user("sato", "佐藤", Role.CLERK, elderly),
        suzuki=builders.user("suzuki", "鈴木", Role.CLERK, children),
        shakyo=builders.user("tanaka", "田中", Role.CLERK, shakyo_office),
        jimu=builders.user("ito", "伊藤", Role.SECRETARIAT, office),
        shakyo_jimu=builders.user("watanabe", "渡辺", Role.SECRETARIAT, shakyo_office),
        chair=builders.user("takahashi", "高橋", Role.MEMBER),
        member=builders.user("yamamoto", "山本", Role.MEMBER),
        kanri=builders.user("nakamura", "中村", Role.ADMINISTRATOR),
    )
    people.chair_seat = builders.member(committee, people.chair, office="chair", category="academic")
    people.member_seat = builders.member(committee, people.member)
    people.walk = builders.initiative(goal, elderly, "1-1", title="見守り活動")
    people.salon = builders.initiative(goal, shakyo_office, "1-2", title="ふれあいサロン")
    return people


@pytest.fixture
def jimu(client, cast):
    """The browser of the city's secretariat."""
    client.force_login(cast.jimu)
    return client


@pytest.fixture(autouse=True)
def unhurried():
    """Signing in is limited in how often a minute; each test begins to count anew."""
    cache.clear()


@pytest.fixture(autouse=True)
def quick_pdf(request, monkeypatch):
    """Laying out a report takes seconds: only tests marked ``real_pdf`` do it."""
    if "real_pdf" not in request.keywords:
        monkeypatch.setattr("evaluations.reports.annual.render", lambda edition: b"%PDF-1.7 quick")
        for worker in ("initiatives", "evaluations"):
            monkeypatch.setattr(f"{worker}.tasks.print_page", lambda template, context: b"%PDF-1.7 quick")
        monkeypatch.setattr(
            "evaluations.reports.handover.pdf", lambda carry_over, **options: b"%PDF-1.7 quick"
        )
        blank = builders.pdf_file()
        monkeypatch.setattr("evaluations.meetings.making.print_page", lambda template, context: blank)
        for worker in ("plans.tasks", "evaluations.prior_opinions.letters"):
            monkeypatch.setattr(f"{worker}.print_pages", lambda pages, **options: b"%PDF-1.7 quick")


@pytest.fixture
def paper(monkeypatch):
    """Notes what visitors have printed, as lists of pages, instead of laying it out."""
    made = []
    monkeypatch.setattr(
        "plans.tasks.print_pages", lambda pages, **options: made.append(pages) or b"%PDF-1.7 quick"
    )
    return made
