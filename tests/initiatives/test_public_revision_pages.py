"""What citizens read of revisions: the history, 新旧対照表 on a page and as PDF, and where they have touched."""

import re

import pytest
from django.urls import reverse

from initiatives import revisions
from initiatives.models import ComparisonPrint
from initiatives.tasks import content, print_comparison
from plans.press import LibrariesMissing, print_page
from plans.publication import unpublish_term
from tests import builders
from tests.plans.press.reading import Reading


def history(cast) -> str:
    return reverse("plan-revision-list", args=[cast.plan.slug])


def read(client, address) -> str:
    return client.get(address).content.decode()


@pytest.fixture
def published(cast):
    """見守り活動 renamed and its target raised."""
    count = builders.indicator(cast.walk, targets={2022: 24})
    return builders.published_revision(
        cast.term,
        cast.jimu,
        {cast.walk: {"title": "見守りの輪"}, count: {"target_2022": "30"}},
        reason="地域の声を受けて見直します。",
        meeting="推進委員会",
    )


def test_without_a_revision_the_history_says_so_and_no_page_speaks_of_one(client, cast):
    assert "見直しは、まだ行っていません" in read(client, history(cast))
    assert "に見直しました" not in read(client, cast.plan.get_absolute_url())
    assert "に見直しました" not in read(client, cast.walk.get_absolute_url())


def test_what_is_prepared_or_given_up_is_nobody_s_business(client, cast):
    draft = builders.revision(cast.term, reason="まだ秘密の理由")
    builders.change(draft, cast.walk, title="秘密の題")
    given_up = builders.revision(cast.term, reason="やめた理由")
    revisions.abandon(revision=given_up, version=1)
    for address in (history(cast), cast.plan.get_absolute_url(), cast.walk.get_absolute_url()):
        html = read(client, address)
        for words in ("まだ秘密の理由", "秘密の題", "やめた理由", "に見直しました"):
            assert words not in html
    builders.publish_revision(draft, cast.jimu)
    assert "まだ秘密の理由" in read(client, history(cast))
    assert "秘密の題" in read(client, cast.walk.get_absolute_url())


def test_the_table_of_a_revision_is_read_with_reason_and_decision(client, cast, published):
    address = published.get_absolute_url()
    assert address == "/plans/chiiki-fukushi/revisions/1-1/"
    html = read(client, address)
    for words in ("地域の声を受けて見直します。", "令和5年2月1日　市長決裁", "推進委員会", "令和5年4月10日"):
        assert words in html
    table = re.sub(r'<span class="visually-hidden">.*?</span>', "", html[html.index("<table") :])
    assert "見守り<ins>の輪</ins>" in table
    assert "見守り<del>活動</del>" in table
    assert table.index("改正後") < table.index("改正前") < table.index("備考")
    assert "変更ここから" in html
    assert "直す" not in html


def test_the_pages_that_were_touched_lead_to_the_table(client, cast, published):
    note = f'令和5年2月1日に見直しました（<a href="{published.get_absolute_url()}">新旧対照表'
    assert note in read(client, cast.plan.get_absolute_url())
    html = read(client, cast.walk.get_absolute_url())
    assert note in html
    assert "令和4年度　30回（当初24回）" in html
    assert "に見直しました" not in read(client, cast.salon.get_absolute_url())


def test_addresses_stay_and_an_ended_initiative_is_still_read(client, cast):
    address = cast.walk.get_absolute_url()
    builders.published_revision(cast.term, cast.jimu, {cast.walk: {"number": "1-8", "last_year": "2022"}})
    html = read(client, address)
    assert "1-8　見守り活動" in html
    assert "令和4年度で終了" in html
    assert "令和4年度で終了" in read(client, reverse("initiative-list"))


def test_a_later_change_of_names_does_not_reach_a_published_table(client, cast, published):
    before = read(client, published.get_absolute_url())
    assert "取組 1-1 見守り活動" in before
    builders.published_revision(cast.term, cast.jimu, {cast.walk: {"title": "まったく別の名前"}})
    assert read(client, published.get_absolute_url()) == before


