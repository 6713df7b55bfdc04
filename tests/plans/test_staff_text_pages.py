"""The text of a term as the secretariat writes it: chapters, their order, preview, pictures."""

import re

import pytest
from django.urls import reverse

from plans.models import Chapter
from plans.publication import publish_term
from tests import builders
from tests.plans.text_pages import HOSTILE, address, page, sent, typed

# ---- lists ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_for_one_and_three(jimu, cast, django_assert_num_queries, count):
    term = builders.term(cast.plan, "第2期", 2, 2024, 2028, published=False)
    for number in range(1, count + 1):
        builders.chapter(term, number)
        builders.picture(term, colour=("red", "green", "blue")[number - 1])
        if number > 1:
            builders.term(cast.plan, f"第{number + 1}期", number + 1, 2024 + 5 * number, 2028 + 5 * number)
    with django_assert_num_queries(4):
        page_of = jimu.get(reverse("staff:text-list")).content.decode()
    assert "みほん市地域福祉計画 第2期" in page_of
    with django_assert_num_queries(6):
        detail = page(jimu, "text-detail", term)
    assert detail.count('data-label="文字数"') == count
    with django_assert_num_queries(6):
        assert page(jimu, "picture-list", term).count("shelf__item") == count
    with django_assert_num_queries(6):
        assert page(jimu, "chapter-edit", term.chapters.first()).count("shelf__item") == count


def test_a_term_that_is_one_with_another_leads_there(jimu, cast, draft):
    council_plan = builders.plan("katsudo", "活動計画")
    joint = builders.term(council_plan, "第2期", 1, 2024, 2028, published=False, book=draft)
    html = page(jimu, "text-detail", joint)
    assert "ひとつの計画書として策定しました" in html
    assert address("text-detail", draft) in html
    refused = sent(jimu, "chapter-add", joint, **typed(), save=1).content.decode()
    assert "この期の本文は、一体的に策定した" in refused
    assert not joint.chapters.exists()


# ---- writing ----------------------------------------------------------------------------------------------


def test_a_chapter_is_added_behind_the_others_and_nothing_of_it_is_public(jimu, client, draft):
    answer = sent(jimu, "chapter-add", draft, **typed(body=HOSTILE, easy_summary="町《まち》"), save=1)
    row = Chapter.objects.get(term=draft, number=4)
    assert answer["Location"] == address("text-detail", draft) + f"#chapter-{row.pk}"
    assert row.body == HOSTILE.replace("\r\n", "\n")
    assert row.slug == "s4"
    client.logout()
    assert "計画の趣旨" not in client.get(reverse("plan-detail", args=[draft.plan.slug])).content.decode()


def test_a_chapter_is_changed_by_the_one_who_saw_the_last_text(jimu, draft):
    row = draft.chapters.get(number=1)
    first = typed(version=row.version, body="先に保存した本文", slug=row.slug)
    assert sent(jimu, "chapter-edit", row, **first, save=1).status_code == 302
    answer = sent(jimu, "chapter-edit", row, **first | {"body": "後から書いた本文"}, save=1)
    html = answer.content.decode()
    assert "伊藤さんが先に保存したため、まだ保存していません。" in html
    assert "後から書いた本文" in html
    assert "先に保存した本文" in html
    row.refresh_from_db()
    assert row.body == "先に保存した本文"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "「見出し」を入力してください。"),
        ({"title": "あ" * 101}, "100文字までです。今は101文字あります。"),
        ({"body": "　\r\n "}, "「本文」を入力してください。"),
        ({"body": "a\x00b"}, "画面に表示されない文字"),
        ({"body": "あ" * 100_001}, "100000文字までです。"),
        ({"slug": "計画"}, "半角の英数字、「-」、「_」だけで入力してください。"),
        ({"slug": "chapter-2"}, "同じ期のほかの章で使っています。"),
        ({"version": "x"}, "画面が古くなっています。"),
        ({"version": 99}, "画面が古くなっています。"),
    ],
)
def test_what_does_not_fit_is_said_and_what_was_typed_stays(jimu, draft, wrong, said):
    html = sent(jimu, "chapter-add", draft, **typed(easy_summary="残る文") | wrong, save=1).content.decode()
    assert said in html
    assert "残る文" in html
    assert draft.chapters.count() == 3


def test_a_page_that_was_cut_off_saves_nothing(jimu, draft):
    row = draft.chapters.get(number=1)
    html = sent(jimu, "chapter-edit", row, version=1, title="題", save=1).content.decode()
    assert "途中までしか届かなかった" in html
    assert row.body in html


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("一行目\n\n![](picture:{key})", "3行目の画像：代わりの文章がありません。"),
        ("![海](picture:0123456789ab)", "1行目の画像：「picture:0123456789ab」という画像はありません。"),
        (
            "本文\n\n![海](https://example.com/a.png)",
            "3行目の画像：「https://example.com/a.png」という画像は",
        ),
        ("本文\n本文の中の![海](picture:{key})です。", "2行目の画像：画像は、前後を1行ずつ空け"),
        ("- 項目\n- ![　](picture:{key})", "2行目の画像：代わりの文章がありません。"),
        ("![a](picture:{key})\n![](picture:{key})", "2行目の画像：代わりの文章がありません。"),
        ("![海](picture:{key}0)", "という画像はありません"),
        ("![海][x]\n\n[x]: picture:ffffffffffff", "1行目の画像"),
    ],
)
def test_a_picture_without_words_or_without_a_picture_is_refused_with_its_line(jimu, draft, body, said):
    key = builders.picture(draft).key
    data = typed(body=body.format(key=key))
    html = sent(jimu, "chapter-add", draft, **data, save=1).content.decode()
    assert said in html.replace("&quot;", '"')
    assert draft.chapters.count() == 3


