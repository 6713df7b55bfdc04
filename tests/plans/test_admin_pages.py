"""The register in the administration: nobody's text is lost there either."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from plans.models import Chapter, GlossaryTerm, Measure, Plan, PlanTerm
from tests import builders


@pytest.fixture
def chapter(cast):
    """A chapter of 第2期, which is not published yet."""
    term = builders.term(cast.plan, "第2期", 2, 2024, 2028, published=False)
    return Chapter.objects.create(term=term, number=1, slug="shushi", title="計画の趣旨", body="もとの本文")


@pytest.fixture
def kanri(client, cast):
    client.force_login(cast.kanri)
    return client


def address(row, action="change"):
    return reverse(f"admin:plans_{row._meta.model_name}_{action}", args=[row.pk])


def typed(row, **changes):
    """What the browser sends of a chapter's form."""
    names = ("number", "slug", "title", "body", "easy_summary")
    data = {name: getattr(row, name) for name in names}
    return data | {"term": row.term_id, "base_version": row.version} | changes


def plan_form(plan, **changes):
    data = {
        "slug": plan.slug,
        "name": plan.name,
        "obligation": plan.obligation,
        "position": plan.position,
        "owners": [owner.pk for owner in plan.owners.all()],
        "base_version": plan.version,
        "terms-TOTAL_FORMS": 0,
        "terms-INITIAL_FORMS": 0,
        "relations-TOTAL_FORMS": 0,
        "relations-INITIAL_FORMS": 0,
    }
    return data | changes


def term_form(term, **changes):
    data = {name: getattr(term, name) or "" for name in ("name", "ordinal", "first_year", "last_year", "end", "nickname", "philosophy", "adopted_on")}  # fmt: skip
    levels = {"levels-TOTAL_FORMS": 0, "levels-INITIAL_FORMS": 0}
    return data | {"plan": term.plan_id, "book": "", "base_version": term.version} | levels | changes


def test_the_form_carries_the_version_and_a_save_counts_it_up(kanri, chapter):
    html = kanri.get(address(chapter)).content.decode()
    assert re.search(r'<input type="hidden" name="base_version" value="1"', html)
    assert kanri.post(address(chapter), typed(chapter, body="一行目\r\n二行目")).status_code == 302
    chapter.refresh_from_db()
    assert (chapter.body, chapter.version) == ("一行目\n二行目", 2)


def test_the_second_saver_sees_what_the_first_saved_and_keeps_what_was_typed(client, cast, chapter):
    stale = typed(chapter, body="あとの人の本文", title="計画のねらい")
    client.force_login(builders.user("kato", "加藤", "administrator"))
    assert client.post(address(chapter), typed(chapter, body="先の人の本文\n二行目")).status_code == 302
    client.force_login(cast.kanri)
    html = client.post(address(chapter), stale).content.decode()
    assert "加藤さんが先に保存したため、まだ保存していません。" in html
    assert "加藤さんが保存した「本文」：先の人の本文" in html
    assert "加藤さんが保存した「見出し」：計画の趣旨" in html
    assert "加藤さんが保存した「やさしい日本語の要約」" not in html
    assert "あとの人の本文</textarea>" in html
    chapter.refresh_from_db()
    assert (chapter.body, chapter.version) == ("先の人の本文\n二行目", 2)
    shown = int(re.search(r'name="base_version" value="(\d+)"', html)[1])
    assert client.post(address(chapter), stale | {"base_version": shown}).status_code == 302
    chapter.refresh_from_db()
    assert (chapter.body, chapter.version) == ("あとの人の本文", 3)


@pytest.mark.parametrize("version", ["", "x", "-1", "99", "1 OR 1=1"])
def test_a_version_that_is_missing_or_made_up_never_saves(kanri, chapter, version):
    html = kanri.post(
        address(chapter), typed(chapter, body="こっそり", base_version=version)
    ).content.decode()
    assert "こっそり</textarea>" in html
    chapter.refresh_from_db()
    assert chapter.body == "もとの本文"


def test_a_new_row_needs_no_version(kanri, cast):
    data = {"word": "見守り", "reading": "みまもり", "slug": "mimamori", "definition": "見守ること。"}
    assert kanri.post(reverse("admin:plans_glossaryterm_add"), data).status_code == 302
    assert GlossaryTerm.objects.get().version == 1


