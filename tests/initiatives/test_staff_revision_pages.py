"""The secretariat prepares a revision, compares it and publishes it."""

import re
from html import unescape

import pytest
from django.urls import reverse

from initiatives import revisions
from initiatives.models import ComparisonPrint, Initiative
from plans.models import PlanRevision
from tests import builders

HOSTILE = "<script>alert(1)</script>𠮷👨‍👩‍👧\r\n二行目"


@pytest.fixture
def revision(cast):
    return builders.revision(cast.term)


def page(name, *args):
    return reverse(f"staff:revision-{name}", args=args)


def read(client, name, *args, **query):
    return client.get(page(name, *args), query).content.decode()


def boxes(html) -> dict:
    """What the browser would send of the page's first form: hidden fields and boxes as they are filled."""
    hidden = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', html))
    lines = dict(re.findall(r'<input type="text" name="([\w-]+)"(?: value="([^"]*)")?', html))
    texts = dict(re.findall(r'(?s)<textarea name="([\w-]+)"[^>]*>\r?\n?(.*?)</textarea>', html))
    chosen = re.findall(r'(?s)<select name="([\w-]+)".*?</select>', html)
    return hidden | lines | texts | dict.fromkeys(chosen, "")


def cells(html) -> str:
    """The table as it is read, changed parts in brackets."""
    table = re.search(r"(?s)<table class=\"table table--stack comparison\">.*?</table>", html)[0]
    table = re.sub(r'<span class="visually-hidden">、?変更ここ(から、|まで)</span>', "", table)
    table = re.sub(r"<(ins|del)>(.*?)</\1>", r"[\2]", table)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", table))


# ---- preparing --------------------------------------------------------------------------------------------


def test_a_revision_is_prepared_with_its_reason(jimu, cast):
    html = jimu.post(page("prepare", cast.term.pk), {"reason": "", "decided_by": "市長決裁", "decided_on": "令和5年2月31日", "meeting": ""}).content.decode()  # fmt: skip
    assert "「見直しの理由」を入力してください。" in html
    assert "「令和5年2月31日」という日付はありません。" in html
    assert 'value="市長決裁"' in html
    typed = {
        "reason": HOSTILE,
        "decided_by": "市長決裁",
        "decided_on": "令和5年2月1日",
        "meeting": "推進委員会",
    }
    html = jimu.post(page("prepare", cast.term.pk), typed, follow=True).content.decode()
    assert "変えるところを選ぶ" in html
    revision = PlanRevision.objects.get()
    assert revision.reason == "<script>alert(1)</script>𠮷👨‍👩‍👧\n二行目"
    html = read(jimu, "detail", revision.pk)
    assert "令和5年2月1日　市長決裁" in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;𠮷" in html


def test_a_term_that_is_not_public_offers_no_revision_and_keeps_what_was_typed(jimu, cast):
    assert "見直しを準備する" in read(jimu, "list", cast.term.pk)
    draft = builders.term(cast.plan, "第2期", 2, 2024, 2028, published=False)
    html = read(jimu, "list", draft.pk)
    assert "見直しを準備できるのは、公開した計画です" in html
    assert f'href="{page("prepare", draft.pk)}"' not in html
    typed = {"reason": "早まった見直し", "decided_by": "", "decided_on": "", "meeting": ""}
    html = jimu.post(page("prepare", draft.pk), typed).content.decode()
    assert "公開する前の計画は、見直しによらず" in html
    assert "早まった見直し</textarea>" in html


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(jimu, cast, django_assert_num_queries, count):
    for number in range(count):
        builders.revision(cast.term, reason=f"理由その{number}")
        builders.published_revision(cast.term, cast.jimu, {cast.walk: {"title": f"見守り{number}"}})
    with django_assert_num_queries(5):
        html = read(jimu, "list", cast.term.pk)
    assert html.count("理由その") == count
    assert html.count("次見直し（令和5年2月1日決定）") == count