def test_a_withdrawn_term_takes_its_revisions_along(client, cast, published):
    assert client.get(published.get_absolute_url()).status_code == 200
    unpublish_term(term=cast.term)
    assert client.get(published.get_absolute_url()).status_code == 404
    assert "第1次見直し" not in read(client, history(cast))


def test_the_newest_revision_stands_first(client, cast, published):
    builders.published_revision(cast.term, cast.jimu, {cast.salon: {"title": "サロン"}})
    html = read(client, history(cast))
    assert html.index("第2次見直し") < html.index("第1次見直し")


@pytest.mark.parametrize("count", [1, 3])
def test_history_and_table_cost_the_same_for_one_and_three(client, cast, django_assert_num_queries, count):
    revision = builders.revision(cast.term)
    for number in range(count):
        builders.change(
            revision, builders.initiative(cast.goal, cast.elderly, f"2-{number}"), title="新しい題"
        )
        builders.published_revision(cast.term, cast.jimu, {cast.walk: {"title": f"見守り{number}"}})
    revision = builders.publish_revision(revision, cast.jimu)
    with django_assert_num_queries(3):
        assert read(client, history(cast)).count("次見直し</a>") == count + 1
    with django_assert_num_queries(4):
        assert read(client, revision.get_absolute_url()).count("<ins>") == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_an_initiative_costs_the_same_for_one_and_three(
    client, cast, django_assert_num_queries, count
):
    for number in range(count):
        indicator = builders.indicator(cast.walk, name=f"指標その{number}", targets={2022: 1, 2023: 2})
        builders.published_revision(cast.term, cast.jimu, {indicator: {"target_2023": "3"}})
    with django_assert_num_queries(10):
        html = read(client, cast.walk.get_absolute_url())
    assert html.count("に見直しました") == count
    assert html.count("3回（当初2回）") == count


# ---- the print --------------------------------------------------------------------------------------------


def test_the_print_is_made_when_the_revision_is_published_and_served_for_ever(client, cast, published):
    address = f"{published.get_absolute_url()}comparison.pdf"
    assert f'href="{address}"' in read(client, published.get_absolute_url())
    answer = client.get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content == b"%PDF-1.7 quick"
    print_comparison.func(published.pk)
    assert ComparisonPrint.objects.count() == 1


def test_without_pango_the_revision_is_published_and_the_page_offers_no_print(client, cast, monkeypatch):
    def missing(template, context):
        raise LibrariesMissing("no Pango")

    monkeypatch.setattr("initiatives.tasks.print_page", missing)
    revision = builders.published_revision(cast.term, cast.jimu, {cast.walk: {"title": "見守りの輪"}})
    html = read(client, revision.get_absolute_url())
    assert "見守り" in html
    assert "comparison.pdf" not in html
    assert client.get(f"{revision.get_absolute_url()}comparison.pdf").status_code == 404


@pytest.mark.real_pdf
def test_the_print_holds_every_text_on_pages_that_lie(cast):
    chapter = builders.chapter(cast.term, body="".join(f"段落その{n}です。\n\n" for n in range(120)))
    revision = builders.revision(cast.term, reason="<b>理由</b>\n二行目")
    builders.change(revision, chapter, body=chapter.body.replace("です。", "でした。") + "😀𠮷で終わります。")
    builders.change(revision, cast.walk, content="鯨の文です。" * 700, remarks="備考の言葉")
    revision = builders.publish_revision(revision, cast.jimu)
    report = Reading(print_page("reports/initiatives/comparison.html", content(revision)))
    page = report.reader.pages[0].mediabox
    assert page.width > page.height
    assert len(report.pages) > 5
    for words in ("改正後", "改正前", "備考の言葉", "<b>理由</b>", "段落その119でした。", "段落その119です。", "〓𠮷で終わります。", "第1次見直し"):  # fmt: skip
        assert words in report.text.replace("\n", "")
    assert report.text.count("鯨") == 700
    assert {item["/A"]["/Scope"] for item in report.tagged("/TH")} == {"/Column", "/Row"}