def test_a_row_with_a_table_below_is_not_overwritten_but_opened_again(kanri, cast):
    term = builders.term(cast.plan, "第2期", 2, 2024, 2028, published=False)
    term.levels.all().delete()
    level = {
        "levels-TOTAL_FORMS": 1,
        "levels-0-depth": 1,
        "levels-0-name": "基本目標",
        "levels-0-term": term.pk,
    }
    assert kanri.post(address(term), term_form(term) | level).status_code == 302
    assert term.levels.get().name == "基本目標"
    stale = term_form(term, nickname="愛称を変えた")
    for _ in range(2):
        html = kanri.post(address(term), stale).content.decode()
        assert "画面を開き直して入力してください" in html
        assert 'value="愛称を変えた"' in html
        shown = int(re.search(r'name="base_version" value="(\d+)"', html)[1])
        assert shown == stale["base_version"]
    term.refresh_from_db()
    assert (term.nickname, term.version) == ("", 2)


def test_relations_and_years_of_a_published_term_are_shown_and_not_written_here(kanri, cast):
    other = builders.plan("sogo", "総合計画")
    builders.relation(cast.plan, other, "upper")
    html = kanri.get(address(cast.plan)).content.decode()
    assert "総合計画" in html
    assert 'name="relations-0-kind"' not in html
    html = kanri.get(address(cast.term)).content.decode()
    assert 'name="first_year"' not in html
    assert kanri.post(address(cast.term), term_form(cast.term, last_year=2030)).status_code == 302
    cast.term.refresh_from_db()
    assert cast.term.last_year == 2023


def test_a_stale_form_lists_other_owners_by_name(kanri, cast):
    plan = cast.plan
    stale = plan_form(plan)
    both = [cast.city.pk, cast.council.pk]
    assert kanri.post(address(plan), plan_form(plan, owners=both)).status_code == 302
    html = kanri.post(address(plan), stale).content.decode()
    assert "が保存した「策定する団体」：みほん市、みほん市社会福祉協議会" in html
    assert Plan.objects.get(pk=plan.pk).owners.count() == 2


def test_the_years_of_a_term_are_chosen_and_an_overlap_is_said(kanri, cast):
    second = builders.term(cast.plan, "第2期", 2, 2024, 2028, published=False)
    html = kanri.get(address(second)).content.decode()
    assert "令和6年度（2024年度）" in html
    html = kanri.post(address(second), term_form(second, first_year=2023)).content.decode()
    assert "同じ計画のほかの期と、年度が重なっています：第1期（令和3年度～令和5年度）。" in html
    html = kanri.post(address(second), term_form(second, first_year=3)).content.decode()
    assert "errorlist" in html
    assert kanri.post(address(second), term_form(second, last_year=2027)).status_code == 302
    second.refresh_from_db()
    assert (second.last_year, second.version) == (2027, 2)


def test_two_plans_may_have_terms_in_the_same_years(kanri, cast):
    elsewhere = builders.term(builders.plan("betsu", "別の計画"), published=False)
    assert kanri.post(address(elsewhere), term_form(elsewhere, nickname="べつ")).status_code == 302


def test_a_published_term_is_not_deleted_and_another_is(kanri, cast):
    second = builders.term(cast.plan, "第2期", 2, 2024, 2028, published=False)
    second.levels.all().delete()
    assert kanri.post(address(cast.term, "delete"), {"post": "yes"}).status_code == 403
    assert kanri.post(address(second, "delete"), {"post": "yes"}).status_code == 302
    assert list(PlanTerm.objects.all()) == [cast.term]


def test_an_unseen_letter_in_the_text_is_refused(kanri, chapter):
    html = kanri.post(address(chapter), typed(chapter, body="見守り\u202e活動")).content.decode()
    assert "画面に表示されない文字" in html
    chapter.refresh_from_db()
    assert chapter.body == "もとの本文"


