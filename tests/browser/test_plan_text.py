"""The secretariat writes a chapter with a picture, explains a word, and tells what was done to make the plan known."""

import pytest
from django.urls import reverse

from plans.models import OutreachActivity, Picture
from plans.publication import publish_term
from tests import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def photo(tmp_path):
    file = tmp_path / "photo.jpg"
    file.write_bytes(builders.image_file(size=(1200, 800)))
    return file


@pytest.fixture
def draft(cast):
    return builders.term(cast.plan, "第2期", 2, 2024, 2028, published=False)


def test_a_chapter_is_written_previewed_saved_and_read_by_everybody(walk, cast, draft, photo):
    walk.sign_in("ito").go(reverse("staff:text-list")).follow("みほん市地域福祉計画 第2期")
    walk.follow("章を追加")
    walk.write("見出し", "計画の趣旨")
    walk.write("本文", "## 背景\n\n見守り※を広げます。")
    walk.page.get_by_label("画像ファイル").set_input_files(photo)
    walk.write("代わりの文章", "海辺を歩く人たち")
    walk.press("画像を棚に加える")
    picture = Picture.objects.get()
    walk.reads(picture.line)
    walk.write("本文", f"## 背景\n\n見守り※を広げます。\n\n{picture.line}")
    walk.press("プレビュー")
    walk.reads("まだ保存していません")
    assert (
        walk.page.get_by_role("img", name="海辺を歩く人たち").first.evaluate("image => image.naturalWidth")
        == 1200
    )
    walk.press("保存する")
    walk.reads("「計画の趣旨」を保存しました。")
    walk.go(reverse("staff:picture-list", args=[draft.pk])).follow("海辺を歩く人たち")
    walk.follow("この画像を削除する")
    walk.go(reverse("staff:plan-term-publish", args=[draft.pk]))
    publish_term(term=draft, by=cast.jimu, now=builders.NOW)
    walk.sign_out()
    walk.go(reverse("plan-detail", args=[cast.plan.slug]))
    image = walk.page.get_by_role("img", name="海辺を歩く人たち")
    image.scroll_into_view_if_needed()
    walk.page.wait_for_function("document.querySelector('.picture img').naturalWidth === 1200")


def test_a_word_is_explained_and_found_by_its_row(walk, cast):
    walk.sign_in("ito").go(reverse("staff:word-list")).follow("用語を追加")
    walk.write("用語", "見守り")
    walk.write("よみ", "見守り")
    walk.write("説明", "ふだんの暮らしの中で、さりげなく気にかけ合うこと。")
    walk.press("保存する")
    walk.reads("よみは、ひらがなで入力してください。")
    walk.write("よみ", "みまもり")
    walk.press("保存する")
    walk.reads("用語「見守り」を保存しました。")
    walk.follow("見守り")
    walk.sign_out()
    walk.go(reverse("glossary")).follow("ま行")
    walk.reads("さりげなく気にかけ合う")


def test_an_activity_is_entered_and_published(walk, cast, photo):
    walk.sign_in("ito").go(reverse("staff:activity-list")).follow("記録を追加")
    walk.page.get_by_label("媒体").select_option(label="展示")
    walk.write("件名", "支え合いの写真展")
    walk.page.get_by_label("行った団体").select_option(label="みほん市")
    walk.write("行った日", "令和4年11月1日")
    walk.write("人数・部数など", "２１０")
    walk.press("保存する")
    walk.reads("単位も入力してください。")
    walk.write("単位", "人")
    walk.page.get_by_label("画像ファイル").set_input_files(photo)
    walk.write("画像の代わりの文章", "会場の様子")
    walk.press("保存する")
    row = OutreachActivity.objects.get()
    walk.page.get_by_role("button", name="公開する").first.click()
    walk.look()
    walk.reads("「支え合いの写真展」を公開しました。")
    walk.follow(row.title)
    walk.sign_out()
    walk.go(reverse("outreach"))
    walk.reads("210人")
    assert walk.page.get_by_role("img", name="会場の様子").evaluate("image => image.naturalWidth") == 1200