def test_a_long_list_of_choices_is_turned_page_by_page_and_keeps_the_words(jimu, cast, revision, monkeypatch):
    monkeypatch.setattr("initiatives.views.staff_revisions.CHOICES_ON_A_PAGE", 3)
    whole = jimu.get(page("choose", revision.pk)).content.decode()
    assert "2ページ中1ページ目（全4件）" in whole
    assert ("見守り活動" in whole, "ふれあいサロン" in whole) == (True, False)
    assert "ふれあいサロン" in jimu.get(page("choose", revision.pk) + "?page=2").content.decode()
    for number in range(1, 5):
        builders.initiative(cast.goal, cast.elderly, f"3-{number}", title=f"雪かき&声かけ{number}")
    found = jimu.get(page("choose", revision.pk), {"q": "雪かき&声"}).content.decode()
    (way,) = re.findall(r'rel="next" href="([^"]*)"', found)
    assert "雪かき&amp;声かけ4" in jimu.get(page("choose", revision.pk) + unescape(way)).content.decode()
    assert "雪かき&amp;声かけ4" not in found


def test_everything_that_the_term_prints_can_be_chosen(jimu, cast, revision):
    builders.chapter(cast.term, title="計画の趣旨")
    indicator = builders.indicator(cast.walk)
    html = read(jimu, "choose", revision.pk)
    for kind, row in (
        ("philosophy", cast.term),
        ("chapter", cast.term.chapters.get()),
        ("measure", cast.goal),
        ("initiative", cast.walk),
        ("indicator", indicator),
        ("target", indicator),
    ):
        assert f'href="{page("change", revision.pk, kind, row.pk)}"' in html
    assert f'href="{page("add", revision.pk, "new_initiative", cast.goal.pk)}"' in html
    assert f'href="{page("add", revision.pk, "new_indicator", cast.walk.pk)}"' in html
    assert "入力済み" not in html
    builders.change(revision, cast.walk, title="見守り")
    assert read(jimu, "choose", revision.pk).count("入力済み") == 1


def test_words_narrow_the_choice(jimu, cast, revision):
    builders.chapter(cast.term, title="計画の趣旨", body="雪の多いまちです。")
    builders.indicator(cast.walk, name="開催回数")
    builders.indicator(cast.walk, name="参加者数")
    html = read(jimu, "choose", revision.pk, q="雪の多い")
    assert "計画の趣旨" in html
    assert "見守り活動" not in html
    html = read(jimu, "choose", revision.pk, q="参加者数")
    assert "1-1 見守り活動" in html
    assert "開催回数" not in html
    assert "見つかりませんでした" in read(jimu, "choose", revision.pk, q="<b>")


@pytest.mark.parametrize("count", [1, 3])
def test_choosing_costs_the_same_for_one_and_three(jimu, cast, revision, django_assert_num_queries, count):
    for number in range(count):
        builders.chapter(cast.term, number + 1)
        builders.indicator(builders.initiative(cast.goal, cast.elderly, f"2-{number}"))
    with django_assert_num_queries(9):
        html = read(jimu, "choose", revision.pk)
    assert html.count("指標「開催回数」") >= count


# ---- changing ---------------------------------------------------------------------------------------------


def test_the_present_text_stands_in_the_box_and_beside_it(jimu, cast, revision):
    html = read(jimu, "change", revision.pk, "initiative", cast.walk.pk)
    assert "今の内容" in html
    assert html.count("地域で見守り活動を行います。") == 2
    assert 'value="見守り活動"' in html
    assert "前年度の記載" not in html


def test_what_was_changed_stands_in_the_table_and_nothing_else(jimu, cast, revision):
    address = page("change", revision.pk, "initiative", cast.walk.pk)
    typed = boxes(jimu.get(address).content.decode()) | {"title": "見守りの輪", "remarks": "名称を改める。"}
    html = jimu.post(address, typed, follow=True).content.decode()
    assert "「取組 1-1 見守り活動」の変更を保存しました。" in html
    assert "取組名 見守り[の輪] 取組名 見守り[活動]" in cells(html)
    assert "名称を改める。" in cells(html)
    assert "内容" not in cells(html)
    cast.walk.refresh_from_db()
    assert cast.walk.title == "見守り活動"


