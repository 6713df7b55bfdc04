"""Publishing a term and taking it back."""

import re

import pytest
from django.urls import reverse

from accounts.versioning import MoveRefused
from plans.models import Chapter, GlossaryTerm, PlanTerm
from plans.publication import publish_term, unpublish_term
from tests import builders


@pytest.fixture
def draft(cast):
    """第2期 of the plan, written but not published."""
    term = builders.term(
        cast.plan,
        "第2期",
        2,
        2024,
        2028,
        published=False,
        philosophy="ともに歩むまち",
        nickname="あゆみプラン",
    )
    GlossaryTerm.objects.create(word="見守り", reading="みまもり", slug="mimamori", definition="見守ること。")
    Chapter.objects.create(
        term=term,
        number=1,
        slug="shushi",
        title="計画の趣旨",
        body="## 背景\n\n見守り※を広げます。",
        easy_summary="町《まち》の計画です。",
    )
    builders.goal(term, title="ささえあう地域づくり")
    return term


def address(term):
    return reverse("staff:plan-term-publish", args=[term.pk])


def main(html) -> str:
    return re.sub(r"(?s)^.*<main|</main>.*$", "", html)


def test_the_list_tells_what_is_published_and_what_is_not(client, cast, draft):
    client.force_login(cast.jimu)
    html = client.get(reverse("staff:plan-term-list")).content.decode()
    with_text = html[html.index("本文のある期") : html.index("本文のない期")]
    assert f'<a href="{address(draft)}">みほん市地域福祉計画 第2期</a>' in with_text
    assert "未公開" in with_text
    assert "令和6年度（2024年度）～令和10年度（2028年度）" in with_text
    assert "みほん市地域福祉計画 第1期" in html[html.index("本文のない期") :]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(client, cast, django_assert_num_queries, count):
    for number in range(2, count + 1):
        term = builders.term(cast.plan, f"第{number}期", number, 2020 + 5 * number, 2024 + 5 * number)
        Chapter.objects.create(term=term, number=1, slug="a", title="章", body="本文")
    client.force_login(cast.jimu)
    with django_assert_num_queries(4):
        html = client.get(reverse("staff:plan-term-list")).content.decode()
    assert html.count("みほん市地域福祉計画 第") == count


def test_the_preview_shows_exactly_what_the_public_will_read(client, cast, draft):
    client.force_login(cast.jimu)
    preview = client.get(address(draft)).content.decode()
    assert "ともに歩むまち" in preview
    assert "ささえあう地域づくり" in preview
    assert '<a href="/glossary/#mimamori">見守り※</a>' in preview
    publish_term(term=draft, by=cast.jimu, now=builders.NOW)
    client.logout()
    public = client.get(cast.plan.get_absolute_url()).content.decode()
    for part in (r'(?s)<section id="philosophy">.*?</section>', r'(?s)<section class="prose".*?</section>', r'(?s)<section id="goals">.*?</section>'):  # fmt: skip
        shown = [re.sub(r"\s+", " ", re.search(part, html)[0]) for html in (preview, public)]
        assert shown[0] == shown[1]


def test_publishing_needs_the_tick(client, cast, draft):
    client.force_login(cast.jimu)
    html = client.post(address(draft), {"publish": "1"}).content.decode()
    assert "上の内容を確かめました" in html
    assert "ページの下で、確かめたことを示す欄に印を付けてください。" in html
    draft.refresh_from_db()
    assert draft.published_at is None


def test_publishing_makes_the_term_public_and_says_by_whom(client, cast, draft):
    plan = cast.plan.get_absolute_url()
    assert "見守り" not in main(client.get(plan).content.decode())
    client.force_login(cast.jimu)
    html = client.post(address(draft), {"publish": "1", "confirmed": "on"}, follow=True).content.decode()
    assert "「みほん市地域福祉計画 第2期」を公開しました。" in html
    assert "公開中" in html
    assert "伊藤さん" in html
    draft.refresh_from_db()
    assert (draft.published_by, draft.version) == (cast.jimu, 2)
    client.logout()
    assert "見守り※" in client.get(plan).content.decode()


def test_withdrawing_hides_it_again_after_a_tick(client, cast, draft):
    publish_term(term=draft, by=cast.jimu, now=builders.NOW)
    client.force_login(cast.shakyo_jimu)
    assert "公表済みの年度ごとの評価は、そのまま残ります" in client.get(address(draft)).content.decode()
    client.post(address(draft), {"withdraw": "1"})
    draft.refresh_from_db()
    assert draft.published_at
    html = client.post(address(draft), {"withdraw": "1", "confirmed": "on"}, follow=True).content.decode()
    assert "「みほん市地域福祉計画 第2期」の公開をやめました。" in html
    client.logout()
    assert "見守り※" not in client.get(cast.plan.get_absolute_url()).content.decode()


def test_the_button_does_what_it_says_when_somebody_was_quicker(client, cast, draft):
    publish_term(term=draft, by=cast.shakyo_jimu, now=builders.NOW)
    client.force_login(cast.jimu)
    html = client.post(address(draft), {"publish": "1", "confirmed": "on"}, follow=True).content.decode()
    assert "「みほん市地域福祉計画 第2期」は、すでに公開しています。" in html
    draft.refresh_from_db()
    assert draft.published_by == cast.shakyo_jimu


def test_a_term_without_text_offers_no_button(client, cast, draft):
    client.force_login(cast.jimu)
    assert 'name="publish"' in client.get(address(draft)).content.decode()
    draft.chapters.all().delete()
    html = client.get(address(draft)).content.decode()
    assert "本文がまだ登録されていません" in html
    assert 'name="publish"' not in html
    with pytest.raises(MoveRefused, match="本文がまだないため、公開できません"):
        publish_term(term=draft, by=cast.jimu, now=builders.NOW)


def test_a_joint_term_is_published_with_its_book(client, cast, draft):
    joint = builders.term(builders.plan("katsudo", "活動計画"), published=False, book=draft)
    client.force_login(cast.jimu)
    html = client.get(address(joint)).content.decode()
    assert f'href="{address(draft)}"' in html
    assert 'name="publish"' not in html
    with pytest.raises(MoveRefused, match="「みほん市地域福祉計画 第2期」にあります"):
        publish_term(term=joint, by=cast.jimu, now=builders.NOW)


def test_what_is_not_public_cannot_be_withdrawn(cast, draft):
    with pytest.raises(MoveRefused, match="公開していません"):
        unpublish_term(term=draft)


def test_only_the_secretariats_may_publish(client, cast, draft):
    client.force_login(cast.jimu)
    assert client.get(address(draft)).status_code == 200
    for person in (cast.sato, cast.member, cast.kanri):
        client.force_login(person)
        assert client.get(address(draft)).status_code == 403
        assert client.post(address(draft), {"publish": "1", "confirmed": "on"}).status_code == 403
    client.logout()
    assert client.post(address(draft), {"publish": "1", "confirmed": "on"})["Location"].startswith(
        "/accounts/login/"
    )
    draft.refresh_from_db()
    assert draft.published_at is None


def test_who_published_stands_in_the_history(client, cast, draft):
    client.force_login(cast.jimu)
    client.post(address(draft), {"publish": "1", "confirmed": "on"})
    event = PlanTerm.pgh_event_model.objects.filter(pgh_obj_id=draft.pk).order_by("pgh_id").last()
    assert event.published_at
    assert event.pgh_context.metadata == {"url": address(draft), "user": cast.jimu.pk}
