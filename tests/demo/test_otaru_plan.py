"""Otaru's own plan file (demo/otaru/plan.toml): what is known stands in it, and nothing is guessed."""

import re

import pytest

from accounts.models import Organization
from accounts.roles import Role
from plans.models import GlossaryTerm, Plan, PlanRelation, PlanTerm
from plans.text import MARK
from tests import builders


@pytest.fixture
def loader(db):
    """管理者の中村, in whose name the first term is published."""
    return builders.user("nakamura", "中村", Role.ADMINISTRATOR)


def years(slug) -> list[tuple]:
    terms = PlanTerm.objects.filter(plan__slug=slug).order_by("ordinal")
    return [(term.name, term.first_year, term.last_year, term.end) for term in terms]


def test_the_book_of_otaru_is_published_with_its_text_and_goals(loader):
    term = builders.otaru(loader)
    assert str(term) == "小樽市地域福祉計画 第1期"
    assert (term.published_at, term.published_by) == (builders.NOW, loader)
    assert term.nickname == "たるたる支え愛ぷらん"
    assert term.philosophy == "『お互いさま』と支え合い、誰もがしあわせを実感できるまち"
    titles = ["計画の趣旨", "地域福祉とは", "計画の位置付け", "計画の期間", "計画の推進"]
    assert list(term.chapters.values_list("title", flat=True)) == titles
    goals = ["つながりを持てる地域づくり", "助けてと言える地域づくり", "安心して暮らせる地域づくり"]
    assert list(term.measures.goals().values_list("title", flat=True)) == goals
    assert [level.name for level in term.levels.all()] == ["基本目標", "施策の方向"]


def test_the_terms_have_the_years_that_are_known(loader):
    builders.otaru(loader)
    assert years("chiiki-fukushi") == [("第1期", 2021, 2023, "year"), ("第2期", 2024, 2028, "year")]
    assert years("sogo") == [("第7次", 2019, 2028, "year")]
    assert years("kodomo-kosodate") == [("第2期", 2020, 2024, "year"), ("第3期", 2025, 2029, "year")]
    for slug in ("koreisha-hoken-fukushi", "kaigo-hoken-jigyo"):
        assert years(slug)[1:] == [("第9期", 2024, 2026, "year"), ("第10期", 2027, None, "unknown")]
    assert [term[0] for term in years("shogaiji-fukushi")] == ["第2期", "第3期", "第4期"]


def test_what_is_not_known_is_not_guessed(loader):
    builders.otaru(loader)
    unknown = [("第3期", None, None, "unknown"), ("第4期", None, None, "unknown")]
    assert years("shogaisha") == unknown
    for slug in ("chiiki-bosai", "kanko", "akiya", "yuki", "seinen-koken", "saihan-boshi"):
        assert Plan.objects.filter(slug=slug).exists()
        assert years(slug) == []
    assert Plan.objects.get(slug="yuki").obligation == Plan.Obligation.UNKNOWN


def test_the_council_s_plan_has_its_text_in_the_city_s_book(loader):
    book = builders.otaru(loader)
    joint = PlanTerm.objects.get(plan__slug="chiiki-fukushi-katsudo", ordinal=1)
    assert joint.book == book
    assert [owner.name for owner in joint.plan.owners.all()] == ["小樽市社会福祉協議会"]
    assert Organization.objects.get(kind="city").municipality_code == "012033"


def test_the_relations_are_those_of_the_plan(loader):
    builders.otaru(loader)
    kinds = PlanRelation.objects.filter(plan__slug="chiiki-fukushi").values_list("kind", flat=True)
    counted = {kind: list(kinds).count(kind) for kind in set(kinds)}
    assert counted == {"upper": 1, "integrated": 1, "contains": 2, "individual": 6, "coordinates": 4}


def test_every_marked_word_of_the_text_is_in_the_glossary(loader):
    term = builders.otaru(loader)
    words = tuple(GlossaryTerm.objects.values_list("word", flat=True))
    bodies = "".join(term.chapters.values_list("body", flat=True))
    assert bodies.count(MARK) >= 10
    for piece in bodies.split(MARK)[:-1]:
        assert piece.endswith(words), piece[-20:]
    assert all(word + MARK in bodies for word in words)


def test_every_chapter_has_an_easy_summary_with_readings(loader):
    for chapter in builders.otaru(loader).chapters.all():
        plain = re.sub(r"[一-鿿々]+《[ぁ-ん]+》", "", chapter.easy_summary)
        assert plain
        assert not re.search(r"[一-鿿《》]", plain), plain