def test_saving_without_a_change_says_so_and_keeps_the_remarks(jimu, cast, revision):
    address = page("change", revision.pk, "initiative", cast.walk.pk)
    typed = boxes(jimu.get(address).content.decode()) | {"remarks": "書きかけの備考"}
    html = jimu.post(address, typed).content.decode()
    assert "今の内容と同じです" in html
    assert "書きかけの備考</textarea>" in html


def test_hostile_text_comes_back_as_it_was_typed(jimu, cast, revision):
    chapter = builders.chapter(cast.term)
    address = page("change", revision.pk, "chapter", chapter.pk)
    typed = boxes(jimu.get(address).content.decode()) | {"body": HOSTILE}
    html = jimu.post(address, typed, follow=True).content.decode()
    assert revision.changes.get().after == {"body": HOSTILE.replace("\r\n", "\n")}
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;𠮷👨‍👩‍👧" in html


def test_targets_have_a_row_for_each_year_that_can_still_be_changed(jimu, cast, revision):
    indicator = builders.indicator(cast.walk, targets={2021: 10, 2022: 12})
    builders.published(builders.round_(cast.term, cast.committee, cast.jimu, year=2021), cast.jimu)
    address = page("change", revision.pk, "target", indicator.pk)
    html = jimu.get(address).content.decode()
    assert "令和3年度の目標値" not in html
    assert "記録の受付が終わった年度の目標値は、変えることはできません。" in html
    typed = boxes(html)
    assert (typed["2022"], typed["2023"]) == ("12", "")
    html = jimu.post(address, typed | {"2022": ""}).content.decode()
    assert "「令和4年度の目標値」を入力してください。" in html
    html = jimu.post(address, typed | {"2022": "たくさん", "2023": "１，２００"}).content.decode()
    assert "数字で入力してください。" in html
    assert 'value="たくさん"' in html
    html = jimu.post(address, typed | {"2022": "１５", "2023": "1,200"}, follow=True).content.decode()
    assert "令和4年度の目標値 [15]回 令和4年度の目標値 [12]回" in cells(html)
    assert "令和5年度の目標値 [1,200回] 令和5年度の目標値 （新設）" in cells(html)


def test_two_people_on_one_change_see_both_texts(jimu, cast, revision):
    address = page("change", revision.pk, "initiative", cast.walk.pk)
    stale = boxes(jimu.get(address).content.decode())
    jimu.post(address, stale | {"title": "先の人の題"})
    html = jimu.post(address, stale | {"title": "あとの人の題"}).content.decode()
    assert "伊藤さんが先に保存したため、まだ保存していません。" in html
    assert "先の人の題" in html
    assert 'value="あとの人の題"' in html
    assert revision.changes.get().after == {"title": "先の人の題"}
    jimu.post(address, boxes(html))
    assert revision.changes.get().after == {"title": "あとの人の題"}


def test_who_wrote_beside_a_text_that_was_revised_meanwhile_is_shown_the_new_one(jimu, cast, revision):
    address = page("change", revision.pk, "initiative", cast.walk.pk)
    typed = boxes(jimu.get(address).content.decode()) | {"title": "わたしの題"}
    builders.published_revision(cast.term, cast.jimu, {cast.walk: {"title": "先に公表された題"}})
    html = jimu.post(address, typed).content.decode()
    assert "今の内容が、画面を開いた後に変わりました。" in html
    assert "先に公表された題" in html
    assert 'value="わたしの題"' in html
    assert not revision.changes.exists()
    assert jimu.post(address, boxes(html)).status_code == 302
    assert revision.changes.get().before["title"] == "先に公表された題"


