"""Loading: what is new, changed and left alone; what a file may not do; and every mistake at once, at its line."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Department, Organization
from accounts.roles import Role
from initiatives import plan_file
from initiatives.models import ActorRole, Indicator, Initiative, PlanLink, Responsibility
from plans.models import Chapter, GlossaryTerm, Measure, Plan, PlanRelation, PlanTerm
from plans.publication import publish_term
from tests import builders
from tests.initiatives.plan_file.conftest import OTARU, events, load, load_files, refused

pytestmark = pytest.mark.django_db


def found(report, key):
    return next(table for table in report if table.key == key)


# ---- new, changed, left alone -----------------------------------------------------------------------------


def test_a_preview_tells_everything_and_changes_nothing(example, mended):
    report = load(example, preview=True)
    assert found(report, "initiative").added[0] == "1 居場所の立ち上げ支援"
    assert not Plan.objects.exists()
    load(example)
    before = events()
    report = load(mended(('title = "オンラインの茶話会"', 'title = "オンラインのお茶会"')), preview=True)
    changed = {"name": "取組名", "old": "オンラインの茶話会", "new": "オンラインのお茶会"}
    assert found(report, "initiative").changed == [{"label": "2 オンラインのお茶会", "fields": [changed]}]
    assert found(report, "initiative").unchanged == 3
    assert events() == before


def test_what_the_file_does_not_name_stays(example):
    load(example)
    load('[[organization]]\ncode = "mihon"\nphone = "0000-99-9999"\n')
    city = Organization.objects.get()
    assert (city.phone, city.contact_name, city.version) == ("0000-99-9999", "福祉部地域共生課", 2)
    assert Initiative.objects.count() == 4


def test_a_list_is_named_as_a_whole_and_counts_the_version_up(example, mended):
    load(example)
    row = Initiative.objects.get(code="r6-1")
    load(
        mended(
            ('lead = "kyosei"\nsupport = ["chiiki-zukuri", "korei"]', 'lead = "korei"\nsupport = ["kyosei"]')
        )
    )
    held = Responsibility.objects.filter(initiative=row).values_list("department__code", "role")
    assert set(held) == {("korei", "lead"), ("kyosei", "support")}
    assert Initiative.objects.get(pk=row.pk).version == row.version + 1


def test_an_emptied_role_of_an_actor_goes(example, mended):
    load(example)
    report = load(mended(('citizen = "近所の人に声をかけます。"', 'citizen = ""')))
    assert found(report, "actor_role").removed
    assert ActorRole.objects.filter(actor="citizen", initiative__code="r6-3").count() == 0


def test_a_measure_that_moves_takes_along_what_the_file_does_not_name(example):
    load(example)
    head = '[[term]]\nplan = "chiiki-fukushi"\nordinal = 4\n\n'
    load(f'{head}[[term.measure]]\nnumber = "1.1.1"\nparent = "2"\n')
    assert Measure.objects.get(number="1.1.1").depth == 2
    below = Measure.objects.get(number="1.1.1.1")
    assert (below.depth, below.version) == (3, 2)


def test_new_rows_stand_behind_the_others_in_the_order_of_the_file(example):
    load(example)
    load(
        '[[plan]]\nslug = "b"\nname = "乙"\nowners = ["mihon"]\n\n[[plan]]\nslug = "a"\nname = "甲"\nowners = ["mihon"]\n'
    )
    assert list(Plan.objects.values_list("slug", flat=True)) == [
        "sogo",
        "chiiki-fukushi",
        "koreisha",
        "hitorigurashi",
        "b",
        "a",
    ]


def test_a_file_from_windows_with_a_mark_at_its_head_is_read_like_any_other(example):
    load(example)
    before = events()
    load(b"\xef\xbb\xbf" + example.replace("\n", "\r\n").encode())
    assert events() == before


def test_codes_are_read_as_well_as_words(example, mended):
    load(example)
    before = events()
    load(
        mended(
            ('obligation = "努力義務"', 'obligation = "effort"'),
            ("first_year = 2024", 'first_year = "令和６年度"'),
        )
    )
    assert events() == before


# ---- what was published ------------------------------------------------------------------------------------


@pytest.fixture
def published(example):
    load(example)
    by = builders.user("nakamura", "中村", Role.ADMINISTRATOR)
    return publish_term(term=PlanTerm.objects.get(plan__slug="chiiki-fukushi"), by=by, now=builders.NOW)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('title = "オンラインの茶話会"', 'title = "お茶会"'),
        ('title = "計画のめざすもの"', 'title = "はじめに"'),
        ("となりの笑顔", "みんなの笑顔"),
        ("2026 = 20", "2026 = 21"),
        ('citizen = "近所の人に声をかけます。"', 'citizen = "声をかけます。"'),
        ('citizen = "近所の人に声をかけます。"', 'citizen = ""'),
        ('levels = ["めざす姿", "柱"', 'levels = ["めざす姿", "大きな柱"'),
        ('code = "r6-4"', 'code = "r6-5"'),
        ('words = "達成"', 'words = "できた"'),
        ('kind = "再掲"', 'kind = "関連"'),
    ],
)
def test_a_published_term_is_changed_by_revision_only(published, mended, old, new):
    told = refused(mended((old, new)))
    assert any("「見直し」を準備してください" in line for line in told)


def test_how_a_linked_plan_words_a_published_initiative_may_change(published, mended):
    load(mended(('own_title = "通いの場づくり"', 'own_title = "通いの場"')))
    assert PlanLink.objects.get().own_title == "通いの場"


def test_loading_a_published_plan_again_changes_nothing(published, example):
    before = events()
    load(example)
    assert events() == before


def test_a_term_that_is_made_as_one_with_another_holds_nothing_of_its_own():
    load_files(*OTARU)
    head = '[[term]]\nplan = "chiiki-fukushi-katsudo"\nordinal = 1\n\n'
    told = refused(f'{head}[[term.measure]]\nnumber = "9"\ntitle = "別の目標"\n')
    assert any("一体的に策定した「小樽市地域福祉計画 第1期」にあります" in line for line in told)


# ---- mistakes -----------------------------------------------------------------------------------------------

MISTAKES = {
    "unknown column": ('legal_basis = "社会', 'legal_base = "社会', "「legal_base」という項目はありません。「legal_basis」ではありませんか。"),
    "unknown table": ("[[glossary]]", "[[glosary]]", "「glosary」という項目はありません。「glossary」ではありませんか。"),
    "unknown below": ("[[term.scale]]", "[[term.scales]]", "「scales」という項目はありません。「scale」ではありませんか。"),
    "no name": ('name = "みほん市総合計画"\n', "", "「name」を入力してください。"),
    "no key": ('slug = "sogo"\n', "", "「slug」を入力してください。"),
    "no unit": ('unit = "か所"\nbaseline_year', "baseline_year", "「unit」を入力してください。"),
    "a word that is none": ('kind = "市"', 'kind = "村"', "「市」「社会福祉協議会」のどれかを書いてください（「村」）"),
    "unknown owner": ('owners = ["mihon"]', 'owners = ["mihom"]', "「mihom」という団体がありません。「mihon」ではありませんか。"),
    "unknown department": ('lead = "kyosei"', 'lead = "kyouse"', "「kyouse」という所管課がありません。「kyosei」ではありませんか。"),
    "unknown measure": ('measure = "1.1.1.1"', 'measure = "1.1.1.9"', "「1.1.1.9」という施策がありません。"),
    "unknown indicator": ('indicator = "居場所の数"', 'indicator = "場の数"', "「場の数」という指標がありません。「居場所の数」ではありませんか。"),
    "unknown linked plan": ('to = "koreisha"', 'to = "kodomo"', "「kodomo」という計画がありません。"),
    "a term that ends before it begins": ("last_year = 2028", "last_year = 2020", "終了年度は開始年度以後にしてください。"),
    "no end": ("last_year = 2028\n", "", "終了年度を入力するか"),
    "terms that overlap": ('first_year = 2027\nend = "不明"', "first_year = 2026\nlast_year = 2028", "年度が重なっています：第9期（令和6年度～令和8年度）。"),
    "a year that is none": ("first_year = 2020", "first_year = 20", "年度は、1989から2099までの西暦"),
    "a number that is none": ("baseline = 21.4", 'baseline = "約21"', "数字で書いてください。"),
    "too many digits": ("baseline = 21.4", "baseline = 21.43215", "「baseline」："),
    "a day": ('number = "1.1"', "number = 2024-04-01", "日付になっています。"),
    "a control character": ("声をかけ、いつも", "声を\\u0007かけ、いつも", "画面に表示されない文字"),
    "too long": ('title = "オンラインの茶話会"', f'title = "{"長" * 101}"', "「title」："),
    "an address with kanji": ('slug = "ibasho"', 'slug = "居場所"', "「slug」：半角の英数字、「-」、「_」だけで書いてください。"),
    "a code twice": ('code = "r6-2"', 'code = "r6-1"', "と同じものが、もう一度書かれています。"),
    "a number twice": ('number = "2"\ntitle = "オンライン', 'number = "1"\ntitle = "オンライン', "この番号は、同じ期ですでに使われています。"),
    "a tree that bites its tail": ('number = "1.1"\nparent = "1"', 'number = "1.1"\nparent = "1.1.1"', "上の階層をたどると元に戻ります（1.1.1 → 1.1 → 1.1.1）"),
    "too deep": ('"施策", "小施策"]', '"施策"]', "4階層目の名称がありません。"),
    "no lead": ('lead = "chiiki-zukuri"\n', "", "主管課を選んでください。"),
    "a scale letter twice": ('code = "4"', 'code = "5"', "[term.scale.scale_level]の2件目：「code」"),
    "a list instead of a word": ('number = "1.1"', 'number = ["1.1"]', "文字で書いてください。"),
    "a number without an end": ("baseline = 21.4", "baseline = inf", "「baseline」：数字で書いてください。"),
    "neither this nor that": ("baseline = 21.4", "baseline = nan", "「baseline」：数字で書いてください。"),
    "a table instead of tables": ("[[plan]]\nslug = \"sogo\"", "[plan]\nslug = \"sogo\"", "2回書かれて"),
    "a department in the list twice": ('["chiiki-zukuri", "korei"]', '["korei", "korei"]', "同じものが2回書かれています。"),
    "lead and support at once": ('["chiiki-zukuri", "korei"]', '["kyosei"]', "この所管課は、すでに登録されています。"),
    "plans above each other": ('[[relation]]', '[[relation]]\nplan = "sogo"\nkind = "上位計画"\nother = "koreisha"\n\n[[relation]]', "上下の関係が一回りするため、登録できません（上から順に 「みほん市"),
    "two relations of two plans": ('[[relation]]', '[[relation]]\nplan = "sogo"\nkind = "連携する計画"\nother = "chiiki-fukushi"\n\n[[relation]]', "この2つの計画の関係は、すでに登録されています（「みほん市"),
    "a plan closed in a year to come": ("closed_year = 2023", "closed_year = 2027", "まだ来ていない年度です。令和8年度までを選んでください。"),
    "a plan closed before its last term": ("closed_year = 2023", "closed_year = 2018", "その後に始まる期があります：第1期"),
    "a plan closed without a reason": ('closed_reason = "令和6年度から、地域福祉計画に含めたためです。"\n', "", "廃止・終了した計画には理由を入力し"),
    "terms in the wrong order": ("ordinal = 10", "ordinal = 8", "第9期（令和6年度～令和8年度）と、順番と年度の前後が逆になります。"),
    "a share without percent": ('unit = "％"', 'unit = "人"', "割合の単位は「％」にしてください。"),
    "words without levels": ("つないでいる：次の窓口に連絡している\n案内している：次の窓口を伝えている\n", "", "2つ以上の段階を、1行に1つずつ"),
    "a picture that is not there": ("- 出会いを増やす", "![図](picture:0123456789ab)", "5行目の画像：「picture:0123456789ab」という画像はありません。"),
    "days in the wrong order": ("ends_on = 2024-05-31", "ends_on = 2024-04-30", "期間の最終日は、初日以後にしてください。"),
    "no such day": ("ends_on = 2024-05-31", 'ends_on = "令和6年5月32日"', "という日付はありません。"),
    "a count without unit": ('count = 320\nunit = "人"', "count = 320", "人数・部数などを入力したときは、単位も入力してください。"),
    "a plan above itself": ('other = "sogo"', 'other = "chiiki-fukushi"', "ほかの計画を選んでください。"),
    "a book that is none": ('ordinal = 9\n', 'ordinal = 9\nbook = "sogo"\nbook_term = 9\n', "「9」という計画の期がありません。"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "told"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_line_and_nothing_is_loaded(mended, old, new, told):
    lines = refused(mended((old, new)))
    assert any(told in line for line in lines), lines
    assert all("行目" in line for line in lines), lines
    assert not Plan.objects.exists()


def test_a_mistake_stands_at_the_line_of_its_table(mended):
    text = mended(('unit = "人"\nbaseline', 'unit = ""\nbaseline'))
    line = text[: text.index('name = "研修を受けた職員"')].count("\n")
    assert refused(text) == [f"{line}行目 [term.initiative.indicator]：「unit」を入力してください。"]


def test_all_mistakes_are_told_at_once(mended):
    told = refused(
        mended(
            ('kind = "市"', 'kind = "村"'),
            ('unit = "人"\nbaseline', 'unit = ""\nbaseline'),
            ('lead = "chiiki-zukuri"', 'lead = "nobody"'),
            ('slug = "ibasho"', 'slug = "居場所"'),
            ("last_year = 2028", "last_year = 2020"),
            ('nickname = "ほほえみプラン"', 'nikname = "ほほえみプラン"'),
        )
    )
    for words in ("「kind」", "「unit」", "「nobody」", "「slug」", "開始年度以後", "「nikname」"):
        assert any(words in line for line in told), words


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        ("名称 = 1".encode("cp932"), "plan.toml", "1行目：文字コードがShift_JIS（CP932）です。"),
        (b"a = 1\nb = \x81\x20\n", "plan.toml", "2行目：文字コードがUTF-8ではない文字コードです。"),
        ("a = 1".encode("utf-16"), "plan.toml", "文字コード"),
        (b'[[plan]\nslug = "a"', "plan.toml", "TOMLとして読めません"),
        (b'a = "b', "plan.toml", "ファイルの終わり：TOMLとして読めません"),
        (b"a = 1\na = 2\n", "plan.toml", "同じ項目か表が2回書かれています"),
        (b"[plan]\nslug = 'a'\n", "plan.toml", "「plan」は [[plan]] の形で書いてください。"),
        (b"portal = 3", "plan.toml", "「portal」は [portal] の形で書いてください。"),
        (b"a = " + b"[" * 5000, "plan.toml", "TOMLとして読めません"),
        (b"", "plan.toml", "ファイルが空です。"),
        (b"  \n", "plan.xlsx", "ファイルが空です。"),
        (b"x" * (plan_file.LIMIT + 1), "plan.toml", "ファイルが大きすぎます。5MBまで"),
        (b"a = 1", "plan.csv", "TOML（.toml）かExcelブック（.xlsx）のファイルを選んでください。"),
        (b"a = 1", "plan.xlsm", "マクロ付きのブック（.xlsm）は読み込めません。"),
        (b"a = 1", "plan.xls", "古い形式のブック（.xls）"),
        (b"a = 1", "plan", "TOML（.toml）か"),
    ],
)
def test_a_file_that_is_none_is_told(data, name, told):
    assert told in refused(data, name)[0]


# ---- speed ----------------------------------------------------------------------------------------------------


def many(initiatives: int, words: int | None = None) -> str:
    """A plan with so many 取組, each with two departments, an actor, two indicators and ten targets; as many words."""
    parts = ['[[term]]\nplan = "chiiki-fukushi"\nordinal = 4\n']
    for at in range(initiatives):
        parts.append(
            f'[[term.initiative]]\ncode = "x-{at}"\nmeasure = "1.1.1.1"\nnumber = "x{at}"\ntitle = "取組{at}"\n'
            'content = "内容"\nlead = "kyosei"\nsupport = ["korei"]\ncity = "支えます。"\n'
        )
        parts += [
            f'[[term.initiative.indicator]]\nname = "指標{name}"\nunit = "回"\n'
            "targets = { 2024 = 1, 2025 = 2, 2026 = 3, 2027 = 4, 2028 = 5 }\n"
            for name in "AB"
        ]
    parts += [
        f'[[glossary]]\nword = "語{at}"\nreading = "ご"\nslug = "w-{at}"\ndefinition = "説明"\n'
        for at in range(initiatives if words is None else words)
    ]
    return "\n".join(parts)


def queries(text: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        load(text)
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_the_plan(example):
    load(example)
    one = queries(many(1))
    assert queries(many(40)) == one
    again = queries(many(40))
    assert again <= 30
    assert Initiative.objects.count() == 44
    assert Indicator.objects.filter(name="指標A").count() == GlossaryTerm.objects.count() - 2 == 40
    assert (Department.objects.count(), PlanRelation.objects.count(), Chapter.objects.count()) == (3, 2, 2)


def test_names_of_levels_that_are_in_use_cannot_be_left_out(example):
    load(example)
    told = refused('[[term]]\nplan = "chiiki-fukushi"\nordinal = 4\nlevels = ["めざす姿", "柱"]\n')
    assert (
        "1行目 [term]：「levels」：4階層目に施策「1.1.1.1 歩いて行ける場をつくる」があるため、減らせません。"
        in told
    )
