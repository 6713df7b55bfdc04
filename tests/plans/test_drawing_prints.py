"""The drawings on paper: asked for by a visitor, made once by the worker, kept by what they show, readable without sight."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from accounts.roles import Role
from plans import tasks
from plans.models import KeptPrint, Plan, PlanRelation
from plans.models.kept_print import KEPT_OF_A_KIND, MOST_WAITING
from plans.press import LibrariesMissing
from tests import builders
from tests.plans.press.letter_sizes import letter_sizes
from tests.plans.press.reading import Reading

NOW = datetime(2022, 6, 1, 3, 0, tzinfo=UTC)
MAP, PERIODS = "/plans/map.pdf", "/plans/periods.pdf"
ADDRESSES = [MAP, PERIODS]


@pytest.fixture
def otaru(db):
    """The real register of Otaru."""
    return builders.otaru(builders.user("nakamura", "中村", Role.ADMINISTRATOR), now=NOW)


@pytest.fixture(autouse=True)
def june_2022(monkeypatch):
    """Today is 1 June 2022: 令和4年度."""
    monkeypatch.setattr("plans.views.drawings.timezone.localdate", lambda now=None: NOW.date())


@pytest.fixture
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}


def work_off():
    call_command("db_worker", batch=True, interval=0.1, startup_delay=False, reload=False, verbosity=0)


def read(client, address) -> str:
    return client.get(address).content.decode()


# ---- asking and waiting -----------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ADDRESSES)
def test_looking_makes_nothing_and_a_button_has_it_made(client, otaru, address, paper):
    html = read(client, address)
    assert "PDFを作る" in html
    assert not KeptPrint.objects.exists()
    answer = client.post(address, follow=True)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content == b"%PDF-1.7 quick"
    assert len(paper) == 1


@pytest.mark.django_db(transaction=True)
def test_while_it_is_made_the_page_says_so_and_watches(client, queue, paper):
    builders.plan()
    html = client.post(MAP, follow=True).content.decode()
    assert "作成しています" in html
    assert "data-watch" in html
    assert "作成待ち" in html
    assert "PDFを作る" not in html
    for _ in range(3):
        client.post(MAP)
    work_off()
    assert client.get(MAP)["Content-Type"] == "application/pdf"
    assert len(paper) == 1


def test_the_same_content_is_one_file_and_another_content_another(client, otaru, paper):
    client.post(MAP)
    client.post(MAP)
    assert (len(paper), KeptPrint.objects.count()) == (1, 1)
    Plan.objects.filter(slug="yuki").update(name="小樽市雪と暮らす計画")
    assert "PDFを作る" in read(client, MAP)
    client.post(MAP)
    assert (len(paper), KeptPrint.objects.count()) == (2, 2)


def test_on_another_day_the_same_file_still_holds(client, otaru, paper, monkeypatch):
    client.post(PERIODS)
    monkeypatch.setattr(
        "plans.views.drawings.timezone.localdate", lambda now=None: NOW.date() + timedelta(days=30)
    )
    assert client.get(PERIODS).content == b"%PDF-1.7 quick"
    monkeypatch.setattr(
        "plans.views.drawings.timezone.localdate", lambda now=None: NOW.date() + timedelta(days=365)
    )
    assert "PDFを作る" in read(client, PERIODS)


def test_who_has_the_file_is_not_sent_it_again(client, otaru, paper):
    answer = client.post(MAP, follow=True)
    assert client.get(MAP, headers={"If-None-Match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize("error", [ValueError("broken"), LibrariesMissing("no Pango")])
def test_a_print_that_fails_says_so_and_can_be_asked_for_again_later(client, otaru, monkeypatch, error):
    def fails(pages, **_):
        raise error

    monkeypatch.setattr("plans.tasks.print_pages", fails)
    html = client.post(MAP, follow=True).content.decode()
    assert "作成できませんでした" in html
    assert "PDFを作る" not in html
    KeptPrint.objects.update(requested_at=NOW)
    assert "前に頼まれた分は、できあがりませんでした" in read(client, MAP)
    monkeypatch.setattr("plans.tasks.print_pages", lambda pages, **_: b"%PDF-1.7 quick")
    assert client.post(MAP, follow=True).content == b"%PDF-1.7 quick"


def test_a_worker_that_was_lost_is_not_waited_for_forever(client, otaru):
    client.post(MAP)
    KeptPrint.objects.update(state="making", pdf=None, requested_at=NOW)
    assert "PDFを作る" in read(client, MAP)


def test_nobody_can_make_the_queue_long(client, otaru, paper):
    for number in range(MOST_WAITING):
        KeptPrint.objects.create(key=str(number), kind="map", head="", piece_count=1, requested_at=NOW)
    html = client.post(MAP, follow=True).content.decode()
    assert "いま、ほかのPDFを作っています" in html
    assert not paper
    assert KeptPrint.objects.count() == MOST_WAITING


def test_only_the_newest_of_a_kind_are_kept(client, otaru, paper):
    for number in range(KEPT_OF_A_KIND + 2):
        requested_at = NOW - timedelta(days=number)
        for kind in ("map", "tree"):
            KeptPrint.objects.create(
                key=f"{kind}{number}",
                kind=kind,
                head="",
                piece_count=1,
                state="ready",
                pdf=b"%PDF",
                requested_at=requested_at,
            )
    client.post(MAP)
    assert KeptPrint.objects.filter(kind="map").count() == KEPT_OF_A_KIND
    assert KeptPrint.objects.filter(key="map0").exists()
    assert KeptPrint.objects.filter(kind="tree").count() == KEPT_OF_A_KIND + 2


def test_a_print_that_was_deleted_meanwhile_is_not_made(db, paper):
    tasks.make("no such key")
    assert not paper


@pytest.mark.parametrize("query", ["?from=abc", "?from=2025&to=2020", "?from=1&to=99999999", "?to=%00"])
def test_years_that_cannot_be_shown_lead_to_the_page_that_says_why(client, otaru, query):
    answer = client.get(PERIODS + query, follow=True)
    assert answer.redirect_chain[0][0].startswith("/plans/periods/?")
    assert "はじめの表示に戻しました" in answer.content.decode()
    client.post(PERIODS + query)
    assert not KeptPrint.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("address", "queries"), [(MAP, 6), (PERIODS, 5)])
def test_the_prints_cost_the_same_for_one_and_three(
    client, db, django_assert_num_queries, address, queries, count
):
    middle = builders.plan()
    for number in range(count):
        plan = builders.plan(f"kobetsu-{number}", f"個別計画その{number}", position=number)
        builders.term(plan, published=False)
        PlanRelation.objects.create(plan=middle, other=plan, kind="individual")
    with django_assert_num_queries(queries):
        read(client, address)


def test_the_pages_lead_to_their_prints(client, otaru):
    assert f'href="{MAP}"' in read(client, "/plans/map/")
    assert f'href="{PERIODS}?from=2020&amp;to=2023"' in read(client, "/plans/periods/?from=2020&to=2023")


# ---- what is on the paper ---------------------------------------------------------------------------------


@pytest.mark.real_pdf
def test_the_map_on_paper(client, otaru):
    report = Reading(client.post(MAP, follow=True).content)
    assert report.reader.metadata.title == "計画の位置付け図　計画の位置付け"
    assert report.catalog["/Lang"] == "ja"
    (figure,) = report.tagged("/Figure")
    for plan in Plan.objects.all():
        assert plan.name in figure["/Alt"]
        assert plan.name in report.text
    assert "〓" not in report.text
    assert [title for _, title, _ in report.bookmarks] == ["図", "一覧"]
    assert {round(float(page.mediabox.width) / 72 * 25.4) for page in report.reader.pages} == {297}
    assert min(letter_sizes(report.reader.pages[0]) - {8.5}) >= 9
    assert {font["/FontFamily"] for font in report.of_type("/FontDescriptor")} <= {
        "Report Gothic",
        "Report Fallback",
    }
    assert [number for _, _, number in report.bookmarks] == [1, 2]


@pytest.mark.real_pdf
def test_the_map_of_twenty_five_plans_is_printed_large_enough_to_read(client, db):
    """On A3, the drawing whole on one sheet and no letter below 9 points; the lists on A4."""
    middle = builders.plan()
    kinds = PlanRelation.Kind.values
    for number in range(24):
        plan = builders.plan(f"k-{number}", f"みほん市第{number}次保健福祉総合推進計画")
        builders.relation(middle, plan, kinds[number % len(kinds)])
    report = Reading(client.post(MAP, follow=True).content)
    first, *others = report.reader.pages
    assert [round(float(side) / 72 * 25.4) for side in first.mediabox[2:]] == [420, 297]
    assert {round(float(page.mediabox.width) / 72 * 25.4) for page in others} == {297}
    assert [title for _, title, _ in report.bookmarks] == ["図", "一覧"]
    assert min(letter_sizes(first) - {8.5}) >= 9  # head and foot have 8.5
    assert max(letter_sizes(first)) < 20


@pytest.mark.real_pdf
def test_the_periods_on_paper_show_the_chosen_years_in_drawing_and_table(client, otaru):
    report = Reading(client.post(f"{PERIODS}?from=2019&to=2038", follow=True).content)
    figures = [figure["/Alt"] for figure in report.tagged("/Figure")]
    assert "令和元年度から令和10年度まで" in figures[0]
    assert "令和11年度から令和20年度まで" in figures[-1]
    assert "小樽市地域福祉計画：第1期、第2期。" in figures[0]
    assert {heading["/A"]["/Scope"] for heading in report.tagged("/TH")} == {"/Column", "/Row"}
    assert "今年度は令和4年度（2022年度）です。" in report.text
    assert "第10期（終了の年度は不明）R9～" in report.text
    assert "期間を登録していない計画：" in report.text
    assert "〓" not in report.text
    assert report.bookmarks[0] == (1, f"図（1／{len(figures)}）", 1)