def test_a_published_text_is_shown_and_the_way_to_a_revision_with_it(jimu, cast):
    row = builders.chapter(cast.term, body="公開した本文です。")
    html = page(jimu, "chapter-edit", row)
    assert "公開した本文です。" in html
    assert "<textarea" not in html
    assert reverse("staff:revision-list", args=[cast.term.pk]) in html
    for name, data in (("chapter-edit", typed(version=1) | {"save": 1}), ("chapter-delete", {"version": 1})):
        refused = sent(jimu, name, row, **data).content.decode()
        assert "この期は公開しているため、本文は「見直し」で変更します。" in refused
    moved = jimu.post(address("chapter-move", row), {"version": 1, "up": 1}, follow=True).content.decode()
    assert "この期は公開しているため" in moved
    row.refresh_from_db()
    assert (row.body, row.version) == ("公開した本文です。", 1)


def test_what_is_typed_while_somebody_publishes_the_term_is_not_lost(jimu, cast, draft):
    row = draft.chapters.get(number=1)
    publish_term(term=draft, by=cast.jimu, now=builders.NOW)
    html = sent(
        jimu, "chapter-edit", row, **typed(version=1, body="書きかけの長い本文"), save=1
    ).content.decode()
    assert "「見直し」で変更します" in html
    assert "書きかけの長い本文" in html


def test_a_chapter_is_deleted_after_a_second_question(jimu, draft):
    row = draft.chapters.get(number=2)
    assert "元には戻せません" in page(jimu, "chapter-delete", row)
    assert sent(jimu, "chapter-delete", row, version=99).status_code == 200
    assert Chapter.objects.filter(pk=row.pk).exists()
    assert sent(jimu, "chapter-delete", row, version=1).status_code == 302
    assert not Chapter.objects.filter(pk=row.pk).exists()
    assert jimu.get(address("chapter-edit", row)).status_code == 404


# ---- order ------------------------------------------------------------------------------------------------


def titles(term):
    return list(term.chapters.order_by("number").values_list("title", flat=True))


def test_chapters_change_places_and_the_ends_stay_ends(jimu, draft):
    first, second, third = draft.chapters.order_by("number")
    sent(jimu, "chapter-move", third, version=1, up=1)
    assert titles(draft) == ["第1章の題", "第3章の題", "第2章の題"]
    sent(jimu, "chapter-move", first, version=1, up=1)
    sent(jimu, "chapter-move", second, version=2, down=1)
    assert titles(draft) == ["第1章の題", "第3章の題", "第2章の題"]
    assert sorted(draft.chapters.values_list("number", flat=True)) == [1, 2, 3]


def test_a_button_of_an_old_page_moves_nothing(jimu, draft):
    row = draft.chapters.get(number=2)
    sent(jimu, "chapter-move", row, version=1, up=1)
    html = jimu.post(address("chapter-move", row), {"version": 1, "up": 1}, follow=True).content.decode()
    assert "ほかの人が先に変更したため、まだ行っていません。" in html
    assert titles(draft)[0] == "第2章の題"


# ---- preview ----------------------------------------------------------------------------------------------


def test_the_preview_is_what_the_public_will_read_and_saves_nothing(jimu, client, cast, draft):
    builders.word()
    picture = builders.picture(draft)
    row = draft.chapters.get(number=1)
    body = f"## 背景\n\n見守り※を広げる小樽市《おたるし》。\n\n{picture.line}"
    data = typed(version=1, title="新しい題", body=body, easy_summary="町《まち》の計画", slug="shushi")
    html = sent(jimu, "chapter-edit", row, **data, preview=1).content.decode()
    assert "まだ保存していません" in html
    row.refresh_from_db()
    assert row.version == 1
    assert row.title == "第1章の題"
    assert body.split("\n")[0] in html[html.index("<textarea") :]
    shown = re.search(r"(?s)<h2>新しい題</h2>(.*?)</section>", html)[1]
    assert sent(jimu, "chapter-edit", row, **data, save=1).status_code == 302
    publish_term(term=draft, by=cast.jimu, now=builders.NOW)
    client.logout()
    public = client.get(reverse("plan-detail", args=[draft.plan.slug])).content.decode()
    assert re.search(r"(?s)<h2>新しい題</h2>(.*?)</section>", public)[1] == shown
    for part in ("<ruby>小樽市", 'alt="海辺を歩く人たち"', "見守り※</a>", "<h3>背景</h3>"):
        assert part in shown


def test_the_preview_of_a_wrong_text_says_what_is_wrong_too(jimu, draft):
    data = typed(body="![](picture:0123456789ab)", title="")
    html = sent(jimu, "chapter-add", draft, **data, preview=1).content.decode()
    assert "1行目の画像" in html
    assert "［画像：なし］" in html
    assert "「見出し」を入力してください。" in html


def test_the_preview_before_publishing_shows_the_pictures(jimu, draft):
    picture = builders.picture(draft)
    builders.chapter(draft, 4, body=picture.line)
    html = jimu.get(reverse("staff:plan-term-publish", args=[draft.pk])).content.decode()
    assert f'<img src="{picture.get_absolute_url()}" alt="海辺を歩く人たち" width="40" height="30"' in html
    assert jimu.get(picture.get_absolute_url()).status_code == 200
