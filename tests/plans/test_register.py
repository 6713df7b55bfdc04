"""Loading a register from files: the real one of Otaru, the same again, and files with mistakes in them."""

import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from accounts.models import Organization
from accounts.roles import Role
from otaru_welfare.register import RegisterError, load_register
from plans.models import Chapter, GlossaryTerm, Measure, MeasureLevel, Plan, PlanRelation, PlanTerm
from plans.publication import unpublish_term
from plans.text import MARK
from tests import builders

OTARU = Path(__file__).parents[2] / "otaru_welfare" / "demo" / "otaru"
TRACKED = (Organization, Plan, PlanTerm, PlanRelation, Chapter, GlossaryTerm, MeasureLevel, Measure)


@pytest.fixture
def loader(db):
    """管理者の中村, in whose name the register is loaded."""
    return builders.user("nakamura", "中村", Role.ADMINISTRATOR)


@pytest.fixture
def folder(tmp_path):
    """A copy of Otaru's files in which a test may make mistakes."""
    return shutil.copytree(OTARU, tmp_path / "otaru")


def load(folder, loader):
    return load_register(folder, now=builders.NOW, by=loader)


def mend(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def events() -> int:
    return sum(model.pgh_event_model.objects.count() for model in TRACKED)


def years(slug) -> list[tuple]:
    terms = PlanTerm.objects.filter(plan__slug=slug).order_by("ordinal")
    return [(term.name, term.first_year, term.last_year, term.end) for term in terms]


# ---- the real register ------------------------------------------------------------------------------------


def test_the_book_of_otaru_is_published_with_its_text_and_goals(loader):
    term = load(OTARU, loader)
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
    load(OTARU, loader)
    assert years("chiiki-fukushi") == [("第1期", 2021, 2023, "year"), ("第2期", 2024, 2028, "year")]
    assert years("sogo") == [("第7次", 2019, 2028, "year")]
    assert years("kodomo-kosodate") == [("第2期", 2020, 2024, "year"), ("第3期", 2025, 2029, "year")]
    for slug in ("koreisha-hoken-fukushi", "kaigo-hoken-jigyo"):
        assert years(slug)[1:] == [("第9期", 2024, 2026, "year"), ("第10期", 2027, None, "unknown")]
    assert [term[0] for term in years("shogaiji-fukushi")] == ["第2期", "第3期", "第4期"]


def test_what_is_not_known_is_not_guessed(loader):
    load(OTARU, loader)
    unknown = [("第3期", None, None, "unknown"), ("第4期", None, None, "unknown")]
    assert years("shogaisha") == unknown
    for slug in ("chiiki-bosai", "kanko", "akiya", "yuki", "seinen-koken", "saihan-boshi"):
        assert Plan.objects.filter(slug=slug).exists()
        assert years(slug) == []
    assert Plan.objects.get(slug="yuki").obligation == Plan.Obligation.UNKNOWN


def test_the_council_s_plan_has_its_text_in_the_city_s_book(loader):
    book = load(OTARU, loader)
    joint = PlanTerm.objects.get(plan__slug="chiiki-fukushi-katsudo", ordinal=1)
    assert joint.book == book
    assert [owner.name for owner in joint.plan.owners.all()] == ["小樽市社会福祉協議会"]
    assert Organization.objects.get(kind="city").municipality_code == "012033"


def test_the_relations_are_those_of_the_plan(loader):
    load(OTARU, loader)
    kinds = PlanRelation.objects.filter(plan__slug="chiiki-fukushi").values_list("kind", flat=True)
    counted = {kind: list(kinds).count(kind) for kind in set(kinds)}
    assert counted == {"upper": 1, "integrated": 1, "contains": 2, "individual": 6, "coordinates": 4}


def test_every_marked_word_of_the_text_is_in_the_glossary(loader):
    term = load(OTARU, loader)
    words = tuple(GlossaryTerm.objects.values_list("word", flat=True))
    bodies = "".join(term.chapters.values_list("body", flat=True))
    assert bodies.count(MARK) >= 10
    for piece in bodies.split(MARK)[:-1]:
        assert piece.endswith(words), piece[-20:]
    assert all(word + MARK in bodies for word in words)


def test_every_chapter_has_an_easy_summary_with_readings(loader):
    for chapter in load(OTARU, loader).chapters.all():
        plain = re.sub(r"[一-鿿々]+《[ぁ-ん]+》", "", chapter.easy_summary)
        assert plain
        assert not re.search(r"[一-鿿《》]", plain), plain


# ---- again ------------------------------------------------------------------------------------------------


def test_loading_twice_changes_nothing_and_leaves_no_trace(loader):
    first = load(OTARU, loader)
    before = events()
    assert before > 50
    again = load_register(OTARU, now=builders.NOW + timedelta(days=1), by=loader)
    assert events() == before
    assert (again.pk, again.published_at, again.version) == (first.pk, first.published_at, first.version)


def test_a_changed_file_changes_that_row_and_counts_its_version_up(loader, folder):
    load(folder, loader)
    mend(folder / "glossary.toml", "家庭裁判所が選んだ", "裁判所が選んだ")
    before = events()
    load(folder, loader)
    assert events() == before + 1
    word = GlossaryTerm.objects.get(word="成年後見制度")
    assert "\n裁判所が選んだ" in word.definition
    assert word.version == 2


def test_other_owners_and_another_contact_count_versions_up(loader, folder):
    load(folder, loader)
    plan, city = Plan.objects.get(slug="chiiki-fukushi"), Organization.objects.get(code="otaru")
    register = folder / "register.toml"
    mend(register, 'owners = ["otaru"]', 'owners = ["otaru", "otaru-shakyo"]')
    mend(register, f'name = "{city.name}"', 'name = "おたる市"')
    load(folder, loader)
    assert Organization.objects.get(pk=city.pk).version == city.version + 1
    again = Plan.objects.get(pk=plan.pk)
    assert (again.owners.count(), again.version) == (2, plan.version + 1)


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("chapters/1-shushi.md", "計画の趣旨", "計画のねらい", "chapters/1-shushi.md"),
        ("register.toml", "つながりを持てる地域づくり", "つながる地域づくり", "基本目標「1」"),
        ("register.toml", "お互いさま", "おたがいさま", "期「第1期」"),
    ],
)
def test_what_a_published_term_prints_is_not_changed_by_loading(loader, folder, file, old, new, place):
    load(folder, loader)
    mend(folder / file, old, new)
    before = events()
    with pytest.raises(RegisterError, match="「見直し」を準備してください") as error:
        load(folder, loader)
    assert place in str(error.value)
    assert events() == before


