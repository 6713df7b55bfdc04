"""サイトの設定: the page on which the secretariat names the portal, and the logo at the head of every page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from accounts.versioning import StaleVersion
from plans import pictures, portal_settings
from plans.images import clean_image
from plans.models import Picture, Portal
from plans.portal_forms import LARGEST_LOGO
from tests import builders

ADDRESS = "/staff/site/"
FIELDS = {"name": "みほん市 ささえあいの歩み", "nickname": "", "organization": None}


def typed(**fields) -> dict:
    return {
        "version": 0,
        "name": "みほん市 ささえあいの歩み",
        "nickname": "ほほえみポータル",
        "organization": "",
        "licence_name": "CC BY 4.0",
        "licence_url": "https://creativecommons.org/licenses/by/4.0/deed.ja",
        "alt": "",
    } | fields


def logo(size=(300, 100), kind="PNG"):
    return SimpleUploadedFile("logo.png", builders.image_file(kind, size), f"image/{kind.lower()}")


def image(colour="teal"):
    return clean_image(builders.image_file("PNG", (96, 96), colour))


def saved(version=0, **options) -> Portal:
    return portal_settings.save_portal(version=version, fields=FIELDS, **options)


def home(client) -> str:
    client.logout()
    return client.get(reverse("home")).content.decode()


def test_what_is_set_up_stands_on_every_page(jimu, cast):
    assert "みほん市 ささえあいの歩み" not in jimu.get("/").content.decode()
    page = jimu.post(ADDRESS, typed(organization=cast.city.pk), follow=True).content.decode()
    assert "サイトの設定を保存しました。" in page
    assert "更新履歴" in page
    assert "運営する団体" in page
    html = home(jimu)
    for words in ("みほん市 ささえあいの歩み", "ほほえみポータル", "CC BY 4.0"):
        assert words in html
    assert Portal.objects.get().organization == cast.city


def test_the_logo_stands_in_the_header_with_its_words_and_its_size(jimu):
    jimu.post(ADDRESS, typed(image=logo((1200, 400)), alt="みほん市の市章"))
    row = Portal.objects.get().logo
    assert (row.width, row.height) == (288, 96)
    html = home(jimu)
    head = html[html.index("<header") : html.index("</header>")]
    assert f'<img src="{row.get_absolute_url()}" alt="みほん市の市章" width="288" height="96">' in head
    assert "favicon.svg" not in head


def test_visitors_get_the_logo_and_no_other_picture(client, cast):
    shown, hidden = saved(image=image(), alt="市章").logo, builders.picture(colour="red")
    assert client.get(shown.get_absolute_url()).status_code == 200
    assert client.get(hidden.get_absolute_url()).status_code == 404


def test_another_logo_takes_the_place_of_the_first_which_goes(client, cast):
    first = saved(image=image(), alt="市章").logo
    second = saved(1, image=image("navy"), alt="新しい市章").logo
    assert list(Picture.objects.values_list("pk", flat=True)) == [second.pk]
    assert client.get(first.get_absolute_url()).status_code == 404
    assert saved(2, alt="小樽").logo.alt == "小樽"
    assert saved(3, drop_picture=True).logo is None
    assert not Picture.objects.exists()


def test_the_logo_cannot_be_deleted_while_it_is_shown(cast):
    row = saved(image=image(), alt="市章").logo
    with pytest.raises(Exception, match="サイトのロゴで使われているため"):
        pictures.delete_picture(picture=row, version=row.version)


def test_the_logo_costs_no_further_query(client, cast):
    saved()

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/plans/")
        return len(captured)

    without = count()
    saved(1, image=image(), alt="市章")
    assert count() == without


def test_the_second_of_two_savers_is_told_and_keeps_what_was_typed(jimu):
    with pytest.raises(StaleVersion):
        saved(), saved()
    page = jimu.post(ADDRESS, typed(nickname="わたしの愛称")).content.decode()
    assert "わたしの愛称" in page
    assert Portal.objects.get().nickname == ""


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": ""}, "サイトの名前"),
        ({"name": "長" * 51}, "50文字まで"),
        ({"nickname": "愛\x07称"}, "画面に表示されない文字"),
        ({"licence_name": ""}, "「利用条件のページ」を書くときは"),
        ({"licence_url": "javascript:alert(1)"}, "https:// で始まるアドレス"),
        ({"organization": "99999"}, "選択"),
        ({"alt": "市章"}, "画像ファイルも選んでください"),
        ({"image": SimpleUploadedFile("a.svg", b"<svg/>")}, "画像として読み取れません"),
    ],
)
def test_what_does_not_fit_is_said_at_its_place(jimu, fields, words):
    page = jimu.post(ADDRESS, typed(**fields))
    assert page.status_code == 200
    assert words in page.content.decode()
    assert not Portal.objects.exists()


def test_a_logo_without_words_and_one_that_is_too_heavy_are_refused(jimu, tmp_path):
    assert "代わりの文章が必要です" in jimu.post(ADDRESS, typed(image=logo())).content.decode()
    noise = tmp_path / "noise.png"
    Image.effect_noise((480, 96), 200).convert("RGB").save(noise)
    assert noise.stat().st_size > LARGEST_LOGO
    file = SimpleUploadedFile("noise.png", noise.read_bytes())
    assert "30KBまで" in jimu.post(ADDRESS, typed(image=file, alt="模様")).content.decode()
    assert not Picture.objects.exists()
