"""``load_plan`` and ``dump_plan`` as an operator runs them."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.roles import Role
from initiatives import plan_file
from plans.models import GlossaryTerm, Plan, PlanTerm
from plans.publication import publish_term
from tests import builders
from tests.initiatives.plan_file.conftest import EXAMPLE, OTARU, events, load_files

pytestmark = pytest.mark.django_db


def run(command: str, *arguments, **options) -> str:
    out = StringIO()
    call_command(command, *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def test_a_preview_tells_and_changes_nothing_then_the_file_is_loaded_once():
    told = run("load_plan", EXAMPLE, preview=True)
    assert "取組：追加4件、変更0件、削除0件、変更なし0件" in told
    assert "まだ何も変えていません。" in told
    assert not Plan.objects.exists()
    assert "読み込みました。" in run("load_plan", EXAMPLE)
    before = events()
    assert "変わるところはありません。" in run("load_plan", EXAMPLE)
    assert events() == before


def test_what_changes_is_told_old_and_new(tmp_path):
    run("load_plan", EXAMPLE)
    file = tmp_path / "plan.toml"
    file.write_text('[[organization]]\ncode = "mihon"\nphone = "0000-11-1111"\n', encoding="utf-8")
    assert "みほん市 電話番号：0000-00-0000 → 0000-11-1111" in run("load_plan", file)


def test_every_mistake_is_told(tmp_path):
    file = tmp_path / "plan.toml"
    file.write_text('[[glossary]]\nword = "語"\n\n[[plan]]\nname = "甲"\n', encoding="utf-8")
    with pytest.raises(CommandError) as refusal:
        run("load_plan", file)
    assert "何も変えていません" in str(refusal.value)
    assert "「reading」を入力してください。" in str(refusal.value)
    assert "4行目 [plan]：「slug」を入力してください。" in str(refusal.value)
    assert not GlossaryTerm.objects.exists()


def test_a_file_of_200_megabytes_is_refused_before_it_is_read(tmp_path, monkeypatch):
    file = tmp_path / "plan.toml"
    with file.open("wb") as opened:
        opened.truncate(200 * 1024 * 1024)
    monkeypatch.setattr("pathlib.Path.read_bytes", lambda self: pytest.fail("it was read"))
    with pytest.raises(CommandError, match="ファイルが大きすぎます。5MBまで"):
        run("load_plan", file)


def test_a_file_that_is_not_there_or_a_folder_is_told(tmp_path):
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(CommandError, match="ファイルを開けません"):
            run("load_plan", path)


@pytest.mark.parametrize("ending", plan_file.WRITERS)
def test_one_term_is_written_and_loads_again(tmp_path, ending):
    run("load_plan", EXAMPLE)
    file = tmp_path / f"plan{ending}"
    assert "に書き出しました。" in run("dump_plan", file, plan="chiiki-fukushi", term=4)
    assert "変わるところはありません。" in run("load_plan", file)


@pytest.mark.parametrize(
    ("name", "options", "told"),
    [
        ("plan.csv", {}, "TOML（.toml）かExcelブック（.xlsx）"),
        ("plan.toml", {"plan": "sogo"}, "--plan と --term は、いっしょに書いてください。"),
        ("plan.toml", {"plan": "sogo", "term": 99}, "計画「sogo」の第99の期がありません。"),
        ("none/plan.toml", {}, "ファイルに書けません"),
    ],
)
def test_what_cannot_be_written_is_told(tmp_path, name, options, told):
    with pytest.raises(CommandError, match=told):
        run("dump_plan", tmp_path / name, **options)


# ---- another city ---------------------------------------------------------------------------------------------

PAGES = ("home", "plan-list", "plan-map", "plan-periods", "glossary", "initiative-list", "initiative-tree", "initiative-plans", "evaluation-list")  # fmt: skip


def public_pages(client) -> dict[str, str]:
    addresses = [reverse(name) for name in PAGES]
    addresses += [plan.get_absolute_url() for plan in Plan.objects.all()]
    for term in PlanTerm.objects.published():
        addresses += [row.get_absolute_url() for row in term.initiatives.all()]
    addresses += [reverse("plan-sheet", args=["koreisha"])] if Plan.objects.filter(slug="koreisha") else []
    pages = {address: client.get(address) for address in addresses}
    assert {answer.status_code for answer in pages.values()} == {200}
    return {address: answer.content.decode() for address, answer in pages.items()}


def published(slug: str, ordinal: int) -> None:
    by = builders.user("nakamura", "中村", Role.ADMINISTRATOR)
    publish_term(term=PlanTerm.objects.get(plan__slug=slug, ordinal=ordinal), by=by, now=builders.NOW)


def test_the_pages_of_another_city_know_nothing_of_otaru(client):
    run("load_plan", EXAMPLE)
    published("chiiki-fukushi", 4)
    pages = public_pages(client)
    assert len(pages) >= 15
    for address, page in pages.items():
        assert "小樽" not in page, address
        assert "たるたる" not in page, address
        assert "みほん市 地域福祉の歩み" in page, address
        assert "ほほえみポータル" in page, address
        assert "福祉部地域共生課" in page, address
        assert "クリエイティブ・コモンズ 表示 4.0 国際" in page, address
    assert (
        "小施策" in pages[reverse("initiative-tree")] + pages[reverse("plan-detail", args=["chiiki-fukushi"])]
    )


def test_otaru_s_own_pages_bear_its_name(client):
    load_files(*OTARU)
    published("chiiki-fukushi", 1)
    for address, page in public_pages(client).items():
        assert "小樽市" in page, address
        assert "たるたる支え愛ぷらん" in page, address
