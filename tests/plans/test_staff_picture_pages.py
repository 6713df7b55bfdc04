"""The shelf of pictures of a term: adding, wording and deleting them, and what a revision says of them."""

import pytest
from django.urls import reverse

from plans import writing
from plans.models import Picture, PlanTerm
from tests import builders
from tests.plans.text_pages import address, main, page, sent, typed, upload

# ---- pictures ---------------------------------------------------------------------------------------------


def added(client, name, row, **data):
    data = {"picture-alt": "海", "picture-caption": "", "picture-image": upload()} | data
    return client.post(address(name, row), data)


def test_a_picture_is_added_beside_a_text_that_is_not_saved(jimu, draft):
    data = typed(body="書きかけの本文") | {"add_picture": 1}
    html = added(jimu, "chapter-add", draft, **data).content.decode()
    row = Picture.objects.get(term=draft)
    assert f"![海](picture:{row.key})" in html
    assert "書きかけの本文" in html
    assert "画像を棚に加えました。" in html
    assert "error-summary" not in html
    assert draft.chapters.count() == 3


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"picture-alt": ""}, "「代わりの文章」を入力してください。"),
        ({"picture-image": ""}, "「画像ファイル」を入力してください。"),
        ({"picture-image": upload(b"<svg onload=alert(1)>", "a.svg")}, "画像として読み取れません。"),
        ({"picture-image": upload(b"", "a.jpg")}, "空です。"),
        ({"picture-image": upload(builders.image_file(size=(200, 200))[:-300])}, "途中で切れています。"),
    ],
)
def test_what_is_no_picture_is_refused_and_the_text_stays(jimu, draft, wrong, said):
    data = typed(body="書きかけの本文") | {"add_picture": 1} | wrong
    html = added(jimu, "chapter-add", draft, **data).content.decode()
    assert said in html
    assert "書きかけの本文" in html
    assert not Picture.objects.exists()


def test_the_same_picture_twice_is_refused_with_words(jimu, draft):
    assert added(jimu, "picture-list", draft).status_code == 302
    html = added(jimu, "picture-list", draft).content.decode()
    assert "この画像は、すでに登録されています。" in html
    assert Picture.objects.count() == 1


def test_a_full_shelf_is_turned_page_by_page(jimu, draft, monkeypatch):
    monkeypatch.setattr("plans.views.staff_text.PICTURES_ON_A_PAGE", 2)
    for number, colour in enumerate(("teal", "navy", "olive"), start=1):
        builders.picture(draft, alt=f"写真{number}", colour=colour)
    first = page(jimu, "picture-list", draft)
    second = jimu.get(address("picture-list", draft), {"page": 2}).content.decode()
    assert (first.count("shelf__item"), second.count("shelf__item")) == (2, 1)
    assert {f"写真{number}" for number in (1, 2, 3) if f"写真{number}" in first + second} == {
        "写真1",
        "写真2",
        "写真3",
    }


def test_the_line_to_copy_survives_brackets_and_quotes(jimu, draft):
    row = builders.picture(draft, alt='[海] の "写真"\\', caption='出典："市"')
    data = typed(body=f"## 節\n\n{row.line}", title="図の章")
    assert sent(jimu, "chapter-add", draft, **data, save=1).status_code == 302
    html = page(jimu, "plan-term-publish", draft)
    assert 'alt="[海] の &quot;写真&quot;\\"' in html
    assert "<figcaption>出典：&quot;市&quot;</figcaption>" in html


def test_words_of_a_picture_are_changed_and_a_used_one_is_not_deleted(jimu, draft):
    row = builders.picture(draft)
    chapter = builders.chapter(draft, 4, body=row.line)
    assert "第4章の題" in page(jimu, "picture-edit", row)
    sent(jimu, "picture-edit", row, version=1, alt="新しい言葉", caption="令和5年")
    row.refresh_from_db()
    assert row.alt == "新しい言葉"
    refused = sent(jimu, "picture-delete", row, version=2).content.decode()
    assert "「みほん市地域福祉計画 第2期」の本文「第4章の題」で使われているため、削除できません。" in refused
    writing.delete_chapter(chapter=chapter, version=1)
    assert sent(jimu, "picture-delete", row, version=2).status_code == 302
    assert not Picture.objects.exists()


def test_a_picture_of_an_activity_has_no_page_on_a_shelf(jimu, cast):
    row = builders.activity(cast.city, picture=builders.image_file()).picture
    for name in ("picture-edit", "picture-delete"):
        assert jimu.get(address(name, row)).status_code == 404


# ---- pictures and revisions -------------------------------------------------------------------------------


def test_a_revision_of_a_text_with_pictures_compares_them_in_words(jimu, client, cast):
    old, new = builders.picture(cast.term), builders.picture(cast.term, alt="新しい図", colour="red")
    row = builders.chapter(cast.term, body=f"はじめの段落です。\n\n{old.line}")
    draft = builders.revision(cast.term)
    html = jimu.get(reverse("staff:revision-change", args=[draft.pk, "chapter", row.pk])).content.decode()
    assert old.line in html
    builders.change(draft, row, body=f"はじめの段落です。\n\n{new.line}")
    builders.publish_revision(draft, cast.jimu)
    client.logout()
    public = reverse("plan-revision-detail", args=[cast.plan.slug, 1, 1])
    table = main(client.get(public).content.decode())
    for part in ("［図：", "海辺を歩く人たち", old.key, "新しい図", new.key):
        assert part in table
    assert "![" not in table
    assert "<img" not in table
    assert client.get(new.get_absolute_url()).status_code == 200
    assert client.get(old.get_absolute_url()).status_code == 404


def test_a_picture_of_a_revision_in_preparation_is_not_deleted(jimu, cast):
    picture = builders.picture(cast.term)
    row = builders.chapter(cast.term, body="本文")
    builders.change(builders.revision(cast.term), row, body=f"本文\n\n{picture.line}")
    refused = sent(jimu, "picture-delete", picture, version=1).content.decode()
    assert "準備中の見直しの本文「第1章の題」で使われているため、削除できません。" in refused
    assert jimu.get(picture.get_absolute_url()).status_code == 200
    jimu.logout()
    assert jimu.get(picture.get_absolute_url()).status_code == 404


def test_a_revision_refuses_a_picture_without_words_too(jimu, cast):
    row = builders.chapter(cast.term, body="本文")
    draft = builders.revision(cast.term)
    url = reverse("staff:revision-change", args=[draft.pk, "chapter", row.pk])
    shown = jimu.get(url).context["form"]
    data = {name: shown[name].value() or "" for name in shown.fields} | {
        "body": "本文\n\n![](picture:0123456789ab)"
    }
    html = jimu.post(url, data).content.decode()
    assert "3行目の画像" in html
    assert not draft.changes.exists()


def test_a_published_term_without_rows_is_still_a_term(jimu, cast):
    assert PlanTerm.objects.published().count() == 1
    assert "章は、まだありません" in main(page(jimu, "text-detail", cast.term))
