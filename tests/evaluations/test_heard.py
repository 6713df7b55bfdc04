"""What workshops and surveys told of a 取組 and of the goals, in brief on their public pages: only what is published."""

import pytest
from django.urls import reverse

from evaluations.models import CardGroup
from evaluations.surveys import holding
from tests import builders, voices

pytestmark = pytest.mark.django_db


def page(client, initiative) -> str:
    return client.get(reverse("initiative-detail", args=[initiative.code])).content.decode()


def list_page(client) -> str:
    return client.get(reverse("initiative-list")).content.decode()


def evening(cast, **fields):
    """A workshop with a heading tied to the walks, of whose cards one is about the salon alone."""
    workshop = voices.workshop(**fields)
    cards = voices.pasted(
        workshop, "■冬の見守り\n除雪を頼みたい\n声をかけてほしい\n道が狭い\nサロンに行きたい"
    )
    CardGroup.objects.get(workshop=workshop).initiatives.add(cast.walk)
    cards[-1].initiatives.add(cast.salon)
    return workshop


def asked(cast, year=2022, **fields):
    item = voices.item(voices.series(f"市民アンケート{year}"), **fields)
    survey = voices.survey(item.series, year)
    voices.answers(survey, item)
    return item, survey


def test_the_cards_of_a_published_workshop_stand_by_their_heading(client, cast):
    workshop = evening(cast)
    assert "冬の見守り" not in page(client, cast.walk)
    voices.published_workshop(workshop, cast.jimu)
    html = page(client, cast.walk)
    assert "<strong>冬の見守り</strong>（3枚）" in html
    assert "除雪を頼みたい" in html
    assert "ほか1枚" in html
    assert "サロンに行きたい" not in html
    assert reverse("workshop-detail", args=[workshop.fiscal_year, workshop.pk]) in html
    other = page(client, cast.salon)
    assert "サロンに行きたい" in other
    assert "除雪を頼みたい" not in other


def test_an_item_that_measures_an_indicator_stands_with_its_last_share_and_change(client, cast):
    indicator = builders.indicator(cast.walk, name="つながりの割合", unit="％", kind="survey")
    item, survey = asked(cast, 2021, indicators=[indicator])
    later = voices.survey(item.series, 2022)
    voices.answers(later, item, voices.group(400, 250, 200, 150))
    voices.published_survey(survey, cast.jimu)
    assert "65.0％" not in page(client, cast.walk)
    later = voices.published_survey(later, cast.jimu)
    html = page(client, cast.walk)
    assert "<strong>65.0％</strong>" in html
    assert "+10.0ポイント" in html
    assert reverse("survey-item", args=[item.pk]) in html
    assert "アンケートの結果" not in page(client, cast.salon)
    holding.withdraw_survey(survey=later, version=later.version)
    assert "65.0％" not in page(client, cast.walk)


def test_what_is_few_is_hidden_there_too(client, cast):
    indicator = builders.indicator(cast.walk, name="つながりの割合", unit="％", kind="survey")
    item = voices.item(voices.series(), indicators=[indicator], goals=[cast.goal])
    survey = voices.survey(item.series)
    voices.answers(survey, item, voices.group(2, 1, 50, 47))
    voices.published_survey(survey, cast.jimu)
    for html in (page(client, cast.walk), list_page(client)):
        assert "<strong>秘匿</strong>" in html
        assert "3.0％" not in html


def test_the_goals_stand_with_their_items(client, cast):
    item, survey = asked(cast, goals=[cast.goal])
    assert "アンケートの結果" not in list_page(client)
    voices.published_survey(survey, cast.jimu)
    html = list_page(client)
    assert f"<h3>{cast.goal}</h3>" in html
    assert f'<a href="{reverse("survey-item", args=[item.pk])}">' in html
    assert "<strong>55.0％</strong>" in html


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_for_one_and_three(client, cast, django_assert_num_queries, count):
    indicator = builders.indicator(cast.walk, name="つながりの割合", unit="％", kind="survey")
    for at in range(count):
        voices.published_workshop(evening(cast, theme=f"冬{at}"), cast.jimu)
        _, survey = asked(cast, 2020 + at, indicators=[indicator], goals=[cast.goal])
        voices.published_survey(survey, cast.jimu)
    with django_assert_num_queries(10):
        assert page(client, cast.walk).count("つながりを感じる人の割合") == count
    with django_assert_num_queries(9):
        assert list_page(client).count("つながりを感じる人の割合") == count