@pytest.mark.parametrize("name", ["plan", "planterm", "chapter", "measure", "glossaryterm"])
def test_every_list_and_every_form_opens(kanri, cast, chapter, name):
    GlossaryTerm.objects.create(word="語", reading="ご", slug="go", definition="…")
    assert kanri.get(reverse(f"admin:plans_{name}_changelist")).status_code == 200
    assert kanri.get(reverse(f"admin:plans_{name}_add")).status_code == 200
    row = {"plan": cast.plan, "planterm": cast.term, "chapter": chapter, "measure": cast.goal}.get(name)
    row = row or GlossaryTerm.objects.get()
    assert kanri.get(address(row)).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_many_savers_at_once_one_wins_and_the_others_see_their_words_again(cast, chapter):
    texts = [f"{person}人目の本文" for person in range(6)]

    def save(text):
        browser = Client()
        browser.force_login(cast.kanri)
        try:
            return browser.post(address(chapter), typed(chapter, body=text))
        finally:
            connection.close()

    with ThreadPoolExecutor(len(texts)) as people:
        answers = dict(zip(texts, people.map(save, texts), strict=True))
    saved = [text for text, answer in answers.items() if answer.status_code == 302]
    chapter.refresh_from_db()
    assert (saved, chapter.version) == ([chapter.body], 2)
    for text in set(texts) - set(saved):
        assert f"{text}</textarea>" in answers[text].content.decode()


# ---- what is published is read here, and changed by a revision ----------------------------------------------


@pytest.fixture
def settled(cast):
    """One row of each kind that 第1期, a published term, prints."""
    indicator = builders.indicator(cast.walk, targets={2022: 24})
    return [cast.term, builders.chapter(cast.term), cast.goal, cast.walk, indicator]


def admin_address(row, action):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{action}", args=[row.pk])


def test_what_a_published_term_prints_has_no_boxes_in_the_administration(kanri, settled):
    for row in settled:
        html = kanri.get(admin_address(row, "change")).content.decode()
        assert "「見直し」を準備してください。" in html
        for name in row.PRINTED:
            assert f'name="{name}"' not in html
        assert kanri.post(admin_address(row, "delete"), {"post": "yes"}).status_code == 403


def test_before_it_is_published_the_boxes_are_there(kanri, cast, settled):
    cast.term.published_at = None
    cast.term.save()
    for row in settled:
        html = kanri.get(admin_address(row, "change")).content.decode()
        assert "「見直し」を準備してください。" not in html
        for name in row.PRINTED:
            assert f'name="{name}"' in html


def test_a_box_that_was_smuggled_in_changes_nothing_and_the_rest_is_saved(kanri, cast):
    tables = {f"{table}-{key}_FORMS": 0 for table in ("responsibilities", "actor_roles", "plan_links") for key in ("TOTAL", "INITIAL")}  # fmt: skip
    data = {
        "title": "こっそり変えた題",
        "content": "こっそり",
        "position": 7,
        "base_version": cast.walk.version,
    }
    assert kanri.post(admin_address(cast.walk, "change"), data | tables).status_code == 302
    cast.walk.refresh_from_db()
    assert (cast.walk.title, cast.walk.position) == ("見守り活動", 7)


def test_targets_of_a_published_term_have_no_boxes_either(kanri, cast, settled):
    indicator = settled[-1]
    html = kanri.get(admin_address(indicator, "change")).content.decode()
    assert "令和4年度 24" in html
    assert 'name="targets-0-value"' not in html
    data = {"position": 1, "base_version": indicator.version, "targets-TOTAL_FORMS": 1, "targets-INITIAL_FORMS": 0, "targets-0-fiscal_year": 2023, "targets-0-value": 99}  # fmt: skip
    kanri.post(admin_address(indicator, "change"), data)
    assert list(indicator.targets.values_list("value", flat=True)) == [24]


def test_nothing_is_added_to_a_published_term(kanri, cast):
    goal = {"term": cast.term.pk, "number": "9", "title": "新しい目標", "position": 9}
    html = kanri.post(reverse("admin:plans_measure_add"), goal).content.decode()
    assert "errorlist" in html
    assert list(Measure.objects.all()) == [cast.goal]
    indicator = {"initiative": cast.walk.pk, "name": "新しい指標", "unit": "回", "kind": "output", "direction": "up", "position": 1, "targets-TOTAL_FORMS": 0, "targets-INITIAL_FORMS": 0}  # fmt: skip
    html = kanri.post(reverse("admin:initiatives_indicator_add"), indicator).content.decode()
    assert "「見直し」を準備してください。" in html
    assert not cast.walk.indicators.exists()