@pytest.mark.parametrize("version", ["", "x", "-1", "99"])
def test_a_version_that_was_made_up_never_saves(jimu, cast, revision, version):
    address = page("change", revision.pk, "initiative", cast.walk.pk)
    typed = boxes(jimu.get(address).content.decode()) | {"title": "こっそり", "version": version}
    html = jimu.post(address, typed).content.decode()
    assert 'value="こっそり"' in html
    assert not revision.changes.exists()


def test_a_row_of_another_term_is_not_found(jimu, cast, revision):
    other = builders.term(builders.plan("betsu", "別の計画"))
    goal = builders.goal(other)
    assert jimu.get(page("change", revision.pk, "measure", cast.goal.pk)).status_code == 200
    assert jimu.get(page("change", revision.pk, "measure", goal.pk)).status_code == 404
    assert jimu.get(page("change", revision.pk, "no-such-kind", cast.goal.pk)).status_code == 404
    assert jimu.get(page("add", revision.pk, "new_initiative", goal.pk)).status_code == 404


def test_a_change_is_taken_out_again(jimu, cast, revision):
    draft = builders.change(revision, cast.walk, title="見守りの輪")
    assert "見直しから外す" in read(jimu, "change", revision.pk, "initiative", cast.walk.pk)
    drop = page("drop", revision.pk, draft.pk)
    html = jimu.post(drop, {"version": "7"}, follow=True).content.decode()
    assert "ほかの人がこの箇所を変更しました。" in html
    html = jimu.post(drop, {"version": draft.version}, follow=True).content.decode()
    assert "見直しから外しました" in html
    assert "変えるところは、まだありません" in html


# ---- adding -----------------------------------------------------------------------------------------------


def test_a_new_initiative_is_prepared_corrected_and_published(jimu, cast, revision):
    address = page("add", revision.pk, "new_initiative", cast.goal.pk)
    typed = boxes(jimu.get(address).content.decode())
    html = jimu.post(address, typed | {"title": "雪かきの手伝い"}).content.decode()
    assert "「番号」を入力してください。" in html
    assert "「主管課」を選んでください。" in html
    assert 'value="雪かきの手伝い"' in html
    typed |= {"number": "1-3", "title": "雪かきの手伝い", "content": "雪を\nかきます。", "first_year": "2023"}
    html = jimu.post(address, typed | {"lead": cast.elderly.pk}, follow=True).content.decode()
    shown = cells(html)
    assert "取組 1-3 雪かきの手伝い （新しい取組）" in shown
    assert "[始めた年度 令和5年度]" in shown
    assert "[主管課 高齢者福祉課]" in shown
    assert "（新設）" in shown
    draft = revision.changes.get()
    address = page("addition", revision.pk, "new_initiative", cast.goal.pk, draft.pk)
    typed = boxes(jimu.get(address).content.decode())
    assert typed["number"] == "1-3"
    jimu.post(address, typed | {"number": "1-4", "first_year": "", "lead": cast.children.pk})
    builders.publish_revision(revision, cast.jimu)
    added = Initiative.objects.get(number="1-4")
    assert (added.content, added.first_year) == ("雪を\nかきます。", None)
    assert added.departments_in("lead") == [cast.children]


def test_a_new_indicator_needs_its_unit(jimu, cast, revision):
    address = page("add", revision.pk, "new_indicator", cast.walk.pk)
    typed = boxes(jimu.get(address).content.decode()) | {"name": "参加者数", "target-2023": "３００"}
    html = jimu.post(address, typed).content.decode()
    assert "「単位」を入力してください。" in html
    assert 'value="300"' in html
    typed |= {"unit": "人", "kind": "output", "direction": "up", "value_type": "number", "counting": "yearly"}
    html = jimu.post(address, typed, follow=True).content.decode()
    assert "[令和5年度の目標値 300人]" in cells(html)


# ---- publishing -------------------------------------------------------------------------------------------


def publish(client, revision, **typed):
    seen = revisions.fingerprint(revision)
    return client.post(page("publish", revision.pk), {"seen": seen} | typed, follow=True).content.decode()


