"""周知・啓発: the log, what of it is public, and its pages."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.versioning import MoveRefused, StaleVersion
from plans import outreach
from plans.models import OutreachActivity, Picture
from tests import builders


def address(name, row=None):
    return reverse(f"staff:activity-{name}", args=[row.pk] if row else [])


def typed(cast, **fields) -> dict:
    return {
        "version": 0,
        "medium": "lecture",
        "title": "計画の説明会",
        "organization": cast.city.pk,
        "starts_on": "令和4年5月1日",
        "ends_on": "",
        "audience": "市民",
        "count": "１，２００",
        "unit": "人",
        "description": "",
        "link": "",
        "alt": "",
        "caption": "",
    } | fields


def photo():
    return SimpleUploadedFile("photo.jpg", builders.image_file(), "image/jpeg")


# ---- rows -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "year"), [(date(2022, 3, 31), 2021), (date(2022, 4, 1), 2022), (date(2023, 3, 31), 2022)]
)
def test_the_fiscal_year_follows_from_the_day(cast, day, year):
    row = builders.activity(cast.city, starts_on=day)
    assert row.fiscal_year == year
    assert list(OutreachActivity.objects.in_year(year)) == [row]
    assert OutreachActivity.objects.years() == [year]


def test_what_has_not_begun_is_not_published_and_nothing_twice(cast):
    row = builders.activity(cast.city, starts_on=date(2022, 5, 1))
    act = {"activity": row, "by": cast.jimu, "now": builders.NOW}
    with pytest.raises(MoveRefused, match="まだ来ていないため"):
        outreach.publish_activity(**act, version=1, today=date(2022, 4, 30))
    outreach.publish_activity(**act, version=1, today=date(2022, 5, 1))
    with pytest.raises(StaleVersion):
        outreach.publish_activity(**act, version=1, today=date(2022, 5, 1))
    with pytest.raises(MoveRefused, match="すでに公開しています"):
        outreach.publish_activity(**act, version=2, today=date(2022, 5, 1))


def test_a_picture_goes_with_its_activity(cast):
    row = builders.activity(cast.city, picture=builders.image_file())
    assert Picture.objects.count() == 1
    outreach.delete_activity(activity=row, version=1)
    assert not Picture.objects.exists()


# ---- the public page --------------------------------------------------------------------------------------


def test_nothing_is_public_before_it_is_published_nor_after_it_is_withdrawn(client, cast):
    row = builders.activity(cast.city, title="まだ内緒の説明会", picture=builders.image_file())
    picture = row.picture.get_absolute_url()
    page = lambda: client.get(reverse("outreach")).content.decode()  # noqa: E731
    assert "まだ内緒" not in page()
    assert client.get(picture).status_code == 404
    row = outreach.publish_activity(
        activity=row, version=1, by=cast.jimu, now=builders.NOW, today=builders.TODAY
    )
    assert "まだ内緒の説明会" in page()
    assert f'src="{picture}" alt="会場の様子"' in page()
    assert client.get(picture).status_code == 200
    outreach.withdraw_activity(activity=row, version=2)
    assert "まだ内緒" not in page()
    assert client.get(picture).status_code == 404


def test_one_year_is_shown_and_another_can_be_chosen(client, cast):
    for year, title in ((2021, "三年度の展示"), (2022, "四年度の講座")):
        builders.published_activity(
            cast.city, cast.jimu, title=title, starts_on=date(year, 5, 1), ends_on=date(year, 5, 9)
        )
    html = client.get(reverse("outreach")).content.decode()
    assert "四年度の講座" in html
    assert "三年度の展示" not in html
    assert "令和4年5月1日から令和4年5月9日まで" in html
    assert "30人" in html
    older = client.get(reverse("outreach") + "?year=2021").content.decode()
    assert "三年度の展示" in older
    assert '<option value="2021" selected>' in older
    for odd in ("?year=x", "?year=%00", "?year=99999999999999999999", "?year="):
        assert "四年度の講座" in client.get(reverse("outreach") + odd).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_for_one_and_three(client, cast, django_assert_num_queries, count):
    colours = ("red", "green", "blue")
    for number in range(count):
        picture = builders.image_file(colour=colours[number])
        builders.published_activity(cast.city, cast.jimu, title=f"説明会{number}", picture=picture)
    with django_assert_num_queries(5):
        assert client.get(reverse("outreach")).content.decode().count("<article") == count
    client.force_login(cast.jimu)
    with django_assert_num_queries(7):
        html = client.get(address("list")).content.decode()
    assert html.count('data-label="媒体"') == count


def test_home_and_plan_lead_to_the_page(client, cast):
    for url in (reverse("home"), reverse("plan-detail", args=[cast.plan.slug])):
        assert f'href="{reverse("outreach")}"' in client.get(url).content.decode()


# ---- staff pages ------------------------------------------------------------------------------------------


def test_an_activity_is_entered_as_people_write_and_published_by_a_press(jimu, client, cast):
    data = typed(cast, image=photo(), alt="会場", link="https://example.jp/a?b=1&c=2")
    answer = jimu.post(address("add"), data)
    row = OutreachActivity.objects.get()
    assert answer["Location"] == f"{address('list')}?year=2022#activity-{row.pk}"
    assert (row.starts_on, row.count_label, row.picture.alt) == (date(2022, 5, 1), "1,200人", "会場")
    assert row.published_at is None
    jimu.post(address("publish", row), {"version": 1, "publish": 1})
    client.logout()
    html = client.get(reverse("outreach")).content.decode()
    assert "1,200人" in html
    assert "講座・説明会" in html
    assert 'href="https://example.jp/a?b=1&amp;c=2"' in html


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "「件名」を入力してください。"),
        ({"title": "あ" * 101}, "100文字までです。今は101文字あります。"),
        ({"medium": ""}, "「媒体」を選んでください。"),
        ({"organization": 0}, "正しく選択してください"),
        ({"starts_on": "きのう"}, "日付として読み取れません。"),
        ({"starts_on": "令和4年2月30日"}, "という日付はありません。"),
        ({"ends_on": "令和4年4月30日"}, "期間の最終日は、初日以後にしてください。"),
        ({"count": "たくさん"}, "数字で入力してください。"),
        ({"count": "-1"}, "0以上の数字を入力してください。"),
        ({"count": "9999999999"}, "数字が長すぎます。"),
        ({"count": "1.5"}, "小数は0桁まで"),
        ({"unit": ""}, "単位も入力してください。"),
        ({"count": ""}, "人数・部数なども入力してください。"),
        ({"link": "javascript:alert(1)"}, "https:// で始まるアドレスを入力してください。"),
        ({"link": "ftp://example.jp/"}, "https:// で始まるアドレスを入力してください。"),
        ({"alt": "会場"}, "画像ファイルも選んでください。"),
        ({"image": photo()}, "画像には、代わりの文章が必要です。"),
        ({"audience": "a\x00b"}, "画面に表示されない文字"),
        ({"version": "１"}, "画面が古く"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(jimu, cast, wrong, said):
    html = jimu.post(address("add"), typed(cast, description="残る文") | wrong).content.decode()
    assert said in html
    assert "残る文" in html
    assert not OutreachActivity.objects.exists()
    assert not Picture.objects.exists()


def test_markup_and_rare_letters_are_text(jimu, client, cast):
    title = "<b>髙𠮷</b>😀の会"
    jimu.post(address("add"), typed(cast, title=title, description="一行目\r\n二行目"))
    row = OutreachActivity.objects.get()
    assert row.title == title
    assert row.description == "一行目\n二行目"
    jimu.post(address("publish", row), {"version": 1})
    client.logout()
    assert "&lt;b&gt;髙𠮷&lt;/b&gt;😀の会" in client.get(reverse("outreach")).content.decode()


def test_a_picture_is_reworded_exchanged_and_taken_away(jimu, cast):
    row = builders.activity(cast.city, picture=builders.image_file(), count=None, unit="")
    shown = typed(cast, count="", unit="", alt="新しい言葉")
    assert jimu.post(address("edit", row), shown | {"version": 1}).status_code == 302
    row.refresh_from_db()
    assert row.picture.alt == "新しい言葉"
    other = SimpleUploadedFile("b.png", builders.image_file("PNG", colour="red"))
    jimu.post(address("edit", row), shown | {"version": 2, "image": other})
    row.refresh_from_db()
    assert row.picture.media_type == "image/png"
    assert Picture.objects.count() == 1
    jimu.post(address("edit", row), shown | {"version": 3, "drop_picture": "on"})
    row.refresh_from_db()
    assert row.picture is None
    assert not Picture.objects.exists()


def test_what_is_public_is_withdrawn_before_it_is_changed_or_deleted(jimu, cast):
    row = builders.published_activity(cast.city, cast.jimu)
    html = jimu.get(address("edit", row)).content.decode()
    assert "先に公開をやめてください" in html
    assert 'name="title"' not in html
    for name, data in (("edit", typed(cast, version=2, title="変えた題")), ("delete", {"version": 2})):
        refused = jimu.post(address(name, row), data).content.decode()
        assert "「計画の説明会」は公開しています。先に公開をやめてください。" in refused
    jimu.post(address("publish", row), {"version": 2, "withdraw": 1})
    assert jimu.post(address("delete", row), {"version": 3}).status_code == 302
    assert not OutreachActivity.objects.exists()


def test_a_button_of_an_old_page_does_nothing(jimu, cast):
    row = builders.activity(cast.city)
    jimu.post(address("edit", row), typed(cast, version=1, title="変えた題"))
    html = jimu.post(address("publish", row), {"version": 1}, follow=True).content.decode()
    assert "ほかの人が先に変更したため、まだ行っていません。" in html
    row.refresh_from_db()
    assert row.published_at is None


def test_the_second_of_two_savers_sees_both(jimu, cast):
    row = builders.activity(cast.city)
    assert jimu.post(address("edit", row), typed(cast, version=1, title="先の題")).status_code == 302
    html = jimu.post(address("edit", row), typed(cast, version=1, title="後の題")).content.decode()
    assert "先の題" in html
    assert "後の題" in html
    assert "先に保存したため" in html


def test_after_saving_the_list_opens_where_the_activity_stands(jimu, cast):
    """On the second page, when fifty others come before it."""
    for at in range(50):
        builders.activity(cast.city, title=f"説明会{at}")
    row = builders.activity(cast.city, title="最後の会", starts_on=date(2022, 6, 1))
    answer = jimu.post(address("publish", row), {"version": row.version})
    assert answer["Location"] == f"{address('list')}?year=2022&page=2#activity-{row.pk}"
    shown = jimu.get(answer["Location"]).content.decode()
    assert f'id="activity-{row.pk}"' in shown
    assert "説明会7" not in shown