def test_what_somebody_has_withdrawn_stays_withdrawn(loader):
    unpublish_term(term=load(OTARU, loader))
    assert load(OTARU, loader).published_at is None


def test_a_plan_that_the_files_do_not_name_stays(loader):
    builders.plan("betsu", "別の計画")
    load(OTARU, loader)
    assert Plan.objects.filter(slug="betsu").exists()


# ---- mistakes ---------------------------------------------------------------------------------------------

MISTAKES = [
    ("register.toml", 'kind = "city"', 'kind = "village"', "register.toml、団体「otaru」：「kind」"),
    ("register.toml", 'owners = ["otaru"]', 'owners = ["nobody"]', "団体「nobody」が、このファイルにありません"),
    ("register.toml", 'obligation = "effort"', 'obligation = "duty"', "計画「chiiki-fukushi」：「obligation」"),
    ("register.toml", "last_year = 2023", "last_year = 2020", "期「第1期」：「last_year」終了年度は開始年度以後"),
    ("register.toml", "last_year = 2023", "last_year = 2025", "期「第2期」：「first_year」同じ計画のほかの期と、年度が重なって"),
    ("register.toml", "last_year = 2023\n", "", "終了年度を入力するか"),
    ("register.toml", "first_year = 2021", 'first_year = "令和3"', "「first_year」の書き方が違います"),
    ("register.toml", "first_year = 2021", "first_year = 3", "年度は1989から2099までの西暦"),
    ("register.toml", "ordinal = 1\n", "", "期「第1期」：「ordinal」がありません"),
    ("register.toml", 'nickname = "', 'nikname = "', "期「第1期」：「nikname」という項目はありません"),
    ("register.toml", 'others = ["sogo"]', 'others = ["sougou"]', "関係「upper」：計画「sougou」が、このファイルにありません"),
    ("register.toml", 'kind = "upper"', 'kind = "above"', "関係「above」：「kind」"),
    ("register.toml", 'book = "chiiki-fukushi"', 'book = "sogo"', "「小樽市総合計画」に、同じ名称の期がありません"),
    ("register.toml", 'term = "第1期"', 'term = "第9期"', "register.toml、book：「小樽市地域福祉計画」に、期「第9期」がありません"),
    ("register.toml", "[[plan]]", "[[plam]]", "register.toml"),
    ("register.toml", 'slug = "sogo"', 'slug = "総合"', "計画「総合」：「slug」"),
    ("register.toml", 'slug = "sogo"', 'slug = "kanko"', "同じ計画が2回書かれています"),
    ("register.toml", "[book]", "[book", "register.toml：TOMLとして読めません"),
    ("glossary.toml", 'reading = "', 'yomi = "', "glossary.toml、用語「成年後見制度」：「yomi」という項目はありません"),
    ("glossary.toml", 'reading = "せいねんこうけんせいど"', 'reading = ""', "用語「成年後見制度」：「reading」"),
    ("glossary.toml", "預金", "預\\u0007金", "画面に表示されない文字"),
    ("chapters/1-shushi.md", "+++\n", "", "chapters/1-shushi.md：先頭に「+++」"),
    ("chapters/1-shushi.md", "number = 1", "number = 2", "chapters/2-chiiki-fukushi.md"),
    ("chapters/1-shushi.md", 'title = "', 'titel = "', "chapters/1-shushi.md：「titel」という項目はありません"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "message"), MISTAKES)
def test_a_mistake_is_named_with_its_file_and_entry_and_nothing_is_loaded(
    loader, folder, file, old, new, message
):
    mend(folder / file, old, new)
    with pytest.raises(RegisterError) as error:
        load(folder, loader)
    assert message in str(error.value)
    assert not Plan.objects.exists()
    assert not Organization.objects.exists()


def test_a_missing_file_and_a_wrong_encoding_are_named(loader, folder):
    text = (folder / "glossary.toml").read_text(encoding="utf-8")
    (folder / "glossary.toml").write_bytes(text.replace("家庭", "髙").encode("cp932", errors="replace"))
    with pytest.raises(RegisterError, match=r"glossary\.toml：文字コードはUTF-8"):
        load(folder, loader)
    (folder / "glossary.toml").unlink()
    with pytest.raises(RegisterError, match=r"glossary\.toml：ファイルがありません"):
        load(folder, loader)


def test_a_file_from_windows_is_read_like_any_other(loader, folder):
    load(folder, loader)
    before = events()
    for path in folder.rglob("*.*"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    load(folder, loader)
    assert events() == before