def test_what_is_missing_is_listed_and_there_is_no_button(jimu, cast):
    revision = builders.revision(cast.term, decided_by="", decided_on=None)
    html = read(jimu, "publish", revision.pk)
    assert "変えるところを、1つ以上入れてください。" in html
    assert "「決定した日」を入力してください。" in html
    assert 'name="confirmed"' not in html


def test_publishing_needs_the_tick(jimu, cast, revision):
    builders.change(revision, cast.walk, title="見守りの輪")
    assert "見守り[の輪]" in cells(read(jimu, "publish", revision.pk))
    assert "を選んでください" in publish(jimu, revision) or "を入力してください" in publish(jimu, revision)
    revision.refresh_from_db()
    assert revision.is_open
    html = publish(jimu, revision, confirmed="on")
    assert "「みほん市地域福祉計画 第1期 第1次見直し」を公表しました。" in html
    cast.walk.refresh_from_db()
    assert cast.walk.title == "見守りの輪"


def test_what_another_revision_changed_is_shown_with_both_texts(jimu, cast, revision):
    builders.change(revision, cast.walk, title="声かけ活動")
    builders.published_revision(cast.term, cast.jimu, {cast.walk: {"title": "見守りの輪"}})
    html = publish(jimu, revision, confirmed="on")
    assert "準備した後に、計画の内容が変わりました" in html
    assert "ほかの見直しが先に公表されたため、まだ公表していません。" in html
    main = re.sub(r"<[^>]+>", "", re.sub(r'<span class="visually-hidden">.*?</span>', "", html))
    for text in ("見守りの輪", "見守り活動", "声かけ活動"):
        assert text in main
    assert 'name="confirmed"' not in html


def test_a_published_revision_is_read_and_not_written(jimu, cast):
    revision = builders.published_revision(cast.term, cast.jimu, {cast.walk: {"title": "見守りの輪"}})
    html = read(jimu, "detail", revision.pk)
    assert "公開ページを開く" in html
    assert "直す" not in html
    for name in ("edit", "choose", "abandon"):
        assert jimu.get(page(name, revision.pk)).status_code == 404
    assert jimu.get(page("publish", revision.pk))["Location"] == page("detail", revision.pk)


def test_a_print_that_failed_can_be_asked_for_again(jimu, cast):
    revision = builders.published_revision(cast.term, cast.jimu, {cast.walk: {"title": "見守りの輪"}})
    assert "PDFの作成を頼む" not in read(jimu, "detail", revision.pk)
    ComparisonPrint.objects.all().delete()
    assert "PDFの作成を頼む" in read(jimu, "detail", revision.pk)
    assert "PDFの作成を頼みました。" in jimu.post(page("detail", revision.pk), follow=True).content.decode()
    assert ComparisonPrint.objects.get().revision == revision


def test_giving_up_needs_the_tick_and_changes_nothing(jimu, cast, revision):
    builders.change(revision, cast.walk, title="見守りの輪")
    typed = boxes(read(jimu, "abandon", revision.pk))
    jimu.post(page("abandon", revision.pk), typed)
    revision.refresh_from_db()
    assert revision.is_open
    html = jimu.post(page("abandon", revision.pk), typed | {"confirmed": "on"}, follow=True).content.decode()
    assert "見直しを取りやめました。" in html
    assert "取りやめ" in html
    cast.walk.refresh_from_db()
    assert cast.walk.title == "見守り活動"


def test_the_head_is_corrected_and_the_second_writer_sees_the_first(jimu, cast, revision):
    stale = boxes(read(jimu, "edit", revision.pk))
    assert jimu.post(page("edit", revision.pk), stale | {"reason": "先の理由"}).status_code == 302
    html = jimu.post(page("edit", revision.pk), stale | {"reason": "あとの理由"}).content.decode()
    assert "先の理由" in html
    assert "あとの理由</textarea>" in html
